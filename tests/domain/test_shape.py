"""Lines and areas: what makes one, which way rings turn, and where the sign of one stands."""

from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain.geo import Position
from venule.domain.shape import MAX_POINTS, NotAShape, Shape, area, is_outer, line

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
HOLE = [(1, 1), (3, 1), (3, 3), (1, 3)]

numbers = st.floats(-170, 170, allow_nan=False)


def inside(point: Position, shape: Shape) -> bool:
    """By the even-odd rule."""
    odd = False
    for ring in shape.parts:
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (a.latitude <= point.latitude) != (b.latitude <= point.latitude):
                at = a.longitude + (point.latitude - a.latitude) / (b.latitude - a.latitude) * (
                    b.longitude - a.longitude
                )
                odd ^= point.longitude < at
    return odd


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1], [*SQUARE, SQUARE[0]], [*SQUARE[::-1], SQUARE[-1]]])
def test_that_outer_rings_turn_one_way_and_holes_the_other_however_they_came(ring: list[tuple[float, float]]) -> None:
    for hole in (HOLE, HOLE[::-1]):
        shape = area([ring, hole])
        outer, inner = shape.parts
        assert len(outer) == len(inner) == 4
        assert is_outer(outer)
        assert not is_outer(inner)
        assert list(shape.polygons()) == [shape.parts]


def test_that_each_polygon_keeps_its_own_holes() -> None:
    far = [(x + 10, y) for x, y in SQUARE]
    shape = area([SQUARE, HOLE], [far])
    assert [len(rings) for rings in shape.polygons()] == [2, 1]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: line([(1, 2)]), "has a line of fewer than 2 points"),
        (line, "has a line of fewer than 2 points"),
        (lambda: area([[(0, 0), (1, 1), (0, 0)]]), "has an area of fewer than 3 points"),
        (lambda: area([[(0, 0), (1, 1), (2, 2)]]), "encloses nothing"),
        (lambda: line([(0, 0), (181, 0)]), "has a point at 181, 0, which are no degrees"),
        (lambda: line([(0, 0), (float("nan"), 0)]), "has a point at nan, 0"),
        (lambda: line([(0, 0)] * (MAX_POINTS + 1)), "has 100,001 points, and a shape may have 100,000"),
        (lambda: Shape(True, (tuple(Position(*point) for point in SQUARE[::-1]),)), "begins with a hole"),
    ],
)
def test_that_what_is_no_shape_is_refused_with_the_reason(make: object, why: str) -> None:
    with pytest.raises(NotAShape, match=why):
        make()  # type: ignore[operator]


def test_that_a_shape_may_have_as_many_points_as_the_limit_says() -> None:
    assert line([(0, 0), (1, 1)] * (MAX_POINTS // 2)).points == MAX_POINTS


def test_that_a_line_is_told_at_the_middle_of_its_length() -> None:
    assert line([(0, 0), (0, 1), (0, 4)]).middle() == (0, 2)
    assert line([(0, 0), (0, 1)], [(5, 0), (5, 3)]).middle() == (5, 1), "the parts one after the other"
    assert line([(7, 8), (7, 8)]).middle() == (7, 8)


def test_that_the_middle_of_a_line_is_that_of_its_length_on_the_ground() -> None:
    corner = line([(0, 60), (1, 60), (1, 60.5)])  # at 60° a degree of longitude is as long as half one of latitude
    assert corner.middle() == pytest.approx((1, 60), abs=1e-9)


def test_that_an_area_is_told_inside_even_where_its_centre_is_not() -> None:
    assert area([SQUARE]).middle() == (2, 2)
    assert area([SQUARE, HOLE]).middle() == (0.5, 2)
    crescent = area([[(0, 0), (10, 0), (10, 10), (0, 10), (0, 9), (9, 9), (9, 1), (0, 1)]])
    assert crescent.middle() == (9.5, 5)


@given(st.lists(st.floats(0.05, 1), min_size=3, max_size=40), st.floats(-100, 100), st.floats(-60, 60))
def test_that_the_sign_of_a_star_stands_inside_it(radii: list[float], x: float, y: float) -> None:
    turns = [2 * pi * place / len(radii) for place in range(len(radii))]
    shape = area([[(x + r * cos(turn), y + r * sin(turn)) for r, turn in zip(radii, turns, strict=True)]])
    assert inside(shape.middle(), shape)


@given(st.lists(st.tuples(numbers, st.floats(-85, 85)), min_size=2, max_size=20))
def test_that_the_sign_of_a_line_stands_within_its_bounds(points: list[tuple[float, float]]) -> None:
    place = line(points).middle()
    for at, ends in zip(place, zip(*points, strict=True), strict=True):
        assert min(ends) - 1e-9 <= at <= max(ends) + 1e-9
