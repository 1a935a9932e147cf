"""A tally: what a datastream amounts to between two instants, by every observation and however it is read in pieces."""

import math
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.kept import settle
from tests.store.packed import in_batches
from tests.store.rows import T0, row
from venule.domain.basis import Basis
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.retention import Keep, Retention
from venule.store import tally as tallies
from venule.store.batch import Batch, Declaration
from venule.store.connection import CACHE, open_for_reading
from venule.store.parts import Span
from venule.store.sizes import Sizes
from venule.store.tail import Tail
from venule.store.tally import Tally, tally
from venule.store.writer import Writer

END = T0 + 10 * DAY
SIZES = Sizes(seal_rows=5, seal_pieces=100, fan=9, full_rows=45, chunk_rows=3)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def write(cache: Path, rows: Sequence[Recorded], kind: ValueKind, every_s: float | None = 60.0) -> None:
    with Writer(cache, durable=False, sizes=SIZES) as writer:
        writer.write(Batch(declarations=[Declaration("net", "a", Quantity("level", kind=kind), "", every_s)]))
        for batch in in_batches(rows, 7):
            writer.write(batch)
            while writer.tend():
                continue


def whole(
    cache: Path,
    start: int,
    end: int,
    kind: ValueKind = ValueKind.MEASURE,
    *,
    as_of: int = END,
    basis: Basis = Basis.KNOWN,
    most: int = tallies.ROWS_AT_ONCE,
) -> Tally:
    """All steps of a tally."""
    with closing(open_for_reading(cache, CACHE)) as connection:
        found = None
        for _ in range(10_000):
            span = Span(1, start, end, as_of)
            found = tally(connection, Tail(), span, kind, so_far=found, basis=basis, most=most)
            if found.whole:
                return found
    raise AssertionError("the tally does not come to an end")


def every_minute(*values: float) -> list[Recorded]:
    return [row("a", T0 + number * MINUTE, value) for number, value in enumerate(values)]


def test_that_straight_lines_are_added_up_by_trapezoids_and_cut_at_the_ends(cache: Path) -> None:
    write(cache, every_minute(0.0, 6.0, 0.0), ValueKind.MEASURE)
    found = whole(cache, T0 + 30 * SECOND, T0 + 90 * SECOND)
    assert found.area == pytest.approx((3 + 6) / 2 * 30 + (6 + 3) / 2 * 30)
    assert found.mean == pytest.approx(4.5)
    assert (found.count, found.least, found.greatest, found.coverage) == (1, 6.0, 6.0, 1.0)
    assert (found.first, found.last) == (0.0, 6.0)


def test_that_held_values_are_added_up_as_steps(cache: Path) -> None:
    write(cache, every_minute(2, 5, 1), ValueKind.COUNT)
    found = whole(cache, T0, T0 + 90 * SECOND, ValueKind.COUNT)
    assert found.area == pytest.approx(2 * 60 + 5 * 30)
    assert found.mean == pytest.approx((2 * 60 + 5 * 30) / 90)


def test_that_nothing_is_added_across_a_gap(cache: Path) -> None:
    rows = [row("a", T0, 4.0), row("a", T0 + MINUTE, 4.0), row("a", T0 + HOUR, 8.0), row("a", T0 + 61 * MINUTE, 8.0)]
    write(cache, rows, ValueKind.MEASURE)
    found = whole(cache, T0, T0 + 61 * MINUTE)
    assert found.covered_s == pytest.approx(120)
    assert found.mean == pytest.approx(6.0)
    assert math.isnan(whole(cache, T0, T0 + 30 * MINUTE).last)


def test_that_bad_values_are_left_out_and_counted(cache: Path) -> None:
    rows = every_minute(1.0, 99.0, 1.0, 3.0)
    rows[1] = rows[1]._replace(quality=Quality.BAD)
    write(cache, rows, ValueKind.MEASURE)
    found = whole(cache, T0, T0 + 3 * MINUTE)
    assert (found.count, found.left_out, found.greatest) == (3, 1, 3.0)
    assert found.covered_s == pytest.approx(60)


