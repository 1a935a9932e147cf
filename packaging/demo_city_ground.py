"""The ground the demo town stands on: where it lies, how its plan is bent, and where the town ends.

The plan is drawn in metres east and north of the middle, bent by a smooth warp, and laid on the Earth as Web Mercator
is near the middle. It lies in the open sea, so that no real place is meant.
"""

from __future__ import annotations

import math
from random import Random
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely

from venule.domain.geo import from_mercator, metres_per_unit, to_mercator

Floats = npt.NDArray[np.float64]
Spot = tuple[float, float]
Shape = TypeVar("Shape")

NAME = "Lindenhaven"
ATTRIBUTION = "Demo town — generated data"
LONGITUDE, LATITUDE = 3.6, 52.6
UTC_OFFSET_S = 3600
SEED = 20

HALF_WIDTH_M, HALF_HEIGHT_M = 12_500.0, 9_800.0
"""Of the country with villages, woods and fields."""

EDGE_EAST_M, EDGE_NORTH_M = 17_500.0, 13_500.0
"""Where the map ends; nothing but a few roads goes on so far."""

REACH_M = 4150.0
WIDER, FLATTER = 1.16, 0.93
SAMPLE_M = 28.0

UNIT_M = metres_per_unit(LATITUDE)
EAST0, SOUTH0 = (float(part[0]) for part in to_mercator(np.array([LONGITUDE]), np.array([LATITUDE])))


def bend(points: Floats) -> Floats:
    """Where points of the plan lie: a turn of the old town, and long waves over all of it."""
    x, y = points[:, 0], points[:, 1]
    turn = 0.34 * np.exp(-(x * x + y * y) / 1300.0**2)
    x, y = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    east = x + 170 * np.sin(y / 1150 + 0.6) + 60 * np.sin((x + y) / 820 + 2.1)
    north = y + 190 * np.sin(x / 1340 + 1.2) + 55 * np.sin((x - y) / 900)
    return np.column_stack((east, north))


MIDDLE = bend(np.zeros((1, 2)))[0]


def laid(points: Floats) -> Floats:
    """The warp, moved so that the middle stays where it is."""
    moved: Floats = bend(points) - MIDDLE
    return moved


def bent(shape: Shape) -> Shape:
    """A shape of the plan as it lies on the ground; sides get corners close enough to be bent."""
    result: Shape = shapely.transform(shapely.segmentize(shape, SAMPLE_M), laid)
    return result


def unit_square(points: Floats) -> Floats:
    """Metres on the ground as places in the Web Mercator square."""
    return np.column_stack((EAST0 + points[:, 0] / UNIT_M, SOUTH0 - points[:, 1] / UNIT_M))


def degrees(points: Floats) -> Floats:
    """Metres on the ground as longitude and latitude."""
    square = unit_square(points)
    return np.column_stack(from_mercator(square[:, 0], square[:, 1]))


def remoteness(x: float, y: float) -> float:
    """How far out a place of the plan is: 0 in the middle, 1 where the ragged edge of the town is."""
    x, y = x / WIDER, y / FLATTER
    angle = math.atan2(y, x)
    ragged = 1 + 0.09 * math.sin(3 * angle + 1) + 0.07 * math.sin(5 * angle) + 0.045 * math.sin(9 * angle + 0.4)
    return math.hypot(x, y) / (REACH_M * ragged)


class Field:
    """A smooth field of about -1 to 1 over the plan: a few long waves in directions of a seed."""

    def __init__(self, seed: int, wave_m: float) -> None:
        random = Random(f"field/{seed}")
        self.waves = [
            (math.cos(angle) / long, math.sin(angle) / long, random.uniform(0, 2 * math.pi))
            for angle, long in (
                (random.uniform(0, 2 * math.pi), wave_m / 6.28 * random.uniform(0.6, 1.7)) for _ in range(6)
            )
        ]

    def at(self, x: float, y: float) -> float:
        """The field at a place."""
        return sum(math.sin(east * x + north * y + phase) for east, north, phase in self.waves) / 3.2
