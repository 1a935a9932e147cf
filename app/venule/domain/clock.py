"""The one clock that every view follows. It is told the wall time and never asks the system for it."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from venule.domain.basis import Basis
from venule.domain.instant import SECOND, Instant

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0)
"""How fast a replay may run, forwards and, with a minus before it, backwards."""

SHORTEST_LOOP = SECOND

Loop: TypeAlias = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True)
class Clock:
    """Live, or a replay that left ``origin`` when the wall showed ``started`` and runs at ``speed`` (0 = paused).

    A value: each control returns a new clock, so that it can cross threads and be compared. A negative speed runs
    backwards. ``basis`` says what "by then" means; live it is always what is known. ``loop`` is the stretch that is
    played over and over; the clock stands inside it.
    """

    live: bool = True
    origin: Instant = 0
    started: Instant = 0
    speed: float = 0.0
    basis: Basis = Basis.KNOWN
    loop: Loop | None = None

    @property
    def backwards(self) -> bool:
        """Whether it runs from later to earlier."""
        return not self.live and self.speed < 0

    @property
    def running(self) -> bool:
        """Whether its time moves."""
        return self.live or self.speed != 0

    def now(self, wall: Instant) -> Instant:
        """The time on the desk when the wall clock shows ``wall``."""
        if self.live:
            return wall
        reached = self.origin + round((wall - self.started) * self.speed)
        if self.loop is not None and self.speed:
            reached = _inside(reached, self.loop, self.speed)
        return min(wall, reached)

    def seek(self, instant: Instant, wall: Instant) -> "Clock":
        """The clock moved to ``instant``: it goes on at its speed when replaying, or stands when it was live.

        A loop that does not hold the instant is let go.
        """
        there = min(instant, wall)
        loop = self.loop if self.loop is not None and self.loop[0] <= there <= self.loop[1] else None
        return Clock(False, there, wall, 0.0 if self.live else self.speed, self.basis, loop)

    def play(self, speed: float, wall: Instant) -> "Clock":
        """The clock running at ``speed`` from where it is; 0 pauses it."""
        if not abs(speed) <= SPEEDS[-1]:
            raise ValueError(f"replay speed must lie between -{SPEEDS[-1]:g} and {SPEEDS[-1]:g}, not {speed}")
        return Clock(False, self.now(wall), wall, speed, self.basis, self.loop)

    def looping(self, loop: Loop | None, wall: Instant) -> "Clock":
        """The clock that plays a stretch over and over, from its beginning where it stands outside; ``None`` ends it.

        A stretch shorter than a second is made one long; what reaches beyond the wall is moved back before it.
        """
        clock = replace(self.play(0.0 if self.live else self.speed, wall), loop=None)
        if loop is None:
            return clock
        width = max(loop[1] - loop[0], SHORTEST_LOOP)
        start = min(loop[0], wall - width)
        kept = clock.origin if start <= clock.origin <= start + width else start
        return replace(clock, origin=kept, loop=(start, start + width))

    def on(self, basis: Basis, wall: Instant) -> "Clock":
        """The same time held against the other of the two times of an observation; live there is but one."""
        return self if self.live else replace(self.play(self.speed, wall), basis=basis)


def _inside(reached: Instant, loop: Loop, speed: float) -> Instant:
    """Where a clock that has run so far stands in its loop; at either end it goes on from the other."""
    start, end = loop
    width = end - start
    return start + (reached - start) % width if speed > 0 else end - (end - reached) % width


LIVE = Clock()
