"""The index of shapes: what touches a box, whatever the sizes of both."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.map.shapes.networks import MIDDLE, SIDE, index_of, town
from venule.desk.map.camera import Bounds
from venule.desk.map.shapes.index import NO_SHAPES, stretches

EVERYWHERE = Bounds(0.0, 0.0, 1.0, 1.0)

places = st.floats(0.0, 1.0, allow_subnormal=False)
boxes = st.tuples(places, places, st.floats(0.0, 0.5), st.floats(0.0, 0.5)).map(
    lambda box: Bounds(box[0], box[1], min(box[0] + box[2], 1.0), min(box[1] + box[3], 1.0))
)
lines = st.lists(st.lists(st.tuples(places, places), min_size=2, max_size=4), max_size=12)


@given(lines, boxes)
def test_that_the_shapes_that_touch_a_box_are_those_whose_boxes_do(
    made: list[list[tuple[float, float]]], box: Bounds
) -> None:
    index = index_of(made, [])
    expected = [
        row
        for row, line in enumerate(made)
        if min(x for x, _ in line) <= box.right
        and max(x for x, _ in line) >= box.left
        and min(y for _, y in line) <= box.bottom
        and max(y for _, y in line) >= box.top
    ]
    assert index.touching(box).tolist() == expected


@given(st.floats(-25, -1), st.floats(-1.1, 1.1), st.floats(-1.1, 1.1))
def test_that_boxes_of_all_sizes_find_the_same_as_a_look_at_every_shape(size: float, dx: float, dy: float) -> None:
    index = town(300)
    x, y, side = MIDDLE[0] + dx * SIDE, MIDDLE[1] + dy * SIDE, 2.0**size
    box = Bounds(x, y, x + side, y + side)
    left, top, right, bottom = index.boxes
    expected = np.flatnonzero((left <= x + side) & (right >= x) & (top <= y + side) & (bottom >= y))
    assert index.touching(box).tolist() == expected.tolist()


def test_that_lines_and_areas_keep_their_parts_and_points() -> None:
    index = town(5)
    begin, count, of = index.points(np.array([4, 8]))
    assert of.tolist() == [0, 1, 1]
    assert count.tolist()[1:] == [4, 4]
    assert begin.tolist() == [index.part[4], index.part[8], index.part[9]]


def test_that_an_index_of_nothing_answers() -> None:
    assert not len(NO_SHAPES.touching(EVERYWHERE))
    assert NO_SHAPES.bounds is None


def test_that_a_point_like_shape_at_the_edge_of_the_world_is_found() -> None:
    index = index_of([[(1.0, 1.0), (1.0, 1.0)], [(0.0, 0.0), (0.0, 0.0)]], [])
    assert index.touching(Bounds(0.999, 0.999, 1.0, 1.0)).tolist() == [0]
    assert index.touching(Bounds(-0.1, -0.1, 0.0, 0.0)).tolist() == [1]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=8))
def test_that_stretches_are_ranges_one_after_the_other(pieces: list[tuple[int, int]]) -> None:
    begin, length = (np.array([piece[at] for piece in pieces], np.int64) for at in (0, 1))
    expected = [number for first, count in pieces for number in range(first, first + count)]
    assert stretches(begin, length).tolist() == expected
