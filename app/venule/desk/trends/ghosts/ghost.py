"""A ghost: another time of the same line, or the same quantity of another asset, to compare with."""

from dataclasses import dataclass, replace
from datetime import tzinfo

import numpy as np

from venule.desk.trends.ghosts.localtime import days_later, shifted_instant
from venule.desk.trends.line import Manner, Past, TrendLine, made_id
from venule.domain.instant import Instant
from venule.store.answers import Series

SHIFTS = {1: "the day before", 7: "the week before", 364: "52 weeks before"}
"""The shifts that are offered, by days; a year is told in weeks, so that Mondays are compared with Mondays."""

BESIDE = "to compare"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A line as it was so many ``days`` before, shown at the same time of day by local clocks, or, with 0, as it is.

    ``beside`` is the shown line that it is there to be compared with. On the days when clocks change a ghost follows
    them: an hour that comes twice is shown once, the first of both, and an hour that is left out is a gap.
    """

    of: TrendLine
    days: int
    zone: tzinfo | None
    beside: TrendLine

    @property
    def parts(self) -> tuple[TrendLine, ...]:
        """What is shown, and what it is compared with."""
        return self.of, self.beside

    @property
    def manner(self) -> Manner:
        """As the line itself, weaker. What was some days before is known ahead of the clock."""
        return replace(self.of.manner, held=self.of.held_as_steps, ghost=True, ahead=self.days > 0)

    def series(self, past: Past, start: Instant, end: Instant, points: int) -> Series:
        """The line's series of the earlier time, moved to the time at which it is shown."""
        if not self.days:
            return past.series(self.of, start, end, points)
        first, last = (shifted_instant(instant, -self.days, self.zone) for instant in (start, end))
        return moved(past.series(self.of, first, max(first + 1, last), points), self.days, self.zone)


def ghost_line(of: TrendLine, days: int, zone: tzinfo | None, beside: TrendLine | None = None) -> TrendLine:
    """The line of a ghost. It has no asset's names: alarms and notes belong to the line itself and its own time."""
    made = Ghost(of, days, zone, beside or of)
    aside = SHIFTS.get(days, f"{days} days before") if days else BESIDE
    aside = ", ".join(word for word in (of.aside, aside) if word)
    return TrendLine(
        made_id(made), of.label, of.quantity, made=made, aside=aside, expected_every_us=of.expected_every_us
    )


def moved(series: Series, days: int, zone: tzinfo | None) -> Series:
    """A series shown so many days later by local clocks. No line goes on where clocks were changed in between."""
    later, there = days_later(series.observed_at, days, zone)
    run = np.cumsum(series.gap_before, dtype=np.int64)[there]
    shift = (later - series.observed_at)[there]
    lost = np.cumsum(~there)[there]
    broken = (np.diff(run, prepend=run[:1]) != 0) | (np.diff(shift, prepend=shift[:1]) != 0)
    return replace(
        series,
        observed_at=later[there],
        number=series.number[there],
        quality=series.quality[there],
        provenance=series.provenance[there],
        gap_before=broken | (np.diff(lost, prepend=lost[:1]) != 0),
    )
