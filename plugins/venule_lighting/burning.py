"""The burning calendar of the simulated city: on at civil dusk, dimmed part of the night, off at civil dawn."""

from bisect import bisect_right
from dataclasses import dataclass

from venule.sdk import DAY, HOUR, SECOND, Instant, Position
from venule_lighting.sun import CIVIL, elevation, night

DIM_FROM_HOUR, DIM_UNTIL_HOUR = 23, 5
DAY_REASON, DAWN_REASON, DUSK_REASON, DIM_REASON = 0x21, 0x30, 0x50, 0
"""Why a level holds, in the numbers of the NAS status packet."""

REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Step:
    """A level in percent and why it holds."""

    level: int
    reason: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The steps of every night at one place; ``dimmed`` is the level late at night."""

    place: Position
    utc_offset_s: int
    dimmed: int

    def step(self, at: Instant) -> Step:
        """What holds at a time."""
        if elevation(at, self.place) >= CIVIL:
            return Step(0, DAY_REASON)
        hour = (at / HOUR + self.utc_offset_s / 3600) % 24
        if hour >= DIM_FROM_HOUR or hour < DIM_UNTIL_HOUR:
            return Step(self.dimmed, DIM_REASON)
        return Step(100, DUSK_REASON if hour >= 12 else DAWN_REASON)

    def next_change(self, at: Instant) -> Instant:
        """The first change of step after a time."""
        local_midnight = at - (at + self.utc_offset_s * SECOND) % DAY
        times = [
            local_midnight + day * DAY + hour * HOUR for day in (0, 1, 2) for hour in (DIM_UNTIL_HOUR, DIM_FROM_HOUR)
        ]
        for day in (-1, 0, 1):
            between = night(at + day * DAY, self.place)
            times += [edge for edge in (between.dusk, between.dawn) if edge is not None]
        return next(
            edge for edge in sorted(times) if edge > at and self.step(edge + SECOND) != self.step(edge - SECOND)
        )


class Timeline:
    """The steps of a calendar one after the other, worked out once for all the lamps that obey it.

    It knows from its start on, and forgets what lies a week behind the latest time it was asked for.
    """

    def __init__(self, calendar: Calendar, start: Instant) -> None:
        self.calendar = calendar
        self.edges = [start]
        self.steps = [calendar.step(start)]

    def find(self, at: Instant) -> tuple[Step, Instant, Instant]:
        """The step that holds at a time, since when, and until when."""
        while self.edges[-1] <= at:
            edge = self.calendar.next_change(self.edges[-1])
            self.edges.append(edge)
            self.steps.append(self.calendar.step(edge + SECOND))
        if len(self.edges) > REMEMBERED:
            del self.edges[: REMEMBERED // 2], self.steps[: REMEMBERED // 2]
        index = max(0, bisect_right(self.edges, at) - 1)
        return self.steps[index], self.edges[index], self.edges[index + 1]
