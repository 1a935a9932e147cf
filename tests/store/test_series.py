"""A series: nothing of a spike, an edge or a gap is lost, however few points are asked for."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.rows import T0, row, written
from venule.domain.instant import MINUTE, SECOND
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.store import series
from venule.store.answers import Series
from venule.store.batch import Batch, Declaration
from venule.store.decimation import Decimation, Points

MEASURE = Quantity("level")
END = T0 + 10**12


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def ask(
    cache: Path,
    samples: Sequence[tuple[int, Value | None]],
    quantity: Quantity = MEASURE,
    every_s: float | None = None,
    points: int = 1000,
) -> Series:
    declared = Batch(declarations=[Declaration("net", "a", quantity, "", every_s)])
    rows = [row("a", T0 + at, value) for at, value in samples]
    with written(cache, declared, Batch(observations=rows)) as reader:
        return reader.series(1, T0, END, points, END)


def test_that_few_points_come_back_as_they_are(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (10, 2.5), (20, -3)])
    assert answer.observed_at.tolist() == [T0, T0 + 10, T0 + 20]
    assert answer.number.tolist() == [1, 2.5, -3]
    assert answer.total == 3
    assert not answer.gap_before.any()


def test_that_a_spike_survives_at_its_own_time(cache: Path) -> None:
    samples = [(second * SECOND, 99.0 if second == 5123 else 1.0) for second in range(10_000)]
    answer = ask(cache, samples, points=100)
    assert len(answer.number) <= 100
    assert answer.total == 10_000
    assert answer.observed_at[answer.number == 99.0].tolist() == [T0 + 5123 * SECOND]
    assert answer.observed_at[[0, -1]].tolist() == [T0, T0 + 9999 * SECOND]


def test_that_silence_beyond_three_expected_intervals_is_a_gap(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (MINUTE, 1), (4 * MINUTE, 1), (7 * MINUTE + 1, 1)], every_s=60.0)
    assert answer.gap_before.tolist() == [False, False, False, True]


def test_that_silence_beyond_ten_usual_distances_is_a_gap_when_none_was_declared(cache: Path) -> None:
    usual = [(second * SECOND, 1.0) for second in range(21)]
    answer = ask(cache, [*usual, (30 * SECOND, 1), (41 * SECOND, 1)])
    assert np.flatnonzero(answer.gap_before).tolist() == [22]


def test_that_too_few_points_tell_of_no_gap(cache: Path) -> None:
    assert not ask(cache, [(0, 1), (1, 1), (2, 1), (10**9, 1)]).gap_before.any()


@pytest.mark.parametrize("kind", [ValueKind.FLAG, ValueKind.STATE])
def test_that_a_held_state_has_no_gap_unless_it_should_have_been_repeated(tmp_path: Path, kind: ValueKind) -> None:
    samples = [*((second * SECOND, True) for second in range(30)), (9000 * SECOND, False)]
    quantity = Quantity("level", kind=kind)
    assert not ask(tmp_path / "event.venule", samples, quantity).gap_before.any()
    assert ask(tmp_path / "heartbeat.venule", samples, quantity, 60.0).gap_before[-1]


def test_that_a_missing_value_breaks_the_line_and_is_no_point(cache: Path) -> None:
    answer = ask(cache, [(0, 1), (1, None), (2, 3), (3, 4)])
    assert answer.number.tolist() == [1, 3, 4]
    assert answer.gap_before.tolist() == [False, True, False]
    assert answer.total == 4


def test_that_a_gap_survives_decimation(cache: Path) -> None:
    samples = [(second * SECOND, float(second % 7)) for second in range(5000) if not 2400 < second <= 2500]
    answer = ask(cache, samples, every_s=1.0, points=40)
    (gap,) = np.flatnonzero(answer.gap_before)
    assert answer.observed_at[gap] >= T0 + 2501 * SECOND > answer.observed_at[gap - 1]


def test_that_the_words_of_a_state_are_indices(cache: Path) -> None:
    samples = [(0, "closed"), (1, "open"), (2, None), (3, "closed"), (4, 7)]
    answer = ask(cache, samples, Quantity("level", kind=ValueKind.STATE))
    assert [answer.labels[int(number)] for number in answer.number] == ["closed", "open", "closed", "7"]


def test_that_a_flag_is_zero_or_one_and_a_text_among_numbers_no_point(tmp_path: Path) -> None:
    flags = ask(tmp_path / "flags.venule", [(0, True), (1, False)], Quantity("level", kind=ValueKind.FLAG))
    mixed = ask(tmp_path / "mixed.venule", [(0, 1.5), (1, "fault"), (2, 2.5)])
    assert (flags.number.tolist(), flags.labels) == ([1, 0], ())
    assert (mixed.number.tolist(), mixed.labels) == ([1.5, 2.5], ())


def test_that_words_stop_growing_at_their_limit(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "MAX_LABELS", 2)
    answer = ask(cache, [(0, "a"), (1, "b"), (2, "c"), (3, "a")], Quantity("level", kind=ValueKind.TEXT))
    assert (answer.labels, answer.number.tolist()) == (("a", "b"), [0, 1, 1, 0])


def test_that_of_two_values_at_one_time_the_later_recorded_comes_last(cache: Path) -> None:
    rows = [row("a", T0, 1.0, key=9), row("a", T0, 2.0, key=3)]
    with written(cache, Batch(observations=rows)) as reader:
        assert reader.series(1, T0, T0, 10, T0).number.tolist() == [1, 2]


def test_that_a_series_knows_only_what_was_recorded_by_then(cache: Path) -> None:
    rows = [row("a", T0), row("a", T0 + 1, recorded_at=T0 + 500)]
    with written(cache, Batch(observations=rows)) as reader:
        assert reader.series(1, T0, END, 10, T0 + 499).total == 1
        assert reader.series(1, T0, END, 10, T0 + 500).total == 2


def test_that_the_neighbours_of_a_stretch_are_told_on_request(cache: Path) -> None:
    with written(cache, Batch(observations=[row("a", T0 + at, float(at)) for at in (0, 10, 20, 30, 40)])) as reader:
        assert reader.series(1, T0 + 15, T0 + 25, 10, END).number.tolist() == [20]
        assert reader.series(1, T0 + 15, T0 + 25, 10, END, around=True).number.tolist() == [10, 20, 30]
        assert reader.series(1, T0 + 22, T0 + 25, 10, END, around=True).number.tolist() == [20, 30]
        assert reader.series(1, T0 + 50, T0 + 60, 10, END, around=True).number.tolist() == [40]


def test_that_nothing_has_an_answer(cache: Path) -> None:
    with written(cache) as reader:
        answer = reader.series(99, T0, END, 10, END)
        assert (len(answer.number), answer.total, len(answer.gap_before)) == (0, 0, 0)


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_that_the_size_of_chunks_changes_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(series, "CHUNK", chunk)
    samples = [(second * SECOND, None if second % 50 == 7 else float(second % 13)) for second in range(500)]
    answer = ask(cache, samples, every_s=1.0, points=2000)
    assert answer.number.tolist() == [value for _, value in samples if value is not None]
    assert int(answer.gap_before.sum()) == 10


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=300),
    points=st.integers(1, 60),
    chunk=st.integers(1, 50),
)
def test_that_each_bucket_keeps_its_ends_and_extremes(numbers: list[float], points: int, chunk: int) -> None:
    at = np.arange(len(numbers), dtype=np.int64)
    number, flags = np.array(numbers), np.zeros(len(numbers), np.int8)
    decimation = Decimation(0, len(numbers), points)
    for low in range(0, len(numbers), chunk):
        part = slice(low, low + chunk)
        decimation.add(Points(at[part], number[part], flags[part], flags[part], at[part]))
    kept = decimation.result()
    assert len(kept.number) <= max(points, 4)
    assert (number[kept.observed_at] == kept.number).all()
    assert {0, len(numbers) - 1} <= set(kept.observed_at.tolist())
    assert (kept.number.min(), kept.number.max()) == (number.min(), number.max())
    if len(numbers) <= points:
        assert kept.number.tolist() == numbers
    bucket = np.minimum(at * max(1, points // 4) // len(numbers), max(1, points // 4) - 1)
    for one in np.unique(bucket):
        inside, said = number[bucket == one], kept.number[bucket[kept.observed_at] == one]
        assert (said.min(), said.max(), said[0], said[-1]) == (inside.min(), inside.max(), inside[0], inside[-1])
