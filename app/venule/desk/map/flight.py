"""A flight from one view to another: out, across and in again, as even to the eye as can be.

After J. J. van Wijk and W. A. A. Nuij, "Smooth and efficient zooming and panning", IEEE InfoVis 2003. Their ``w`` is
the width of the ground in view and ``u`` the way on the ground; ``rho`` says how far out the path swings.
"""

import math
from dataclasses import dataclass
from functools import cached_property

from venule.desk.map.camera import Camera

RHO = 1.4
"""What the readers of their trials liked best."""

MOST_MS, LEAST_MS = 600, 180
MS_PER_LENGTH = 110.0
"""A length of 1 is a change of the picture by about its own width."""

NOTICEABLE_PX = 3.0
"""What moves less than this is no flight."""


@dataclass(frozen=True)
class Flight:
    """The path between two cameras of one size; lengths along it are those of the article."""

    start: Camera
    end: Camera

    @cached_property
    def _way(self) -> float:
        """From centre to centre in the unit square."""
        return math.hypot(self.end.x - self.start.x, self.end.y - self.start.y)

    @cached_property
    def _widths(self) -> tuple[float, float]:
        """The ground in view at both ends, as shares of the unit square."""
        side = max(self.start.width, self.start.height)
        return side / self.start.scale, side / self.end.scale

    @cached_property
    def _straight(self) -> bool:
        """Whether only the zoom changes."""
        return self._way < 1e-6 * min(self._widths)

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """``r0`` and ``r1`` of the article: how steeply the path leaves and arrives."""
        before, after = self._widths
        swing = RHO**4 * self._way**2
        leaving = (after**2 - before**2 + swing) / (2.0 * before * RHO**2 * self._way)
        arriving = (after**2 - before**2 - swing) / (2.0 * after * RHO**2 * self._way)
        return -math.asinh(leaving), -math.asinh(arriving)

    @cached_property
    def length(self) -> float:
        """How much there is to see on the way."""
        before, after = self._widths
        if self._straight:
            return abs(math.log(after / before)) / RHO
        leaving, arriving = self._ends
        return (arriving - leaving) / RHO

    @property
    def duration_ms(self) -> int:
        """How long it takes: longer for longer paths, up to a bound at which an operator would begin to wait."""
        return round(min(max(self.length * MS_PER_LENGTH, LEAST_MS), MOST_MS))

    @property
    def tiny(self) -> bool:
        """Whether being there at once looks the same."""
        return self._way * self.end.scale < NOTICEABLE_PX and abs(self.end.zoom - self.start.zoom) < 0.01

    def at(self, share: float) -> Camera:
        """The view after a share of the path."""
        if share >= 1.0:
            return self.end
        if self._straight:
            zoom = self.start.zoom + (self.end.zoom - self.start.zoom) * share
            return self.start.centred(self.start.x, self.start.y, zoom)
        along = share * self.length
        (before, _), (leaving, _) = self._widths, self._ends
        gone = before / RHO**2 * (math.cosh(leaving) * math.tanh(RHO * along + leaving) - math.sinh(leaving))
        width = before * math.cosh(leaving) / math.cosh(RHO * along + leaving)
        part = min(max(gone / self._way, 0.0), 1.0)
        x = self.start.x + (self.end.x - self.start.x) * part
        y = self.start.y + (self.end.y - self.start.y) * part
        return self.start.centred(x, y, self.start.zoom + math.log2(before / width))
