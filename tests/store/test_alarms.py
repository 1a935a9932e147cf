"""Alarms are told as they were known at the time asked about, and a recorder finds the standing ones again."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.rows import T0, alarm, written
from venule.domain.basis import Basis
from venule.domain.instant import DAY, SECOND
from venule.domain.rule import Priority
from venule.store import alarms
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer


def test_that_an_alarm_is_told_only_as_far_as_it_was_known(tmp_path: Path) -> None:
    whole = alarm("a", T0, T0 + 60 * SECOND)
    with written(tmp_path / "city.venule", Batch(alarms=[whole])) as reader:
        assert reader.alarms(T0) == ()  # raised, and not yet known
        assert reader.alarms(T0 + SECOND) == (replace(whole, cleared_at=None, cleared_recorded_at=None),)
        assert reader.alarms(T0 + 60 * SECOND)[0].cleared_at is None
        assert reader.alarms(T0 + 61 * SECOND) == (whole,)


def test_that_a_returned_alarm_is_shown_for_a_week_and_a_standing_one_for_ever(tmp_path: Path) -> None:
    batch = Batch(alarms=[alarm("a", T0), alarm("b", T0 + 1, T0 + SECOND), alarm("c", T0 + 2 * DAY)])
    with written(tmp_path / "city.venule", batch) as reader:
        assert [one.subject for one in reader.alarms(T0 + 7 * DAY)] == ["c", "b", "a"]
        assert [one.subject for one in reader.alarms(T0 + 8 * DAY)] == ["c", "a"]


def test_that_standing_alarms_are_the_last_to_give_way_to_the_limit(tmp_path: Path) -> None:
    returned = [alarm(f"r{number}", T0 + number, T0 + 100) for number in range(1, 20)]
    with written(tmp_path / "city.venule", Batch(alarms=[*returned, alarm("a", T0), alarm("b", T0 + 1)])) as reader:
        assert [one.subject for one in reader.alarms(T0 + DAY, limit=3)] == ["r19", "b", "a"]


def test_that_an_occurrence_is_brought_up_to_date_under_its_name(tmp_path: Path) -> None:
    first = alarm("a", T0)
    later = replace(alarm("a", T0, T0 + 5), text="5.2 m", parent="net/gw/silent@1", priority=Priority.MEDIUM)
    with written(tmp_path / "city.venule", Batch(alarms=[first]), Batch(alarms=[later])) as reader:
        assert reader.alarms(T0 + DAY) == (later,)
        assert reader.counts().alarms == 1


def test_that_what_a_reader_remembers_of_an_alarm_gives_way_to_what_is_written_anew(tmp_path: Path) -> None:
    later = replace(alarm("a", T0, T0 + 5), text="5.2 m")
    with Writer(tmp_path / "city.venule") as writer, Reader(tmp_path / "city.venule") as reader:
        for basis in Basis:
            assert reader.alarms(T0 + DAY, basis=basis) == ()
        writer.write(Batch(alarms=[alarm("a", T0)]))
        first = reader.alarms(T0 + DAY)
        assert reader.alarms(T0 + 2 * DAY)[0] is first[0]
        writer.write(Batch(alarms=[later]))
        assert reader.alarms(T0 + DAY) == (later,)
        assert reader.alarms(T0 + DAY, basis=Basis.HAPPENED)[0].cleared_recorded_at == T0 + 5


def test_that_an_alarm_stays_the_same_object_while_the_file_says_the_same_of_it(tmp_path: Path) -> None:
    with Writer(tmp_path / "city.venule") as writer, Reader(tmp_path / "city.venule") as reader:
        writer.write(Batch(alarms=[alarm("a", T0, T0 + DAY)]))
        standing = reader.alarms(T0 + SECOND)[0]
        returned = reader.alarms(T0 + 2 * DAY)[0]
        writer.write(Batch(alarms=[alarm("b", T0 + 3 * DAY)]))
        assert reader.alarms(T0 + 2 * SECOND)[0] is standing
        assert reader.alarms(T0 + 3 * DAY)[0] is returned
        writer.write(Batch(alarms=[replace(alarm("a", T0, T0 + DAY), text="5.2 m")]))
        assert reader.alarms(T0 + SECOND)[0] == replace(standing, text="5.2 m")


def test_that_of_alarms_of_one_moment_the_last_written_is_first(tmp_path: Path) -> None:
    at_once = [alarm("a", T0), alarm("b", T0, T0 + SECOND), alarm("c", T0)]
    with written(tmp_path / "city.venule", Batch(alarms=at_once)) as reader:
        assert [one.subject for one in reader.alarms(T0 + DAY)] == ["c", "b", "a"]


def test_that_a_reader_forgets_alarms_beyond_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "REMEMBERED", 10)
    raised = [alarm(f"a{day}", T0 + day * DAY, T0 + day * DAY + SECOND) for day in range(50)]
    with written(tmp_path / "city.venule", Batch(alarms=raised)) as reader:
        occurrences = reader._alarms[Basis.KNOWN]
        for day in (*range(50), *range(50)):
            found = reader.alarms(T0 + day * DAY + SECOND)
            assert [one.subject for one in found] == [f"a{number}" for number in range(day, max(-1, day - 8), -1)]
            assert len(occurrences._whole) <= 10 + 8


def test_that_a_recorder_finds_what_stood_when_it_ended(tmp_path: Path) -> None:
    standing = replace(alarm("a", T0), respond_within_s=900.0, of_gateway=True)
    with Writer(tmp_path / "city.venule") as writer:
        writer.write(Batch(alarms=[standing, alarm("b", T0, T0 + 1)]))
    with Writer(tmp_path / "city.venule") as writer:
        assert writer.active_alarms() == (standing,)
