"""Strokes: simplified, cut to a square, broken to dashes, and the same whichever square they are made for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.map.shapes.networks import MIDDLE, SIDE, camera, index_of, town
from venule.desk.map.camera import Bounds
from venule.desk.map.shapes.strokes import (
    Outline,
    Strokes,
    cut,
    dashes,
    joints,
    outlines,
    rings,
    strokes,
    without_hidden,
)

numbers = st.floats(-2000, 2000)
stroke = st.tuples(numbers, numbers, numbers, numbers)


def made(*ends: tuple[float, float, float, float], along: float = 0.0) -> Strokes:
    """Strokes of one shape each."""
    return Strokes(np.array(ends, np.float64), np.arange(len(ends)), np.full(len(ends), along))


def lengths(found: Strokes) -> list[float]:
    return np.hypot(*(found.ends[:, 2:] - found.ends[:, :2]).T).tolist()


@given(st.lists(stroke, min_size=1, max_size=10))
def test_that_what_is_cut_lies_inside_and_on_the_same_lines(ends: list[tuple[float, float, float, float]]) -> None:
    whole = made(*ends)
    inside = cut(whole, 512, 512, 20)
    assert (inside.ends >= -20 - 1e-6).all()
    assert (inside.ends <= 532 + 1e-6).all()
    x0, y0, x1, y1 = whole.ends[inside.shape].T
    for x, y in (inside.ends[:, :2].T, inside.ends[:, 2:].T):
        area = np.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0))
        assert (area <= 1e-6 * (1 + np.hypot(x1 - x0, y1 - y0))).all()


@given(stroke)
def test_that_a_stroke_is_cut_away_only_where_no_point_of_it_is_inside(ends: tuple[float, float, float, float]) -> None:
    share = np.linspace(0, 1, 400)
    x, y = ends[0] + share * (ends[2] - ends[0]), ends[1] + share * (ends[3] - ends[1])
    seen = ((x >= -20) & (x <= 532) & (y >= -20) & (y <= 532)).any()
    assert len(cut(made(ends), 512, 512, 20)) >= seen


@given(stroke, st.floats(0, 5000))
def test_that_dashes_do_not_depend_on_the_cut(ends: tuple[float, float, float, float], along: float) -> None:
    whole = made(ends, along=along)
    cut_first, cut_last = (dashes(part, 6, 4) for part in (cut(whole, 512, 512, 20), whole))
    inside = cut(cut_last, 512, 512, 20)
    assert sum(lengths(cut_first)) == pytest.approx(sum(lengths(inside)), abs=1e-5)


def test_that_dashes_and_gaps_have_their_lengths_and_go_on_around_a_corner() -> None:
    line = Strokes(np.array([[0, 0, 7, 0], [7, 0, 7, 23]], float), np.zeros(2, np.int64), np.array([0.0, 7.0]))
    found = dashes(line, 6, 4)
    assert lengths(found) == pytest.approx([6, 6, 6])
    assert found.ends[1].tolist() == pytest.approx([7, 3, 7, 9])


def test_that_a_line_is_simplified_with_the_zoom_and_keeps_its_ends() -> None:
    x = np.linspace(0, SIDE, 2000) + MIDDLE[0]
    line = [(float(at), MIDDLE[1]) for at in x]
    index = index_of([line], [])
    far, near = (outlines(index, np.array([0]), camera(zoom).bounds, camera(zoom).scale) for zoom in (8, 20))
    assert len(far.x) < 10
    assert len(near.x) == 2000
    scale = camera(8).scale
    assert far.x[-1] - far.x[0] == pytest.approx(SIDE * scale)


def test_that_rings_are_closed_and_lines_are_not() -> None:
    index = town(1)
    view = camera(18.0)
    outline = outlines(index, np.array([0, 4]), view.bounds, view.scale)
    found = strokes(outline)
    assert (found.shape == 4).sum() == 8
    of_area = found.only(found.shape == 4)
    assert of_area.ends[3, 2:].tolist() == of_area.ends[0, :2].tolist()
    assert of_area.along[0] == of_area.along[4] == 0


def test_that_of_tiny_strokes_in_one_pixel_each_look_is_kept_once() -> None:
    found = made((5.1, 5.1, 5.6, 5.2), (5.2, 5.0, 5.9, 5.5), (5.0, 5.2, 5.4, 5.2), (5, 5, 90, 5), (5, 5, 90, 5))
    kept, looks = without_hidden(found, np.array([1, 1, 2, 1, 1], np.int8))
    assert kept.shape.tolist() == [0, 2, 3, 4]
    assert looks.tolist() == [1, 2, 1, 1]


def test_that_joints_are_at_ends_and_at_bends_that_show() -> None:
    ends = np.array([[0, 0, 50, 0], [50, 0, 100, 1], [100, 1, 100, 60], [300, 0, 400, 0]], float)
    found = Strokes(ends, np.array([0, 0, 0, 1]), np.zeros(4))
    places = {tuple(place) for place in joints(found, 0.2).tolist()}
    assert places == {(0, 0), (100, 1), (100, 60), (300, 0), (400, 0)}


@given(st.lists(st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)), min_size=3, max_size=9, unique=True))
def test_that_a_ring_without_its_far_points_holds_the_same_pixels(points: list[tuple[float, float]]) -> None:
    closed = np.array([*points, points[0]])
    part = np.zeros(len(closed), np.int64)
    outline = Outline(closed[:, 0], closed[:, 1], part, np.array([7]))
    found = rings(outline, 512, 512, 20)
    grid = np.stack(np.meshgrid(np.linspace(3.3, 509.1, 9), np.linspace(2.7, 508.3, 9)), -1).reshape(-1, 2)
    expected = [odd(closed, x, y) for x, y in grid]
    assert [any(odd(ring, x, y) for _, ring in found) for x, y in grid] == expected


def odd(ring: np.ndarray, x: float, y: float) -> bool:
    """Whether a ray from a point crosses a closed ring an odd number of times."""
    crossings = 0
    for (x0, y0), (x1, y1) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossings += 1
    return crossings % 2 == 1


def test_that_the_same_line_is_cut_the_same_from_two_squares() -> None:
    index, view = town(40), camera(15.0)
    box = view.bounds
    half = Bounds(box.left, box.top, (box.left + box.right) / 2, box.bottom)
    rows = index.touching(half)
    whole, part = (outlines(index, rows, square, view.scale) for square in (box, half))
    assert np.array_equal(whole.part, part.part)
    assert np.allclose(whole.x, part.x, atol=1e-6)
