"""What the time bar asks for, as frozen values."""

from dataclasses import dataclass

from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class SeekRequested:
    """Move the clock to ``instant``. ``final`` is false while the hand is still dragging."""

    instant: Instant
    final: bool


@dataclass(frozen=True, slots=True)
class PlayRequested:
    """Run the clock at ``speed``; 0 pauses it."""

    speed: float


@dataclass(frozen=True, slots=True)
class LiveRequested:
    """Go back to the wall clock."""


@dataclass(frozen=True, slots=True)
class SpanChanged:
    """The bar now shows another stretch of time, whose arrivals and gaps it wants."""

    start: Instant
    end: Instant
