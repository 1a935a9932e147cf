"""One line of a trend: a datastream or what is made of some, what people call it, and what is known of it now."""

import math
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from venule.desk.models.wording import PLAINLY_TO, with_power
from venule.desk.trends.units import shown_unit
from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series

MAX_LINES = 12
"""More lines than this nobody can tell apart, and each one costs a query."""

FIGURES = 4
PLAINLY_FROM = 1e-6
"""Numbers nearer to zero are written with a power of ten: nobody counts zeros."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a made line is drawn. ``bar_us`` is how long a bar lasts where there are bars.

    A ``ghost`` is drawn weaker and dashed, since it is there to compare with; one that is ``ahead`` shows what was
    known before, so that it may be drawn beyond the clock.
    """

    held: bool = False
    bar_us: int = 0
    ghost: bool = False
    ahead: bool = False


class Making(Protocol):
    """How a line is made of others. Frozen and comparable: the same making is the same line."""

    @property
    def parts(self) -> "tuple[TrendLine, ...]":
        """The lines it is made of."""
        ...

    @property
    def manner(self) -> Manner:
        """How it is drawn."""
        ...

    def series(self, past: "Past", start: Instant, end: Instant, points: int) -> Series:
        """Its values from ``start`` to ``end`` in about ``points`` points; computed in the query thread."""
        ...


class Past(Protocol):
    """The recording as of one time."""

    @property
    def as_of(self) -> Instant:
        """The time that is asked for."""
        ...

    def series(self, line: "TrendLine", start: Instant, end: Instant, points: int) -> Series:
        """Any line's values, with the observation next to each end."""
        ...


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A line to draw. ``network`` and ``asset`` are the asset's names, by which its alarms are found.

    ``datastream`` is an id of the file or, of a line that is ``made`` of others, a negative number of its own.
    ``aside`` tells a made line from the one it is made of. ``expected_every_us`` is 0 where nothing was declared.
    """

    datastream: int
    label: str
    quantity: Quantity
    network: str = ""
    asset: str = ""
    made: Making | None = None
    aside: str = ""
    expected_every_us: int = 0

    @property
    def unit(self) -> str:
        """The unit as people write it."""
        return shown_unit(self.quantity.unit)

    @property
    def title(self) -> str:
        """The quantity, with what tells it from another line of the same."""
        return ", ".join(word for word in (self.quantity.display_name, self.aside) if word)

    @property
    def manner(self) -> Manner:
        """How it is drawn, beyond what its quantity says."""
        return AS_STORED if self.made is None else self.made.manner

    @property
    def beside(self) -> int:
        """The number of the line whose pane it shares: a ghost lies in that of the line it is compared with."""
        return self.made.parts[-1].beside if self.made is not None and self.manner.ghost else self.datastream

    @property
    def sources(self) -> frozenset[int]:
        """The datastreams of the file that it grows with; what shows an earlier time does not grow."""
        if self.made is None:
            return frozenset({self.datastream})
        if self.manner.ahead:
            return frozenset()
        return frozenset(source for part in self.made.parts for source in part.sources)

    @property
    def held_as_steps(self) -> bool:
        """Whether a value holds until the next one, so that it is drawn as steps."""
        return self.manner.held or self.quantity.kind in (ValueKind.COUNT, ValueKind.FLAG)

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


AS_STORED = Manner()


def made_id(making: Making) -> int:
    """A number for a line that is made: negative, and the same for the same making."""
    return -1 - int.from_bytes(blake2b(repr(making).encode(), digest_size=6).digest(), "big")


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
    if not math.isfinite(number):
        return "–"
    if line.flag:
        return line.quantity.labels[number >= 0.5]
    return number_text(number, line.quantity.decimals)


def number_text(number: float, decimals: int | None = None) -> str:
    """A number with a true minus and the declared decimals, or with four figures; a dash where it is none."""
    if not math.isfinite(number):
        return "–"
    if number and (abs(number) >= PLAINLY_TO or (decimals is None and abs(number) < PLAINLY_FROM)):
        return with_power(number)
    if decimals is None:
        magnitude = math.floor(math.log10(abs(number))) if number else 0
        decimals = min(max(FIGURES - 1 - magnitude, 0), 6)
        text = f"{number:,.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{number:,.{decimals}f}"
    return text.replace("-", "−").replace(",", "\u2009")
