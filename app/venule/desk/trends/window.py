"""The stretch of time that a trend shows, as a value: it follows the clock until somebody moves it away."""

from dataclasses import dataclass, replace

from venule.desk.timebar.span import EARLIEST
from venule.domain.instant import DAY, HOUR, SECOND, Instant

SHORTEST = SECOND
LONGEST = 50 * 365 * DAY
LEAD = 0.03
"""Share of the span kept free to the right of now."""

STAYS = 0.85
"""Zooming in from a place right of this share of the width keeps following the clock."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """From ``start`` to ``end``. While ``following``, the clock moves it."""

    start: Instant = -HOUR
    end: Instant = 0
    following: bool = True

    @property
    def span(self) -> int:
        """How long it is."""
        return self.end - self.start

    def at(self, now: Instant) -> "TimeWindow":
        """The window when the clock shows ``now``: moved along, or left where a person put it."""
        return self.following_at(now) if self.following else self

    def following_at(self, now: Instant) -> "TimeWindow":
        """The same span, ending at the clock, and following it."""
        end = now + round(self.span * LEAD)
        return TimeWindow(end - self.span, end, True)

    def panned(self, by: int, now: Instant) -> "TimeWindow":
        """Moved; at the clock it sticks and follows again."""
        moved = TimeWindow(self.start + by, self.end + by, False)
        return self._stuck(moved, now)

    def zoomed(self, factor: float, about: Instant, now: Instant) -> "TimeWindow":
        """Wider (``factor`` above 1) or narrower about an instant; following ends only by zooming into the past."""
        span = min(max(round(self.span * factor), SHORTEST), LONGEST)
        share = (about - self.start) / max(1, self.span)
        if self.following and (factor >= 1 or share >= STAYS):
            return replace(self, start=self.end - span).following_at(now)
        start = about - round(share * span)
        return self._stuck(TimeWindow(start, start + span, False), now)

    def between(self, start: Instant, end: Instant, now: Instant) -> "TimeWindow":
        """Exactly that stretch."""
        span = min(max(end - start, SHORTEST), LONGEST)
        return self._stuck(TimeWindow(start, start + span, False), now)

    def spanning(self, span: int, now: Instant) -> "TimeWindow":
        """Another span about the same right edge."""
        span = min(max(span, SHORTEST), LONGEST)
        return TimeWindow(self.end - span, self.end, self.following).at(now)

    def _stuck(self, moved: "TimeWindow", now: Instant) -> "TimeWindow":
        if moved.end >= now + round(moved.span * LEAD):
            return moved.following_at(now)
        early = max(0, EARLIEST - moved.start)
        return replace(moved, start=moved.start + early, end=moved.end + early)
