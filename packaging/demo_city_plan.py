"""The plan of the demo city in metres: blocks and streets, bent, with ring roads, avenues and a river."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Line = list[Point]
Block = tuple[float, float, float, float]

HALF_WIDTH, HALF_HEIGHT = 3350.0, 2250.0
REACH_M = 2650.0
FLATTENED = 1.35
SAMPLE_M = 45.0
INNER_RING_M, OUTER_RING_M = 640.0, 1720.0
RIVER_HALF_M = 46.0
BANK_M = 26.0
SPRING_M, MOUTH_M, RIVER_GROWS_M = -15_000.0, 13_600.0, 9_000.0
SHORTEST_M = 28.0
COMMON: tuple[Point, float, float] = ((-1180.0, 720.0), 250.0, 170.0)
"""Middle, half width and half height of the great park."""


def warp(point: Point) -> Point:
    """Bend the plan: a turn of the old town, and long waves over all of it."""
    x, y = point
    turn = 0.40 * math.exp(-((x * x + y * y) / 1250.0**2))
    x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    return (
        x + 150 * math.sin(y / 880 + 0.6) + 80 * math.sin((x + y) / 640 + 2.1),
        y + 170 * math.sin(x / 1010 + 1.2) + 70 * math.sin((x - y) / 720),
    )


def remoteness(x: float, y: float) -> float:
    """Distance from the middle of the plan, flattened and ragged: the town ends where it passes :data:`REACH_M`."""
    y *= FLATTENED
    angle = math.atan2(y, x)
    return math.hypot(x, y) / (1 + 0.10 * math.sin(3 * angle + 1) + 0.06 * math.sin(5 * angle))


def split(random: Random, block: Block, depth: int = 0) -> Iterator[tuple[str, Block, int]]:
    """Streets and blocks of a rectangle; a street is a block without width."""
    left, bottom, right, top = block
    width, height = right - left, top - bottom
    away = remoteness((left + right) / 2, (bottom + top) / 2)
    longest = 118 + 72 * min(1.0, away / REACH_M) + random.uniform(-12, 26)
    if max(width, height) <= longest or (away > REACH_M and max(width, height) < 620):
        yield "block", block, depth
        return
    share = random.uniform(0.41, 0.59)
    if width * random.uniform(0.85, 1.2) > height:
        middle = left + width * share
        yield "street", (middle, bottom, middle, top), depth
        halves: tuple[Block, Block] = ((left, bottom, middle, top), (middle, bottom, right, top))
    else:
        middle = bottom + height * share
        yield "street", (left, middle, right, middle), depth
        halves = ((left, bottom, right, middle), (left, middle, right, top))
    for half in halves:
        yield from split(random, half, depth + 1)


def sampled(start: Point, end: Point) -> Line:
    """A straight line with corners close enough to be bent."""
    steps = max(1, math.ceil(math.dist(start, end) / SAMPLE_M))
    return [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps + 1)
    ]


def sampled_by(start: Point, end: Point, step_m: float) -> Line:
    """Points of a straight line without its end."""
    steps = max(1, math.ceil(math.dist(start, end) / step_m))
    return [
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps)
    ]


def river_y(x: float) -> float:
    """The middle of the river."""
    return -820 + 0.23 * x + 150 * math.sin(x / 1150 + 0.4) + 40 * math.sin(x / 420)


def river_distance(point: Point) -> float:
    """Metres from the middle of the river, near enough: it is nowhere steep."""
    x, y = point
    slope = (river_y(x + 5) - river_y(x - 5)) / 10
    return abs(y - river_y(x)) / math.hypot(1, slope)


def in_common(point: Point) -> bool:
    """Whether a place lies in the great park."""
    (x, y), wide, high = COMMON
    return ((point[0] - x) / wide) ** 2 + ((point[1] - y) / high) ** 2 < 1


def length(line: Line) -> float:
    """The length of a line."""
    return sum(math.dist(start, end) for start, end in pairwise(line))


def cut(line: Line, bridges: bool) -> Iterator[Line]:
    """The pieces of a street outside river and great park; main streets bridge the river where they cross it."""
    fine = [point for start, end in pairwise(line) for point in sampled_by(start, end, 12.0)] + line[-1:]
    dry = [river_distance(point) > RIVER_HALF_M + 9 and not in_common(point) for point in fine]
    if bridges:
        dry = spanned(fine, dry)
    piece: Line = []
    for point, kept in [*zip(fine, dry, strict=True), (fine[-1], False)]:
        if kept:
            piece.append(point)
            continue
        if len(piece) > 1 and length(piece) > SHORTEST_M:
            yield simplified(piece)
        piece = []


def spanned(line: Line, dry: list[bool]) -> list[bool]:
    """Which corners stay when short wet stretches between dry ones are bridged."""
    result = list(dry)
    index = 0
    while index < len(line):
        end = index
        while end < len(line) and not dry[end]:
            end += 1
        wet = line[index:end]
        if wet and index > 0 and end < len(line) and length(wet) < 3.4 * RIVER_HALF_M:
            result[index:end] = [not in_common(point) for point in wet]
        index = max(end, index + 1)
    return result


def simplified(line: Line, within_m: float = 0.6) -> Line:
    """A line without the corners that do not bend it (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    span = math.hypot(bx - ax, by - ay) or 1.0
    away = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / span for x, y in line[1:-1]]
    worst = max(range(len(away)), key=away.__getitem__)
    if away[worst] <= within_m:
        return [line[0], line[-1]]
    corner = worst + 1
    return simplified(line[: corner + 1], within_m)[:-1] + simplified(line[corner:], within_m)


