"""Smoothing: means of what is near, nothing far from it, and the nearest cell as a search would find it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.map.camera import Camera
from venule.desk.map.fields.nearest import nearest
from venule.desk.map.fields.plate import frame_of
from venule.desk.map.fields.smoothing import CELL_PX, LEAST_PX, MOST_PX, REACH, smoothed, spacing, width_px
from venule.domain.geo import Floats

CAMERA = Camera(0.5, 0.5, 15.0, 320, 240)
FRAME = frame_of(CAMERA, CELL_PX)
WIDTH = 24.0


def places(*pixels: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.array(pixels, float).T
    return CAMERA.to_world(x, y)


def at(grid: np.ndarray, x: float, y: float) -> float:
    """The cell of a grid at a pixel of the view."""
    box = FRAME.box
    left, top = CAMERA.to_screen(box.left, box.top)
    return float(grid[int((y - top) / CELL_PX), int((x - left) / CELL_PX)])


def test_that_one_value_is_told_around_it_and_nowhere_else() -> None:
    found = smoothed(*places((160, 120)), np.array([0.7]), FRAME, WIDTH)
    assert abs(at(found.mean, 160, 120) - 0.7) < 1e-6
    assert at(found.distance, 160, 120) == 0
    assert at(found.distance, 160 + WIDTH, 120) < REACH
    assert at(found.distance, 160 + REACH * WIDTH + CELL_PX, 120) >= REACH


def test_that_many_values_count_as_their_mean_and_reach_no_farther_than_one() -> None:
    x, y = places(*[(160, 120)] * 400)
    found = smoothed(x, y, np.array([0.0, 1.0] * 200), FRAME, WIDTH)
    assert abs(at(found.mean, 160, 120) - 0.5) < 1e-6
    assert at(found.distance, 160 + REACH * WIDTH + CELL_PX, 120) >= REACH


def test_that_between_two_values_the_nearer_one_counts_for_more() -> None:
    found = smoothed(*places((130, 120), (190, 120)), np.array([0.0, 1.0]), FRAME, WIDTH)
    assert at(found.mean, 132, 120) < 0.1
    assert 0.3 < at(found.mean, 160, 120) < 0.7
    assert at(found.mean, 188, 120) > 0.9


def test_that_values_outside_the_view_reach_into_it_and_nothing_is_found_without_any() -> None:
    left = CAMERA.to_screen(FRAME.box.left, 0.5)[0]
    found = smoothed(*places((left - 10, 120)), np.array([0.4]), FRAME, WIDTH)
    assert abs(at(found.mean, left + 4, 120) - 0.4) < 1e-6
    nothing = smoothed(np.zeros(0), np.zeros(0), np.zeros(0), FRAME, WIDTH)
    assert (nothing.distance >= REACH).all()


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 14)), max_size=12))
def test_that_the_nearest_cell_is_found(cells: list[tuple[int, int]]) -> None:
    held, pad, most = np.zeros((15, 20), np.bool_), 3, 3
    for column, row in cells:
        held[row, column] = True
    distance, number = nearest(held, pad, most)
    rows, columns = np.nonzero(held)
    for row, column in np.ndindex(distance.shape):
        away = np.hypot(rows - row - pad, columns - column - pad)
        expected = away.min(initial=np.inf)
        assert abs(distance[row, column] - min(expected, most)) < 1e-5
        told = divmod(int(number[row, column]), 20) if number[row, column] >= 0 else None
        if expected < most:
            assert told is not None
            assert held[told]
            assert abs(np.hypot(told[0] - row - pad, told[1] - column - pad) - expected) < 1e-5
        else:
            assert told is None


def test_that_the_spacing_of_a_street_is_that_of_its_lamps_and_bounds_hold_on_the_screen() -> None:
    x: Floats = 0.5 + np.arange(100, dtype=np.float64) * 1e-6
    apart = spacing(x, np.full(100, 0.5, np.float64))
    assert 0.99e-6 < apart < 1.01e-6
    assert spacing(x[:1], x[:1]) == 0
    assert spacing(0 * x, 0 * x) == 0
    assert width_px(apart, Camera(zoom=3)) == LEAST_PX
    assert width_px(apart, Camera(zoom=22)) == MOST_PX
