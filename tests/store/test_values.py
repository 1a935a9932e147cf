"""The latest of everything as of a time, and changes that add up: whatever the order of arrival."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, everything, names, row, written
from venule.domain.freshness import AHEAD_TOLERANCE_S
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.store import values
from venule.store.answers import START
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer

AHEAD = int(AHEAD_TOLERANCE_S * SECOND)
QUICK = settings(max_examples=40, deadline=None)


@st.composite
def arrivals(draw: st.DrawFn) -> list[Recorded]:
    """Distinct observations of few assets, recorded early, late and out of turn."""
    times = st.integers(0, 600).map(lambda second: T0 + second * SECOND)
    triples = st.tuples(st.sampled_from("abc"), times, times)
    drawn = draw(st.lists(triples, max_size=30, unique_by=lambda triple: triple[:2]))
    return [row(asset, observed, float(observed), recorded) for asset, observed, recorded in drawn]


def in_batches(rows: list[Recorded], size: int = 7) -> list[Batch]:
    return [Batch(observations=rows[at : at + size]) for at in range(0, len(rows), size)]


def by_definition(rows: list[Recorded], as_of: int) -> dict[str, int]:
    known = [one for one in rows if one.recorded_at <= as_of and one.observed_at <= as_of + AHEAD]
    return {one.asset: one.observed_at for one in sorted(known, key=lambda one: one.observed_at)}


def latest(reader: Reader, as_of: int) -> dict[str, int]:
    answer = reader.latest(as_of)
    return dict(zip(names(reader, answer), answer.observed_at.tolist(), strict=True))


@QUICK
@given(rows=arrivals(), shuffle=st.randoms(use_true_random=False), second=st.integers(-1, 601))
def test_that_any_order_of_writing_gives_the_latest_by_definition(rows, shuffle, second) -> None:  # type: ignore[no-untyped-def]
    as_of = T0 + second * SECOND
    expected = by_definition(rows, as_of)
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder, written(Path(folder, "city.venule"), *in_batches(rows)) as reader:
            assert latest(reader, as_of) == expected
        shuffle.shuffle(rows)


@QUICK
@given(rows=arrivals(), limit=st.integers(1, 9), pulses=st.lists(st.integers(0, 600), max_size=6))
def test_that_changes_add_up_to_everything_once(rows, limit, pulses) -> None:  # type: ignore[no-untyped-def]
    moments = [*(T0 + second * SECOND for second in sorted(pulses)), T0 + 600 * SECOND]
    seen: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.venule")
        with Writer(path, durable=False) as writer, Reader(path) as reader:
            cursor, waiting = START, in_batches(rows, 4)
            for moment in [*moments, *[moments[-1]] * len(rows)]:
                if waiting:
                    writer.write(waiting.pop())
                answer = reader.changes(cursor, moment, limit)
                assert all(at <= moment for at in answer.recorded_at)
                assert len(answer.datastream) <= limit
                seen += answer.number.tolist()
                cursor = answer.cursor
            while answer.more:
                answer = reader.changes(answer.cursor, moments[-1], limit)
                seen += answer.number.tolist()
    assert sorted(seen) == sorted(float(one.observed_at) for one in rows)


def test_that_a_jump_and_the_changes_after_it_leave_nothing_out(tmp_path: Path) -> None:
    rows = [row("a", T0 + second * SECOND) for second in range(20)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        jump = reader.latest(T0 + 9 * SECOND)
        after = reader.changes(jump.cursor, T0 + 19 * SECOND)
        assert jump.observed_at.tolist() == [T0 + 9 * SECOND]
        assert after.observed_at.tolist() == [T0 + second * SECOND for second in range(10, 20)]


def test_that_an_import_into_an_open_file_reaches_a_reader_beyond_it(tmp_path: Path) -> None:
    with Writer(tmp_path / "city.venule") as writer, Reader(tmp_path / "city.venule") as reader:
        writer.write(Batch(observations=[row("a", T0)]))
        jump = reader.latest(T0)
        writer.write(Batch(observations=[row("b", T0 - 1000), row("a", T0 - 5), row("a", T0 + 1)]))
        answer = reader.changes(jump.cursor, T0 + 1)
        assert answer.observed_at.tolist() == [T0 - 1000, T0 - 5, T0 + 1]
        assert len(reader.changes(answer.cursor, T0 + 1).datastream) == 0


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_that_a_long_search_for_late_rows_goes_on_in_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(values, "LATE_SCANNED", 3)
    path = tmp_path / "city.venule"
    with Writer(path) as writer, Reader(path) as reader:
        writer.write(Batch(observations=[row("a", T0)]))
        answer = reader.latest(T0)
        late = [row("b", T0 - number) for number in range(1, 6)]
        writer.write(Batch(observations=[*(row("a", T0 + number) for number in range(1, 6)), *late]))
        seen: list[int] = []
        while (answer := reader.changes(answer.cursor, T0 + 5, limit)).more:
            seen += answer.observed_at.tolist()
        seen += answer.observed_at.tolist()
    assert sorted(seen) == [T0 + number for number in range(-5, 6) if number]


def test_that_a_late_observation_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    rows = [row("a", T0 + 60), row("a", T0 + 10, recorded_at=T0 + 70)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert latest(reader, T0 + 59) == {}
        assert latest(reader, T0 + 65) == {"a": T0 + 60}
        assert latest(reader, T0 + 99) == {"a": T0 + 60}


def test_that_a_clock_that_runs_ahead_is_believed_within_its_tolerance(tmp_path: Path) -> None:
    rows = [row("a", T0 + AHEAD, recorded_at=T0), row("b", T0 + AHEAD + 1, recorded_at=T0)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        assert latest(reader, T0) == {"a": T0 + AHEAD}
        assert latest(reader, T0 + 1) == {"a": T0 + AHEAD, "b": T0 + AHEAD + 1}


def test_that_the_cut_answer_says_so_and_ties_are_not_lost_at_the_cut(tmp_path: Path) -> None:
    rows = [row("a", T0 + number, recorded_at=T0) for number in range(10)]
    with written(tmp_path / "city.venule", Batch(observations=rows)) as reader:
        answers = everything(reader, T0, limit=4)
        assert [len(answer.datastream) for answer in answers] == [4, 4, 2]
        assert [at for answer in answers for at in answer.observed_at] == [one.observed_at for one in rows]


def test_that_an_empty_file_has_an_answer(tmp_path: Path) -> None:
    with written(tmp_path / "city.venule") as reader:
        answer = reader.latest(T0)
        assert len(answer.datastream) == 0
        assert answer.cursor[:2] == START[:2]
        assert not reader.changes(answer.cursor, T0).more
