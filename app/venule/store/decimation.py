"""Thins a long series to the points a chart can show, a chunk at a time, without losing a spike, an edge or a gap."""

from collections.abc import Sequence
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


NO_POINTS = Points(
    np.empty(0, np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0, np.int8), np.empty(0, np.int64)
)

GATHERED = 65_536
"""Points that are gathered before they are thinned, if no more are asked for."""

FEW_EDGES = 8
"""Up to so many edges of buckets are found one by one, which is faster than telling the bucket of each point."""


class Decimation:
    """Takes a series chunk by chunk and holds no more than a few points a bucket, whatever the series' length."""

    def __init__(self, start: Instant, end: Instant, points: int) -> None:
        self._start = start
        self._buckets = max(1, points // KEPT_A_BUCKET)
        self._span = max(1, end - start)
        self._limit = max(2 * points, GATHERED)
        self._points = points
        self._parts: list[Points] = []
        self._count = 0
        self._thinned = False

    def add(self, points: Points) -> None:
        """Take in the points that follow."""
        self._parts.append(points)
        self._count += len(points.observed_at)
        if self._count > self._limit:
            self._thin()

    def result(self) -> Points:
        """All points, if there are no more than were asked for; else first, least, greatest and last of each bucket."""
        if self._thinned or self._count > self._points:
            self._thin()
        return joined_points(self._parts)

    def bucket(self, observed_at: Longs) -> Longs:
        """In which bucket observations of those times fall."""
        share = (observed_at - self._start) / self._span
        return np.clip(share * self._buckets, 0, self._buckets - 1).astype(np.int64)

    def kept(self, observed_at: Longs, number: Floats) -> npt.NDArray[np.intp]:
        """Places of the first, least, greatest and last in each bucket, of points oldest first."""
        first, last = self._bucket_of(int(observed_at[0])), self._bucket_of(int(observed_at[-1]))
        if last - first > FEW_EDGES:
            return extremes(self.bucket(observed_at), number)
        found: set[int] = set()
        begin = 0
        for edge in [*(self._edge(observed_at, bucket) for bucket in range(first, last)), len(number)]:
            if begin < edge:
                some = number[begin:edge]
                greatest = edge - 1 - int(some[::-1].argmax())
                found |= {begin, begin + int(some.argmin()), greatest, edge - 1}
                begin = edge
        return np.array(sorted(found), np.intp)

    def _edge(self, observed_at: Longs, bucket: int) -> int:
        """The first place that lies beyond a bucket."""
        guess = self._start + -(-self._span * (bucket + 1) // self._buckets)
        place = int(np.searchsorted(observed_at, guess))
        while place and self._bucket_of(int(observed_at[place - 1])) > bucket:
            place -= 1
        while place < len(observed_at) and self._bucket_of(int(observed_at[place])) <= bucket:
            place += 1
        return place

    def _bucket_of(self, at: Instant) -> int:
        """The same as :meth:`bucket`, to the last bit, without an array."""
        return int(min(max(float(at - self._start) / float(self._span) * self._buckets, 0), self._buckets - 1))

    def _thin(self) -> None:
        points = joined_points(self._parts)
        kept = points.take(extremes(self.bucket(points.observed_at), points.number))
        self._parts, self._count, self._thinned = [kept], len(kept.observed_at), True


def extremes(bucket: Longs, number: Floats) -> npt.NDArray[np.intp]:
    """Places of the first, least, greatest and last point of each bucket. ``bucket`` must not descend."""
    first = np.flatnonzero(np.diff(bucket, prepend=-1))
    if not len(first):
        return first
    count = np.diff(first, append=len(bucket))
    least = np.flatnonzero(number == np.repeat(np.minimum.reduceat(number, first), count))
    greatest = np.flatnonzero(number == np.repeat(np.maximum.reduceat(number, first), count))
    least = least[np.diff(bucket[least], prepend=-1) != 0]
    greatest = greatest[np.diff(bucket[greatest], append=bucket[-1] + 1) != 0]
    return np.unique(np.concatenate((first, least, greatest, first + count - 1)))


def joined_points(parts: Sequence[Points]) -> Points:
    """All parts' points, one part after the other."""
    return Points(*map(np.concatenate, zip(NO_POINTS, *parts, strict=True)))
