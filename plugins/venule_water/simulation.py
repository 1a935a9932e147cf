"""Simulated water: areas, tanks and loggers as plain JSON every five minutes, customers' meters as daily telegrams.

Abnormal on purpose, about one in a hundred: a tank that is kept nearly full, a leak that grows in one area from half
past one in the night, a silent logger, one with a low battery, and a few meters that report leaks, air or tampering.
"""

import heapq
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from venule.sdk import DAY, HOUR, City, Instant, Outgoing, Position, districts, json_reading
from venule_water import layout
from venule_water.network import STEP, Area, Tank, next_leak

NETWORK = "waterworks"
BATTERY_EVERY = 6 * HOUR
SETTLING = 12 * HOUR
ROUNDED = 6
LOW_BATTERY_V = 3.05


class Site(NamedTuple):
    """Who speaks, from where and of what time."""

    kind: str
    asset: str
    position: Position
    at: Instant


class WaterSimulator:
    """The water network of a city; time comes in with each call and only runs forward, in steps of five minutes."""

    def __init__(self, city: City, seed: int, assets: int) -> None:
        self.city = city
        self.random = Random(f"water/{seed}")
        count = min(max(layout.FEWEST_AREAS, round(assets / layout.ASSETS_PER_AREA)), layout.MOST_AREAS)
        parts = districts(city, count)
        self.areas = layout.areas(parts, self.random)
        self.tanks = layout.tanks(city, self.random, self.areas)
        self.points = layout.points(parts, self.random, self.areas)
        if self.points:
            self.points[0].battery_v = LOW_BATTERY_V
        fixed = len(self.areas) + len(self.tanks) + len(self.points)
        self.meters = layout.meters(parts, self.random, self.areas, max(0, assets - fixed))
        self.agenda: list[tuple[Instant, int]] = []
        self.clock: Instant = 0
        self.leak_began: Instant | None = None

    def start(self, now: Instant) -> Iterator[Outgoing]:
        """Half a day passes unheard, then every asset says how it is."""
        self.leak_began = None
        self.clock = (now - SETTLING) // STEP * STEP
        while self.clock + STEP <= now:
            self.advance()
        self.leak_began = next_leak(now, self.city.utc_offset_s)
        yield from self.report(everything=True)
        self.agenda.clear()
        for index, meter in enumerate(self.meters):
            due = now - round(self.random.random() * DAY)
            heapq.heappush(self.agenda, (due + DAY, index))
            due -= round(self.random.uniform(3, 9)) * DAY if meter.fault == "silent" else 0
            meter.begin(self.random, due // HOUR * HOUR, self.city.utc_offset_s)
            yield meter.telegram(due)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        """The steps that are complete by ``now``, and the telegrams that became due."""
        while self.clock + STEP <= now:
            self.advance()
            yield from self.report()
        while self.agenda and self.agenda[0][0] <= now:
            at, index = heapq.heappop(self.agenda)
            heapq.heappush(self.agenda, (at + DAY, index))
            meter = self.meters[index]
            if meter.fault != "silent":
                meter.count(self.random, at // HOUR * HOUR, self.city.utc_offset_s)
                yield meter.telegram(at)

    def advance(self) -> None:
        """One step of the whole network."""
        self.clock += STEP
        for index, area in enumerate(self.areas):
            leak = self.leak_began if index == len(self.areas) // 2 else None
            area.advance(self.random, self.clock, self.city.utc_offset_s, leak)
        for tank in self.tanks:
            tank.advance()

    def report(self, everything: bool = False) -> Iterator[Outgoing]:
        """What tanks, inlets and loggers measured over the step that just ended."""
        for tank in self.tanks:
            yield from self.tank_report(tank)
        for area in self.areas:
            yield from self.inlet_report(area)
        batteries = everything or self.clock % BATTERY_EVERY == 0
        for point in self.points:
            at = self.clock
            if point.silent:
                if not everything:
                    continue
                at -= DAY
            site = Site("water.pressure_point", point.name, point.position, at)
            used = pipe_loss(point.area) * point.loss
            pressure = max(0.0, point.area.inlet_bar + point.lower_bar - used + self.random.gauss(0, 0.012))
            yield say(site, "pressure", pressure, "bar")
            if batteries:
                yield say(site, "battery_voltage", point.battery_v, "V")

    def tank_report(self, tank: Tank) -> Iterator[Outgoing]:
        """Level, fill, volume, and both flows of the step."""
        told = {
            "level": (tank.level_m, "m"),
            "fill": (100 * tank.fill, "%"),
            "volume": (tank.volume_m3, "m3"),
            "inflow": (tank.inflow_m3h, "m3/h"),
            "outflow": (tank.outflow_m3h, "m3/h"),
        }
        site = Site("water.tank", tank.name, tank.position, self.clock)
        for datastream, (value, unit) in told.items():
            yield say(site, datastream, value, unit)

    def inlet_report(self, area: Area) -> Iterator[Outgoing]:
        """Flow, counter and pressure of an inlet."""
        told = {
            "flow": (area.flow_m3h, "m3/h"),
            "volume": (area.counter_m3, "m3"),
            "pressure": (area.inlet_bar, "bar"),
        }
        site = Site("water.inflow", f"{area.name}-inlet", area.position, self.clock)
        for datastream, (value, unit) in told.items():
            yield say(site, datastream, value, unit)


def say(site: Site, datastream: str, value: float, unit: str) -> Outgoing:
    """One value as plain JSON."""
    return json_reading(
        network=NETWORK,
        kind=site.kind,
        asset=site.asset,
        datastream=datastream,
        value=round(value, ROUNDED),
        unit=unit,
        at=site.at,
        position=site.position,
    )


def pipe_loss(area: Area) -> float:
    """Pressure that the area's own pipes take at its present flow, before a point's share of them."""
    return 1.2 * (area.flow_m3h / (2 * area.mean_m3h)) ** 2
