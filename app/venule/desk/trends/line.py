"""One line of a trend: the datastream, what people call its asset, and what is known of it now."""

import math
from dataclasses import dataclass

from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.domain.unit import shown

MAX_LINES = 12
"""More lines than this nobody can tell apart, and each one costs a query."""

FIGURES = 4


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A datastream to draw. ``network`` and ``asset`` are the asset's names, by which its alarms are found."""

    datastream: int
    label: str
    quantity: Quantity
    network: str = ""
    asset: str = ""

    @property
    def unit(self) -> str:
        """The unit as people write it."""
        return shown(self.quantity.unit)

    @property
    def held_as_steps(self) -> bool:
        """Whether a value holds until the next one, so that it is drawn as steps."""
        return self.quantity.kind in (ValueKind.COUNT, ValueKind.FLAG)

    @property
    def flag(self) -> bool:
        """Whether it is one of two."""
        return self.quantity.kind is ValueKind.FLAG

    @property
    def worded(self) -> bool:
        """Whether its values are words."""
        return self.quantity.kind in (ValueKind.STATE, ValueKind.TEXT, ValueKind.EVENT)

    @property
    def in_lanes(self) -> bool:
        """Whether it has a lane of its own, as flags and words have, or shares a scale of values."""
        return self.flag or self.worded


@dataclass(frozen=True, slots=True)
class LatestValue:
    """The newest observation of a datastream as of the clock; ``text`` is its word where it is one."""

    datastream: int
    observed_at: Instant
    number: float
    quality: Quality = Quality.GOOD
    text: str = ""


def value_text(line: TrendLine, number: float, word: str = "") -> str:
    """A value as it is read, without its unit; a dash where there is none."""
    if line.worded:
        return word or "–"
    if math.isnan(number):
        return "–"
    if line.flag:
        return line.quantity.labels[number >= 0.5]
    return number_text(number, line.quantity.decimals)


def number_text(number: float, decimals: int | None = None) -> str:
    """A number with a true minus and the declared decimals, or with four figures."""
    if decimals is None:
        magnitude = math.floor(math.log10(abs(number))) if number else 0
        decimals = min(max(FIGURES - 1 - magnitude, 0), 6)
        text = f"{number:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number:,.{decimals}f}"
    return text.replace("-", "−").replace(",", "\u2009")
