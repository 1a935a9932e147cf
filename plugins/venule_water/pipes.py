"""The simulated mains: what each carries on the mean, worked out over the whole network from its plants to its ends."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from venule.sdk import Asset, City, Position, WaterMain, line, metres
from venule_water.network import STATIC_BAR, Area

DEMAND_M3H_A_KM = 1.7
"""Drawn along a kilometre of main within a district."""

DESIGN_M_S = 0.5
"""The velocity for which a main is made wide enough."""

LEAST_SHARE = 0.01
"""Of what a main is wide enough for: so much moves in every one."""

WIDE_MM = 250
LOGGED_EVERY = 4
"""Mains that tell their pressure: those wider than that, and one in so many of the others."""

FALL_BAR = 0.9
"""What the way from the plants to the farthest end takes of the pressure at the mean flow."""


@dataclass(slots=True)
class Main:
    """A main that reports: what it carries on the mean, and how far from the plants it lies, as a share of the most.

    ``area`` is the one that its water is drawn in; a trunk main has none and follows the whole network.
    """

    told: WaterMain
    mean_m3h: float
    far: float
    logged: bool
    area: Area | None = None

    def flow_m3h(self, load: float) -> float:
        """What it carries when the whole network carries so much of its mean."""
        return self.mean_m3h * (load if self.area is None else self.area.load)

    def pressure_bar(self, load: float) -> float:
        """The pressure in it: the inlet's, less what the way takes."""
        begins = STATIC_BAR if self.area is None else self.area.inlet_bar
        used = load if self.area is None else self.area.load
        return max(0.0, begins - FALL_BAR * self.far * used**2)

    def asset(self, network: str) -> Asset:
        """It as an inventory has it."""
        told = {"diameter_mm": str(self.told.diameter_mm), "district": self.area.title if self.area else "trunk main"}
        return Asset(network, self.told.name, "water.pipe", properties=told, shape=line(self.told.line))


@dataclass(frozen=True, slots=True)
class Reach:
    """How every junction is fed: its distance from the plants, and the last main on the way, by its row."""

    distance: dict[Position, float]
    last: dict[Position, int]


def mains(city: City, areas: Sequence[Area], count: int) -> list[Main]:
    """The mains that report: the most central ones of the districts that are metered, and of the trunk between them."""
    by_ward = {area.title: area for area in areas}
    own = [row for row, told in enumerate(city.mains) if not told.ward or told.ward in by_ward]
    chosen = sorted(own, key=lambda row: math.hypot(*metres(city.centre, middle(city.mains[row]))))[:count]
    reach = reached(city)
    flows = mean_flows(city.mains, reach)
    farthest = max(reach.distance.values(), default=0.0) or 1.0
    found = []
    for row in chosen:
        told = city.mains[row]
        far = max(reach.distance.get(end, 0.0) for end in ends(told)) / farthest
        logged = told.diameter_mm > WIDE_MM or row % LOGGED_EVERY == 0
        found.append(Main(told, flows[row], far, logged, by_ward.get(told.ward)))
    return found


def inlets(city: City) -> dict[str, Position]:
    """Where each district is fed: where a main of it meets the trunk main that carries most."""
    flows = mean_flows(city.mains, reached(city))
    fed: dict[Position, set[str]] = {}
    for told in city.mains:
        for end in ends(told) if told.ward else ():
            fed.setdefault(end, set()).add(told.ward)
    best: dict[str, tuple[float, Position]] = {}
    for told, flow in zip(city.mains, flows, strict=True):
        for end in () if told.ward else ends(told):
            best |= {ward: max(best.get(ward, (flow, end)), (flow, end)) for ward in fed.get(end, ())}
    return {ward: end for ward, (_, end) in best.items()}


def reached(city: City) -> Reach:
    """The shortest ways from the plants (Dijkstra 1959), a wide main counting as shorter than a narrow one."""
    meeting: dict[Position, list[int]] = {}
    for row, told in enumerate(city.mains):
        for end in ends(told):
            meeting.setdefault(end, []).append(row)
    costs = [length_km(told) / told.diameter_mm for told in city.mains]
    distance: dict[Position, float] = {}
    last: dict[Position, int] = {}
    waiting = [(0.0, plant.position, -1) for plant in city.plants if plant.position in meeting]
    while waiting:
        so_far, place, row = heapq.heappop(waiting)
        if place in distance:
            continue
        distance[place] = so_far
        if row >= 0:
            last[place] = row
        for further in meeting[place]:
            for end in ends(city.mains[further]):
                if end not in distance:
                    heapq.heappush(waiting, (so_far + costs[further], end, further))
    return Reach(distance, last)


def mean_flows(told: Sequence[WaterMain], reach: Reach) -> list[float]:
    """What each main carries on the mean, in m3/h.

    Over the shortest ways alone the widest mains would carry all and the loops nothing. Loops share the load: what a
    main carries lies half way, on a logarithmic scale, between that and what it is wide enough for.
    """
    drawn = [length_km(main) * DEMAND_M3H_A_KM if main.ward else 0.0 for main in told]
    carried, needed = list(drawn), dict.fromkeys(reach.distance, 0.0)
    for main, need in zip(told, drawn, strict=True):
        farther = max(ends(main), key=lambda end: reach.distance.get(end, 0.0))
        needed[farther] = needed.get(farther, 0.0) + need
    for place in sorted(reach.last, key=reach.distance.__getitem__, reverse=True):
        row = reach.last[place]
        carried[row] = needed[place]
        start, end = ends(told[row])
        needed[start if place == end else end] += needed[place]
    wide_for = [design_m3h(main) for main in told]
    return [math.sqrt(max(flow, LEAST_SHARE * design) * design) for flow, design in zip(carried, wide_for, strict=True)]


def design_m3h(main: WaterMain) -> float:
    """What a main is wide enough for."""
    return math.pi / 4 * (main.diameter_mm / 1000) ** 2 * DESIGN_M_S * 3600


def ends(main: WaterMain) -> tuple[Position, Position]:
    """The junctions of a main."""
    return main.line[0], main.line[-1]


def middle(main: WaterMain) -> Position:
    """The middle corner of a main."""
    return main.line[len(main.line) // 2]


def drawn_by_ward(city: City) -> dict[str, float]:
    """What each district draws on the mean, in m3/h."""
    found: dict[str, float] = {}
    for main in city.mains:
        found[main.ward] = found.get(main.ward, 0.0) + length_km(main) * DEMAND_M3H_A_KM
    return found


def length_km(main: WaterMain) -> float:
    """The length of a main."""
    return sum(math.hypot(*metres(start, end)) for start, end in pairwise(main.line)) / 1000
