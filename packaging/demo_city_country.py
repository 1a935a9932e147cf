"""The country around the demo city: villages, roads to them, woods, and the river's lake, so that no road just ends."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random

from demo_city_plan import Line, Point, river_distance, river_y

NAMES = (
    "Aldermoor", "Brackenby", "Coldwell", "Dunmere", "Eastlinde", "Fernhope", "Graywold", "Hollin", "Ickford",
)  # fmt: skip
NEAREST_M, FARTHEST_M = 5200.0, 7600.0
CLEAR_OF_RIVER_M = 420.0
LANES_M = 150.0
AHEAD_M = 3500.0
LANES = 2
WOODS = 26
WOODS_FROM_M, WOODS_TO_M = 3500.0, 10500.0
LAKE: tuple[Point, float, float] = ((14200.0, river_y(14200.0)), 1500.0, 900.0)


def villages(random: Random, count: int) -> list[tuple[str, Point]]:
    """Names and places of villages all around, none of them in the river."""
    found = []
    for number, name in enumerate(NAMES[:count]):
        angle = 2 * math.pi * (number + random.uniform(-0.15, 0.15)) / count + 0.3
        away = random.uniform(NEAREST_M, FARTHEST_M)
        x, y = away * math.cos(angle) * 1.15, away * math.sin(angle) * 0.85
        if river_distance((x, y)) < CLEAR_OF_RIVER_M:
            y = river_y(x) + math.copysign(CLEAR_OF_RIVER_M * 1.6, y - river_y(x))
        found.append((name, (x, y)))
    return found


def road(start: Point, end: Point, bend: float) -> Line:
    """A road between two places, in one gentle bend."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    return [
        (
            start[0] + along_x * share - along_y * bend * math.sin(math.pi * share),
            start[1] + along_y * share + along_x * bend * math.sin(math.pi * share),
        )
        for share in (step / 20 for step in range(21))
    ]


def carried_on(avenue: Line, places: list[Point]) -> Line:
    """The way from the end of an avenue to a village ahead of it, without a corner where it begins."""
    (x, y), (before_x, before_y) = avenue[-1], avenue[-2]
    step = math.dist((x, y), (before_x, before_y))
    east, north = (x - before_x) / step, (y - before_y) / step
    ahead = (x + AHEAD_M * east, y + AHEAD_M * north)
    village = min(places, key=lambda place: math.dist(place, ahead))
    far = 0.5 * math.dist((x, y), village)
    bend = (x + far * east, y + far * north)
    return [
        (
            (1 - share) ** 2 * x + 2 * share * (1 - share) * bend[0] + share**2 * village[0],
            (1 - share) ** 2 * y + 2 * share * (1 - share) * bend[1] + share**2 * village[1],
        )
        for share in (part / 20 for part in range(21))
    ]


def country_roads(random: Random, avenues: list[Line], places: list[Point]) -> Iterator[Line]:
    """From the end of each of the city's avenues to a village, and from village to village around."""
    for avenue in avenues:
        yield carried_on(avenue, places)
    for here, there in zip(places, places[1:] + places[:1], strict=True):
        yield road(here, there, random.uniform(-0.12, -0.05))


def lanes(random: Random, place: Point) -> Iterator[Line]:
    """The few lanes of a village, across one another."""
    turn = random.uniform(0, math.pi)
    for side in (0.0, math.pi / 2):
        along, across = turn + side, turn + side + math.pi / 2
        for lane in range(-LANES, LANES + 1):
            half = LANES_M * (LANES + 0.4) * random.uniform(0.6, 1.0)
            x = place[0] + lane * LANES_M * math.cos(across)
            y = place[1] + lane * LANES_M * math.sin(across)
            east, north = half * math.cos(along), half * math.sin(along)
            yield [(x - east, y - north), (x + east, y + north)]


def blob(random: Random, middle: Point, wide: float, high: float) -> Line:
    """A rounded shape without a straight side."""
    phase, lobes = random.uniform(0, math.pi), random.uniform(0.08, 0.2)
    outline = []
    for step in range(36):
        angle = 2 * math.pi * step / 36
        out = 1 + lobes * math.sin(3 * angle + phase) + 0.5 * lobes * math.sin(5 * angle + 2 * phase)
        outline.append((middle[0] + wide * out * math.cos(angle), middle[1] + high * out * math.sin(angle)))
    return outline


def woods(random: Random, places: list[Point]) -> Iterator[Line]:
    """Woods between the villages."""
    for number in range(WOODS):
        angle = 2 * math.pi * (number * 0.618 % 1)
        away = random.uniform(WOODS_FROM_M, WOODS_TO_M)
        middle = (away * math.cos(angle) * 1.15, away * math.sin(angle) * 0.8)
        wide, high = random.uniform(220, 700), random.uniform(180, 480)
        clear = min(math.dist(middle, place) for place in places) > 700 + wide
        if clear and river_distance(middle) > 2 * high:
            yield blob(random, middle, wide, high)


def lake(random: Random) -> Line:
    """Where the river ends in the east."""
    middle, wide, high = LAKE
    return blob(random, middle, wide, high)
