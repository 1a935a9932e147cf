"""The stretch of time a bar shows, as a value: zoomed, moved along, and brought to where the clock is."""

from dataclasses import dataclass

from venule.domain.instant import DAY, MINUTE, Instant

SHORTEST = MINUTE
LONGEST = 50 * 365 * DAY
EARLIEST = -50 * 365 * DAY
LATEST = 150 * 365 * DAY
"""1920 and 2120: beyond them nothing was ever measured, and calendars begin to end."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to ``end``."""

    start: Instant
    end: Instant

    @property
    def width(self) -> int:
        """How long it is."""
        return self.end - self.start

    def contains(self, instant: Instant) -> bool:
        """Whether the instant lies in it, ends included."""
        return self.start <= instant <= self.end

    def zoomed(self, factor: float, about: Instant) -> "Span":
        """Wider (``factor`` above 1) or narrower, with ``about`` staying where it is on the screen."""
        width = min(max(round(self.width * factor), SHORTEST), LONGEST)
        start = about - round((about - self.start) * width / max(1, self.width))
        return Span(start, start + width).kept()

    def moved(self, by: int) -> "Span":
        """The same width, later or earlier."""
        return Span(self.start + by, self.end + by).kept()

    def around(self, instant: Instant, share: float) -> "Span":
        """The same width, with ``instant`` at ``share`` of it."""
        start = instant - round(self.width * share)
        return Span(start, start + self.width).kept()

    def kept(self) -> "Span":
        """Pushed back between the earliest and the latest time there is."""
        shift = max(EARLIEST - self.start, 0) - max(self.end - LATEST, 0)
        return Span(self.start + shift, self.end + shift)
