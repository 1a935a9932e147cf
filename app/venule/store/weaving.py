"""Lays what roll-ups tell of a span beside the raw observations of it: one series, in the order of time."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from venule.domain.instant import HOUR
from venule.store.answers import Bytes, Longs, Series
from venule.store.decimation import Decimation, Points
from venule.store.parts import Span
from venule.store.rollup import Rolled, rolled_windows

MEDIAN_OF_LEAST = 20
"""Distances from which the usual one can be told."""


class RolledReading:
    """Buckets becoming points: the least and the greatest of each, a quarter of it from either end.

    They were observed at some time within it; where they are alike, one point stands in the middle for them.
    """

    def __init__(self, span: Span, points: int, gap_us: Callable[[float], float]) -> None:
        self._span = span
        self._decimation = Decimation(span.start, span.end, points)
        self._gap_of = gap_us
        self._until: int | None = None
        self._run = 0
        self.gap_us: float | None = None
        self.total = 0

    def take(self, rolled: Rolled) -> None:
        """Take in the buckets that follow, of which there are some."""
        self.total += int(rolled.count.sum())
        run = self._runs(rolled)
        varies = rolled.least != rolled.greatest
        first = rolled.start + np.where(varies, rolled.width // 4, rolled.width // 2)
        last = (rolled.start + rolled.width - rolled.width // 4)[varies]
        at = np.clip(np.append(first, last), self._span.start, self._span.end)
        number = np.append(rolled.least, rolled.greatest[varies])
        nothing: Bytes = np.zeros(len(at), np.int8)
        order = np.argsort(at, kind="stable")
        self._decimation.add(Points(at, number, nothing, nothing, np.append(run, run[varies])).take(order))

    def points(self) -> Points:
        """What has been taken in, thinned."""
        return self._decimation.result()

    def _runs(self, rolled: Rolled) -> Longs:
        """How many gaps lie before each bucket: silences between the end of what came before it and its beginning."""
        if self.gap_us is None:
            distance = np.diff(rolled.start)
            distance = distance[distance > 0]
            self.gap_us = self._gap_of(float(np.median(distance)) if len(distance) >= MEDIAN_OF_LEAST else np.inf)
        until = np.maximum.accumulate(rolled.start + rolled.width)
        silence = rolled.start - np.append(rolled.start[0] if self._until is None else self._until, until[:-1])
        run: Longs = self._run + np.cumsum(silence > self.gap_us)
        self._until, self._run = int(until[-1]), int(run[-1])
        return run


def woven(
    connection: sqlite3.Connection, raw: Series, span: Span, points: int, gap_us: Callable[[float], float]
) -> Series:
    """A series with the roll-ups of its span, known by its time; ``gap_us`` says how long a silence is a gap.

    ``total`` is all observations, those too that were let go.
    """
    reading = RolledReading(span, points, gap_us)
    for rolled in rolled_windows(connection, span.datastream, span.start, span.end):
        known = rolled.take(rolled.start + rolled.width <= span.as_of)
        if len(known.start):
            reading.take(known)
    if reading.gap_us is None:
        return raw
    together = _in_order(_points(raw), reading.points(), reading.gap_us + HOUR)
    decimation = Decimation(span.start, span.end, points)
    decimation.add(together)
    thinned = decimation.result()
    gap_before = np.diff(thinned.run, prepend=thinned.run[:1]) > 0
    return replace(
        raw,
        observed_at=thinned.observed_at,
        number=thinned.number,
        quality=thinned.quality,
        provenance=thinned.provenance,
        gap_before=gap_before,
        total=raw.total + reading.total,
    )


def _points(raw: Series) -> Points:
    return Points(raw.observed_at, raw.number, raw.quality, raw.provenance, np.cumsum(raw.gap_before, dtype=np.int64))


def _in_order(raw: Points, rolled: Points, gap_us: float) -> Points:
    """Both in the order of time. Between two of one kind a gap stays one; between two kinds a long silence is one."""
    order = np.argsort(np.append(raw.observed_at, rolled.observed_at), kind="stable")
    both = Points(
        np.append(raw.observed_at, rolled.observed_at),
        np.append(raw.number, rolled.number),
        np.append(raw.quality, rolled.quality),
        np.append(raw.provenance, rolled.provenance),
        np.append(raw.run, rolled.run),
    ).take(order)
    kind = order >= len(raw.run)
    broken = np.diff(both.run, prepend=both.run[:1]) != 0
    changes = np.diff(kind, prepend=kind[:1])
    broken[changes] = np.diff(both.observed_at, prepend=both.observed_at[:1])[changes] > gap_us
    return both._replace(run=np.cumsum(broken, dtype=np.int64))
