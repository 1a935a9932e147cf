"""Choosing a stretch of time with the hand, as a value: from where it was pressed to where it is, or one end moved."""

from dataclasses import dataclass

from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.events import StretchChosen
from venule.domain.instant import SECOND, Instant

GRIP_PX = 6
LEAST_PX = 4
"""A hand that moved less has chosen nothing."""

SHORTEST = SECOND


@dataclass(frozen=True, slots=True)
class StretchDrag:
    """``anchor`` stays where it is while the hand moves the other end."""

    anchor: Instant

    def to(self, instant: Instant) -> StretchChosen | None:
        """The stretch between the anchor and the hand; nothing shorter than a second."""
        start, end = min(self.anchor, instant), max(self.anchor, instant)
        return StretchChosen(start, end) if end - start >= SHORTEST else None


def begun(scale: TimeScale, x: float, instant: Instant, chosen: StretchChosen | None) -> StretchDrag:
    """What a press begins: near an end of the chosen stretch it takes that end, elsewhere a new stretch begins."""
    if chosen is not None:
        to_start, to_end = (abs(scale.x(end) - x) for end in (chosen.start, chosen.end))
        if min(to_start, to_end) <= GRIP_PX:
            return StretchDrag(chosen.end if to_start < to_end else chosen.start)
    return StretchDrag(instant)


def begun_at(instant: Instant, chosen: StretchChosen | None, edge: Instant | None) -> StretchChosen | None:
    """The stretch that begins at an instant: it keeps its end where that is later, and else ends with what is known."""
    end = chosen.end if chosen is not None and chosen.end > instant else edge
    return None if end is None or end - instant < SHORTEST else StretchChosen(instant, end)


def ended_at(instant: Instant, chosen: StretchChosen | None, first: Instant | None) -> StretchChosen | None:
    """The stretch that ends at an instant: it keeps its beginning where that is earlier."""
    start = chosen.start if chosen is not None and chosen.start < instant else first
    return None if start is None or instant - start < SHORTEST else StretchChosen(start, instant)
