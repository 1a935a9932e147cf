"""From the coordinates of a plan to degrees: Web Mercator and the UTM zones of WGS 84 and ETRS89."""

import math
import re
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from venule.domain.geo import EARTH_RADIUS_M, from_mercator

ToDegrees: TypeAlias = Callable[[float, float], tuple[float, float]]

UTM = re.compile(r"EPSG:(326|327|258)(\d\d)")
"""WGS 84 north, WGS 84 south and ETRS89 (whose ellipsoid differs by a tenth of a millimetre)."""

KNOWN = "EPSG:4326 (degrees), EPSG:3857 (Web Mercator), EPSG:326xx, 327xx and 258xx (UTM zone xx)"


def to_degrees(crs: str) -> ToDegrees | None:
    """The function from x and y to longitude and latitude, or ``None`` for a system that is not known."""
    if crs == "EPSG:4326":
        return lambda x, y: (x, y)
    if crs == "EPSG:3857":
        return web_mercator
    utm = UTM.fullmatch(crs)
    if utm and 1 <= int(utm[2]) <= 60:
        zone, south = int(utm[2]), utm[1] == "327"
        return lambda x, y: from_utm(zone, south, x, y)
    return None


def web_mercator(x: float, y: float) -> tuple[float, float]:
    """EPSG:3857 in metres to degrees."""
    side = 2 * math.pi * EARTH_RADIUS_M
    longitude, latitude = from_mercator(np.array([x / side + 0.5]), np.array([0.5 - y / side]))
    return float(longitude[0]), float(latitude[0])


def from_utm(zone: int, south: bool, easting: float, northing: float) -> tuple[float, float]:
    """Universal Transverse Mercator to degrees by Krüger's series in n to its third power: a millimetre's error.

    Karney, C. F. F. (2011): Transverse Mercator with an accuracy of a few nanometers, equations 11, 15 and 36.
    """
    flattening = 1 / 298.257223563
    n = flattening / (2 - flattening)
    rectifying = EARTH_RADIUS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64) * 0.9996
    xi, eta = (northing - (10_000_000.0 if south else 0.0)) / rectifying, (easting - 500_000.0) / rectifying
    betas = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi_, eta_ = xi, eta
    for order, beta in enumerate(betas, 1):
        xi_ -= beta * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        eta_ -= beta * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    chi = math.asin(math.sin(xi_) / math.cosh(eta_))
    deltas = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    latitude = chi + sum(delta * math.sin(2 * order * chi) for order, delta in enumerate(deltas, 1))
    longitude = math.atan2(math.sinh(eta_), math.cos(xi_))
    return zone * 6 - 183 + math.degrees(longitude), math.degrees(latitude)