def test_that_words_are_counted_alone(cache: Path) -> None:
    rows = [row("a", T0 + number * MINUTE, word) for number, word in enumerate(("on", "off", None, "on"))]
    write(cache, rows, ValueKind.STATE)
    found = whole(cache, T0, T0 + HOUR, ValueKind.STATE)
    assert (found.count, found.covered_s) == (3, 0.0)


def test_that_a_stretch_without_anything_is_whole_and_empty(cache: Path) -> None:
    write(cache, every_minute(1.0), ValueKind.MEASURE)
    found = whole(cache, T0 + DAY, T0 + 2 * DAY)
    assert (found.whole, found.count) == (True, 0)
    assert math.isnan(found.mean)


def test_that_what_came_late_counts_only_where_all_that_happened_is_asked_for(cache: Path) -> None:
    late = row("a", T0 + MINUTE, 10.0, recorded_at=T0 + HOUR)
    write(cache, [row("a", T0, 2.0), row("a", T0 + 2 * MINUTE, 2.0), late], ValueKind.MEASURE)
    then = T0 + 2 * MINUTE
    assert whole(cache, T0, then, as_of=then).greatest == 2.0
    assert whole(cache, T0, then, as_of=then, basis=Basis.HAPPENED).greatest == 10.0
    assert whole(cache, T0, then, as_of=T0 + MINUTE, basis=Basis.HAPPENED).end == T0 + MINUTE


def test_that_roll_ups_stand_for_what_was_let_go(cache: Path) -> None:
    rows = [row("a", T0 + number * 10 * SECOND, float(number % 6)) for number in range(6 * 60)]
    with Writer(cache, durable=False, sizes=SIZES) as writer:
        writer.write(Batch(declarations=[Declaration("net", "a", Quantity("level"), "", 10.0)]))
        writer.write(Batch(observations=rows))
        settle(writer, Retention(Keep(raw_s=86_400, minute_s=30 * 86_400)), T0 + 5 * DAY)
    found = whole(cache, T0, T0 + HOUR)
    assert found.rolled == found.count == pytest.approx(360, abs=6)
    assert (found.least, found.greatest) == (0.0, 5.0)
    assert found.mean == pytest.approx(2.5, abs=0.05)
    assert found.coverage > 0.95


def by_hand(rows: Sequence[Recorded], start: int, end: int) -> tuple[int, float, float]:
    """Count, area and seconds of straight lines, observation by observation."""
    area = seconds = 0.0
    for one, other in pairwise(rows):
        low, high = max(one.observed_at, start), min(other.observed_at, end)
        if high <= low or other.observed_at - one.observed_at > 3 * MINUTE:
            continue
        slope = (float(other.value) - float(one.value)) / (other.observed_at - one.observed_at)  # type: ignore[arg-type]
        ends = [float(one.value) + slope * (at - one.observed_at) for at in (low, high)]  # type: ignore[arg-type]
        area += sum(ends) / 2 * (high - low) / SECOND
        seconds += (high - low) / SECOND
    return sum(start <= one.observed_at <= end for one in rows), area, seconds


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(-50, 50)), min_size=1, max_size=60),
    st.integers(-200, 9_000),
    st.integers(1, 9_000),
    st.integers(1, 50),
)
def test_that_however_it_is_read_it_is_what_one_adds_up_by_hand(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]], begin: int, length: int, most: int
) -> None:
    cache, at, rows = tmp_path_factory.mktemp("tally") / "city.venule", T0, []
    for seconds, value in steps:
        at += seconds * SECOND
        rows.append(row("a", at, float(value)))
    write(cache, rows, ValueKind.MEASURE)
    start, end = T0 + begin * SECOND, T0 + (begin + length) * SECOND
    found = whole(cache, start, end, most=most)
    count, area, seconds_covered = by_hand(rows, start, end)
    assert found.count == count
    assert found.area == pytest.approx(area, abs=1e-6)
    assert found.covered_s == pytest.approx(seconds_covered, abs=1e-6)
