"""What the demo town grew around: river, railway, ring roads, avenues, motorway and great parks, in metres."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

import numpy as np
import shapely
from demo_city_ground import EDGE_EAST_M, FLATTER, REACH_M, WIDER, Spot, remoteness
from demo_city_names import FIRST, PARKS
from shapely import LineString, MultiLineString, Polygon
from shapely.ops import polygonize, substring

INNER_M, MIDDLE_M, OUTER_M = 620.0, 1750.0, 3150.0
AVENUES = 9
MARKET_M = 72.0
TOUCH_M = 1.0
"""How far roads reach beyond those they meet, so that they surely meet."""

BANK_M = 24.0
RIVER_FROM_M, LAKE_M = -EDGE_EAST_M, 9_400.0
RAIL_SIDE_M, YARD_SIDE_M = 13.0, 34.0
TOWN_LIMIT = 1.12
"""Remoteness up to which blocks are laid out before the edge is made ragged."""


class Way(NamedTuple):
    """A street, road or railway in the plan. ``depth`` counts the blocks that were cut before it; 0 for main roads."""

    line: LineString
    kind: str
    name: str = ""
    depth: int = 0


class End(NamedTuple):
    """Where an avenue ends out of the town, and the direction it leads on, one metre long."""

    spot: Spot
    ahead: Spot


@dataclass(frozen=True)
class Skeleton:
    """What is there before the first block is laid out."""

    ways: tuple[Way, ...]
    river: Polygon
    basins: tuple[Polygon, ...]
    lake: Polygon
    rails: tuple[LineString, ...]
    corridor: Polygon
    market: Polygon
    parks: tuple[tuple[str, Polygon], ...]
    motorway: LineString
    limit: Polygon
    avenue_ends: tuple[End, ...]


def river_y(x: float) -> float:
    """The middle of the river."""
    return -900 + 0.11 * x + 250 * math.sin(x / 2150 + 0.5) + 55 * math.sin(x / 760)


def river_half_m(x: float) -> float:
    """Half its width: it grows towards its mouth."""
    grown = 1 / (1 + math.exp(-(x + 11_500) / 1500))
    return 2 + grown * (44 + 16 * math.tanh(x / 5000) + 4 * math.sin(x / 530))


def along(function: Callable[[float], float], start: float, end: float, step: float = 40.0) -> LineString:
    """The curve of a function of x."""
    return LineString([(x, function(x)) for x in np.linspace(start, end, max(2, round((end - start) / step)))])


def beside_river(aside_m: float, start: float, end: float) -> LineString:
    """A line along the river, ``aside_m`` from its bank to the north, or to the south if negative."""
    points = []
    for x in np.linspace(start, end, max(2, round((end - start) / 40))):
        slope = (river_y(x + 5) - river_y(x - 5)) / 10
        away = math.copysign(river_half_m(x), aside_m) + aside_m
        points.append((x - away * slope / math.hypot(1, slope), river_y(x) + away / math.hypot(1, slope)))
    return LineString(points)


def river() -> Polygon:
    """The river from the western edge to the lake."""
    upper, lower = (beside_river(side, RIVER_FROM_M, LAKE_M) for side in (1e-9, -1e-9))
    return Polygon([*upper.coords, *reversed(lower.coords)])


def around(radius: float, angle: float) -> Spot:
    """A place on a ring road."""
    wave = 1 + 0.05 * math.sin(2 * angle + 0.8) + 0.03 * math.sin(3 * angle)
    return radius * wave * math.cos(angle) * WIDER, radius * wave * math.sin(angle) * FLATTER


def rings() -> Iterator[Way]:
    """Three ring roads."""
    for radius, kind, name in (
        (INNER_M, "primary", "Linden Ring"),
        (MIDDLE_M, "secondary", "Middle Ring"),
        (OUTER_M, "primary", "Outer Ring"),
    ):
        steps = np.linspace(0, 2 * math.pi, 145)
        yield Way(LineString([around(radius, angle) for angle in steps[:-1]] + [around(radius, 0.0)]), kind, name)


def spoke(start_m: float, end_m: float, angle: float, curve: float) -> LineString:
    """A road outwards; it starts straight and swings aside."""
    radii = np.linspace(start_m, end_m, max(2, round((end_m - start_m) / 60)))
    return LineString([around(radius, angle + curve * (radius / REACH_M) ** 2) for radius in radii])


def avenues(random: Random) -> Iterator[Way]:
    """Avenues out of the town; every other one comes from the market square, and lesser roads lie between them."""
    names = random.sample(FIRST, 2 * AVENUES)
    for number in range(AVENUES):
        angle = 2 * math.pi * (number + random.uniform(-0.15, 0.15)) / AVENUES + 0.3
        line = spoke(INNER_M - TOUCH_M, 1.42 * REACH_M, angle, random.uniform(-0.16, 0.16))
        yield Way(line, "primary", f"{names[number]} Avenue")
        if number in (0, 2, 4, 7):
            yield Way(spoke(MARKET_M - TOUCH_M, INNER_M + TOUCH_M, angle, 0.0), "tertiary", f"{names[number]} Street")
        between = angle + math.pi / AVENUES + random.uniform(-0.05, 0.05)
        line = spoke(MIDDLE_M - TOUCH_M, 1.2 * REACH_M, between, random.uniform(-0.08, 0.08))
        yield Way(line, "secondary", f"{names[AVENUES + number]} Road")


def bezier(*corners: Spot, steps: int = 120) -> LineString:
    """A cubic curve."""
    share = np.linspace(0, 1, steps)[:, None]
    first, second, third, fourth = (np.array(corner) for corner in corners)
    left = 1 - share
    points = left**3 * first + 3 * left**2 * share * second + 3 * left * share**2 * third + share**3 * fourth
    return LineString(points)


def railways() -> tuple[LineString, LineString]:
    """The main line south of the river, and a branch that crosses it to the north-west."""

    def main_line(x: float) -> float:
        past_the_lake = 1150 / (1 + math.exp(-(x - 8000) / 650))
        return -1370 + 0.11 * x + 250 * math.sin(x / 2150 + 0.5) + 110 * math.sin(x / 2900 + 1) - past_the_lake

    line = along(main_line, -EDGE_EAST_M - 500, EDGE_EAST_M + 500)
    fork = -1300.0
    slope = (main_line(fork) - main_line(fork - 50)) / 50
    start = (fork, main_line(fork))
    branch = bezier(start, (fork - 2100, start[1] - 2100 * slope), (-3700, 900), (-8200, 10_500))
    return line, LineString([*branch.coords, (-10_700, 17_400)])


def corridor_of(rails: tuple[LineString, ...]) -> Polygon:
    """The land of the railway, wider at the station."""
    start = rails[0].project(shapely.Point(-600, -1400))
    yard = substring(rails[0], start, start + 1150)
    ends = yard.buffer(YARD_SIDE_M, cap_style="flat")
    return shapely.union_all([*(rail.buffer(RAIL_SIDE_M) for rail in rails), ends]).buffer(30).buffer(-30)


def motorway() -> LineString:
    """A motorway past the town in the south and east."""
    return carried(bezier((-15_000, -6000), (-2500, -6500), (10_200, -8600), (6100, 11_500)), 9000)


def carried(line: LineString, far: float) -> LineString:
    """A line that goes straight on at both ends."""
    points = np.asarray(line.coords)
    ends = []
    for end, before in ((points[0], points[1]), (points[-1], points[-2])):
        ends.append(end + (end - before) / np.hypot(*(end - before)) * far)
    return LineString([ends[0], *points, ends[1]])


def park(x: float, y: float, wide: float, high: float, turn: float) -> Polygon:
    """A park's outline: a box with wavy sides and rounded corners."""
    corners = []
    for angle in np.linspace(0, 2 * math.pi, 60, endpoint=False):
        squared = (abs(math.cos(angle)) ** 4 + abs(math.sin(angle)) ** 4) ** -0.25
        out = squared * (1 + 0.06 * math.sin(3 * angle + turn * 5))
        east, north = wide * out * math.cos(angle), high * out * math.sin(angle)
        corners.append(
            (x + east * math.cos(turn) - north * math.sin(turn), y + east * math.sin(turn) + north * math.cos(turn))
        )
    return Polygon(corners)


