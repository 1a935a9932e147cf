"""A month of German garages: the end state is a plain forward fill of the files, imported or replayed at ×1000."""

import csv
from pathlib import Path

import pytest

from venule.cli import main
from venule.domain.clock import Clock
from venule.domain.instant import DAY, SECOND, Instant, from_iso
from venule.store.answers import Catalogue, Values
from venule.store.reader import Reader

VALUES_IN_MAY = 982_140
GARAGES_THAT_REPORT = 438
PULSE = SECOND
"""How often the desk asks, by the wall: at ×1000 a thousand seconds of the recording each time."""


@pytest.fixture(scope="module")
def days(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "parking" / "germany" / "2026-05").glob("*.csv"))


@pytest.fixture(scope="module")
def recording(shared_data: Path, days: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("garages") / "may.venule"
    meta = shared_data / "parking" / "germany" / "meta-data.csv"
    files = [str(path) for path in (meta, *days)]
    assert main(["import", *files, "--cache", str(cache), "--mapping", "german_garages"]) == 0
    return cache


def forward_fill(days: list[Path], until: Instant) -> dict[str, int]:
    """The last number that stands in each garage's column; a blank changes nothing."""
    state: dict[str, int] = {}
    for path in days:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if from_iso(row.pop("timestamp")) <= until:
                    state |= {garage: int(free) for garage, free in row.items() if free}
    return state


def by_garage(catalogue: Catalogue, values: Values) -> dict[str, float]:
    """Values by the name of their asset; of several of one garage the last."""
    rows = {id: row for row, id in enumerate(catalogue.datastreams.id.tolist())}
    assets = catalogue.datastreams.asset.tolist()
    found = zip(values.datastream.tolist(), values.number.tolist(), strict=True)
    return {catalogue.assets.name[assets[rows[id]]]: number for id, number in found}


def test_that_every_number_and_no_blank_becomes_an_observation(recording: Path, days: list[Path]) -> None:
    with Reader(recording) as reader:
        counts = reader.counts()
        end = by_garage(reader.catalogue(), reader.latest(2**62))
        zeros = sum(row.value == 0 for row in reader.observations(end=from_iso("2026-05-02T00:00:00Z")))
    assert (counts.observations, counts.rejects, counts.datastreams) == (VALUES_IN_MAY, 0, GARAGES_THAT_REPORT)
    assert end == forward_fill(days, 2**62)
    with days[0].open(encoding="utf-8", newline="") as file:
        assert zeros == sum(list(row.values()).count("0") for row in csv.DictReader(file))


def test_that_the_state_at_any_time_is_the_forward_fill_until_then(recording: Path, days: list[Path]) -> None:
    for text in ("2026-05-01T00:00:01Z", "2026-05-09T14:05:00Z", "2026-05-20T00:00:00Z"):
        as_of = from_iso(text)
        with Reader(recording) as reader:
            assert by_garage(reader.catalogue(), reader.latest(as_of)) == forward_fill(days, as_of)


def test_that_a_replay_at_a_thousandfold_speed_ends_in_the_same_state(recording: Path, days: list[Path]) -> None:
    """As the desk replays: a full copy at the start, then on each pulse what changed since the cursor."""
    wall = from_iso("2026-11-22T12:00:00Z")
    begin, end = from_iso("2026-05-01T00:00:00Z"), from_iso("2026-06-01T00:00:00Z")
    clock = Clock(False, begin, wall, 1000.0)
    with Reader(recording) as reader:
        catalogue, copy = reader.catalogue(), reader.latest(begin)
        state, cursor, handed_out = by_garage(catalogue, copy), copy.cursor, 0
        while clock.now(wall) < end + DAY:
            wall += PULSE
            more = True
            while more:
                values = reader.changes(cursor, clock.now(wall))
                state |= by_garage(catalogue, values)
                handed_out += len(values.datastream)
                cursor, more = values.cursor, values.more
    assert handed_out == VALUES_IN_MAY
    assert state == forward_fill(days, end)
