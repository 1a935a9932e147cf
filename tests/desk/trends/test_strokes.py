"""What of a series is joined by a line, and what is marked."""

import numpy as np

from tests.desk.trends.series import NOW, a_series, minutes
from venule.desk.trends.strokes import Run, runs_of, strokes_of, thinned
from venule.domain.quality import Provenance, Quality


def test_that_no_line_crosses_a_gap() -> None:
    series = a_series(minutes(5, 4, 3, 2, 1), gaps=[2])
    assert strokes_of(series, 5, NOW, held=False).known.connect.tolist() == [1, 0, 1, 1, 0]


def test_that_a_held_value_neither_crosses_a_gap_nor_outlives_its_last_observation() -> None:
    strokes = strokes_of(a_series(minutes(3, 2, 1), [0, 1, 0], gaps=[2]), 3, NOW, held=True)
    assert strokes.known.x.tolist() == [-180, -120, -120, -60, -60]
    assert strokes.known.y.tolist() == [0, 0, 1, 1, 0]
    assert strokes.known.connect.tolist() == [1, 1, 0, 0, 0]


def test_that_a_missing_value_interrupts_the_line_and_is_never_zero() -> None:
    strokes = strokes_of(a_series(minutes(3, 2, 1), [7, np.nan, 9]), 3, NOW, held=False)
    assert strokes.known.connect.tolist() == [0, 0, 0]
    assert strokes.lone.tolist() == [0, 2]


def test_that_a_bad_value_is_marked_and_not_joined() -> None:
    series = a_series(minutes(4, 3, 2, 1), quality=[Quality.GOOD, Quality.BAD, Quality.UNCERTAIN, Quality.GOOD])
    strokes = strokes_of(series, 4, NOW, held=False)
    assert strokes.bad.tolist() == [1]
    assert strokes.doubtful.tolist() == [2]
    assert strokes.known.connect.tolist() == [0, 0, 1, 0]


def test_that_what_was_filled_later_is_drawn_apart() -> None:
    filled = Provenance.BACKFILLED
    series = a_series(minutes(4, 3, 2, 1), provenance=[0, filled, 0, 0])
    strokes = strokes_of(series, 4, NOW, held=False)
    assert strokes.later.connect.tolist() == [1, 1, 0, 0]
    assert strokes.known.connect.tolist() == [0, 0, 1, 0]
    assert strokes.filled.tolist() == [1]


def test_that_a_single_observation_is_marked() -> None:
    assert strokes_of(a_series(minutes(1)), 1, NOW, held=False).lone.tolist() == [0]


def test_that_a_microsecond_is_not_lost_in_seconds() -> None:
    strokes = strokes_of(a_series([NOW, NOW + 1]), 2, NOW, held=False)
    assert strokes.known.x.tolist() == [0.0, 1e-6]


def test_that_runs_of_one_word_are_merged_and_end_at_a_gap() -> None:
    at = minutes(6, 5, 4, 3, 2, 1)
    series = a_series(at, [0, 0, 1, 1, 1, 0], gaps=[4], labels=("off", "on"))
    assert runs_of(series, 6) == (
        Run(at[0], at[2], 0),
        Run(at[2], at[3], 1),
        Run(at[4], at[5], 1),
        Run(at[5], at[5], 0),
    )


def test_that_marks_never_lie_closer_than_their_width() -> None:
    kept = thinned(np.arange(100), np.arange(100) * 1.0, 10.0)
    assert kept.tolist() == list(range(0, 100, 10))