def great_parks() -> tuple[tuple[str, Polygon], ...]:
    """The parks that have a road around them."""
    places = (
        (-1330, 830, 330, 210, 0.5), (2280, 1560, 420, 260, 0.75), (560, 2420, 260, 170, 1.4),
        (-2750, -310, 300, 190, 0.1), (1250, -2420, 380, 190, 0.3), (260, -330, 70, 45, 0.2),
    )  # fmt: skip
    return tuple((name, park(*place)) for name, place in zip(PARKS, places, strict=True))


def harbour() -> tuple[Polygon, ...]:
    """Two basins that open to the river."""
    found = []
    for x, long in ((2350.0, 430.0), (2640.0, 350.0)):
        south, north = river_y(x) + 20, river_y(x) + 20 + long
        found.append(Polygon([(x, south), (x + 78, south + 8), (x + 138, north), (x + 60, north)]))
    return tuple(found)


def lake() -> Polygon:
    """Where the river ends."""
    middle_x, middle_y = LAKE_M + 1350, river_y(LAKE_M + 1350)
    outline = []
    for angle in np.linspace(0, 2 * math.pi, 90, endpoint=False):
        out = 1 + 0.13 * math.sin(3 * angle + 0.6) + 0.07 * math.sin(5 * angle + 2) + 0.03 * math.sin(11 * angle)
        outline.append((middle_x + 1650 * out * math.cos(angle), middle_y + 1000 * out * math.sin(angle)))
    return Polygon(outline)


