"""Where simulated assets stand: districts and streets of a made-up city, and gateways in reach of them."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from venule.domain.asset import Gateway
from venule.domain.geo import EARTH_RADIUS_M, Position
from venule.sdk.simulation import City, Street

METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
ROUNDS = 6
"""Of Lloyd's algorithm (1982): after a few the districts hardly move any more."""

SPARE_GATEWAYS = 1.15
"""So many more gateways than could hear all, so that each can have a neighbourhood of its own."""

UNEVEN = 0.2
"""How much the halves of a part of the city may differ from their due size, so that the cut falls into a gap."""

EUI_STEP = 0x9E3779B97F4A7C15
"""2⁶⁴ over the golden ratio, odd: multiples of it differ in their first digits, and none comes twice."""

Spot = tuple[float, float]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class District:
    """A part of a city and its streets, those nearest to its middle first."""

    centre: Position
    streets: tuple[Street, ...]


def offset(start: Position, east_m: float, north_m: float) -> Position:
    """The place some metres east and north of another; good within a city."""
    east = METRES_PER_DEGREE * math.cos(math.radians(start.latitude))
    return Position(start.longitude + east_m / east, start.latitude + north_m / METRES_PER_DEGREE)


def metres(start: Position, end: Position) -> tuple[float, float]:
    """How far east and how far north ``end`` lies of ``start``; good within a city."""
    east = METRES_PER_DEGREE * math.cos(math.radians(start.latitude))
    return (end.longitude - start.longitude) * east, (end.latitude - start.latitude) * METRES_PER_DEGREE


def length_m(street: Street) -> float:
    """The length of a street's centre line."""
    return sum(math.hypot(*metres(start, end)) for start, end in pairwise(street.line))


def from_the_centre(city: City) -> list[Street]:
    """The city's streets, the most central first, each judged by the middle corner of its line."""
    return sorted(city.streets, key=lambda street: math.hypot(*metres(city.centre, street.line[len(street.line) // 2])))


def inner_city(city: City, street_m: float) -> City:
    """The city with its most central streets alone, so many metres of them or a little more; all if it has fewer.

    For assets too few for the whole city: they stand close together there, as a network that has just begun.
    """
    chosen, told = [], 0.0
    for street in from_the_centre(city):
        if told >= street_m:
            break
        chosen.append(street)
        told += length_m(street)
    return replace(city, streets=tuple(chosen))


def places(street: Street, every_m: float, beside_m: float = 0.0, ends_m: float = 10.0) -> Iterator[Position]:
    """Places along a street, ``every_m`` apart and ``beside_m`` to the right of its centre line.

    Nothing stands within ``ends_m`` of its ends, where crossings are.
    """
    walked, due, last = 0.0, ends_m, length_m(street) - ends_m
    for start, end in pairwise(street.line):
        east, north = metres(start, end)
        leg = math.hypot(east, north)
        while leg > 0 and due <= min(walked + leg, last):
            share, right = (due - walked) / leg, beside_m / leg
            yield offset(start, east * share + north * right, north * share - east * right)
            due += every_m
        walked += leg


def districts(city: City, count: int) -> list[District]:
    """The city cut into ``count`` districts at most, the central one first, others of about equal extent around it."""
    spots = [metres(city.centre, street.line[len(street.line) // 2]) for street in city.streets]
    if not spots:
        return []
    middles = _spread(spots, min(count, len(spots)))
    for _ in range(ROUNDS):
        nearest = [_nearest(spot, middles) for spot in spots]
        for number in range(1, len(middles)):
            inside = [spot for spot, district in zip(spots, nearest, strict=True) if district == number]
            middles[number] = _mean(inside) if inside else middles[number]
    members: list[list[tuple[float, int]]] = [[] for _ in middles]
    for index, spot in enumerate(spots):
        number = _nearest(spot, middles)
        members[number].append((math.dist(spot, middles[number]), index))
    return [
        District(offset(city.centre, *middle), tuple(city.streets[index] for _, index in sorted(inside)))
        for middle, inside in zip(middles, members, strict=True)
        if inside
    ]


def by_turns(sources: Iterable[Iterable[Item]]) -> Iterator[Item]:
    """One of each source after the other, again and again; those that are used up are left out."""
    waiting = [iter(source) for source in sources]
    while waiting:
        left = []
        for source in waiting:
            for item in source:
                yield item
                left.append(source)
                break
        waiting = left


def gateways(positions: Sequence[Position], each: int, first_eui: int) -> list[Gateway]:
    """For every place the gateway that hears it: one in the middle of each neighbourhood of ``each`` places at most."""
    if not positions:
        return []
    spots = [metres(positions[0], position) for position in positions]
    found: dict[int, Gateway] = {}
    groups = _parted(list(range(len(spots))), spots, math.ceil(SPARE_GATEWAYS * len(spots) / each), each)
    for number, members in enumerate(groups):
        middle = _mean([spots[index] for index in members])
        eui = (first_eui + number) * EUI_STEP % 2**64
        found.update(dict.fromkeys(members, Gateway("", f"{eui:016x}", offset(positions[0], *middle))))
    return [found[index] for index in range(len(positions))]


def _parted(members: list[int], spots: Sequence[Spot], groups: int, each: int) -> Iterator[list[int]]:
    """Places in groups of neighbours: halved across their longer side, at the widest gap that leaves room for all."""
    if groups < 2 or len(members) < 2:
        yield members
        return
    axis = max((0, 1), key=lambda side: _extent([spots[index][side] for index in members]))
    along = sorted(members, key=lambda index: (spots[index][axis], index))
    first = groups // 2
    share = len(along) * first / groups
    fewest = max(1, len(along) - each * (groups - first), math.floor((1 - UNEVEN) * share))
    most = max(fewest, min(each * first, len(along) - 1, math.ceil((1 + UNEVEN) * share)))
    cut = max(range(fewest, most + 1), key=lambda at: spots[along[at]][axis] - spots[along[at - 1]][axis])
    yield from _parted(along[:cut], spots, first, each)
    yield from _parted(along[cut:], spots, groups - first, each)


def _spread(spots: Sequence[Spot], count: int) -> list[Spot]:
    """The middle of the city, and spots each as far as can be from those before it."""
    chosen = [(0.0, 0.0)]
    nearest = [math.hypot(*spot) for spot in spots]
    while len(chosen) < count:
        chosen.append(spots[max(range(len(spots)), key=nearest.__getitem__)])
        nearest = [min(known, math.dist(spot, chosen[-1])) for known, spot in zip(nearest, spots, strict=True)]
    return chosen


def _nearest(spot: Spot, middles: Sequence[Spot]) -> int:
    return min(range(len(middles)), key=lambda number: math.dist(spot, middles[number]))


def _mean(spots: Sequence[Spot]) -> Spot:
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def _extent(numbers: Sequence[float]) -> float:
    return max(numbers) - min(numbers)
