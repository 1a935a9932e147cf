"""Places on the Earth (WGS 84, longitude before latitude) and the Web Mercator square maps are drawn in."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

MAX_LATITUDE = 85.051128779806604
"""Where Web Mercator's square ends: atan(sinh(pi))."""

EARTH_RADIUS_M = 6_378_137.0
"""Equatorial radius of WGS 84, which Web Mercator (EPSG:3857) uses for its sphere."""

Floats = npt.NDArray[np.float64]


class Position(NamedTuple):
    """Longitude and latitude in degrees, WGS 84."""

    longitude: float
    latitude: float


def position(longitude: object, latitude: object) -> Position | None:
    """A position from two numbers or texts; ``None`` if they are none, or are the 0, 0 that devices send for unset."""
    try:
        place = Position(float(longitude), float(latitude))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    if not (-180 <= place.longitude <= 180 and -90 <= place.latitude <= 90) or place == (0.0, 0.0):
        return None
    return place


def to_mercator(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Project degrees to the unit square: x east from -180°, y south from :data:`MAX_LATITUDE` (EPSG:3857, scaled)."""
    phi = np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE))
    return longitude / 360.0 + 0.5, 0.5 - np.arcsinh(np.tan(phi)) / (2.0 * np.pi)


def from_mercator(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The inverse of :func:`to_mercator`: degrees of longitude and latitude."""
    return (x - 0.5) * 360.0, np.degrees(np.arctan(np.sinh((0.5 - y) * 2.0 * np.pi)))


def metres_per_unit(latitude: float) -> float:
    """Length on the ground of the unit square's side at a latitude, in metres."""
    return float(2.0 * np.pi * EARTH_RADIUS_M * np.cos(np.radians(latitude)))
