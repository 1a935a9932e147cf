"""Thins a long series to the points a chart can show, a chunk at a time, without losing a spike, an edge or a gap."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.store.answers import Bytes, Floats, Longs

KEPT_A_BUCKET = 4
"""First, least, greatest and last of a bucket: what a line or a stair drawn one pixel wide consists of."""


class Points(NamedTuple):
    """Columns of a stretch of one series, oldest first. ``run`` counts the gaps before each point."""

    observed_at: Longs
    number: Floats
    quality: Bytes
    provenance: Bytes
    run: Longs

    def take(self, at: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> "Points":
        """The points at those places."""
        return Points(self.observed_at[at], self.number[at], self.quality[at], self.provenance[at], self.run[at])

    def joined(self, later: "Points") -> "Points":
        """These points and then those."""
        return Points(
            np.concatenate((self.observed_at, later.observed_at)),
            np.concatenate((self.number, later.number)),
            np.concatenate((self.quality, later.quality)),
            np.concatenate((self.provenance, later.provenance)),
            np.concatenate((self.run, later.run)),
        )


NO_POINTS = Points(
    np.empty(0, np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0, np.int8), np.empty(0, np.int64)
)


class Decimation:
    """Takes a series chunk by chunk and holds no more than a few points a bucket, whatever the series' length."""

    def __init__(self, start: Instant, end: Instant, points: int) -> None:
        self._start = start
        self._buckets = max(1, points // KEPT_A_BUCKET)
        self._span = max(1, end - start)
        self._limit = 2 * max(points, KEPT_A_BUCKET)
        self._points = points
        self._kept = NO_POINTS
        self._thinned = False

    def add(self, points: Points) -> None:
        """Take in the points that follow."""
        self._kept = self._kept.joined(points)
        if len(self._kept.observed_at) > self._limit:
            self._thin()

    def result(self) -> Points:
        """All points, if there are no more than were asked for; else first, least, greatest and last of each bucket."""
        if self._thinned or len(self._kept.observed_at) > self._points:
            self._thin()
        return self._kept

    def _thin(self) -> None:
        self._kept = self._kept.take(extremes(self._bucket(self._kept.observed_at), self._kept.number))
        self._thinned = True

    def _bucket(self, observed_at: Longs) -> Longs:
        share = (observed_at - self._start) / self._span
        return np.clip(share * self._buckets, 0, self._buckets - 1).astype(np.int64)


def extremes(bucket: Longs, number: Floats) -> npt.NDArray[np.intp]:
    """Places of the first, least, greatest and last point of each bucket. ``bucket`` must not descend."""
    first = np.flatnonzero(np.diff(bucket, prepend=-1))
    last = np.append(first[1:], len(bucket))[: len(first)] - 1
    by_number = np.lexsort((number, bucket))  # keeps the buckets' places, each sorted within
    return np.unique(np.concatenate((first, by_number[first], by_number[last], last)))
