"""What the strip of the time bar paints of arrivals."""

import numpy as np

from venule.desk.timebar.picture import bar_heights


def test_that_one_flood_does_not_press_the_day_flat() -> None:
    count = np.full(200, 100)
    count[0] = 100_000
    heights, cut = bar_heights(count, 30.0)
    assert cut.tolist() == [True, *[False] * 199]
    assert heights[0] == 30.0
    assert heights[1] == 15.0


def test_that_a_trickle_stays_visible_and_nothing_stays_nothing() -> None:
    heights, _ = bar_heights(np.array([0, 1, 10_000, 10_000]), 30.0)
    assert heights.tolist() == [0.0, 2.0, 30.0, 30.0]
