"""What is let go of by age leaves what its numbers came to: nothing lost, nothing counted twice."""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.kept import (
    DAY_S,
    DECLARED,
    IDS,
    NOON,
    Told,
    buckets_of,
    check,
    come_to,
    every,
    held,
    latest,
    raw,
    said,
    settle,
    widths,
    words,
    writer_of,
)
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.quantity import Value
from venule.domain.retention import Keep, Retention
from venule.store import rollup, stretches
from venule.store.batch import Batch
from venule.store.verification import verify

KEEP = Retention(
    Keep(raw_s=3 * DAY_S, minute_s=9 * DAY_S),
    {"pressure": Keep(raw_s=DAY_S, minute_s=20 * DAY_S), "open": Keep(raw_s=DAY_S, minute_s=DAY_S)},
)


@st.composite
def work(draw: st.DrawFn) -> list[list[tuple[str, str, int, Value | None]] | str | int]:
    """Batches of rows so many seconds old, slices of everything, kills, and hours that pass."""
    name = st.sampled_from(["level", "level", "pressure", "open", "mode"])
    ago = st.one_of(
        st.integers(0, 200), st.integers(0, 200), st.integers(0, 20).map(lambda day: day * DAY_S), st.just(-DAY_S)
    )
    value = st.sampled_from([1.0, 2, 0.25, True, None, "on"])
    batch = st.lists(st.tuples(st.sampled_from("ab"), name, ago, value), max_size=12)
    steps = st.one_of(
        batch,
        batch,
        st.sampled_from(["tend", "retain", "retain", "retain", "settle", "kill", "compact"]),
        st.integers(1, 60),
    )
    return draw(st.lists(steps, max_size=40))


@settings(max_examples=80, deadline=None)
@given(work())
def test_that_raw_and_rolled_up_come_to_what_was_ever_written(
    steps: Sequence[list[tuple[str, str, int, Value | None]] | str | int],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, now, told = Path(folder, "city.venule"), NOON, Told()
        writer = writer_of(path)
        writer.write(Batch(declarations=DECLARED))
        for step in steps:
            if step == "tend":
                writer.tend()
            elif step == "retain":
                writer.retain(KEEP, now)
            elif step == "settle":
                settle(writer, KEEP, now)
            elif step == "compact":
                writer.compact()
            elif step == "kill":
                writer._connection.close()  # as a killed process leaves it
                writer._lock.release()
                writer = writer_of(path)
            elif isinstance(step, int):
                now += step * HOUR
            elif isinstance(step, list):
                now += SECOND
                rows = [said(asset, name, now - ago * SECOND, value, now) for asset, name, ago, value in step]
                writer.write(Batch(observations=[*rows, *rows[:2]]))
                told.note(rows)
            check(path)
            assert come_to(path) == told.numbers()
        settle(writer, KEEP, now)
        check(path)
        assert come_to(path) == told.numbers()
        assert len(words(raw(path))) == told.words()
        assert latest(path, now) == {
            stream: values & latest(path, now)[stream] for stream, values in told.latest().items()
        }
        writer.compact()
        settle(writer, KEEP, now := now + 30 * DAY)
        check(path)
        assert come_to(path) == told.numbers()
        left = raw(path)
        assert len(words(left)) == len(left) == told.words()
        assert {width for _, width, _, _ in buckets_of(path)} <= {HOUR}
        assert verify(path).findings == ()
        writer.close()


def test_that_each_quantity_is_kept_for_as_long_as_was_said(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(3 * DAY_S, 10 * DAY_S, 40 * DAY_S), {"pressure": Keep(DAY_S, 2 * DAY_S, 4 * DAY_S)})
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for name in ("level", "pressure"):
            writer.write(Batch(observations=every("a", name, NOON, 20 * SECOND, 30)))
        last = NOON + 30 * 20 * SECOND
        seen = []
        for days in (0.9, 1.2, 2.5, 3.5, 5, 10.5, 45):
            settle(writer, keep, last + int(days * DAY))
            check(path)
            seen.append(tuple((held(path, "a", name), widths(path, "a", name)) for name in ("level", "pressure")))
    assert seen == [
        ((30, set()), (30, set())),
        ((30, set()), (0, {MINUTE})),
        ((30, set()), (0, {HOUR})),
        ((0, {MINUTE}), (0, {HOUR})),
        ((0, {MINUTE}), (0, set())),
        ((0, {HOUR}), (0, set())),
        ((0, set()), (0, set())),
    ]


def test_that_words_stay_as_they_came_until_hours_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, 2 * DAY_S, 4 * DAY_S))
    rows = [said("a", "mode", NOON, "auto"), said("a", "mode", NOON + 1, 3), said("a", "level", NOON, "stuck")]
    flags = [said("a", "open", NOON + n, bool(n % 4)) for n in range(4)]
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        writer.write(Batch(observations=[*rows, *flags, said("a", "level", NOON + 1, None)]))
        settle(writer, keep, NOON + 3 * DAY)
        assert [value for _, _, value in words(raw(path))] == ["stuck", "auto", 3]
        assert len(raw(path)) == 3
        assert [figures for _, _, _, figures in buckets_of(path)] == [(4, 0.0, 1.0, 3.0)]
        settle(writer, keep, NOON + 5 * DAY)
        assert len(raw(path)) == 0
        assert buckets_of(path) == []
        check(path)


