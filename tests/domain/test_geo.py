"""Web Mercator and positions against values of the projection's own definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain import geo


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_that_projecting_there_and_back_is_the_identity(longitude: float, latitude: float) -> None:
    x, y = geo.to_mercator(np.array([longitude]), np.array([latitude]))
    back = geo.from_mercator(x, y)
    assert back[0][0] == pytest.approx(longitude, abs=1e-9)
    assert back[1][0] == pytest.approx(latitude, abs=1e-9)


def test_that_the_square_has_the_corners_of_epsg_3857() -> None:
    x, y = geo.to_mercator(np.array([-180.0, 0.0, 180.0]), np.array([geo.MAX_LATITUDE, 0.0, -geo.MAX_LATITUDE]))
    assert x == pytest.approx([0, 0.5, 1])
    assert y == pytest.approx([0, 0.5, 1], abs=1e-12)


def test_that_a_degree_on_the_equator_has_its_length() -> None:
    assert geo.metres_per_unit(0.0) / 360 == pytest.approx(111_319.49, abs=0.01)
    assert geo.metres_per_unit(60.0) / geo.metres_per_unit(0.0) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(0, 0), (181, 0), (0, 91), ("", ""), (None, 5), ("east", 1), (float("nan"), 1)]
)
def test_that_what_is_no_place_is_none(longitude: object, latitude: object) -> None:
    assert geo.position(longitude, latitude) is None


def test_that_text_is_read_as_degrees() -> None:
    assert geo.position("4.5", " 52.25 ") == geo.Position(4.5, 52.25)
