"""The one clock that every view follows. It is told the wall time and never asks the system for it."""

from dataclasses import dataclass

from venule.domain.instant import Instant

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0)


@dataclass(frozen=True, slots=True)
class Clock:
    """Live, or a replay that left ``origin`` when the wall showed ``started`` and runs at ``speed`` (0 = paused).

    A value: each control returns a new clock, so that it can cross threads and be compared.
    """

    live: bool = True
    origin: Instant = 0
    started: Instant = 0
    speed: float = 0.0

    def now(self, wall: Instant) -> Instant:
        """The time on the desk when the wall clock shows ``wall``."""
        if self.live:
            return wall
        return min(wall, self.origin + round((wall - self.started) * self.speed))

    def seek(self, instant: Instant, wall: Instant) -> "Clock":
        """The clock moved to ``instant``: it goes on at its speed when replaying, or stands when it was live."""
        return Clock(False, min(instant, wall), wall, 0.0 if self.live else self.speed)

    def play(self, speed: float, wall: Instant) -> "Clock":
        """The clock running at ``speed`` from where it is; 0 pauses it."""
        if not 0 <= speed <= SPEEDS[-1]:
            raise ValueError(f"replay speed must lie between 0 and {SPEEDS[-1]:g}, not {speed}")
        return Clock(False, self.now(wall), wall, speed)


LIVE = Clock()
