"""A counter as totals: what it rose by in each hour or day of the local calendar, as bars."""

from dataclasses import dataclass
from datetime import tzinfo

import numpy as np

from venule.desk.trends.counters.counter import Climb, Flags, climb_of, counted
from venule.desk.trends.ghosts.localtime import Every, edges
from venule.desk.trends.line import Manner, Past, TrendLine, made_id
from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Bytes, Floats, Longs, Series

MOST_BARS = 2_000
"""Bars of an answer. Of more, the greatest of neighbouring ones stands for them, at its own time."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a counter rose by in each hour or day.

    A rise between two readings that lie on either side of an hour's end is divided by time. One across a gap counts
    where both readings lie in one hour; else it is nobody's, and both hours are uncertain: they tell a least total.
    So are hours that begin before the first reading or end after the last one, but for the one that still lasts.
    """

    of: TrendLine
    every: Every
    zone: tzinfo | None

    @property
    def parts(self) -> tuple[TrendLine, ...]:
        """The counter."""
        return (self.of,)

    @property
    def manner(self) -> Manner:
        """As bars."""
        return Manner(held=True, bar_us=self.every.usual_us)

    def series(self, past: Past, start: Instant, end: Instant, points: int) -> Series:
        """A row a bar, at its beginning."""
        ends = edges(start, max(start + 1, min(end, past.as_of)), self.every, self.zone)
        read = counted(past, self.of, int(ends[0]), int(ends[-1]))
        climb = climb_of(read, self.of.quantity.high)
        return totals(climb, ends, past.as_of, made_id(self))


def totals_line(of: TrendLine, every: Every, zone: tzinfo | None) -> TrendLine:
    """The line of a counter's totals."""
    made = Totals(of, every, zone)
    article = "an" if every is Every.HOUR else "a"
    quantity = Quantity(
        f"{of.quantity.name} each {every}",
        of.quantity.unit,
        title=f"{of.quantity.display_name}, total {article} {every}",
        kind=ValueKind.MEASURE,
        low=0.0,
        decimals=of.quantity.decimals,
    )
    return TrendLine(made_id(made), of.label, quantity, of.network, of.asset, made=made)


def totals(climb: Climb, ends: Longs, as_of: Instant, datastream: int = 0) -> Series:
    """What the counter rose by from each edge to the next; nothing for a stretch of which nothing is known."""
    if len(climb) < 2:
        return _bars(datastream, np.empty(0, np.int64), ends, np.empty(0), np.empty(0, np.int8))
    before, after, row, broken = _at_edges(climb, ends)
    total = before[1:] - after[:-1]
    goes_on_at = climb.at[np.clip(row + 1, 0, len(climb) - 1)]
    silent = broken[:-1] & (goes_on_at[:-1] >= ends[1:])
    known = (ends[1:] > climb.at[0]) & (ends[:-1] < climb.at[-1]) & ~silent
    partial = (ends[:-1] < climb.at[0]) | ((ends[1:] > climb.at[-1]) & (ends[1:] <= as_of))
    doubts = np.cumsum(climb.doubtful)[np.clip(row, 0, None)]
    uncertain = broken[1:] | broken[:-1] | partial | (np.diff(doubts) > 0)
    quality = np.where(uncertain, Quality.UNCERTAIN, Quality.GOOD).astype(np.int8)
    return _bars(datastream, np.flatnonzero(known), ends, np.maximum(total[known], 0.0), quality[known])


def _at_edges(climb: Climb, ends: Longs) -> tuple[Floats, Floats, Longs, Flags]:
    """How far it had risen up to each edge and from it on, the last reading by then, and whether the edge is in a gap.

    The first two differ within a gap: nobody knows on which side of the edge it rose.
    """
    row = np.searchsorted(climb.at, ends, side="right") - 1
    here, there = np.clip(row, 0, len(climb) - 1), np.clip(row + 1, 0, len(climb) - 1)
    apart = (climb.at[there] - climb.at[here]).astype(np.float64)
    share = np.clip((ends - climb.at[here]) / np.where(apart > 0, apart, 1.0), 0.0, 1.0)
    rise = climb.risen[there] - climb.risen[here]
    broken = climb.run[there] != climb.run[here]
    between = climb.risen[here] + rise * share
    before = np.where(broken, climb.risen[here], between)
    after = np.where(broken, climb.risen[there], between)
    return before, after, row.astype(np.int64), broken


def _bars(datastream: int, place: Longs, ends: Longs, total: Floats, quality: Bytes) -> Series:
    """The bars that begin at some of the edges; ``place`` says at which."""
    gap = np.diff(place, prepend=place[:1]) > 1
    kept = np.arange(len(place)) if len(place) <= MOST_BARS else _greatest(total)
    none: Bytes = np.zeros(len(kept), np.int8)
    return Series(datastream, ends[place[kept]], total[kept], quality[kept], none, gap[kept], len(place))


def _greatest(total: Floats) -> Longs:
    """The greatest of every few neighbours."""
    few = -(-len(total) // MOST_BARS)
    starts = np.arange(0, len(total), few)
    return np.array([start + int(np.argmax(total[start : start + few])) for start in starts.tolist()], np.int64)
