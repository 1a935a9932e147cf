"""The simulated water network: areas with a demand, tanks that feed them, and a leak that grows in one area by night.

Flows are constant within a step, so that the balance of a tank holds exactly over each step: what the volume gains is
what came in less what went out.
"""

import math
from dataclasses import dataclass, field
from random import Random

from venule.sdk import DAY, HOUR, MINUTE, SECOND, Instant, Position, Ward

STEP = 5 * MINUTE
STEP_H = STEP / HOUR
DEMAND_PEAKS = ((7.4, 1.3, 0.85), (12.6, 2.2, 0.35), (19.3, 2.0, 0.75))
"""Local hour, width in hours and height of the day's peaks over the night's base: morning, noon and evening."""

NIGHT_BASE = 0.42
STATIC_BAR = 5.4
LOSS_BAR = 1.7
LOSS_EXPONENT = 1.852
"""Of the Hazen-Williams formula: head loss grows with the flow to this power."""

WORKING_LEVELS = (0.45, 0.82)
BRIM_LEVELS = (0.915, 0.93)
"""Shares of a tank's capacity at which its pump starts and stops; the second pair is set too high, on purpose."""

PUMP_SHARE = 1.75
LEAK_HOUR, LEAK_GROWS, LEAK_SHARE = 1.5, 3 * HOUR, 0.45
BURST_AFTER, BURST_GROWS, BURST_SHARE, BURST_LASTS = 5 * MINUTE, 10 * MINUTE, 1.0, 6 * HOUR
"""A main that breaks soon after the start and is shut off some hours later: in shares of its area's mean inflow."""

NIGHT_FROM_HOUR, NIGHT_UNTIL_HOUR = 2, 4
"""Local hours between which the least inflow of the day is looked for: hardly anybody draws water then."""

FOR_EVER: Instant = 2**62


def local_hour(at: Instant, utc_offset_s: int) -> float:
    """Hours since local midnight."""
    return (at / HOUR + utc_offset_s / 3600) % 24


def pattern(hour: float) -> float:
    """Demand by the hour of the day, about 1 on the mean."""
    bumps = (
        height * math.exp(-0.5 * (((hour - peak + 12) % 24 - 12) / width) ** 2) for peak, width, height in DEMAND_PEAKS
    )
    return NIGHT_BASE + sum(bumps)


PEAK = max(pattern(minute / 60) for minute in range(1440))


@dataclass(frozen=True, slots=True)
class Leak:
    """Water that is lost from a time on: more and more for a while, then ``share`` of the area's mean inflow."""

    began: Instant
    grows: Instant
    share: float
    until: Instant = FOR_EVER

    def lost(self, at: Instant) -> float:
        """The share that is lost at a time."""
        return self.share * min(1.0, (at - self.began) / self.grows) if self.began < at < self.until else 0.0


@dataclass(slots=True)
class Area:
    """A district metered area: its inlet and the state of its demand. ``ward`` is the district that it is, if one."""

    name: str
    position: Position
    mean_m3h: float
    ward: Ward | None = None
    leaks: tuple[Leak, ...] = ()
    noise: float = 0.0
    flow_m3h: float = 0.0
    counter_m3: float = 0.0
    inlet_bar: float = STATIC_BAR
    night_m3h: float = math.nan
    night_at: Instant = 0
    lowest_m3h: float = math.inf

    @property
    def title(self) -> str:
        """What people call it."""
        return self.ward.name if self.ward else self.name

    @property
    def load(self) -> float:
        """Its flow as a share of the mean."""
        return self.flow_m3h / self.mean_m3h

    def advance(self, random: Random, at: Instant, utc_offset_s: int) -> None:
        """The flow over the step that ends at ``at``, its counter, and the pressure that goes with it."""
        self.noise = 0.9 * self.noise + random.gauss(0, 0.018)
        demand = self.mean_m3h * pattern(local_hour(at, utc_offset_s)) * (1 + self.noise)
        self.flow_m3h = max(0.0, demand) + self.mean_m3h * sum(leak.lost(at) for leak in self.leaks)
        self.counter_m3 += self.flow_m3h * STEP_H
        self.inlet_bar = max(0.0, STATIC_BAR - LOSS_BAR * (self.load / PEAK) ** LOSS_EXPONENT)
        self.watch_the_night(at, utc_offset_s)

    def watch_the_night(self, at: Instant, utc_offset_s: int) -> None:
        """Keep the least flow of the small hours; when they are over, it is the minimum night flow."""
        of_day = (at + utc_offset_s * SECOND) % DAY
        if NIGHT_FROM_HOUR * HOUR < of_day <= NIGHT_UNTIL_HOUR * HOUR:
            self.lowest_m3h = min(self.lowest_m3h, self.flow_m3h)
        if of_day == NIGHT_UNTIL_HOUR * HOUR:
            self.night_m3h, self.night_at, self.lowest_m3h = self.lowest_m3h, at, math.inf


@dataclass(slots=True)
class Tank:
    """A tank with vertical walls, the pump that fills it, and the areas it feeds."""

    name: str
    position: Position
    base_m2: float
    height_m: float
    volume_m3: float
    pump_m3h: float
    levels: tuple[float, float]
    areas: list[Area] = field(default_factory=list)
    pumping: bool = False
    inflow_m3h: float = 0.0
    outflow_m3h: float = 0.0

    @property
    def capacity_m3(self) -> float:
        """What it holds at the most."""
        return self.base_m2 * self.height_m

    @property
    def fill(self) -> float:
        """Share of its capacity that is stored."""
        return self.volume_m3 / self.capacity_m3

    @property
    def level_m(self) -> float:
        """Height of the water over the floor."""
        return self.volume_m3 / self.base_m2

    def advance(self) -> None:
        """One step: the pump by its switching levels, the outflow by the areas; neither overflow nor dry running."""
        start_at, stop_at = self.levels
        if self.fill <= start_at:
            self.pumping = True
        elif self.fill >= stop_at:
            self.pumping = False
        room = (self.capacity_m3 - self.volume_m3) / STEP_H
        self.outflow_m3h = min(sum(area.flow_m3h for area in self.areas), self.volume_m3 / STEP_H)
        self.inflow_m3h = min(self.pump_m3h, room) if self.pumping else 0.0
        self.volume_m3 += (self.inflow_m3h - self.outflow_m3h) * STEP_H


def next_leak(now: Instant, utc_offset_s: int) -> Instant:
    """The first half past one of a local night after ``now``."""
    wait = (LEAK_HOUR - local_hour(now, utc_offset_s)) % 24
    return now + round(wait * HOUR) % DAY