def test_that_a_file_without_retention_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, MINUTE, 100)))
        while writer.tend():
            continue
        before = writer._connection.total_changes
        assert not writer.retain(Retention(), NOON + 10_000 * DAY)
        assert writer._connection.total_changes == before


def test_that_nothing_is_looked_for_more_than_once_a_minute_where_nothing_is_due(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, SECOND, 100)))
        settle(writer, keep, NOON)
        asked: list[str] = []
        writer._connection.set_trace_callback(asked.append)
        for second in range(1, 60):
            assert not writer.retain(keep, NOON + second * SECOND)
        assert set(asked) == {"BEGIN IMMEDIATE", "COMMIT"}


def test_that_an_observation_of_tomorrow_is_as_old_as_those_it_came_with(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    with writer_of(path) as writer:
        ahead = said("a", "level", NOON + 4_000 * DAY, 7.0, recorded_at=NOON)
        writer.write(Batch(declarations=DECLARED, observations=[*every("a", "level", NOON, 1, 20), ahead]))
        settle(writer, Retention(Keep(DAY_S, 2 * DAY_S, 3 * DAY_S)), NOON + 2 * DAY - HOUR)
        assert len(raw(path)) == 0
        assert [figures for *_, figures in buckets_of(path)] == [(20, 0.0, 19.0, 190.0), (1, 7.0, 7.0, 7.0)]
        settle(writer, Retention(Keep(DAY_S, 2 * DAY_S, 3 * DAY_S)), NOON + 4 * DAY)
        assert buckets_of(path) == []


def test_that_what_comes_late_joins_the_minute_it_belongs_to(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(2 * DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=every("a", "level", NOON, SECOND, 30)))
        settle(writer, keep, NOON + 3 * DAY)
        late = said("a", "level", NOON + 40 * SECOND, -5.0, recorded_at=NOON + 3 * DAY)
        writer.write(Batch(observations=[late]))
        settle(writer, keep, NOON + 3 * DAY + HOUR)
        assert held(path, "a", "level") == 1  # of the last day nothing is looked at
        settle(writer, keep, NOON + 5 * DAY)
        (bucket,) = buckets_of(path)
    assert bucket == (IDS["a", "level"], MINUTE, NOON, (31, -5.0, 29.0, 430.0))


def test_that_frames_tell_the_latest_of_what_was_let_go(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, DAY_S, 30 * DAY_S))
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED, observations=[said("b", "pressure", NOON, 3.5)]))
        for day in range(10):
            writer.write(Batch(observations=every("a", "level", NOON + day * DAY, HOUR, 6 + day % 2)))
            settle(writer, Retention(), NOON + day * DAY)
        known = {as_of: latest(path, as_of) for as_of in (NOON + 9 * DAY + 6 * HOUR, NOON + 40 * DAY)}
        settle(writer, keep, NOON + 11 * DAY + 12 * HOUR)
        assert len(raw(path)) == 0
        check(path)
        assert {as_of: latest(path, as_of) for as_of in known} == known
        then = latest(path, NOON + 5 * DAY + 12 * HOUR)
    assert then[IDS["b", "pressure"]] == {"3.5"}
    assert then[IDS["a", "level"]] <= {"5.0", "6.0"}  # a frame's grain is a day


def test_that_years_leave_few_stretches_and_few_pieces_of_a_day(tmp_path: Path) -> None:
    path = tmp_path / "city.venule"
    keep = Retention(Keep(DAY_S, 30 * DAY_S, 4_000 * DAY_S))
    days = range(0, 1_200, 6)
    with writer_of(path) as writer:
        writer.write(Batch(declarations=DECLARED))
        for day in days:
            for asset in "ab":
                writer.write(Batch(observations=every(asset, "level", NOON + day * DAY, HOUR, 8)))
            settle(writer, keep, NOON + day * DAY + 9 * HOUR)
        check(path)
        with closing(sqlite3.connect(path)) as connection:
            assert len(stretches.stretches(connection)) < 0.7 * len(days)
            pieces = [piece for one in rollup.rollups(connection) for piece in rollup.pieces(connection, one.id)]
        found = come_to(path)
        for day in days:
            begin, end = NOON + day * DAY, NOON + day * DAY + 8 * HOUR
            assert len([one for one in pieces if one.first_at < end and one.last_at >= begin]) < 12
            assert found[IDS["a", "level"], begin] == (1, 0.0, 0.0, 0.0)
        settle(writer, keep, NOON + 9_000 * DAY)
    with closing(sqlite3.connect(path)) as connection:
        assert len(stretches.stretches(connection)) == 1
        assert connection.execute("SELECT count(*) FROM arrival").fetchone() == (0,)
