"""A counter read as what it has risen by: over resets, roll-overs and corrections, and with its gaps kept."""

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from venule.desk.trends.line import Past, TrendLine
from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.store.answers import Bytes, Floats, Longs, Series

Flags = npt.NDArray[np.bool_]
Column = TypeVar("Column", bound=np.generic)

COUNTED_POINTS = 40_000
"""Observations of a stretch that are all read. Of more, the first, least, greatest and last of each of 10,000 parts."""

MOST_REREAD = 16
"""Places of a longer stretch that are read again in full, since the counter fell there."""

RESET_BELOW = 0.5
"""A counter that falls below this share of what it was has begun anew at zero; a smaller fall is a correction."""

ROLL_FROM, ROLL_TO = 0.9, 0.1
"""A fall from the uppermost to the lowest tenth of a declared scale is a roll-over."""


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """Columns, oldest first: how far a counter has ``risen`` in all by each instant, from 0 at the first.

    ``run`` counts the gaps before each row. ``doubtful`` are rows up to which it rose by an amount that is a least one
    (a reset) or not known (a correction, taken as 0). Rows that are bad or blank are left out.
    """

    at: Longs
    risen: Floats
    run: Longs
    doubtful: Flags
    quality: Bytes
    provenance: Bytes

    def __len__(self) -> int:
        return len(self.at)


def climb_of(series: Series, high: float | None) -> Climb:
    """What a counter's readings come to; ``high`` is the end of its scale, where that is declared."""
    usable = np.isfinite(series.number) & (series.quality < Quality.BAD)
    run = np.cumsum(series.gap_before, dtype=np.int64)[usable]
    number = series.number[usable]
    before = np.append(number[:1], number[:-1])
    step = number - before
    fell = step < 0
    rolled = fell & _rolled(before, number, high)
    reset = fell & ~rolled & (number < RESET_BELOW * before)
    step = np.where(fell, 0.0, step)
    step = np.where(reset, np.maximum(number, 0.0), step)
    if high is not None:
        step = np.where(rolled, high - before + number, step)
    return Climb(
        series.observed_at[usable],
        np.cumsum(step),
        run,
        fell & ~rolled,
        series.quality[usable],
        series.provenance[usable],
    )


def _rolled(before: Floats, number: Floats, high: float | None) -> Flags:
    if high is None or high <= 0:
        return np.zeros(len(number), np.bool_)
    found: Flags = (before >= ROLL_FROM * high) & (before <= high) & (number >= 0) & (number <= ROLL_TO * high)
    return found


def counted(past: Past, line: TrendLine, start: Instant, end: Instant) -> Series:
    """A counter's readings, near enough for what it rose by to be exact.

    Up to :data:`COUNTED_POINTS` of them are all there are. Of more, the ends of each part tell exactly what it rose by
    in between; where it fell, at up to :data:`MOST_REREAD` places, everything is read.
    """
    series = past.series(line, start, end, COUNTED_POINTS)
    if series.total <= COUNTED_POINTS:
        return series
    for first, last in _fallen(series)[:MOST_REREAD]:
        series = _spliced(series, past.series(line, first, last, COUNTED_POINTS), first, last)
    return series


def _fallen(series: Series) -> list[tuple[Instant, Instant]]:
    """Stretches a few readings wide within which a counter fell, those that touch in one."""
    number = series.number
    rows = np.flatnonzero(np.diff(number) < 0)
    found: list[tuple[Instant, Instant]] = []
    for row in rows.tolist():
        first = int(series.observed_at[max(0, row - 3)])
        last = int(series.observed_at[min(len(number) - 1, row + 4)])
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _spliced(outer: Series, inner: Series, first: Instant, last: Instant) -> Series:
    """The outer series with the rows of a stretch taken from the inner one."""
    before, after = outer.observed_at < first, outer.observed_at > last
    within = (inner.observed_at >= first) & (inner.observed_at <= last)
    if not within.any():
        return outer
    gap_before = inner.gap_before[within].copy()
    gap_before[0] = bool(outer.gap_before[int(before.sum())])

    def joined(around: npt.NDArray[Column], middle: npt.NDArray[Column]) -> npt.NDArray[Column]:
        return np.concatenate((around[before], middle, around[after]))

    return replace(
        outer,
        observed_at=joined(outer.observed_at, inner.observed_at[within]),
        number=joined(outer.number, inner.number[within]),
        quality=joined(outer.quality, inner.quality[within]),
        provenance=joined(outer.provenance, inner.provenance[within]),
        gap_before=joined(outer.gap_before, gap_before),
    )