def town_limit(most: float) -> Polygon:
    """The outline at which a remoteness is reached."""
    outline = []
    for angle in np.linspace(0, 2 * math.pi, 360, endpoint=False):
        x, y = math.cos(angle), math.sin(angle)
        far = most / remoteness(x, y)
        outline.append((x * far, y * far))
    return Polygon(outline)


def inside(line: LineString, most: float) -> LineString:
    """The longest piece of a line in the town."""
    pieces = shapely.get_parts(line.intersection(town_limit(most)))
    return max(pieces, key=lambda piece: piece.length)


def end_of(line: LineString) -> End:
    """The last place of a road, and where it leads."""
    (before_x, before_y), (x, y) = line.coords[-2:]
    step = math.dist((before_x, before_y), (x, y))
    return End((x, y), ((x - before_x) / step, (y - before_y) / step))


def skeleton(random: Random) -> Skeleton:
    """All of it."""
    parks, rails = great_parks(), railways()
    corridor, water = corridor_of(rails), river()
    ways = [*rings(), *avenues(random)]
    for name, side in (("North Quay", BANK_M), ("South Embankment", -BANK_M)):
        ways.append(Way(inside(beside_river(side, -7000, 7000), 0.93), "tertiary", name))
    for name, outline in parks:
        ways.append(Way(LineString(outline.exterior.coords), "tertiary", f"{name.removeprefix('The ')} Side"))
    market = Polygon([around(MARKET_M, angle) for angle in np.linspace(0, 2 * math.pi, 40, endpoint=False)])
    ways.append(Way(LineString(market.exterior.coords), "tertiary", "Market Square"))
    open_ground = shapely.union_all([outline.buffer(-1) for outline in (market, *(outline for _, outline in parks))])
    kept = tuple(way._replace(line=part) for way in ways for part in lines_of(way.line.difference(open_ground)))
    last = [end_of(way.line) for way in kept if way.name.endswith("Avenue")]
    ends = tuple(end for end in last if remoteness(*end.spot) > 1)
    return Skeleton(
        kept, water, harbour(), lake(), rails, corridor, market, parks, motorway(), town_limit(TOWN_LIMIT), ends
    )


def lines_of(shape: LineString | MultiLineString) -> list[LineString]:
    """The lines in what an operation left."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and part.length > 1]


def faces(found: Skeleton) -> list[Polygon]:
    """The quarters between the main roads, without water, railway and parks."""
    lines = [way.line for way in found.ways] + [LineString(found.limit.exterior.coords)]
    gaps = [found.corridor, found.market, *(outline for _, outline in found.parks)]
    gaps += [basin.buffer(20) for basin in found.basins]
    closed = shapely.union_all([found.river.buffer(BANK_M - 1), *gaps])
    dry = []
    for face in polygonize(shapely.node(MultiLineString(lines))):
        if found.limit.buffer(1).contains(face):
            dry += [part for part in shapely.get_parts(face.difference(closed)) if part.area > 4 * part.length]
    return dry
