"""Observations arrive in the file as they were, once each, with what is known of how they came."""

from pathlib import Path

import pytest

from tests.store.rows import T0, everything, names, row, written
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Value, ValueKind
from venule.domain.reject import Reject
from venule.store import names as naming
from venule.store import observing
from venule.store.batch import Batch, Written
from venule.store.writer import Writer


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def test_that_a_redelivered_observation_counts_once(cache: Path) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(observations=[row("a", T0, key=7)]))
        assert writer.write(Batch(observations=[row("a", T0, key=7), row("a", T0 + 1, key=7)])) == Written(2)
    with written(cache) as reader:
        assert reader.counts().observations == 2


def test_that_two_values_at_one_instant_are_both_kept(cache: Path) -> None:
    rows = [row("a", T0, 1.0, key=9), row("a", T0, 2.0, key=3)]
    with written(cache, Batch(observations=rows)) as reader:
        assert [said.value for said in reader.observations()] == [1.0, 2.0]
        assert reader.latest(T0).number.tolist() == [2.0]  # the last to be written stands


def test_that_an_observation_older_than_the_newest_is_marked_as_filled_later(cache: Path) -> None:
    first = Batch(observations=[row("a", T0 + 10), row("b", T0)])
    later = Batch(observations=[row("a", T0 + 5, recorded_at=T0 + 20), row("b", T0 + 1), row("a", T0 + 11)])
    with Writer(cache) as writer:
        writer.write(first)
    with written(cache, later) as reader:  # a second writer, which has to read the newest from the file
        values = reader.changes(reader.latest(T0 - 1).cursor, T0 + 99)
        late = [name for name, flags in zip(names(reader, values), values.provenance, strict=True) if flags]
        assert late == ["a"]
        assert max(values.provenance) == Provenance.BACKFILLED


@pytest.mark.parametrize("value", [0, -5, 2**62, 0.1, True, False, "", "on", "12", None])
def test_that_a_value_comes_back_as_it_was(cache: Path, value: Value | None) -> None:
    with written(cache, Batch(observations=[row("a", T0, value)])) as reader:
        (back,) = reader.observations()
        assert (back.value, type(back.value)) == (value, type(value))


def test_that_a_blank_never_becomes_zero(cache: Path) -> None:
    blank = Recorded("net", "a", "level", T0, T0, None, None, Quality.MISSING, "the field is empty")
    with written(cache, Batch(observations=[blank, row("b", T0, 0.0), row("c", T0, "idle")])) as reader:
        values = reader.latest(T0)
        assert str(values.number.tolist()) == "[nan, 0.0, nan]"
        assert values.text == {2: "idle"}
        assert values.reason == {0: "the field is empty"}
        assert values.quality.tolist() == [Quality.MISSING, Quality.GOOD, Quality.GOOD]


def test_that_an_undeclared_datastream_is_made_from_its_first_value(cache: Path) -> None:
    rows = [row("number", T0, 4), row("flag", T0, True), row("word", T0, "open")]
    with written(cache, Batch(observations=rows)) as reader:
        catalogue = reader.catalogue()
        kinds = [catalogue.quantities[number].kind for number in catalogue.datastreams.quantity]
        assert kinds == [ValueKind.MEASURE, ValueKind.FLAG, ValueKind.TEXT]
        assert catalogue.kinds == ()
        assert catalogue.assets.kind.tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("b", T0, 2**63), "64 bits"),
        (row("b", T0, "\ud800"), "half a character"),
        (row("b", T0, {"v": 1}), "dict"),  # type: ignore[arg-type]  # what a careless decoder may hand on
        (row("\udcff", T0), "half a character"),
        (Recorded("net", "b", "a/b", T0, T0, 1.0), "without '/'"),
        (Recorded("net", "b", "", T0, T0, 1.0), "without '/'"),
    ],
)
def test_that_one_unstorable_value_is_a_reject_and_stops_nothing(cache: Path, bad: Recorded, reason: str) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(observations=[row("a", T0)]))
        assert writer.write(Batch(observations=[row("c", T0), bad, row("a", T0 + 1)])) == Written(2)
        assert writer.write(Batch(observations=[row("c", T0 + 1)])) == Written(1)
    with written(cache) as reader:
        (reject,) = reader.rejects(T0 + 1)
        assert reason in reject.reason
        assert reject.stage == "store"
        assert reader.counts().observations == 4


def test_that_a_memory_too_small_for_the_city_changes_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (naming, observing):
        monkeypatch.setattr(room, "REMEMBERED", 3)
    rows = [row(f"asset {number % 7}", T0 + number) for number in range(50)]
    with written(cache, *(Batch(observations=rows[at : at + 10]) for at in range(0, 50, 10))) as reader:
        assert reader.counts().assets == 7
        assert reader.counts().observations == 50
        assert not any(answer.provenance.any() for answer in everything(reader, T0 + 50))


def test_that_a_reject_with_half_a_character_in_its_reason_is_kept(cache: Path) -> None:
    odd = Reject("feed", "city/\udc80", b"{}", 2, "no such type: \ud800", "vertical", T0)
    with written(cache, Batch(rejects=[odd], observations=[row("a", T0)])) as reader:
        (reject,) = reader.rejects(T0)
        assert (reject.topic, reject.reason) == ("city/\\udc80", "no such type: \\ud800")
        assert reader.counts().observations == 1
