"""From the coordinates of a plan to degrees: Web Mercator and UTM by ourselves, others where pyproj is installed."""

import math
import re
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from venule.domain.geo import EARTH_RADIUS_M, Floats, from_mercator

ToDegrees: TypeAlias = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""From many x and y to as many longitudes and latitudes; what has none becomes no finite number."""

DEGREES = ("EPSG:4326", "OGC:CRS84")

UTM = re.compile(r"EPSG:(326|327|258)(\d\d)")
"""WGS 84 north, WGS 84 south and ETRS89 (whose ellipsoid differs by a tenth of a millimetre)."""

AUTHORITY = re.compile(r"[A-Z]+:[0-9A-Za-z_]+")

KNOWN = "EPSG:4326 (degrees), EPSG:3857 (Web Mercator), EPSG:326xx, 327xx and 258xx (UTM zone xx)"
ADVICE = f"install pyproj, which knows most (pip install 'venule[crs]'); without it {KNOWN} are known"


def to_degrees(crs: str) -> ToDegrees | None:
    """The function from x and y to longitude and latitude, or ``None`` for a system that is not known."""
    if crs in DEGREES:
        return lambda x, y: (x, y)
    if crs == "EPSG:3857":
        return web_mercator
    utm = UTM.fullmatch(crs)
    if utm and 1 <= int(utm[2]) <= 60:
        zone, south = int(utm[2]), utm[1] == "327"
        return lambda x, y: from_utm(zone, south, x, y)
    return by_pyproj(crs) if AUTHORITY.fullmatch(crs) else None


def why_unknown(crs: str) -> str:
    """What to do about a system that is not known, as the rest of a sentence."""
    try:
        import pyproj  # noqa: F401
    except ImportError:
        return ADVICE
    return "pyproj does not know it, or would need a grid that is not installed"


def web_mercator(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """EPSG:3857 in metres to degrees."""
    side = 2 * math.pi * EARTH_RADIUS_M
    with np.errstate(all="ignore"):
        return from_mercator(x / side + 0.5, 0.5 - y / side)


def from_utm(zone: int, south: bool, easting: Floats, northing: Floats) -> tuple[Floats, Floats]:
    """Universal Transverse Mercator to degrees by Krüger's series in n to its third power: a millimetre's error.

    Karney, C. F. F. (2011): Transverse Mercator with an accuracy of a few nanometers, equations 11, 15 and 36, of which
    the first two are taken together as one of complex numbers, northing and easting.
    """
    flattening = 1 / 298.257223563
    n = flattening / (2 - flattening)
    rectifying = EARTH_RADIUS_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64) * 0.9996
    betas = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    deltas = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    with np.errstate(all="ignore"):
        told = ((northing - (10_000_000.0 if south else 0.0)) + 1j * (easting - 500_000.0)) / rectifying
        place = told - sum(beta * np.sin(2 * order * told) for order, beta in enumerate(betas, 1))
        chi = np.arcsin(np.sin(place.real) / np.cosh(place.imag))
        latitude = chi + sum(delta * np.sin(2 * order * chi) for order, delta in enumerate(deltas, 1))
        longitude = np.arctan2(np.sinh(place.imag), np.cos(place.real))
    return zone * 6 - 183 + np.degrees(longitude), np.degrees(latitude)


def by_pyproj(crs: str) -> ToDegrees | None:
    """The function of the optional package pyproj, x and longitude first whatever the system's own order is.

    A shift between two figures of the Earth that is only guessed ("ballpark", up to hundreds of metres) is none.
    """
    try:
        import pyproj
    except ImportError:
        return None
    try:
        transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True, allow_ballpark=False)
    except pyproj.exceptions.ProjError:
        return None

    def project(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        longitude, latitude = transformer.transform(x, y)
        return longitude, latitude

    return project
