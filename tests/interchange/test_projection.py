"""Plans become degrees, held against published points."""

import pytest

from venule.interchange.projection import to_degrees

POINTS = [
    ("EPSG:32631", 448_251.795, 5_411_932.678, 2.2945, 48.8582),  # the Eiffel tower
    ("EPSG:32756", 334_873.2, 6_252_266.1, 151.2150, -33.8570),  # Sydney harbour
    ("EPSG:3857", 255_422.6, 6_250_835.0, 2.2945, 48.8582),
    ("EPSG:4326", 2.2945, 48.8582, 2.2945, 48.8582),
]


@pytest.mark.parametrize(("crs", "x", "y", "longitude", "latitude"), POINTS)
def test_that_a_known_place_lies_where_it_is(crs: str, x: float, y: float, longitude: float, latitude: float) -> None:
    project = to_degrees(crs)
    assert project is not None
    assert project(x, y) == pytest.approx((longitude, latitude), abs=1e-4)


def test_that_an_unknown_plan_is_not_guessed() -> None:
    assert to_degrees("EPSG:3547") is None
    assert to_degrees("EPSG:32661") is None
