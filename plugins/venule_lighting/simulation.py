"""Simulated street lighting: lamps that follow the sun at the city's place, their cabinets and circuits, some faults.

Each lamp reports every hour and at each step of its calendar. Faults, about one in a hundred: failed lamps, drivers
that do not answer, lamps that burn by day, controllers silent for hours, and one tilted pole.
"""

import heapq
import math
from collections.abc import Iterator
from enum import IntEnum
from random import Random

from venule.sdk import (
    DAY,
    HOUR,
    MINUTE,
    Asset,
    City,
    Instant,
    Outgoing,
    Ward,
    Wards,
    area,
    inner_city,
)
from venule_lighting.burning import Calendar, Step, Timeline
from venule_lighting.lamps import LAMPS_PER_CABINET, NETWORK, Lamp, lay_out

REPORT_EVERY = HOUR
METER_EVERY = 15 * MINUTE
MAIN_STREETS_DIMMED, SIDE_STREETS_DIMMED = 70, 50
FAULTS = (("lamp", 0.004), ("driver", 0.001), ("burner", 0.002), ("silent", 0.004))
LOOK_BACK = 3 * DAY
CABINETS_FULL = 0.85
"""The share of the lamps it could feed that a cabinet feeds on the mean."""

STREET_M_A_LAMP = 120.0
"""How much of the city a lamp stands for: about four streets in five are still without."""


class Due(IntEnum):
    """What is due next."""

    STEP = 0
    REPORT = 1
    METER = 2


class LightingSimulator:
    """Lamps, cabinets, circuits and zones of a city, all counted as assets; time comes in and only runs forward."""

    def __init__(self, city: City, seed: int, assets: int) -> None:
        self.city = city
        self.random = Random(f"lighting/{seed}")
        served = inner_city(city, STREET_M_A_LAMP * assets)
        self.zones = lit_wards(served)
        cabinets = math.ceil(assets / (LAMPS_PER_CABINET * CABINETS_FULL))
        count = max(1, assets - 2 * cabinets - len(self.zones))
        self.lamps, self.cabinets = lay_out(served, self.random, count)
        self.timelines: tuple[Timeline, ...] = ()
        self.agenda: list[tuple[Instant, Due, int]] = []
        for lamp in self.lamps:
            lamp.fault = self.draw_fault()
        if len(self.lamps) > LAMPS_PER_CABINET:
            self.random.choice(self.lamps).fault = "tilt"

    def draw_fault(self) -> str:
        """What is wrong with a lamp: mostly nothing."""
        chance = self.random.random()
        for name, share in FAULTS:
            if chance < share:
                return name
            chance -= share
        return ""

    def inventory(self) -> Iterator[Asset]:
        """The circuits, and the maintenance areas, which have no values of their own."""
        yield from (cabinet.inventory() for cabinet in self.cabinets)
        for ward in self.zones:
            name = f"MA-{ward.name.replace(' ', '-')}"
            yield Asset(NETWORK, name, "lighting.zone", ward.name, shape=area([ward.outline]))

    def start(self, now: Instant) -> Iterator[Outgoing]:
        """Every lamp and cabinet says how it was at its last report."""
        self.agenda.clear()
        self.timelines = tuple(
            Timeline(Calendar(self.city.centre, self.city.utc_offset_s, dimmed), now - LOOK_BACK)
            for dimmed in (SIDE_STREETS_DIMMED, MAIN_STREETS_DIMMED)
        )
        for index, lamp in enumerate(self.lamps):
            yield from self.wake(index, lamp, now)
        for index, cabinet in enumerate(self.cabinets):
            last = now - round(self.random.random() * METER_EVERY)
            heapq.heappush(self.agenda, (last + METER_EVERY, Due.METER, index))
            cabinet.accounted = last
            yield cabinet.report(last, self.random)
            yield cabinet.circuit_report(last)

    def wake(self, index: int, lamp: Lamp, now: Instant) -> Iterator[Outgoing]:
        """A lamp's last report before ``now``; its next one and its next step go on the agenda."""
        last = now - round(self.random.random() * REPORT_EVERY)
        heapq.heappush(self.agenda, (last + REPORT_EVERY, Due.REPORT, index))
        _, began, ends = self.timelines[lamp.main_street].find(now - lamp.late_us)
        heapq.heappush(self.agenda, (ends + lamp.late_us, Due.STEP, index))
        if lamp.fault == "silent":
            last -= round(self.random.uniform(4, 40) * HOUR)
        else:
            last = max(last, began + lamp.late_us)
        lamp.accounted = last
        self.obey(lamp, self.timelines[lamp.main_street].find(last - lamp.late_us)[0])
        yield from self.speak(lamp, last)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        """What became due since the last call, in the order of time."""
        while self.agenda and self.agenda[0][0] <= now:
            at, due, index = heapq.heappop(self.agenda)
            if due is Due.METER:
                heapq.heappush(self.agenda, (at + METER_EVERY, due, index))
                yield self.cabinets[index].report(at, self.random)
                yield self.cabinets[index].circuit_report(at)
                continue
            lamp = self.lamps[index]
            if due is Due.STEP:
                step, _, ends = self.timelines[lamp.main_street].find(at - lamp.late_us)
                lamp.account(at)
                self.obey(lamp, step)
                heapq.heappush(self.agenda, (ends + lamp.late_us, due, index))
            else:
                heapq.heappush(self.agenda, (at + REPORT_EVERY, due, index))
            if lamp.fault != "silent":
                yield from self.speak(lamp, at)

    def speak(self, lamp: Lamp, at: Instant) -> Iterator[Outgoing]:
        """Status and usage, one after the other as the controller sends them."""
        yield lamp.status(at, self.temperature(at) + (6 if lamp.lit else 0))
        yield lamp.usage(at)

    def obey(self, lamp: Lamp, step: Step) -> None:
        """Take the calendar's step, unless a stuck relay keeps the lamp on."""
        lamp.step = Step(100, step.reason) if lamp.fault == "burner" else step

    def temperature(self, at: Instant) -> float:
        """The air's temperature: coldest before dawn, warmest in the afternoon."""
        hour = (at / HOUR + self.city.utc_offset_s / 3600) % 24
        return 10 + 6 * math.cos((hour - 15) / 24 * 2 * math.pi)


def lit_wards(city: City) -> list[Ward]:
    """The districts in which the city's streets lie, in the order of the city."""
    wards = Wards(city)
    found = {wards.at(street.line[len(street.line) // 2]) for street in city.streets}
    return [ward for ward in city.wards if ward in found]
