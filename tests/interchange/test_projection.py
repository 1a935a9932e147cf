"""Plans become degrees, held against published points."""

import sys

import numpy as np
import pytest

from venule.interchange.projection import to_degrees, why_unknown

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


def test_that_many_points_are_turned_at_once() -> None:
    project = to_degrees("EPSG:32631")
    assert project is not None
    longitude, latitude = project(np.array([448_251.795, 500_000.0, 1e300]), np.array([5_411_932.678, 0.0, 0.0]))
    assert longitude[:2] == pytest.approx([2.2945, 3.0], abs=1e-4)
    assert latitude[:2] == pytest.approx([48.8582, 0.0], abs=1e-4)
    assert not np.isfinite(latitude[2])


def test_that_an_unknown_plan_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert to_degrees("EPSG:999999") is None
    assert to_degrees("Kentucky") is None
    monkeypatch.setitem(sys.modules, "pyproj", None)
    assert to_degrees("EPSG:3547") is None
    assert to_degrees("EPSG:32661") is None
    assert "pip install 'venule[crs]'" in why_unknown("EPSG:3547")


def test_that_pyproj_turns_what_we_do_not_with_longitude_first_and_feet_as_feet() -> None:
    pytest.importorskip("pyproj")
    project = to_degrees("EPSG:3547")
    assert project is not None
    assert project(4_971_350.0, 3_905_604.0) == pytest.approx((-85.5760, 38.0491), abs=1e-4)
    assert to_degrees("EPSG:999999") is None
    assert "pyproj does not know" in why_unknown("EPSG:999999")
