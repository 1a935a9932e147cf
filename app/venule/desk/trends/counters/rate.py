"""A counter as a rate: how fast it rose between readings, exact over every stretch that is shown as one."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from venule.desk.trends.counters.counter import Climb, climb_of, counted
from venule.desk.trends.line import Manner, Past, TrendLine, made_id
from venule.domain.instant import SECOND, Instant
from venule.domain.quality import Quality
from venule.domain.quantity import UNKNOWN_UNIT, Quantity, ValueKind
from venule.store.answers import Bytes, Longs, Series


class Per(StrEnum):
    """The time a rate is told for."""

    HOUR = "hour"
    SECOND = "second"


HOURS_S = 3600.0

_RATES = {
    ("m3", Per.SECOND): ("L/s", 1000.0),
    ("W.h", Per.HOUR): ("W", HOURS_S), ("W.h", Per.SECOND): ("W", HOURS_S),
    ("kW.h", Per.HOUR): ("kW", HOURS_S), ("kW.h", Per.SECOND): ("kW", HOURS_S),
    ("var.h", Per.HOUR): ("var", HOURS_S), ("var.h", Per.SECOND): ("var", HOURS_S),
    **{(unit, per): ("%", 100.0 * seconds) for unit, seconds in (("s", 1.0), ("min", 60.0), ("h", HOURS_S))
       for per in Per},
}  # fmt: skip
"""Units whose rate has a name of its own, with what a rise by one a second comes to in it: energy counted is a power,
time counted is a share of the time."""


def rate_unit(unit: str, per: Per) -> tuple[str, float]:
    """The unit of a counter's rate in UCUM, and what a rise by one unit a second comes to in it."""
    if (unit, per) in _RATES:
        return _RATES[unit, per]
    below, factor = ("h", HOURS_S) if per is Per.HOUR else ("s", 1.0)
    return (UNKNOWN_UNIT if unit == UNKNOWN_UNIT else f"{unit}/{below}"), factor


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a counter rises. Of each stretch that is drawn as one step: what it rose by, over how long it took.

    No rate is told across a gap. What a counter had gained before a reset is not known, so that the rate up to the
    first reading after it is a least one, and counts as uncertain.
    """

    of: TrendLine
    per: Per

    @property
    def parts(self) -> tuple[TrendLine, ...]:
        """The counter."""
        return (self.of,)

    @property
    def manner(self) -> Manner:
        """As steps: it is the mean between two readings."""
        return Manner(held=True)

    def series(self, past: Past, start: Instant, end: Instant, points: int) -> Series:
        """In about ``points`` points, from the counter's readings themselves."""
        read = counted(past, self.of, start, end)
        _, factor = rate_unit(self.of.quantity.unit, self.per)
        climb = climb_of(read, self.of.quantity.high)
        rate = rates(climb, factor, _chosen(climb, start, end, points // 2))
        return replace(rate, datastream=made_id(self), total=read.total)


def rate_line(of: TrendLine, per: Per) -> TrendLine:
    """The line of a counter's rate; what one asset's counter rises by is about that asset."""
    made = Rate(of, per)
    unit, _ = rate_unit(of.quantity.unit, per)
    quantity = Quantity(
        f"{of.quantity.name} rate {per}",
        unit,
        title=f"{of.quantity.display_name}, rate" + ("" if unit else f" per {per}"),
        kind=ValueKind.MEASURE,
        low=0.0,
    )
    return TrendLine(made_id(made), of.label, quantity, of.network, of.asset, made=made)


def rates(climb: Climb, factor: float, rows: Longs) -> Series:
    """What the counter rose by, a second and times ``factor``, from each of some rows to the next.

    A step begins at the first and ends at the second of both; the last of a run repeats the value to end it.
    """
    at, risen, run = climb.at[rows], climb.risen[rows], climb.run[rows]
    goes_on = np.append(run[1:] == run[:-1], False)[: len(rows)]
    begun = np.append(False, goes_on[:-1])[: len(rows)]
    seconds = np.diff(at, append=at[-1:] + SECOND) / SECOND
    rate = np.diff(risen, append=risen[-1:]) / np.where(seconds > 0, seconds, np.inf) * factor
    quality, provenance = _grades(climb, rows), climb.provenance[rows]
    ends = np.flatnonzero(begun & ~goes_on)
    rate[ends], quality[ends] = rate[ends - 1], quality[ends - 1]
    kept = goes_on | begun
    new = np.diff(run[kept], prepend=run[kept][:1]) != 0
    return Series(0, at[kept], rate[kept], quality[kept], provenance[kept], new, len(climb))


def _grades(climb: Climb, rows: Longs) -> Bytes:
    """The worst quality from each row to the next, both ends counted; uncertain at least where a rise is in doubt."""
    if not len(rows):
        return np.empty(0, np.int8)
    worst = np.maximum.reduceat(climb.quality, rows)
    worst = np.maximum(worst, np.append(climb.quality[rows][1:], worst[-1:]))
    doubts = np.cumsum(climb.doubtful)[rows]
    doubted = np.diff(doubts, append=doubts[-1:]) > 0
    found: Bytes = np.where(doubted, np.maximum(worst, Quality.UNCERTAIN), worst).astype(np.int8)
    return found


def _chosen(climb: Climb, start: Instant, end: Instant, most: int) -> Longs:
    """The rows between which rates are told: all, or of each part of the stretch the last; of each run also the first.

    Of several readings of one instant the last one counts.
    """
    if not len(climb):
        return np.empty(0, np.int64)
    part = climb.at
    if len(climb) > most:
        width = max(1, (end - start) // max(1, most))
        part = (climb.at - start) // width
    last = np.append((np.diff(part) != 0) | (np.diff(climb.run) != 0), True)
    first = np.append(True, np.diff(climb.run) != 0)
    alone = np.append(np.diff(climb.at) != 0, True)
    return np.flatnonzero((last | first) & alone)
