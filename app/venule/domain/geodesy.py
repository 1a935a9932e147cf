"""Lengths and areas on the ground, on the sphere that maps are drawn on: within half a percent of the ellipsoid."""

import numpy as np

from venule.domain.geo import EARTH_RADIUS_M, Floats


def lengths_m(longitude: Floats, latitude: Floats) -> Floats:
    """The great-circle length of each stretch between neighbouring places, in metres.

    The haversine formula (Sinnott 1984, "Virtues of the haversine"), exact also for stretches of centimetres.
    """
    phi, lamda = np.radians(latitude), np.radians(longitude)
    rise, run = np.sin(np.diff(phi) / 2.0), np.sin(np.diff(lamda) / 2.0)
    share = rise * rise + np.cos(phi[:-1]) * np.cos(phi[1:]) * run * run
    stretches: Floats = 2.0 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(share, 1.0)))
    return stretches


def area_m2(longitude: Floats, latitude: Floats) -> float:
    """The area inside a closed ring of places joined by great circles, in square metres, whichever way it turns.

    The spherical excess, side by side (Bessel's formula, as in Karney 2013, "Algorithms for geodesics"). The ring may
    neither hold a pole nor cross itself.
    """
    half = np.tan(np.radians(latitude) / 2.0)
    before = np.roll(half, 1)
    turn = np.radians(longitude - np.roll(longitude, 1))
    turn = (turn + np.pi) % (2.0 * np.pi) - np.pi
    excess = 2.0 * np.arctan2(np.tan(turn / 2.0) * (half + before), 1.0 + half * before)
    return abs(float(excess.sum())) * EARTH_RADIUS_M**2


def crosses_itself(x: Floats, y: Floats) -> bool:
    """Whether any two sides of a closed ring that are no neighbours cross; such a ring has no area."""
    count = len(x)
    if count < 4:
        return False
    starts = np.column_stack((x, y))
    ends = np.roll(starts, -1, axis=0)
    one, other = np.triu_indices(count, 2)
    apart = (one > 0) | (other < count - 1)
    one, other = one[apart], other[apart]
    parted = _turn(starts[one], ends[one], starts[other]) * _turn(starts[one], ends[one], ends[other])
    back = _turn(starts[other], ends[other], starts[one]) * _turn(starts[other], ends[other], ends[one])
    return bool(((parted < 0) & (back < 0)).any())


def _turn(start: Floats, end: Floats, point: Floats) -> Floats:
    """Whether one turns left or right on the way from start over end to a point, as a sign."""
    way, on = end - start, point - start
    sign: Floats = np.sign(way[:, 0] * on[:, 1] - way[:, 1] * on[:, 0])
    return sign
