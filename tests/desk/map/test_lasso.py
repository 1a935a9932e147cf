"""Points in a lasso: the same as the schoolbook says, whatever the shape."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.map.lasso import inside

COORDINATE = st.integers(0, 40).map(float)
CORNERS = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=30)
PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=40)


def winding(x: float, y: float, corners: list[tuple[float, float]]) -> int:
    """How often a closed line goes around a point, side by side."""
    turns = 0
    for (from_x, from_y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1], strict=True):
        left = (to_x - from_x) * (y - from_y) - (x - from_x) * (to_y - from_y)
        if from_y <= y < to_y and left > 0:
            turns += 1
        elif to_y <= y < from_y and left < 0:
            turns -= 1
    return turns


@given(CORNERS, PLACES)
def test_that_many_points_are_tested_as_one_by_one(
    corners: list[tuple[float, float]], places: list[tuple[int, int]]
) -> None:
    x, y = np.array([(x + 0.37, y + 0.41) for x, y in places]).T
    corners_x, corners_y = np.array(corners).T
    wanted = [winding(at_x, at_y, corners) != 0 for at_x, at_y in zip(x.tolist(), y.tolist(), strict=True)]
    assert inside(x, y, corners_x, corners_y).tolist() == wanted


def test_that_where_a_lasso_crosses_itself_nothing_drops_out() -> None:
    turns = np.linspace(0, 4 * np.pi, 100)
    radius = np.linspace(4, 3, 100)
    held = inside(np.array([0.0, 3.4, 5.0]), np.array([0.1, 0.1, 0.1]), radius * np.cos(turns), radius * np.sin(turns))
    assert held.tolist() == [True, True, False]


def test_that_a_large_lasso_counts_what_its_area_says() -> None:
    random = np.random.default_rng(7)
    x, y = random.random(200_000), random.random(200_000)
    turns = np.linspace(0, 2 * np.pi, 80)
    held = inside(x, y, 0.5 + 0.3 * np.cos(turns), 0.5 + 0.3 * np.sin(turns))
    assert held.mean() == pytest.approx(np.pi * 0.09, rel=0.02)


def test_that_nothing_is_inside_of_nothing() -> None:
    assert inside(np.empty(0), np.empty(0), np.array([0.0, 1.0]), np.array([0.0, 1.0])).tolist() == []
