"""A simulated city centre that parks: bays by arrivals and stays, garages by the day, and a few things that fail.

Faults, about one in a hundred: sensors that fell silent hours ago, a gateway that is not heard for some hours, weak
batteries. Every draw comes from one seeded generator, so that the same seed gives the same day.
"""

import heapq
import math
from collections.abc import Iterator
from enum import IntEnum
from random import Random

from venule.sdk import HOUR, MINUTE, Asset, City, Instant, Outgoing
from venule_parking import garages, rows
from venule_parking.bays import Bay, lay_out
from venule_parking.stays import departure, local_hour, next_arrival

HEARTBEAT_EVERY = HOUR
SETTLING = 16 * HOUR
SILENT_SHARE = 0.006
OUTAGE_BEFORE = 20 * MINUTE
OUTAGE_AFTER = 5 * HOUR
"""How long before and after the start one gateway is not heard: longer than three heartbeats, so that it is missed."""


class Due(IntEnum):
    """What is due next."""

    CHANGE = 0
    HEARTBEAT = 1
    GARAGE = 2


class ParkingSimulator:
    """Bays, garages and zones of a city, all counted as assets; time comes in with each call and only runs forward."""

    def __init__(self, city: City, seed: int, assets: int) -> None:
        self.city = city
        self.random = Random(f"parking/{seed}")
        self.garages = garages.build(city, self.random, assets)
        sites = rows.sites(city, self.random, max(0, assets - len(self.garages)))
        self.zones = rows.zones(city, sites)
        self.bays = lay_out(sites[: len(sites) - len(self.zones)], self.random)
        self.agenda: list[tuple[Instant, Due, int]] = []
        self.outage: tuple[str, Instant] = ("", 0)

    def inventory(self) -> Iterator[Asset]:
        """The zones; they have no values of their own."""
        return (zone.asset() for zone in self.zones)

    def start(self, now: Instant) -> Iterator[Outgoing]:
        """Let sixteen hours pass unheard, then every bay and garage says how it is."""
        self.agenda.clear()
        gateways = sorted({bay.gateway.name for bay in self.bays})
        if len(gateways) > 1:
            self.outage = (gateways[len(gateways) // 3], now + OUTAGE_AFTER)
        for index, bay in enumerate(self.bays):
            yield self.wake(index, bay, now)
        for index, garage in enumerate(self.garages):
            at = garages.first_report(self.random, now)
            heapq.heappush(self.agenda, (at + garages.REPORT_EVERY, Due.GARAGE, index))
            yield from garage.report(self.random, at, self.city.utc_offset_s)

    def step(self, now: Instant) -> Iterator[Outgoing]:
        """What became due since the last call, in the order of time."""
        while self.agenda and self.agenda[0][0] <= now:
            at, due, index = heapq.heappop(self.agenda)
            if due is Due.GARAGE:
                heapq.heappush(self.agenda, (at + garages.REPORT_EVERY, due, index))
                yield from self.garages[index].report(self.random, at, self.city.utc_offset_s)
            else:
                yield from self.bay_speaks(at, due, index)

    def wake(self, index: int, bay: Bay, now: Instant) -> Outgoing:
        """Bring a bay to its state at ``now`` and let it send the heartbeat it last sent."""
        change = self.settle(bay, now)
        last = now - round(self.random.random() * HEARTBEAT_EVERY)
        if self.random.random() < SILENT_SHARE:
            bay.heard_until = last = now - round(self.random.uniform(4, 30) * HOUR)
        elif bay.gateway.name == self.outage[0]:
            last -= OUTAGE_BEFORE
        else:
            last = max(last, bay.since)
        heapq.heappush(self.agenda, (change, Due.CHANGE, index))
        heapq.heappush(self.agenda, (now + (last - now) % HEARTBEAT_EVERY, Due.HEARTBEAT, index))
        return bay.heartbeat(last, self.temperature(last))

    def settle(self, bay: Bay, now: Instant) -> Instant:
        """Run a bay's comings and goings up to ``now``; returns when it changes next."""
        bay.occupied, bay.since = False, now - SETTLING
        change = next_arrival(self.random, bay.since, self.city.utc_offset_s, bay.site.sought)
        while change <= now:
            bay.occupied, bay.since = not bay.occupied, change
            change = self.next_change(bay, change)
        return change

    def next_change(self, bay: Bay, at: Instant) -> Instant:
        """When a bay that got its state at ``at`` loses it."""
        if bay.occupied:
            return departure(self.random, at, self.city.utc_offset_s)
        return next_arrival(self.random, at, self.city.utc_offset_s, bay.site.sought)

    def bay_speaks(self, at: Instant, due: Due, index: int) -> Iterator[Outgoing]:
        """A change or a heartbeat, unless nobody hears it."""
        bay = self.bays[index]
        heard = bay.heard_until is None and not (bay.gateway.name == self.outage[0] and at < self.outage[1])
        if due is Due.HEARTBEAT:
            heapq.heappush(self.agenda, (at + HEARTBEAT_EVERY, due, index))
            if heard:
                yield bay.heartbeat(at, self.temperature(at))
            return
        bay.occupied = not bay.occupied
        if heard:
            yield bay.status(at)
        bay.since = at
        heapq.heappush(self.agenda, (self.next_change(bay, at), due, index))

    def temperature(self, at: Instant) -> float:
        """The ground's temperature: coldest before dawn, warmest in the afternoon."""
        return 11 + 5 * math.cos((local_hour(at, self.city.utc_offset_s) - 15) / 24 * 2 * math.pi)
