"""Indexes of alarms: made in files that lack them, no condition for a right answer, and used by every question."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, alarm
from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import DAY, HOUR, Instant
from venule.domain.occurrence import Occasion
from venule.domain.rule import Priority
from venule.store import schema
from venule.store.alarms import RETURNED_SHOWN_US
from venule.store.batch import Batch
from venule.store.indexes import add_indexes, has_indexes
from venule.store.reader import Reader
from venule.store.writer import Writer

END = T0 + 100 * DAY


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def write(cache: Path, *alarms: Alarm) -> None:
    with Writer(cache, durable=False) as writer:
        writer.write(Batch(alarms=alarms))


def drop(cache: Path) -> None:
    """Leave the file as it was before there were indexes."""
    with closing(sqlite3.connect(cache)) as file:
        for name in schema.ALARM_INDEXES:
            file.execute(f"DROP INDEX {name}")
        file.commit()


def indexes(cache: Path) -> dict[str, str]:
    with closing(sqlite3.connect(cache)) as file:
        return dict(file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"))


def test_that_a_file_without_indexes_gets_them_when_it_is_written_and_keeps_its_version(cache: Path) -> None:
    write(cache, alarm("a", T0))
    made = indexes(cache)
    drop(cache)
    assert schema.ALARM_INDEXES.keys() - indexes(cache).keys() == schema.ALARM_INDEXES.keys()
    Writer(cache).close()
    assert indexes(cache) == made
    with closing(sqlite3.connect(cache)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_that_a_reader_meets_indexes_that_are_made_while_it_reads(cache: Path) -> None:
    write(cache, alarm("a", T0))
    drop(cache)
    with Reader(cache) as reader:
        before = reader.alarms(END), reader.alarm_marks(T0, END, 7, END)
        Writer(cache).close()
        after = reader.alarms(END), reader.alarm_marks(T0, END, 7, END)
    assert before[0] == after[0]
    assert before[1].count.tolist() == after[1].count.tolist()


def test_that_a_file_without_room_for_indexes_stays_as_it_was_and_is_written_on(cache: Path) -> None:
    write(cache, *(alarm(f"a{number}", T0 + number) for number in range(2_000)))
    drop(cache)
    with closing(sqlite3.connect(cache, isolation_level=None)) as file:
        file.execute("VACUUM")
        (pages,) = file.execute("PRAGMA page_count").fetchone()
        file.execute(f"PRAGMA max_page_count = {pages}")
        assert not add_indexes(file)
        assert not file.in_transaction
        assert not has_indexes(file)
        assert file.execute("SELECT count(*) FROM alarm").fetchone() == (2_000,)
        file.execute(f"PRAGMA max_page_count = {pages * 3}")
        assert add_indexes(file)
        assert has_indexes(file)


def test_that_a_fault_that_is_no_want_of_room_is_told() -> None:
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as file,
        pytest.raises(sqlite3.OperationalError, match="no such table"),
    ):
        add_indexes(file)


def made_of(number: int, at: int, late: int, lasts: int | None, priority: Priority) -> Alarm:
    """Raised some hours after the beginning, known hours late."""
    raised = T0 + at * HOUR
    cleared = None if lasts is None else raised + lasts * HOUR
    return replace(
        alarm(f"a-{number}", raised, cleared),
        priority=priority,
        raised_recorded_at=raised + late * HOUR,
        cleared_recorded_at=None if cleared is None else cleared + late * HOUR,
    )


alarms = st.lists(
    st.builds(
        made_of,
        st.integers(0, 10_000),
        st.integers(0, 1_000),
        st.integers(0, 12),
        st.none() | st.integers(0, 24) | st.integers(0, 1_000),
        st.sampled_from(Priority),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda one: one.uid,
)
times = st.integers(-10, 1_500).map(lambda hours: T0 + hours * HOUR)


def told_of(alarms: list[Alarm], as_of: Instant, basis: Basis) -> list[str]:
    """Which are told, by their definition."""
    found = []
    for one in alarms:
        known = basis is Basis.KNOWN
        raised = one.raised_recorded_at if known else one.raised_at
        cleared = one.cleared_recorded_at if known else one.cleared_at
        if raised <= as_of and (cleared is None or cleared > as_of - RETURNED_SHOWN_US):
            found.append(one.uid)
    return sorted(found)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(alarms, st.lists(times, min_size=1, max_size=5), st.sampled_from(Basis), st.integers(1, 9))
def test_that_answers_are_those_without_indexes_and_those_of_their_definition(
    tmp_path_factory: pytest.TempPathFactory, alarms: list[Alarm], times: list[Instant], basis: Basis, few: int
) -> None:
    cache = tmp_path_factory.mktemp("a") / "city.venule"
    write(cache, *alarms)

    def answers() -> list[object]:
        found: list[object] = []
        with Reader(cache) as reader:
            for at in times:
                every = reader.alarms(at, basis=basis)
                assert sorted(one.uid for one in every) == told_of(alarms, at, basis)
                marks = reader.alarm_marks(T0, max(times), 13, at, basis=basis)
                counted = [one for one in alarms if T0 <= marks.at(one) < max(times) and one.raised_recorded_at <= at]
                assert marks.count.sum() == len(counted)
                steps = [reader.nearest({Occasion.ALARM}, at, END, forward=way, basis=basis) for way in (True, False)]
                found.append((every, reader.alarms(at, few, basis=basis), marks.count.tolist(), marks.told, steps))
        return found

    by_index = answers()
    drop(cache)
    assert answers() == by_index


@pytest.fixture
def large(cache: Path) -> Iterator[Reader]:
    """A file whose alarms fill enough pages for a plan to matter."""
    write(cache, *(made_of(number, number, 1, 5, Priority.LOW) for number in range(1_000)))
    with Reader(cache) as reader:
        yield reader


@pytest.mark.parametrize("basis", Basis)
def test_that_no_question_looks_at_all_alarms(large: Reader, basis: Basis) -> None:
    asked: list[str] = []
    large._connection.set_trace_callback(asked.append)
    at = T0 + 500 * HOUR
    assert large.alarms(at, basis=basis)
    assert large.alarm_marks(T0, at, 10, at, basis=basis).told
    for forward in (True, False):
        assert large.nearest({Occasion.ALARM}, at, END, forward=forward, basis=basis)
    large._connection.set_trace_callback(None)
    questions = [one for one in asked if "FROM alarm" in one]
    plans = {
        row[3]
        for one in questions
        for row in large._connection.execute(f"EXPLAIN QUERY PLAN {one}")
        if "alarm" in row[3]
    }
    assert len(questions) > 10
    assert not [plan for plan in plans if "SCAN alarm" in plan]
    long = "alarm_known_long" if basis is Basis.KNOWN else "alarm_happened_long"
    assert any(long in plan for plan in plans)
