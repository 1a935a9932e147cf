"""What people said, placed and noted is told again as it stood then, also where the operator's file is only read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.town import NOON, WATER, alarm, write_town
from venule.desk.models.alarm_lines import lines_of
from venule.desk.questions import AskAlarms, AskNotes, AskPlacements
from venule.desk.session import Archive
from venule.domain.alarm import AlarmState
from venule.domain.basis import Basis
from venule.domain.geo import Position
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.note import Note
from venule.store.operator import OperatorFile

BOTH = tuple(Basis)
HIGH = alarm("tank-1", ago_s=1200)
LATE = replace(alarm("tank-2", ago_s=1200), raised_recorded_at=NOON - 5 * MINUTE)
ACKNOWLEDGED, PLACED = NOON - 10 * MINUTE, NOON - 8 * MINUTE


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A finished recording with its operator's file, of which neither may be written."""
    cache = write_town(tmp_path / "town.venule", [HIGH, LATE])
    path = OperatorFile.path_beside(cache)
    with OperatorFile(path) as operator:
        operator.remark(HIGH.uid, ACKNOWLEDGED, "Kim", "pump sent", acknowledges=True)
        operator.remark(LATE.uid, NOON, "Kim", "", acknowledges=True)
        operator.place(WATER, "tank-1", Position(11.6, 48.2), PLACED, "Kim")
        operator.note(Note("then", NOON - 15 * MINUTE, NOON - 15 * MINUTE, "Kim", "seen"))
        operator.note(Note("since", NOON - 15 * MINUTE, NOON, "Kim", "understood"))
    with Archive(cache) as made:
        assert made.operator is not None
        made.operator.close()
        made.operator, made.unwritable = OperatorFile(path, read_only=True), "it is evidence"
        yield made


def states(archive: Archive, as_of: Instant, basis: Basis) -> dict[str, tuple[AlarmState, str]]:
    lines = lines_of(AskAlarms(as_of, basis).answer(archive))
    return {line.alarm.subject: (line.state, line.comment) for line in lines}


@pytest.mark.parametrize("basis", BOTH)
def test_that_an_alarm_is_acknowledged_from_the_time_on_when_somebody_did_so(archive: Archive, basis: Basis) -> None:
    unseen, seen = AlarmState.ACTIVE_UNACKNOWLEDGED, AlarmState.ACTIVE_ACKNOWLEDGED
    assert states(archive, ACKNOWLEDGED - 1, basis)["tank-1"] == (unseen, "")
    assert states(archive, ACKNOWLEDGED, basis)["tank-1"] == (seen, "pump sent")


def test_that_an_alarm_that_was_known_late_stands_earlier_where_it_counts_what_happened(archive: Archive) -> None:
    before = NOON - 10 * MINUTE
    assert "tank-2" not in states(archive, before, Basis.KNOWN)
    assert states(archive, before, Basis.HAPPENED)["tank-2"] == (AlarmState.ACTIVE_UNACKNOWLEDGED, "")
    for basis in BOTH:
        assert states(archive, NOON, basis)["tank-2"][0] is AlarmState.ACTIVE_ACKNOWLEDGED


def test_that_an_asset_stands_where_it_had_been_put_by_then(archive: Archive) -> None:
    assert AskPlacements(PLACED - 1).answer(archive).placements == ()
    (placed,) = AskPlacements(PLACED).answer(archive).placements
    assert (placed.asset, placed.place) == ("tank-1", Position(11.6, 48.2))


def test_that_a_note_written_afterwards_is_told_only_where_it_counts_what_happened(archive: Archive) -> None:
    asked = NOON - SECOND
    known, happened = (AskNotes(asked, basis).answer(archive) for basis in BOTH)
    assert ([note.uid for note in known.notes], known.later) == (["then"], 1)
    assert ([note.uid for note in happened.notes], happened.later) == (["then", "since"], 0)
    assert AskNotes(NOON - 16 * MINUTE, Basis.HAPPENED).answer(archive).notes == ()
