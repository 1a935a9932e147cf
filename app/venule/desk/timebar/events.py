"""What the time bar asks for, as frozen values."""

from dataclasses import dataclass

from venule.domain.basis import Basis
from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class SeekRequested:
    """Move the clock to ``instant``. ``final`` is false while the hand is still dragging."""

    instant: Instant
    final: bool


@dataclass(frozen=True, slots=True)
class PlayRequested:
    """Run the clock at ``speed``, below 0 backwards; 0 pauses it."""

    speed: float


@dataclass(frozen=True, slots=True)
class LiveRequested:
    """Go back to the wall clock."""


@dataclass(frozen=True, slots=True)
class SpanChanged:
    """The bar now shows another stretch of time, whose arrivals and gaps it wants."""

    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class StretchChosen:
    """A stretch of time chosen on the bar: to play over and over, to cut out, to report on."""

    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class LoopRequested:
    """Play the chosen stretch over and over, or, not ``on``, let the replay go on beyond it."""

    on: bool


@dataclass(frozen=True, slots=True)
class BasisRequested:
    """Show what was known then, or what happened by then."""

    basis: Basis


@dataclass(frozen=True, slots=True)
class StepRequested:
    """Go to the next event after the clock, or, not ``forward``, to the last one before it."""

    forward: bool
