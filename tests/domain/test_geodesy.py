"""Lengths and areas on the ground, held against figures that are known otherwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain.geo import EARTH_RADIUS_M, metres_per_unit, to_mercator
from venule.domain.geodesy import area_m2, crosses_itself, lengths_m

QUARTER_M = np.pi / 2 * EARTH_RADIUS_M


def test_that_a_quarter_of_the_equator_and_of_a_meridian_are_as_long() -> None:
    assert lengths_m(np.array([0.0, 90.0]), np.zeros(2)) == pytest.approx([QUARTER_M])
    assert lengths_m(np.array([7.0, 7.0, 7.0]), np.array([0.0, 45.0, 90.0])) == pytest.approx([QUARTER_M / 2] * 2)


def test_that_the_shorter_way_leads_over_the_date_line() -> None:
    assert lengths_m(np.array([179.5, -179.5]), np.zeros(2)) == pytest.approx([QUARTER_M / 90])


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 2 * np.pi))
def test_that_short_lengths_agree_with_the_scale_bar(latitude: float, longitude: float, turn: float) -> None:
    away = 1e-4 / np.cos(np.radians(latitude))
    longitudes = np.array([longitude, longitude + away * np.cos(turn)])
    latitudes = np.array([latitude, latitude + 1e-4 * np.sin(turn)])
    x, y = to_mercator(longitudes, latitudes)
    on_the_map = float(np.hypot(*(part[1] - part[0] for part in (x, y)))) * metres_per_unit(latitude)
    assert lengths_m(longitudes, latitudes)[0] == pytest.approx(on_the_map, rel=1e-4)


def test_that_an_eighth_of_the_globe_has_an_eighth_of_its_area() -> None:
    longitude, latitude = np.array([0.0, 90.0, 45.0]), np.array([0.0, 0.0, 90.0])
    assert area_m2(longitude, latitude) == pytest.approx(4 * np.pi * EARTH_RADIUS_M**2 / 8)


@given(st.floats(-70, 70), st.floats(-180, 180), st.floats(1e-4, 0.1))
def test_that_a_small_square_has_the_area_of_its_sides(latitude: float, longitude: float, side: float) -> None:
    wide = side / np.cos(np.radians(latitude))
    longitudes = longitude + np.array([0.0, wide, wide, 0.0])
    latitudes = latitude + np.array([0.0, 0.0, side, side])
    mean = np.cos(np.radians(latitude + side / 2)) / np.cos(np.radians(latitude))
    expected = (np.radians(side) * EARTH_RADIUS_M) ** 2 * mean
    assert area_m2(longitudes, latitudes) == pytest.approx(expected, rel=1e-4)
    assert area_m2(longitudes[::-1], latitudes[::-1]) == pytest.approx(area_m2(longitudes, latitudes))


def test_that_a_bow_tie_crosses_itself_and_a_square_does_not() -> None:
    x, y = np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0, 1.0])
    assert not crosses_itself(x, y)
    assert not crosses_itself(x[:3], y[:3])
    tied = np.array([0, 2, 1, 3])
    assert crosses_itself(x[tied], y[tied])
