"""Picking: lines within reach, areas around, lines before areas, and nothing that is hidden."""

from itertools import pairwise

import numpy as np
import pytest

from tests.desk.map.shapes.networks import MIDDLE, SIDE, camera, hidden, index_of, one_tone, town
from venule.desk.map.camera import Camera
from venule.desk.map.shapes.colours import line_px
from venule.desk.map.shapes.index import NO_SHAPES, ShapeIndex
from venule.desk.map.shapes.picking import REACH_PX, Hit, pick
from venule.desk.style.tones import Tone


def at(view: Camera, x: float, y: float) -> tuple[float, float]:
    """The pixel of a place, given in sides of a district from the middle."""
    return view.to_screen(MIDDLE[0] + x * SIDE, MIDDLE[1] + y * SIDE)


def plain_pick(index: ShapeIndex, view: Camera, x: float, y: float) -> Hit | None:
    return pick(index, one_tone(index, Tone.PLAIN), view, x, y)


def test_that_a_line_is_met_within_reach_of_its_edge_and_not_beyond() -> None:
    view = camera(15.0)
    left, y = at(view, -0.5, 0.0)
    index = index_of([[(MIDDLE[0] - SIDE / 2, MIDDLE[1]), (MIDDLE[0] + SIDE / 2, MIDDLE[1])]], [])
    reach = REACH_PX + line_px(15.0) / 2
    assert plain_pick(index, view, left + 100, y + reach - 0.1) == Hit(0, 0, False)
    assert plain_pick(index, view, left + 100, y + reach + 0.1) is None
    assert plain_pick(index, view, left - reach - 0.1, y) is None


def test_that_of_two_lines_in_reach_the_nearer_one_is_meant() -> None:
    view = camera(15.0)
    px = 1 / view.scale
    lines = [[(MIDDLE[0] - SIDE, MIDDLE[1] + off * px), (MIDDLE[0] + SIDE, MIDDLE[1] + off * px)] for off in (-2, 3)]
    index = index_of(lines, [])
    x, y = at(view, 0, 0)
    assert plain_pick(index, view, x, y) == Hit(0, 0, False)
    assert plain_pick(index, view, x, y + 1) == Hit(1, 10, False)


def test_that_a_line_comes_before_the_area_it_lies_in() -> None:
    index, view = town(30), camera(16.0)
    start = index.part[index.first[7]]
    x, y = view.to_screen(float(index.x[start]), float(index.y[start]))
    hit = plain_pick(index, view, x, y)
    assert hit is not None
    assert not hit.area


def test_that_an_area_is_met_inside_but_not_in_its_hole() -> None:
    index, view = town(0), camera(14.0)
    assert plain_pick(index, view, *at(view, -0.5, -0.5)) == Hit(0, 0, True)
    assert plain_pick(index, view, *at(view, 0.1, 0.1)) == Hit(3, 30, True)
    assert plain_pick(index, view, *at(view, 0.5, 0.5)) is None
    assert plain_pick(index, view, *at(view, 1.2, 0.1)) is None


def test_that_of_areas_in_one_another_the_smallest_is_meant() -> None:
    def box(side: float) -> list[list[tuple[float, float]]]:
        (x, y), half = MIDDLE, side / 2
        return [[(x - half, y - half), (x - half, y + half), (x + half, y + half), (x + half, y - half)]]

    index, view = index_of([], [box(SIDE), box(SIDE / 3), box(2 * SIDE)]), camera(14.0)
    assert plain_pick(index, view, *at(view, 0.05, 0.05)) == Hit(1, 10, True)
    assert plain_pick(index, view, *at(view, 0.4, 0.4)) == Hit(0, 0, True)


def test_that_what_is_hidden_is_not_met() -> None:
    index, view = town(30), camera(14.0)
    assert pick(index, hidden(index), view, *at(view, -0.5, -0.5)) is None


def test_that_nothing_is_met_where_there_is_nothing() -> None:
    assert plain_pick(NO_SHAPES, camera(), 10, 10) is None


@pytest.mark.parametrize("zoom", [11.0, 14.0, 17.0])
def test_that_the_nearest_line_of_many_is_the_one_found_by_looking_at_all(zoom: float) -> None:
    index, view = town(400), camera(zoom)
    lines = index_of([list(zip(*line(index, row), strict=True)) for row in range(400)], [])
    random = np.random.default_rng(8)
    for x, y in random.uniform((0, 0), (view.width, view.height), (40, 2)).tolist():
        away = [distance(view, *line(index, row), x, y) for row in range(400)]
        hit = plain_pick(lines, view, x, y)
        if min(away) > REACH_PX + line_px(zoom) / 2:
            assert hit is None
        else:
            assert hit is not None
            assert away[hit.shape] == pytest.approx(min(away), abs=1e-4)


def line(index: ShapeIndex, row: int) -> tuple[list[float], list[float]]:
    begin, end = index.part[index.first[row]], index.part[index.first[row + 1]]
    return index.x[begin:end].tolist(), index.y[begin:end].tolist()


def distance(view: Camera, line_x: list[float], line_y: list[float], x: float, y: float) -> float:
    """From a pixel to a line, stroke by stroke."""
    points = [complex(*view.to_screen(*point)) for point in zip(line_x, line_y, strict=True)]
    nearest = []
    for start, end in pairwise(points):
        way = end - start
        along = ((complex(x, y) - start) / way).real if way else 0.0
        nearest.append(abs(start + way * min(max(along, 0.0), 1.0) - complex(x, y)))
    return min(nearest)
