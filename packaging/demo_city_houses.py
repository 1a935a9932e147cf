"""Houses of the demo town: along the sides of a block as its quarter builds, or in rows and halls within it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import NamedTuple

import numpy as np
import shapely
from demo_city_blocks import axes
from demo_city_ground import Floats
from shapely import Polygon, STRtree
from shapely.geometry.polygon import orient

CORNER = math.radians(28)
SMALLEST_M2 = 34.0
OVERLAP_M2 = 1.5


class Manner(NamedTuple):
    """How a quarter builds along its streets: ranges in metres, and shares of houses."""

    wide: tuple[float, float]
    deep: tuple[float, float]
    back: tuple[float, float]
    gap: tuple[float, float]
    gaps: float
    missing: float
    wings: float


OLD = Manner((9, 19), (10, 15), (0, 0.8), (0, 0), 0.06, 0.03, 0.5)
DENSE = Manner((15, 29), (12, 14.5), (0, 1.5), (0, 9), 0.10, 0.04, 0.35)
TERRACE = Manner((22, 46), (9, 11), (3, 4.5), (3, 7), 0.75, 0.03, 0.1)
VILLA = Manner((11, 17), (10, 13.5), (4, 7), (5, 9), 1.0, 0.05, 0.25)
DETACHED = Manner((9, 13.5), (8.5, 11), (4.5, 7.5), (5, 10), 1.0, 0.07, 0.15)


def sides(ring: Floats) -> Iterator[Floats]:
    """The sides of a ring between its corners; one that has none is all one side."""
    ahead = np.roll(ring, -1, axis=0) - ring
    heading = np.arctan2(ahead[:, 1], ahead[:, 0])
    turn = (heading - np.roll(heading, 1) + math.pi) % (2 * math.pi) - math.pi
    found = [int(index) for index in np.flatnonzero(np.abs(turn) > CORNER)] or [0]
    for start, end in pairwise([*found, found[0] + len(ring)]):
        yield ring[np.arange(start, end + 1) % len(ring)]


def house(side: Floats, walked: Floats, place: tuple[float, float], back: float, deep: float) -> Floats:
    """Four corners of a house that fronts a stretch of a side; the block lies to the left."""
    ends = np.array([[np.interp(at, walked, side[:, axis]) for axis in (0, 1)] for at in place])
    along = ends[1] - ends[0]
    along /= math.hypot(*along) or 1.0
    inward = np.array((-along[1], along[0]))
    front, rear = ends + inward * back, ends + inward * (back + deep)
    return np.array((front[0], front[1], rear[1], rear[0]))


def winged(random: Random, corners: Floats) -> Floats:
    """A house with a wing at its rear."""
    front_left, front_right, rear_right, rear_left = corners
    across, deeper = rear_right - rear_left, rear_left - front_left
    share, wing = random.uniform(0.35, 0.6), random.uniform(0.35, 0.8)
    if random.random() < 0.5:
        bend, end = rear_left + across * share, rear_left + across * share + deeper * wing
        return np.array((front_left, front_right, rear_right, bend, end, rear_left + deeper * wing))
    bend = rear_right - across * share
    return np.array((front_left, front_right, rear_right + deeper * wing, bend + deeper * wing, bend, rear_left))


def along_streets(random: Random, land: Polygon, manner: Manner) -> list[Polygon]:
    """Houses around a block."""
    ring = np.asarray(orient(land.simplify(0.4)).exterior.coords)[:-1]
    roomy = 0.62 * 2 * land.area / land.length
    deepest = min(manner.deep[1], roomy)
    if deepest < 6 or len(ring) < 3:
        return []
    found = []
    for side in sides(ring):
        walked = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(side, axis=0).T))))
        here = deepest + manner.back[0] if manner.gaps < 1 else manner.back[0] * 0.8
        while here + 0.6 * manner.wide[0] < walked[-1]:
            wide = random.uniform(*manner.wide)
            left = walked[-1] - here
            wide = left if left < wide + 0.7 * manner.wide[0] and left < 1.6 * manner.wide[1] else wide
            wide = min(wide, left)
            deep, back = min(random.uniform(*manner.deep), deepest), random.uniform(*manner.back)
            corners = house(side, walked, (here, here + wide), back, deep)
            if random.random() >= manner.missing:
                found.append(Polygon(winged(random, corners) if random.random() < manner.wings else corners))
            here += wide + (random.uniform(*manner.gap) if random.random() < manner.gaps else 0.0)
    return found


def boxes(random: Random, land: Polygon, cell: tuple[float, float], fill: tuple[float, float]) -> list[Polygon]:
    """Buildings in rows across a block: slabs, halls or huts, each in a cell of its own."""
    if land.area < 2 * SMALLEST_M2:
        return []
    long, wide, angle = axes(land)
    columns, rows = max(1, round(long / cell[0])), max(1, round(wide / cell[1]))
    step_x, step_y = long / columns, wide / rows
    middle = land.minimum_rotated_rectangle.centroid
    turn = np.array(((math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))))
    found = []
    for column in range(columns):
        for row in range(rows):
            x, y = (column + 0.5) * step_x - long / 2, (row + 0.5) * step_y - wide / 2
            half_x, half_y = (0.5 * step * random.uniform(*fill) for step in (step_x, step_y))
            corners = np.array(((-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y)))
            box = Polygon((corners + np.array((x, y))) @ turn.T + np.array((middle.x, middle.y)))
            if box.intersection(land).area > 0.72 * box.area:
                found.append(box)
    return found


def slabs(random: Random, land: Polygon) -> list[Polygon]:
    """An estate: long houses in rows on a green."""
    found = []
    for box in boxes(random, land.buffer(-6), (72, 42), (0.72, 0.86)):
        long, _, angle = axes(box)
        middle, deep = box.centroid, random.uniform(11.5, 13.5)
        east, north = math.cos(angle) * long / 2, math.sin(angle) * long / 2
        line = shapely.LineString([(middle.x - east, middle.y - north), (middle.x + east, middle.y + north)])
        found.append(line.buffer(deep / 2, cap_style="flat"))
    return found


def settled(land: list[Polygon], houses: list[list[Polygon]]) -> list[list[Polygon]]:
    """Houses of each block, kept within its land and off one another: of two that overlap, the first stays whole."""
    counts = [len(inside) for inside in houses]
    flat = np.array([one for inside in houses for one in inside], dtype=object)
    if not len(flat):
        return houses
    flat = shapely.intersection(flat, np.repeat(np.array(land, dtype=object), counts))
    first, second = STRtree(flat).query(flat, predicate="intersects")
    pairs = sorted((int(one), int(other)) for one, other in zip(first, second, strict=True) if one < other)
    common = shapely.area(shapely.intersection(flat[[a for a, _ in pairs]], flat[[b for _, b in pairs]]))
    for (one, other), shared in zip(pairs, common, strict=True):
        if shared > OVERLAP_M2:
            flat[other] = flat[other].difference(flat[one].buffer(0.2, join_style="mitre"))
    starts = np.cumsum([0, *counts])
    return [[whole for one in flat[a:b] for whole in sound(one)] for a, b in pairwise(starts)]


def sound(shape: Polygon) -> Iterator[Polygon]:
    """What is left of a house if it still is one."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and part.area > SMALLEST_M2 and part.area > 1.55 * part.length:
            yield part
