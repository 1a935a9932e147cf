"""Simulated water: areas, tanks and loggers as plain JSON every five minutes, mains every quarter of an hour.

Customers' meters send daily telegrams. Abnormal on purpose, about one in a hundred: a tank that is kept nearly full, a
main that bursts in the central area some minutes after the start, a leak that grows in another from half past
one in the night, a silent logger, one with a low battery, and a few meters that report leaks, air or tampering.
"""

import heapq
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from venule.sdk import DAY, HOUR, MINUTE, Asset, City, Instant, Outgoing, Position, area, json_reading
from venule_water import layout, network, pipes
from venule_water.network import STEP, Area, Leak, Tank, next_leak

NETWORK = "waterworks"
BATTERY_EVERY = 6 * HOUR
MAINS_EVERY = 15 * MINUTE
SETTLING = 28 * HOUR
"""A day and four hours: by any time of day a night has passed, and its least flow is known."""

ROUNDED = 6
LOW_BATTERY_V = 3.05


class Site(NamedTuple):
    """Who speaks, from where if it tells that, and of what time."""

    kind: str
    asset: str
    position: Position | None
    at: Instant


class WaterSimulator:
    """The water network of a city; time comes in with each call and only runs forward, in steps of five minutes."""

    def __init__(self, city: City, seed: int, assets: int) -> None:
        self.city = city
        self.random = Random(f"water/{seed}")
        served = layout.served(city, assets)
        self.areas = layout.areas(served, self.random)
        self.tanks = layout.tanks(city, served.city, self.random, self.areas)
        self.points = layout.points(served.parts, self.random, self.areas)
        if self.points:
            self.points[0].battery_v = LOW_BATTERY_V
        self.mains = pipes.mains(city, self.areas, round(layout.MAINS_SHARE * assets))
        fixed = len(list(self.inventory())) + len(self.areas) + len(self.tanks) + len(self.points)
        self.meters = layout.meters(served.parts, self.random, self.areas, max(0, assets - fixed))
        self.telegrams: list[tuple[Instant, int]] = []
        self.readings: list[tuple[Instant, int]] = []
        self.clock: Instant = 0

    def inventory(self) -> Iterator[Asset]:
        """The mains, and the metered areas that are districts of the city."""
        yield from (main.asset(NETWORK) for main in self.mains)
        for metered in self.areas:
            if metered.ward:
                shape = area([metered.ward.outline])
                yield Asset(NETWORK, metered.name, "water.district", metered.title, shape=shape)

    def start(self, now: Instant) -> Iterator[Outgoing]:
        """A day and some hours pass unheard, then every asset says how it is."""
        for metered in self.areas:
            metered.leaks = ()
        self.clock = (now - SETTLING) // STEP * STEP
        while self.clock + STEP <= now:
            self.advance()
        self.break_some(now)
        yield from self.report(everything=True)
        yield from self.first_telegrams(now)
        self.readings.clear()
        for index, main in enumerate(self.mains):
            due = now - round(self.random.random() * MAINS_EVERY)
            heapq.heappush(self.readings, (due + MAINS_EVERY, index))
            yield from self.main_report(main, due)

    def break_some(self, now: Instant) -> None:
        """Let a main burst soon in the central area, and in another a leak grow in the night."""
        if self.areas:
            night = Leak(next_leak(now, self.city.utc_offset_s), network.LEAK_GROWS, network.LEAK_SHARE)
            self.areas[len(self.areas) // 2].leaks = (night,)
            began = now + network.BURST_AFTER
            burst = Leak(began, network.BURST_GROWS, network.BURST_SHARE, began + network.BURST_LASTS)
            self.areas[0].leaks += (burst,)

    def first_telegrams(self, now: Instant) -> Iterator[Outgoing]:
        """The last telegram of each meter; the next ones go on the agenda."""
        self.telegrams.clear()
        for index, meter in enumerate(self.meters):
            due = now - round(self.random.random() * DAY)
            heapq.heappush(self.telegrams, (due + DAY, index))
            due -= round(self.random.uniform(3, 9)) * DAY if meter.fault == "silent" else 0
            meter.begin(self.random, due // HOUR * HOUR, self.city.utc_offset_s)
            yield meter.telegram(due)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        """The steps that are complete by ``now``, and the readings and telegrams that became due."""
        while self.clock + STEP <= now:
            self.advance()
            yield from self.report()
        while self.readings and self.readings[0][0] <= now:
            at, index = heapq.heappop(self.readings)
            heapq.heappush(self.readings, (at + MAINS_EVERY, index))
            yield from self.main_report(self.mains[index], at)
        while self.telegrams and self.telegrams[0][0] <= now:
            at, index = heapq.heappop(self.telegrams)
            heapq.heappush(self.telegrams, (at + DAY, index))
            meter = self.meters[index]
            if meter.fault != "silent":
                meter.count(self.random, at // HOUR * HOUR, self.city.utc_offset_s)
                yield meter.telegram(at)

    def advance(self) -> None:
        """One step of the whole network."""
        self.clock += STEP
        for metered in self.areas:
            metered.advance(self.random, self.clock, self.city.utc_offset_s)
        for tank in self.tanks:
            tank.advance()

    @property
    def load(self) -> float:
        """The flow into all areas as a share of its mean."""
        return sum(metered.flow_m3h for metered in self.areas) / sum(metered.mean_m3h for metered in self.areas)

    def report(self, everything: bool = False) -> Iterator[Outgoing]:
        """What tanks, inlets and loggers measured over the step that just ended."""
        for tank in self.tanks:
            yield from self.tank_report(tank)
        for metered in self.areas:
            yield from self.inlet_report(metered)
            if metered.ward:
                yield from self.district_report(metered, everything)
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

    def main_report(self, main: pipes.Main, at: Instant) -> Iterator[Outgoing]:
        """Flow of a main, and its pressure where there is a logger; its place is in the inventory."""
        site = Site("water.pipe", main.told.name, None, at)
        load = self.load
        yield say(site, "flow", main.flow_m3h(load), "m3/h")
        if main.logged:
            yield say(site, "pressure", main.pressure_bar(load), "bar")

    def district_report(self, metered: Area, everything: bool) -> Iterator[Outgoing]:
        """Inflow of a metered area every quarter of an hour, and its least flow by night once that is over."""
        if everything or self.clock % MAINS_EVERY == 0:
            yield say(Site("water.district", metered.name, None, self.clock), "flow", metered.flow_m3h, "m3/h")
        if metered.night_at and (everything or metered.night_at == self.clock):
            site = Site("water.district", metered.name, None, metered.night_at)
            yield say(site, "night_flow", metered.night_m3h, "m3/h")

    def inlet_report(self, metered: Area) -> Iterator[Outgoing]:
        """Flow, counter and pressure of an inlet."""
        told = {
            "flow": (metered.flow_m3h, "m3/h"),
            "volume": (metered.counter_m3, "m3"),
            "pressure": (metered.inlet_bar, "bar"),
        }
        site = Site("water.inflow", f"{metered.name}-inlet", metered.position, self.clock)
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


def pipe_loss(metered: Area) -> float:
    """Pressure that the area's own pipes take at its present flow, before a point's share of them."""
    return 1.2 * (metered.load / 2) ** 2
