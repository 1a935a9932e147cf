"""The range of a value axis and its ticks: the data fill it, and limits join in where they do not flatten them."""

import math
from dataclasses import dataclass

from venule.domain.quantity import Quantity

LEAST_SHARE = 0.4
"""Share of the height that the data keep when limits are let into the range."""

MARGIN = 0.06

FURTHEST = 1e300
"""Values beyond lie outside of every axis: what could not be subtracted could not be drawn."""


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """How far it goes."""
        return self.high - self.low

    def part(self, low: float, high: float) -> "Range":
        """From one share of it to another."""
        return Range(self.low + low * self.span, self.low + high * self.span)


@dataclass(frozen=True, slots=True)
class ValueTicks:
    """Round values and the decimals they are written with."""

    values: tuple[float, ...]
    decimals: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a quantity: beyond it an alarm of that urgency is raised."""

    value: float
    high_priority: bool
    above: bool


def limits_of(quantity: Quantity) -> tuple[Limit, ...]:
    """The limits that a quantity declares."""
    declared = (
        (quantity.alarm_above, True, True),
        (quantity.warn_above, False, True),
        (quantity.warn_below, False, False),
        (quantity.alarm_below, True, False),
    )
    return tuple(Limit(value, urgent, above) for value, urgent, above in declared if value is not None)


def landmarks(quantity: Quantity) -> tuple[float, ...]:
    """The values worth seeing beside the data: the normal band and the limits."""
    band = (quantity.normal_low, quantity.normal_high)
    return (*(value for value in band if value is not None), *(limit.value for limit in limits_of(quantity)))


def value_range(low: float, high: float, marks: tuple[float, ...], totals: bool = False) -> Range:
    """A round range around the data. Landmarks join, nearest first, as long as the data keep their share of it.

    Of running ``totals`` the differences count, however small they are beside what has added up.
    """
    low, high = (min(max(end, -FURTHEST), FURTHEST) for end in (low, high))
    data = (high - low) or _least_span(low, high) if totals else max(high - low, _least_span(low, high))
    middle = (low + high) / 2
    bottom, top = min(low, middle - data / 2), max(high, middle + data / 2)
    for mark in sorted(marks, key=lambda mark: abs(mark - middle)):
        wider = Range(min(bottom, mark), max(top, mark))
        if high > low and (high - low) / wider.span < LEAST_SHARE:
            break
        bottom, top = wider.low, wider.high
    margin = (top - bottom) * MARGIN
    return _rounded(Range(bottom - margin, top + margin))


def _least_span(low: float, high: float) -> float:
    """A range for data that do not vary, so that a flat line is neither lost nor blown up."""
    return max(abs(low), abs(high)) * 0.02 or 1.0


def _rounded(wanted: Range) -> Range:
    """Outward to a quarter of a round step, so that an axis does not tremble with every new value."""
    step = round_step(wanted.span, 4) / 4
    return Range(math.floor(wanted.low / step) * step, math.ceil(wanted.high / step) * step)


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that gives at most ``most`` steps."""
    raw = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= raw * (1 - 1e-9))


def value_ticks(shown: Range, most: int) -> ValueTicks:
    """Round values within a range: about as many as there is room for, but two where one would tell no scale."""
    ticks = _ticks_every(round_step(shown.span, most), shown)
    return ticks if len(ticks.values) > 1 else _ticks_every(round_step(shown.span, 2 * most), shown)


def _ticks_every(step: float, shown: Range) -> ValueTicks:
    first, last = math.ceil(shown.low / step - 1e-9), math.floor(shown.high / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return ValueTicks(tuple(index * step for index in range(first, last + 1)), decimals)
