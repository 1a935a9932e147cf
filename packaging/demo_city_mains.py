"""The demo town's water mains: a looped network under its larger streets, fed by a waterworks and a tank."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from demo_city_ground import Spot, bent
from demo_city_network import Street, key
from demo_city_skeleton import Skeleton
from demo_city_wards import Ward, ground_of, holding
from shapely import LineString, Point

TRUNK = {"primary": 500, "secondary": 400}
LESSER = {0: 300, 1: 250, 2: 150, 3: 100}
DEEPEST = 3
"""Streets of later cuts are served by the mains around them."""

PLANTS = (("Linde Waterworks", "waterworks", 5), ("North Hill Tank", "tank", 2))
"""Name, kind, and the avenue at whose end each stands."""


@dataclass(frozen=True)
class Main:
    """A pipe between two junctions, on the ground; trunk mains belong to no district."""

    name: str
    line: LineString
    diameter_mm: int
    ward: str


@dataclass(frozen=True)
class Plant:
    """Where water comes from."""

    name: str
    kind: str
    spot: Spot


def diameter_mm(street: Street) -> int:
    """Of the main under a street: the earlier it was cut, the wider."""
    return TRUNK.get(street.kind) or LESSER[street.depth]


def ends(line: LineString) -> tuple[Spot, Spot]:
    """Both ends, as junctions are called."""
    return key(line.coords[0]), key(line.coords[-1])


def piped(streets: Iterable[Street]) -> list[Street]:
    """The streets that have a main."""
    return [street for street in streets if street.depth <= DEEPEST]


def pipes(streets: list[Street]) -> Iterator[tuple[LineString, int]]:
    """Pipes from one junction of mains to the next."""
    met = Counter(spot for street in streets for leg in street.legs for spot in ends(leg))
    passed = Counter(spot for street in streets for leg in street.legs[1:] for spot in ends(leg)[:1])
    for street in streets:
        run: list[Spot] = list(street.legs[0].coords)
        for before, leg in zip(street.legs, street.legs[1:], strict=False):
            spot = ends(before)[1]
            if met[spot] > 2 * passed[spot] or passed[spot] > 1:
                yield LineString(run), diameter_mm(street)
                run = [run[-1]]
            run += leg.coords[1:]
        yield LineString(run), diameter_mm(street)


def reached(lines: list[LineString], start: Spot) -> list[bool]:
    """Which pipes water gets to from a place."""
    at: dict[Spot, list[int]] = {}
    for number, line in enumerate(lines):
        for spot in ends(line):
            at.setdefault(spot, []).append(number)
    wet = [False] * len(lines)
    waiting = [start]
    while waiting:
        for number in at.get(waiting.pop(), ()):
            if not wet[number]:
                wet[number] = True
                waiting += ends(lines[number])
    return wet


def sources(found: Skeleton) -> list[Spot]:
    """Where water comes from: the ends of two avenues."""
    spots: list[Spot] = [bent(Point(found.avenue_ends[number].spot)).coords[0] for _, _, number in PLANTS]
    return spots


def plants(found: Skeleton, laid: list[Main]) -> list[Plant]:
    """Each plant at the end of a main that is nearest to where it is meant to be."""
    corners = [corner for main in laid for corner in (main.line.coords[0], main.line.coords[-1])]
    return [
        Plant(name, kind, min(corners, key=lambda corner: math.dist(corner, spot)))
        for (name, kind, _), spot in zip(PLANTS, sources(found), strict=True)
    ]


def mains(streets: list[Street], wards: list[Ward], fed_from: list[Spot]) -> list[Main]:
    """All pipes that water gets to, in the order of their streets; none goes out of the town but to a source."""
    town = ground_of(wards)
    laid = [
        (line, width)
        for line, width in pipes(piped(streets))
        if town.contains(line.interpolate(0.5, normalized=True)) or nearest_m(line, fed_from) < 1
    ]
    lines = [line for line, _ in laid]
    feeding = min((spot for line in lines for spot in ends(line)), key=lambda spot: math.dist(spot, fed_from[0]))
    wet = reached(lines, feeding)
    wards_of = holding(wards, [line.interpolate(0.5, normalized=True) for line in lines])
    kept = [(line, width, ward) for (line, width), ward, in_ in zip(laid, wards_of, wet, strict=True) if in_]
    return [
        Main(f"P-{number:04d}", line, width, "" if width in TRUNK.values() else ward)
        for number, (line, width, ward) in enumerate(kept, start=1)
    ]


def nearest_m(line: LineString, spots: list[Spot]) -> float:
    """How near a line comes to any of some places."""
    return float(np.min(shapely.distance(line, shapely.points(spots))))
