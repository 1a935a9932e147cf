"""How long bays stay free and taken: arrivals by the hour of the day, stays by a log-normal law."""

import math
from random import Random

from venule.sdk import HOUR, MINUTE, Instant

ARRIVALS_PER_HOUR = (
    0.05, 0.03, 0.02, 0.02, 0.03, 0.08, 0.25, 0.6, 1.1, 1.5, 1.7, 1.8,
    1.8, 1.7, 1.6, 1.5, 1.5, 1.6, 1.5, 1.2, 0.8, 0.5, 0.25, 0.12,
)  # fmt: skip
"""Vehicles that come to one free bay of the centre, by local hour: an assumption with two working peaks merged."""

BUSIEST = max(ARRIVALS_PER_HOUR)
MEDIAN_STAY_MIN = 52.0
STAY_SPREAD = 0.85
SHORTEST_MIN, LONGEST_MIN = 2.0, 30 * 60.0
FIRST_EVENING_HOUR, LAST_NIGHT_HOUR = 18, 5
OVERNIGHT_SHARE = 0.12


def local_hour(at: Instant, utc_offset_s: int) -> float:
    """Hours since local midnight."""
    return (at / HOUR + utc_offset_s / 3600) % 24


def next_arrival(random: Random, at: Instant, utc_offset_s: int, sought: float = 1.0) -> Instant:
    """When the next vehicle takes a bay that is free from ``at`` on: a Poisson process whose rate follows the day.

    ``sought`` is how much more vehicles come here than to a bay of the centre.
    """
    while True:
        at += round(random.expovariate(BUSIEST * sought) * HOUR) + 1
        if random.random() * BUSIEST < ARRIVALS_PER_HOUR[int(local_hour(at, utc_offset_s))]:
            return at


def departure(random: Random, at: Instant, utc_offset_s: int) -> Instant:
    """When a vehicle that came at ``at`` leaves; some of those that come in the evening stay until morning."""
    hour = local_hour(at, utc_offset_s)
    evening = hour >= FIRST_EVENING_HOUR or hour < LAST_NIGHT_HOUR
    if evening and random.random() < OVERNIGHT_SHARE:
        return at + round(((8.0 - hour) % 24 + random.gauss(0, 0.7)) * HOUR) + MINUTE
    minutes = random.lognormvariate(math.log(MEDIAN_STAY_MIN), STAY_SPREAD)
    return at + round(min(max(minutes, SHORTEST_MIN), LONGEST_MIN) * MINUTE)
