"""The sea: water on the right of the coast, islands in it, and nothing guessed where the coast ends."""

from collections.abc import Callable
from types import ModuleType

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

FRAME = shapely.box(10.0, 53.0, 11.0, 54.0)
NORTHWARD = LineString([(10.4, 52.0), (10.5, 53.5), (10.4, 55.0)])


@pytest.fixture(scope="session")
def sea(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("osm_sea")


def wet(areas: list[Polygon], x: float, y: float) -> bool:
    """Whether a place is in the sea."""
    return any(area.contains(Point(x, y)) for area in areas)


def test_that_the_sea_is_on_the_right_of_the_coast(sea: ModuleType) -> None:
    found = sea.sea([NORTHWARD], FRAME)
    assert (wet(found.areas, 10.9, 53.5), wet(found.areas, 10.1, 53.5), found.loose_ends) == (True, False, 0)
    other = sea.sea([NORTHWARD.reverse()], FRAME)
    assert (wet(other.areas, 10.9, 53.5), wet(other.areas, 10.1, 53.5)) == (False, True)


def test_that_a_coast_in_pieces_is_one(sea: ModuleType) -> None:
    middle = LineString([(10.5, 53.5), (10.45, 53.8)])
    pieces = [LineString([(10.45, 53.8), (10.4, 55.0)]), LineString([(10.4, 52.0), (10.5, 53.5)]), middle]
    found = sea.sea(pieces, FRAME)
    assert (wet(found.areas, 10.9, 53.5), wet(found.areas, 10.1, 53.5), found.loose_ends) == (True, False, 0)


def test_that_a_coast_that_only_touches_the_edge_makes_no_sea(sea: ModuleType) -> None:
    assert sea.sea([LineString([(11.0, 53.5), (11.5, 53.6)])], FRAME) == ([], 0)


def test_that_an_inland_extract_has_no_sea(sea: ModuleType) -> None:
    assert sea.sea([], FRAME) == ([], 0)


def test_that_a_coast_cut_at_the_edge_is_led_on_to_it(sea: ModuleType) -> None:
    found = sea.sea([LineString([(10.5, 53.03), (10.5, 53.96)])], FRAME)
    assert (wet(found.areas, 10.9, 53.01), wet(found.areas, 10.1, 53.01), found.loose_ends) == (True, False, 0)


def test_that_where_the_coast_ends_amid_the_extract_no_sea_is_guessed(sea: ModuleType) -> None:
    found = sea.sea([LineString([(10.5, 53.0), (10.5, 53.5)])], FRAME)
    assert found == ([], 1)


@given(
    angles=st.lists(st.floats(0, 6.28), min_size=3, max_size=40, unique_by=lambda angle: round(angle, 2)),
    reach=st.floats(0.01, 0.4),
)
def test_that_an_island_is_land_and_all_around_it_is_sea(sea: ModuleType, angles: list[float], reach: float) -> None:
    spots = Point(10.5, 53.5).buffer(reach).exterior
    island = Polygon([spots.interpolate(1 - angle / 6.2832, normalized=True) for angle in sorted(angles)])
    if island.area < 1e-6:
        return
    coast = LineString(shapely.orient_polygons(island).exterior.coords)
    found = sea.sea([coast], FRAME)
    assert found.loose_ends == 0
    assert sum(area.area for area in found.areas) == pytest.approx(FRAME.area - island.area)
    assert not wet(found.areas, island.representative_point().x, island.representative_point().y)
