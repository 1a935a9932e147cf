"""What formulas compute with: values that hold until the next, put together at every instant at which one changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.domain.freshness import STALE_AFTER
from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import ValueKind
from venule.store.answers import Bytes, Floats, Longs, Series

LEAST_KNOWN = 0.5
"""Share of a mean's time that must be known, so that it is one."""

MEAN_POINTS = 5_000
"""Instants at which a rolling mean is told beside those at which its line changes."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """A value over time: ``number[i]`` holds from ``at[i]`` until ``at[i + 1]``, the last for ever; nan is unknown."""

    at: Longs
    number: Floats
    quality: Bytes
    provenance: Bytes

    def on(self, at: Longs) -> "Steps":
        """The same value, told at other instants: what holds at each."""
        row = np.searchsorted(self.at, at, side="right") - 1
        there = row >= 0
        row = np.maximum(row, 0)
        if not len(self.at):
            return Steps(at, np.full(len(at), np.nan), np.zeros(len(at), np.int8), np.zeros(len(at), np.int8))
        number = np.where(there, self.number[row], np.nan)
        return Steps(at, number, self.quality[row], self.provenance[row])


def hold_us(series: Series, expected_every_us: int, kind: ValueKind, made: bool) -> int | None:
    """How long the last value before a silence holds: 1.9 expected intervals, or usual distances; ``None``: for ever.

    A made line says itself where it ends.
    """
    if made:
        return 0
    if expected_every_us:
        return round(expected_every_us * STALE_AFTER)
    if kind is ValueKind.FLAG:
        return None
    distance = np.diff(series.observed_at)
    distance = distance[distance > 0]
    return round(float(np.median(distance)) * STALE_AFTER) if len(distance) else 0


def steps_of(series: Series, hold: int | None) -> Steps:
    """A series as values that hold: each until the next, or for ``hold`` where a gap follows, or nothing.

    A bad value ends what held, and is none itself.
    """
    number = np.where(series.quality < Quality.BAD, series.number, np.nan)
    at = series.observed_at
    if not len(at):
        return Steps(at, number, series.quality, series.provenance)
    ends = np.append(series.gap_before[1:], hold is not None)
    until = at + (hold or 0) + 1
    until[:-1] = np.minimum(until[:-1], at[1:])
    rows = np.flatnonzero(ends & np.append(until[:-1] < at[1:], True))
    every = np.concatenate((at, until[rows]))
    order = np.argsort(every, kind="stable")
    return Steps(
        every[order],
        np.append(number, np.full(len(rows), np.nan))[order],
        np.append(series.quality, np.zeros(len(rows), np.int8))[order],
        np.append(series.provenance, np.zeros(len(rows), np.int8))[order],
    )


def together(parts: Sequence[Steps], join: Callable[[Sequence[Floats]], Floats]) -> Steps:
    """Several values joined into one at every instant at which one of them changes.

    Unknown where one of them is. The worst quality counts, and what is remarkable about one is about the whole.
    """
    at = np.unique(np.concatenate([part.at for part in parts]))
    told = [part.on(at) for part in parts]
    with np.errstate(all="ignore"):
        number = join([part.number for part in told])
    return Steps(
        at,
        np.where(np.isfinite(number), number, np.nan),
        np.maximum.reduce([part.quality for part in told]),
        np.bitwise_or.reduce([part.provenance for part in told]),
    )


def rolling(steps: Steps, window_us: int, start: Instant, end: Instant) -> Steps:
    """The mean over the time before each instant, weighted by how long each value held.

    It is told where the line changes and, in between, every quarter of the window; it is unknown where the line is, and
    where less than half of the time before is known. The worst quality within that time counts.
    """
    step = max(window_us // 4, (end - start) // MEAN_POINTS, 1)
    grid = np.arange(start, end, step, dtype=np.int64)
    told = steps.on(np.unique(np.concatenate((steps.at, grid))))
    at = told.at
    if len(at) < 2:
        return told
    lasted = np.diff(at, prepend=at[:1]).astype(np.float64)
    held = np.append(np.nan, told.number[:-1])
    known = np.isfinite(held)
    risen = np.cumsum(np.where(known, held, 0.0) * lasted)
    spent = np.cumsum(np.where(known, lasted, 0.0))

    def within(total: Floats) -> Floats:
        return total - np.interp(at - window_us, at, total, left=0.0)

    time = within(spent)
    enough = (time >= LEAST_KNOWN * window_us) & np.isfinite(told.number)
    number = np.where(enough, within(risen) / np.where(time > 0, time, 1.0), np.nan)
    return Steps(at, number, _worst_within(told, window_us), told.provenance)


def _worst_within(told: Steps, window_us: int) -> Bytes:
    first = np.maximum(np.searchsorted(told.at, told.at - window_us, side="right") - 1, 0)
    worst = np.zeros(len(told.at), np.int8)
    for quality in Quality:
        if quality is Quality.GOOD or not (told.quality == quality).any():
            continue
        seen = np.cumsum((told.quality == quality) & np.isfinite(told.number))
        before = np.where(first > 0, seen[first - 1], 0)
        worst = np.where(seen > before, np.int8(quality), worst)
    return worst


def averaged(steps: Steps, edges: Longs) -> Steps:
    """The mean of each stretch between edges, weighted by time; unknown where less than half of it is known."""
    at = np.unique(np.concatenate((steps.at, edges)))
    told = steps.on(at)
    lasted = np.diff(at, append=at[-1:]).astype(np.float64)
    known = np.isfinite(told.number)
    place = np.searchsorted(at, edges)
    risen = np.append(0.0, np.cumsum(np.where(known, told.number, 0.0) * lasted))[place]
    spent = np.append(0.0, np.cumsum(np.where(known, lasted, 0.0)))[place]
    time, width = np.diff(spent), np.diff(edges)
    number = np.where(time >= LEAST_KNOWN * width, np.diff(risen) / np.where(time > 0, time, 1.0), np.nan)
    grades = [np.maximum.reduceat(column, place[:-1]) for column in (told.quality * known, told.provenance)]
    quality, provenance = (np.append(grade, grade[-1:]).astype(np.int8) for grade in grades)
    return Steps(edges, np.append(number, np.nan), quality, provenance)


def rows_of(steps: Steps, held: bool, as_of: Instant) -> tuple[Longs, Floats, Bytes, Bytes, npt.NDArray[np.bool_]]:
    """The known values up to a time as rows of a series, with the gaps before them; held ones end where they end."""
    known = np.isfinite(steps.number) & (steps.at <= as_of)
    broken = np.append(True, ~known[:-1])[: len(known)]
    run = np.cumsum(known & broken)
    number, quality, provenance = steps.number, steps.quality, steps.provenance
    if held:
        ends = np.flatnonzero(known[:-1] & ~known[1:]) + 1
        ends = ends[steps.at[ends] <= as_of]
        number, quality, provenance = number.copy(), quality.copy(), provenance.copy()
        for column in (number, quality, provenance):
            column[ends] = column[ends - 1]
        known = known.copy()
        known[ends] = True
    run = run[known]
    gap = np.diff(run, prepend=run[:1]) != 0
    return steps.at[known], number[known], quality[known], provenance[known], gap
