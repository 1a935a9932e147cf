"""What a datastream measures: its kind of value, its unit in UCUM, and the range that counts as normal."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = float | int | bool | str
"""What one observation may hold. A missing value is ``None`` and never zero."""

UNKNOWN_UNIT = ""
"""The unit of a datastream whose source spelled none, or one that no table knows. Such streams are never summed."""

UNNAMED = ("no", "yes")
"""The labels of a flag whose vertical gave its sides no names: its title alone says what is the matter."""


class ValueKind(StrEnum):
    """Decides how a datastream is drawn and what may be computed of it."""

    MEASURE = "measure"
    """A continuous reading: mean, minimum and maximum make sense."""
    COUNTER = "counter"
    """A running total that may reset or roll over: only its differences make sense."""
    COUNT = "count"
    """A whole number of things present, which needs a capacity to be judged."""
    FLAG = "flag"
    """Yes or no, held for a duration."""
    STATE = "state"
    """One word of a set, held for a duration."""
    TEXT = "text"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A property that assets of one kind are observed for; a datastream is one asset's observations of it.

    ``unit`` is UCUM (https://ucum.org): ``"m3/h"``, ``"Cel"``, ``"%"``, ``"1"`` for a plain number.
    The limits, in that unit, are declared here and nowhere else: values beyond a ``warn`` limit raise an alarm of
    medium priority, beyond an ``alarm`` limit one of high priority. ``deadband`` is the way back, in the same unit,
    that clears it. ``low`` and ``high`` are the ends of the scale a value is shown in.
    ``labels`` names the two sides of a flag, false first.
    """

    name: str
    unit: str = UNKNOWN_UNIT
    title: str = ""
    kind: ValueKind = ValueKind.MEASURE
    low: float | None = None
    high: float | None = None
    normal_low: float | None = None
    normal_high: float | None = None
    warn_below: float | None = None
    warn_above: float | None = None
    alarm_below: float | None = None
    alarm_above: float | None = None
    deadband: float = 0.0
    labels: tuple[str, str] = UNNAMED
    expected_every_s: float | None = None
    decimals: int | None = None

    def __post_init__(self) -> None:
        if not self.name or "/" in self.name:
            raise ValueError(f"a quantity's name is a word without '/', not {self.name!r}")

    @property
    def display_name(self) -> str:
        """The title, or the name with its underscores opened."""
        return self.title or self.name.replace("_", " ")
