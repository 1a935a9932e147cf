"""Blocks of the demo town: each quarter is cut across its longer side again and again; each cut is a street."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from demo_city_ground import Field, Spot, remoteness
from demo_city_skeleton import BANK_M, INNER_M, MIDDLE_M, Skeleton, Way, lines_of, town_limit
from shapely import LineString, Polygon
from shapely.affinity import rotate, translate
from shapely.ops import split

ROUND = 4 * math.pi
THROUGH_M2 = 330_000.0
TRIES = 6
SNAP_M = 27.0
LONGEST_SNAPPED_M = 700.0
STUB_M = 26.0
PARTS, GREENERY = Field(3, 5200.0), Field(11, 3800.0)
WORKS = ((-3150.0, -1780.0, 1250.0, 420.0), (2780.0, -130.0, 760.0, 560.0), (3300.0, -1500.0, 900.0, 420.0))
"""Industrial quarters: middle, half width and half height."""


@dataclass(frozen=True)
class Block:
    """Land between streets, in the plan."""

    shape: Polygon
    industrial: bool = False
    rural: bool = False


def industrial(x: float, y: float) -> bool:
    """Whether works stand at a place rather than houses."""
    near = min(math.hypot((x - east) / wide, (y - north) / high) for east, north, wide, high in WORKS)
    return near + 0.18 * PARTS.at(x * 3, y * 3) < 1


def green(x: float, y: float) -> bool:
    """Whether a quarter is left green."""
    return GREENERY.at(x, y) > 0.9 and remoteness(x, y) > 0.42 and not industrial(x, y)


def wanted_m2(x: float, y: float) -> float:
    """How large a block is at a place."""
    if industrial(x, y):
        return 46_000.0
    if green(x, y):
        return 150_000.0
    away = math.hypot(x, y)
    if away < INNER_M:
        return 4600.0
    if away < MIDDLE_M:
        return 8200.0 + 1800 * PARTS.at(x, y)
    out = remoteness(x, y)
    return 40_000.0 if out > 1.02 else 10_300.0 + 3200 * PARTS.at(x, y) + 2500 * out


def axes(shape: Polygon) -> tuple[float, float, float]:
    """Length, width and direction of the longer side of the smallest box around a shape."""
    corners = np.asarray(shape.minimum_rotated_rectangle.exterior.coords)
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    if np.hypot(*first) < np.hypot(*second):
        first, second = second, first
    return float(np.hypot(*first)), float(np.hypot(*second)), math.atan2(first[1], first[0])


def cutter(shape: Polygon, angle: float, share: float, long: float) -> LineString:
    """A line across a shape, square to a direction; ``share`` of the length lies before it."""
    middle = shape.minimum_rotated_rectangle.centroid
    shift = (share - 0.5) * long
    x, y = middle.x + shift * math.cos(angle), middle.y + shift * math.sin(angle)
    return rotate(LineString([(x, y - 9000), (x, y + 9000)]), math.degrees(angle), origin=(x, y))


class Ends:
    """Where streets end so far: one that would end close by on the other side ends there, so that they cross."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[Spot]] = {}

    def add(self, line: LineString) -> None:
        """Remember both ends of a street."""
        for x, y in (line.coords[0], line.coords[-1]):
            self.cells.setdefault((round(x / SNAP_M), round(y / SNAP_M)), []).append((x, y))

    def near(self, spot: Spot) -> Spot | None:
        """The nearest end in reach of a place."""
        column, row = round(spot[0] / SNAP_M), round(spot[1] / SNAP_M)
        around = (self.cells.get((column + east, row + north), ()) for east in (-1, 0, 1) for north in (-1, 0, 1))
        found = [end for ends in around for end in ends if math.dist(end, spot) < SNAP_M]
        return min(found, key=lambda end: math.dist(end, spot), default=None)

    def snapped(self, line: LineString, shape: Polygon) -> LineString:
        """A cut moved so that it goes on where streets beyond the shape end."""
        chord = max(shapely.get_parts(line.intersection(shape)), key=lambda piece: piece.length, default=line)
        if chord.geom_type != "LineString" or chord.length > LONGEST_SNAPPED_M:
            return line
        first, last = chord.coords[0], chord.coords[-1]
        start, end = self.near(first), self.near(last)
        if start is None and end is None:
            return line
        if start is None or end is None:
            moved, known = (start, first) if start else (end, last)
            assert moved is not None
            return translate(line, moved[0] - known[0], moved[1] - known[1])
        return beyond(start, end)


def beyond(start: Spot, end: Spot) -> LineString:
    """The line through two places, well past both."""
    east, north = end[0] - start[0], end[1] - start[1]
    far = 6000 / math.hypot(east, north)
    return LineString(
        [(start[0] - east * far, start[1] - north * far), start, end, (end[0] + east * far, end[1] + north * far)]
    )