def rings_and_avenues(random: Random, names: list[str]) -> Iterator[tuple[str, Line]]:
    """Two ring roads around the warped middle, and avenues from the inner one outwards."""
    middle = warp((0.0, 0.0))

    def around(radius: float, angle: float) -> Point:
        wave = 1 + 0.06 * math.sin(2 * angle + 0.8) + 0.035 * math.sin(3 * angle)
        return (
            middle[0] + radius * wave * math.cos(angle) * 1.12,
            middle[1] + radius * wave * math.sin(angle) / 1.08,
        )

    for name, radius in (("Linden Ring", INNER_RING_M), ("Outer Ring", OUTER_RING_M)):
        yield name, [around(radius, 2 * math.pi * step / 96) for step in range(97)]
    for number, name in enumerate(names):
        start = 2 * math.pi * (number + random.uniform(-0.16, 0.16)) / len(names) + 0.3
        bend = random.uniform(-0.22, 0.22)
        reach = random.uniform(2350, 2950)
        radii = [INNER_RING_M + (reach - INNER_RING_M) * step / 24 for step in range(25)]
        line = [around(radius, start + bend * (radius / reach) ** 2) for radius in radii]
        yield name, [point for point in line if abs(point[1]) < HALF_HEIGHT]


def narrowed(x: float) -> float:
    """Share of its width that the river has: none at its spring in the far west, all of it long before the town."""
    return min(1.0, math.pow(max(0.0, (x - SPRING_M) / RIVER_GROWS_M), 0.7))


def band(half_m: float) -> Line:
    """The river, or its banks, from its spring to the lake."""
    steps = [SPRING_M + step * 60 for step in range(math.ceil((MOUTH_M - SPRING_M) / 60) + 1)]
    upper = [(x, river_y(x) + half_m * narrowed(x) * (1 + 0.12 * math.sin(x / 700))) for x in steps]
    lower = [(x, river_y(x) - half_m * narrowed(x) * (1 + 0.12 * math.sin(x / 500 + 1))) for x in reversed(steps)]
    return simplified(upper) + simplified(lower)


def common() -> Line:
    """The great park's edge."""
    (x, y), wide, high = COMMON
    return [
        (x + (wide - 12) * math.cos(angle), y + (high - 12) * math.sin(angle) * (1 + 0.08 * math.sin(3 * angle)))
        for angle in (2 * math.pi * step / 40 for step in range(40))
    ]


def corners_of(block: Block) -> Line:
    """A block's four corners."""
    left, bottom, right, top = block
    return [(left, bottom), (right, bottom), (right, top), (left, top)]
