"""What the recorder remembers of each datastream: its quantity, its unit, and how far it has come."""

from dataclasses import replace
from math import isfinite

from venule.domain.instant import Instant
from venule.domain.message import Unreadable
from venule.domain.quantity import UNKNOWN_UNIT, Quantity, Value, ValueKind
from venule.domain.unit import to_ucum
from venule.feeds.document import excerpt
from venule.recorder.conversion import Conversion, conversion

MAX_STREAMS = 1_000_000
"""Datastreams remembered. The oldest is forgotten at the bound, and declared again when it speaks."""

NEVER: Instant = -(2**62)
LARGEST_WHOLE = 2**63 - 1

_NUMBERS = frozenset({ValueKind.MEASURE, ValueKind.COUNTER, ValueKind.COUNT})


class Stream:
    """One datastream. ``open`` says that nobody declared it, and ``typed`` whether its kind of value is known yet."""

    __slots__ = ("convert", "declared", "doubt", "last", "newest", "open", "quantity", "typed", "unit_source")

    def __init__(self, quantity: Quantity, *, open: bool, typed: bool = True, declared: bool = False) -> None:
        self.quantity = quantity
        self.open = open
        self.typed = typed
        self.declared = declared
        self.unit_source = ""
        self.convert: Conversion | None = None
        self.doubt = ""
        self.newest: Instant = NEVER
        self.last: Value | None = None

    def spell(self, unit_source: str) -> None:
        """Take note that the source now spells the unit like this, and of what follows for its values.

        A unit that differs from the declared one is converted where a factor is known; else values stay as they are,
        and ``doubt`` says why they are uncertain. They are never mixed in silence.
        """
        unit = to_ucum(unit_source)
        self.unit_source, self.convert, self.doubt = unit_source, None, ""
        if not unit_source or self.quantity.unit in (unit, unit_source):
            return
        if unit != UNKNOWN_UNIT and self.quantity.unit == UNKNOWN_UNIT and self.open:
            self.quantity, self.declared = replace(self.quantity, unit=unit), False
            return
        self.convert = conversion(unit, self.quantity.unit)
        if self.convert is None:
            self.doubt = f"the source gives the unit {unit_source!r} where {self.quantity.unit or 'none'} is declared"

    def fit(self, value: Value) -> Value:
        """The value as this datastream holds it, in its unit; raises :class:`Unreadable` for one of another sort.

        Where nobody declared the kind of value, the first one decides; a number on what was a state's word decides
        anew. A text that reads as a number is then a number that somebody quoted, and is refused.
        """
        kind = self.quantity.kind
        if not self.typed or (kind is ValueKind.STATE and self.open):
            self._settle(value)
            kind = self.quantity.kind
        if kind in _NUMBERS:
            return self._number(value)
        if kind is ValueKind.FLAG:
            if isinstance(value, bool) or value in (0, 1):
                return bool(value)
            raise Unreadable(f"value {excerpt(value)} stands where true or false is expected")
        return value

    def _settle(self, value: Value) -> None:
        """Take the kind of value from a value."""
        if isinstance(value, str) and _reads_as_number(value):
            raise Unreadable(f"value {excerpt(value)} is text where a number is expected")
        kind = ValueKind.STATE if isinstance(value, str) else ValueKind.MEASURE
        if isinstance(value, bool):
            kind = ValueKind.FLAG
        if kind is not self.quantity.kind:
            self.quantity, self.declared = replace(self.quantity, kind=kind), False
        self.typed = True

    def _number(self, value: Value) -> float | int:
        if isinstance(value, str | bool):
            sort = "text" if isinstance(value, str) else "a flag"
            raise Unreadable(f"value {excerpt(value)} is {sort} where a number is expected")
        number = finite(value)
        return number if self.convert is None else finite(self.convert(number))


def finite(value: float | int) -> float | int:
    """The number, unless it is none; a whole number too long for a column becomes a floating-point one."""
    if isinstance(value, int):
        if abs(value) <= LARGEST_WHOLE:
            return value
        try:
            return float(value)
        except OverflowError:
            raise Unreadable("a number of more than 308 digits is no measurement") from None
    if not isfinite(value):
        raise Unreadable(f"value {value} is no measurement")
    return value


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