def parted(shape: Polygon, lines: list[LineString]) -> list[Polygon]:
    """A shape cut by lines, one after the other."""
    parts = [shape]
    for line in lines:
        parts = [piece for part in parts for piece in split(part, line).geoms]
    return parts


def cuts(random: Random, shape: Polygon, wanted: float) -> list[LineString]:
    """One line across, or two that cross where four blocks will meet."""
    long, wide, angle = axes(shape)
    swing = 0.16 if wanted < 5000 else 0.05
    angle += random.gauss(0, swing) * 0.5
    lines = [cutter(shape, angle, random.uniform(0.41, 0.59), long)]
    if long < 1.75 * wide and shape.area > 2.9 * wanted and random.random() < 0.8:
        across = angle + math.pi / 2 + random.gauss(0, swing) * 0.5
        lines.append(cutter(shape, across, random.uniform(0.42, 0.58), wide))
    return lines


def quality(parts: list[Polygon], wanted: float) -> float:
    """How good the worst of the parts is as a block: 1 for a square, little for slivers."""
    shapes = min(float(ROUND * part.area / part.length**2) for part in parts)
    return shapes * min(1.0, min(float(part.area) for part in parts) / (0.55 * wanted))


def best_cuts(
    random: Random, shape: Polygon, wanted: float, ends: Ends
) -> tuple[list[LineString], list[Polygon], float]:
    """The best of a few tries."""
    best: tuple[list[LineString], list[Polygon], float] = ([], [shape], -1.0)
    for _ in range(TRIES):
        lines = [ends.snapped(line, shape) for line in cuts(random, shape, wanted)]
        parts = parted(shape, lines)
        good = quality(parts, wanted)
        if good > best[2]:
            best = (lines, parts, good)
        if good > 0.58:
            break
    return best


def laid_out(random: Random, face: Polygon, ends: Ends, want: float | None = None) -> tuple[list[Way], list[Block]]:
    """Streets and blocks of one quarter."""
    ways: list[Way] = []
    blocks: list[Block] = []
    waiting = [(face, 1)]
    while waiting:
        shape, depth = waiting.pop()
        x, y = shape.centroid.x, shape.centroid.y
        wanted = want or wanted_m2(x, y)
        if shape.area > wanted * random.uniform(1.05, 1.9):
            lines, parts, good = best_cuts(random, shape, wanted, ends)
            if good > 0.3 or (good > 0.17 and shape.area > 2.4 * wanted):
                kind = "tertiary" if shape.area > THROUGH_M2 and depth <= 3 else "minor"
                pieces = [piece for line in lines for piece in lines_of(line.intersection(shape))]
                ways += [Way(piece, kind, "", depth) for piece in pieces]
                for piece in pieces:
                    ends.add(piece)
                waiting += [(part, depth + 1) for part in parts]
                continue
        blocks.append(Block(shape, industrial(x, y), want is not None))
    return ways, blocks


def settled(ways: list[Way], blocks: list[Block], found: Skeleton) -> tuple[list[Way], list[Block]]:
    """Only the blocks within the ragged edge of the town, and the streets along them; avenues go on."""
    edge = Field(7, 900.0)
    kept = []
    for block in blocks:
        x, y = block.shape.centroid.x, block.shape.centroid.y
        if remoteness(x, y) + 0.06 * edge.at(x, y) < 1:
            kept.append(block)
    built = shapely.union_all([block.shape for block in kept])
    gaps = [found.river.buffer(BANK_M + 4), found.corridor, found.market, *(outline for _, outline in found.parks)]
    gaps += [basin.buffer(24) for basin in found.basins]
    between = shapely.union_all(gaps).intersection(town_limit(0.96))
    whole, built = built.union(between).buffer(2), built.buffer(0.6)
    shapely.prepare(built)
    streets = []
    for way in [*found.ways, *ways]:
        if way.kind == "primary" or built.contains_properly(way.line):
            streets.append(way)
        else:
            pieces = lines_of(way.line.intersection(built if way.depth else whole))
            streets += [way._replace(line=piece) for piece in pieces if piece.length > STUB_M]
    return streets, kept


def town(random: Random, quarters: list[Polygon], found: Skeleton) -> tuple[list[Way], list[Block]]:
    """Streets and blocks of all quarters, the main roads first."""
    ways: list[Way] = []
    blocks: list[Block] = []
    ends = Ends()
    for quarter in quarters:
        more, inside = laid_out(Random(f"{random.random()}"), quarter, ends)
        ways += more
        blocks += inside
    return settled(ways, blocks, found)
