"""Simulated garages: counts that follow the day, published as plain JSON."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from venule.sdk import MINUTE, SECOND, City, Instant, Outgoing, Position, json_reading
from venule_parking.stays import local_hour

REPORT_EVERY = 5 * MINUTE
BAYS_PER_GARAGE = 300
RUNS_FULL = 0.97


@dataclass(slots=True)
class Garage:
    """One garage: how full it is by day and by night, and a slow drift around that."""

    name: str
    position: Position
    capacity: int
    by_night: float
    by_day: float
    drift: float = 0.0

    def report(self, random: Random, at: Instant, utc_offset_s: int) -> Iterator[Outgoing]:
        """Its counts at a time."""
        self.drift = 0.97 * self.drift + random.gauss(0, 0.006)
        hour = local_hour(at, utc_offset_s)
        day = 1 / (1 + math.exp(-(hour - 8.5) * 1.6)) - 1 / (1 + math.exp(-(hour - 18.5) * 1.1))
        share = self.by_night + (self.by_day - self.by_night) * day + self.drift
        taken = min(max(round(share * self.capacity), 0), self.capacity)
        counts = {"capacity": self.capacity, "occupied": taken, "free": self.capacity - taken}
        for datastream, value in counts.items():
            yield self.say(datastream, value, "1", at)
        yield self.say("occupancy", round(100 * taken / self.capacity, 1), "%", at)

    def say(self, datastream: str, value: float, unit: str, at: Instant) -> Outgoing:
        """One value of this garage."""
        return json_reading(
            network="garages",
            kind="parking.garage",
            asset=self.name,
            datastream=datastream,
            value=value,
            unit=unit,
            at=at,
            position=self.position,
        )


def build(city: City, random: Random, bays: int) -> list[Garage]:
    """Garages of the centre; the first of them runs full."""
    garages: list[Garage] = []
    for park in city.car_parks[: round(bays / BAYS_PER_GARAGE)]:
        by_day = random.uniform(0.55, 0.88) if garages else RUNS_FULL
        garages.append(Garage(park.name, park.position, park.bays, random.uniform(0.08, 0.3), by_day))
    return garages


def first_report(random: Random, now: Instant) -> Instant:
    """A time within the last interval, on the second."""
    return now - round(random.uniform(0, REPORT_EVERY / SECOND)) * SECOND
