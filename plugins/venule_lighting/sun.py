"""Where the sun stands: sunrise, sunset, civil dusk and dawn, and hours of darkness.

Source: NOAA Global Monitoring Laboratory, "General Solar Position Calculations" and its spreadsheet, after Meeus,
Astronomical Algorithms (1991). Good to about a minute between the polar circles. Refraction is not added to the
elevation; the 0.833° of sunrise and sunset stand for it and for the sun's radius.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.sdk import DAY, HOUR, MINUTE, Instant, Position

SUNRISE = -0.833
CIVIL = -6.0

Floats = npt.NDArray[np.float64]

_J2000 = 946_728_000 * 1_000_000
_CENTURY = 36_525 * DAY


@dataclass(frozen=True, slots=True)
class Night:
    """From dusk to dawn. Both are ``None`` where the sun does not cross the elevation that day."""

    dusk: Instant | None
    dawn: Instant | None


def declination_and_time(at: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The sun's declination in degrees and the equation of time in minutes."""
    t = (at - _J2000) / _CENTURY
    mean_longitude = np.radians((280.46646 + t * (36000.76983 + t * 0.0003032)) % 360)
    anomaly = np.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (
        np.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + np.sin(2 * anomaly) * (0.019993 - 0.000101 * t)
        + np.sin(3 * anomaly) * 0.000289
    )
    node = np.radians(125.04 - 1934.136 * t)
    longitude = np.radians(np.degrees(mean_longitude) + centre - 0.00569 - 0.00478 * np.sin(node))
    obliquity = np.radians(
        23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60 + 0.00256 * np.cos(node)
    )
    declination = np.degrees(np.arcsin(np.sin(obliquity) * np.sin(longitude)))
    y = np.tan(obliquity / 2) ** 2
    equation = (
        y * np.sin(2 * mean_longitude)
        - 2 * eccentricity * np.sin(anomaly)
        + 4 * eccentricity * y * np.sin(anomaly) * np.cos(2 * mean_longitude)
        - 0.5 * y * y * np.sin(4 * mean_longitude)
        - 1.25 * eccentricity * eccentricity * np.sin(2 * anomaly)
    )
    return declination, 4 * np.degrees(equation)


def elevations(at: npt.NDArray[np.int64], place: Position) -> Floats:
    """Height of the sun's centre above the horizon in degrees, at each instant."""
    declination, equation = declination_and_time(at)
    minutes = (at % DAY) / MINUTE + equation + 4 * place.longitude
    angle = np.radians(minutes / 4 - 180)
    latitude, declination = math.radians(place.latitude), np.radians(declination)
    sine = math.sin(latitude) * np.sin(declination) + math.cos(latitude) * np.cos(declination) * np.cos(angle)
    result: Floats = np.degrees(np.arcsin(np.clip(sine, -1, 1)))
    return result


def elevation(at: Instant, place: Position) -> float:
    """Height of the sun's centre above the horizon in degrees."""
    return float(elevations(np.array([at]), place)[0])


def mean_noon(at: Instant, place: Position) -> Instant:
    """The mean solar noon nearest to an instant: 12:00 by a sundial without the equation of time."""
    first = 12 * HOUR - round(4 * place.longitude * MINUTE)
    return first + round((at - first) / DAY) * DAY


def crossing(noon: Instant, place: Position, height: float, rising: bool) -> Instant | None:
    """When the sun passes ``height`` before (rising) or after a mean solar noon; ``None`` if it does not that day.

    The declination and the equation of time are taken anew at the crossing until it stays where it is.
    """
    at = noon
    for _ in range(5):
        declination, equation = (float(each[0]) for each in declination_and_time(np.array([at])))
        latitude, tilt = math.radians(place.latitude), math.radians(declination)
        cosine = (math.sin(math.radians(height)) - math.sin(latitude) * math.sin(tilt)) / (
            math.cos(latitude) * math.cos(tilt)
        )
        if not -1 <= cosine <= 1:
            return None
        angle = math.degrees(math.acos(cosine))
        at = noon + round(((-4 if rising else 4) * angle - equation) * MINUTE)
    return at


def night(at: Instant, place: Position, height: float = CIVIL) -> Night:
    """The night after the solar noon nearest to an instant."""
    noon = mean_noon(at, place)
    return Night(crossing(noon, place, height, rising=False), crossing(noon + DAY, place, height, rising=True))


def hours_below(start: Instant, end: Instant, place: Position, height: float) -> float:
    """Hours between two instants in which the sun stands below ``height``: by minutes, crossings interpolated."""
    above = elevations(np.arange(start, end + 1, MINUTE, dtype=np.int64), place) - height
    lower, upper = np.minimum(above[:-1], above[1:]), np.maximum(above[:-1], above[1:])
    span = np.where(upper > lower, upper - lower, 1.0)
    share = np.where(upper <= 0, 1.0, np.where(lower >= 0, 0.0, -lower / span))
    return float(share.sum()) * MINUTE / HOUR
