"""The street network of the demo town: streets with names, in legs from junction to junction."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from demo_city_ground import Spot, bent
from demo_city_names import road_names, street_names
from demo_city_skeleton import Way
from shapely import LineString, STRtree

GRID_M = 0.01
SHORTEST_LEG_M = 2.5
STRAIGHT_ON = math.cos(math.radians(17))
LONGEST_M = {"minor": 560.0, "tertiary": 1500.0}
"""How far a street goes on under one name."""


@dataclass(frozen=True)
class Street:
    """A street; its legs follow one another, as they lie on the ground. ``depth`` is the way's."""

    name: str
    kind: str
    depth: int
    legs: tuple[LineString, ...]

    @property
    def line(self) -> LineString:
        """The whole street."""
        return LineString([self.legs[0].coords[0], *(corner for leg in self.legs for corner in leg.coords[1:])])


def key(spot: Spot) -> Spot:
    """A junction's name: its place to the centimetre."""
    return round(spot[0], 2), round(spot[1], 2)


def legs_of(ways: list[Way]) -> list[list[LineString]]:
    """For each way its legs between junctions, in their order and direction."""
    lines = [way.line for way in ways]
    pieces = [
        piece
        for piece in shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
        if piece.length > SHORTEST_LEG_M
    ]
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    owners = STRtree(lines).nearest(middles)
    found: list[list[tuple[float, LineString]]] = [[] for _ in ways]
    for piece, middle, owner in zip(pieces, middles, owners, strict=True):
        line = lines[owner]
        at = line.project(middle)
        ahead = np.subtract(piece.coords[-1], piece.coords[0])
        way = np.subtract(line.interpolate(at + 0.5).coords[0], line.interpolate(max(0.0, at - 0.5)).coords[0])
        found[owner].append((at, piece if float(ahead @ way) >= 0 else piece.reverse()))
    return [[leg for _, leg in sorted(legs, key=lambda entry: entry[0])] for legs in found]


def chains(ways: list[Way]) -> Iterator[tuple[Way, list[LineString]]]:
    """Runs of legs that become one street: they break in gaps, and main roads also where they meet another one."""
    legs = legs_of(ways)
    meets = Counter(
        spot
        for way, run in zip(ways, legs, strict=True)
        if way.depth == 0
        for spot in {key(end) for leg in run for end in (leg.coords[0], leg.coords[-1])}
    )
    for way, run in zip(ways, legs, strict=True):
        chain: list[LineString] = []
        for leg in run:
            start = key(leg.coords[0])
            if chain and (key(chain[-1].coords[-1]) != start or (way.depth == 0 and meets[start] > 1)):
                yield way, chain
                chain = []
            chain.append(leg)
        if chain:
            yield way, chain


def joined(found: list[tuple[Way, list[LineString]]]) -> list[tuple[Way, list[LineString]]]:
    """Small streets that go straight on beyond a junction are one street."""
    runs = [(way, list(legs)) for way, legs in found]
    at: dict[Spot, list[int]] = {}
    for number, (way, legs) in enumerate(runs):
        if way.depth:
            for spot in {key(legs[0].coords[0]), key(legs[-1].coords[-1])}:
                at.setdefault(spot, []).append(number)
    owner = list(range(len(runs)))
    for spot in sorted(at):
        here = sorted({now(owner, number) for number in at[spot]})
        for first, second in ((a, b) for a in here for b in here if a < b):
            if owner[first] == first and owner[second] == second and goes_on(runs[first], runs[second], spot):
                runs[first] = (runs[first][0], linked(runs[first][1], runs[second][1], spot))
                owner[second] = first
    return [run for number, run in enumerate(runs) if owner[number] == number]


def now(owner: list[int], number: int) -> int:
    """The run that a run has become part of."""
    while owner[number] != number:
        number = owner[number]
    return number


def turned(legs: list[LineString]) -> list[LineString]:
    """A run the other way round."""
    return [leg.reverse() for leg in reversed(legs)]


def linked(first: list[LineString], second: list[LineString], spot: Spot) -> list[LineString]:
    """Two runs as one through the place where both end."""
    head = first if key(first[-1].coords[-1]) == spot else turned(first)
    tail = second if key(second[0].coords[0]) == spot else turned(second)
    return head + tail


def goes_on(first: tuple[Way, list[LineString]], second: tuple[Way, list[LineString]], spot: Spot) -> bool:
    """Whether one street is the other's continuation, and both together are not a circle."""
    if first[0].kind != second[0].kind or sum(leg.length for leg in first[1] + second[1]) > LONGEST_M[first[0].kind]:
        return False
    ends = [(key(legs[0].coords[0]), key(legs[-1].coords[-1])) for _, legs in (first, second)]
    if spot not in ends[0] or spot not in ends[1] or set(ends[0]) == set(ends[1]):
        return False
    run = linked(first[1], second[1], spot)
    before = run[len(first[1]) - 1].coords
    after = run[len(first[1])].coords
    one, two = np.subtract(before[-1], before[-2]), np.subtract(after[1], after[0])
    return float(one @ two) > STRAIGHT_ON * float(np.hypot(*one) * np.hypot(*two))


def streets_of(random: Random, ways: list[Way]) -> list[Street]:
    """All streets, with their names, on the ground."""
    small, large = street_names(random), road_names(random)
    found = []
    for way, legs in joined(list(chains(ways))):
        name = way.name or (next(large) if way.kind == "tertiary" else next(small))
        found.append(Street(name, way.kind, way.depth, tuple(bent(np.array(legs, dtype=object)))))
    return found
