"""How much was heard of a datastream, counted by hand and against a count of each second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.report.hearing import heard, reach
from venule.domain.instant import MINUTE, SECOND
from venule.domain.quality import Provenance, Quality
from venule.store.answers import Series

START, END = 100 * MINUTE, 110 * MINUTE


def series(seconds: list[int], total: int | None = None, gaps: tuple[int, ...] = ()) -> Series:
    """Observations so many seconds after the start."""
    count = len(seconds)
    gap_before = np.zeros(count, np.bool_)
    gap_before[list(gaps)] = True
    return Series(
        1,
        START + np.array(sorted(seconds), np.int64) * SECOND,
        np.zeros(count),
        np.zeros(count, np.int8),
        np.zeros(count, np.int8),
        gap_before,
        count if total is None else total,
    )


def test_that_silence_of_a_whole_stretch_is_told() -> None:
    found = heard(series([]), START, END, MINUTE)
    assert (found.observations, found.share, found.silence, found.silent_from) == (0, 0.0, 10 * MINUTE, START)


def test_that_without_an_interval_nothing_is_claimed() -> None:
    assert heard(series([0, 60]), START, END, 0).share is None


def test_that_what_came_before_still_counts_for_as_long_as_it_may() -> None:
    found = heard(series([-60]), START, END, MINUTE)
    assert found.observations == 0
    assert found.share == pytest.approx((reach(MINUTE) - MINUTE) / (10 * MINUTE))


@given(st.lists(st.integers(-110, 600), max_size=30, unique=True))
def test_that_the_share_is_what_counting_each_second_gives(seconds: list[int]) -> None:
    found = heard(series(seconds), START, END, MINUTE)
    fresh = sum(any(0 <= second - at < reach(MINUTE) / SECOND for at in seconds) for second in range(600))
    assert found.share == pytest.approx(fresh / 600)
    inside = [0, *(second for second in sorted(seconds) if second >= 0), 600]
    assert found.silence == max(np.diff(inside)) * SECOND


def test_that_of_a_thinned_series_only_its_gaps_count_as_silence() -> None:
    whole, gapped = (heard(series([0, 300, 600], 6_000, gaps), START, END, SECOND) for gaps in ((), (1,)))
    assert whole.thinned
    assert (whole.observations, whole.share) == (6_000, 1.0)
    assert gapped.share == pytest.approx((300 + 1.9) / 600)


def test_that_doubtful_bad_and_late_values_are_counted() -> None:
    told = series([0, 60, 120, 180])
    quality = np.array([Quality.GOOD, Quality.UNCERTAIN, Quality.BAD, Quality.STALE], np.int8)
    provenance = np.array([0, 0, 0, int(Provenance.BACKFILLED)], np.int8)
    found = heard(Series(1, told.observed_at, told.number, quality, provenance, told.gap_before, 4), START, END, MINUTE)
    assert (found.filled, found.doubtful, found.bad) == (1, 2, 1)
