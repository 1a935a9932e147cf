"""When how much was recorded: each observation in its bin, or a minute's spread over it where they are too many."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from venule.domain.instant import MINUTE, Instant
from venule.store.answers import Histogram, Longs
from venule.store.packing import columns
from venule.store.stretches import LogPiece, Piece, Stretch, content, log_pieces, pieces, stretches
from venule.store.tail import Tail
from venule.store.unpacking import unpack_recorded

MAX_BINS = 10_000
"""Most bins of one histogram."""

UNPACKED_ROWS = 2_000_000
"""Most rows that are looked at one by one: some 50 ms. Beyond, whole minutes are told, which are always counted."""

_MINUTES = "SELECT minute, n FROM arrival WHERE minute BETWEEN ? AND ? ORDER BY minute"


Part = Stretch | Piece | LogPiece
PartT = TypeVar("PartT", Stretch, Piece, LogPiece)


class Bins:
    """Equal bins of ``width`` from ``start`` on; nothing is counted that was recorded at ``end`` or later."""

    def __init__(self, start: Instant, end: Instant, width: int, number: int) -> None:
        self.start = start
        self.end = end
        self.width = width
        self.count: Longs = np.zeros(number, np.int64)

    def touches(self, part: Part) -> bool:
        """Whether anything of it can lie in a bin."""
        return part.recorded_to >= self.start and part.recorded_from < self.end

    def place(self, part: Part) -> int | None:
        """The bin in which all of it lies, if there is one."""
        first, last = ((at - self.start) // self.width for at in (part.recorded_from, part.recorded_to))
        return first if first == last and part.recorded_from >= self.start and part.recorded_to < self.end else None

    def put(self, recorded_at: Longs) -> None:
        """Count observations."""
        known = recorded_at[(recorded_at >= self.start) & (recorded_at < self.end)]
        self.count += np.bincount((known - self.start) // self.width, minlength=len(self.count))

    def spread(self, since: Longs, until: Longs, n: Longs) -> None:
        """Count so many observations from one time until another, evenly; times ascend and do not overlap."""
        if not len(n):
            return
        upto = np.cumsum(n)
        edges = np.minimum(self.start + self.width * np.arange(len(self.count) + 1), self.end)
        times = np.stack((since, until), axis=1).ravel() - self.start
        reached = np.interp(edges - self.start, times, np.stack((upto - n, upto), axis=1).ravel())
        self.count += np.diff(np.rint(reached).astype(np.int64))


def arrivals(
    connection: sqlite3.Connection, tail: Tail, start: Instant, end: Instant, *, bins: int, as_of: Instant
) -> Histogram:
    """Observations recorded from ``start`` up to but not at ``end``, in so many equal bins.

    Redeliveries count until they are packed, or where whole minutes are told.
    """
    bins = max(1, min(bins, MAX_BINS))
    width = max(1, -((start - end) // bins))
    found = Bins(start, min(end, as_of + 1), width, bins)
    if found.start < found.end:
        parts: list[Part] = [*stretches(connection), *log_pieces(connection)]
        if sum(part.n for part in parts if found.touches(part) and found.place(part) is None) <= UNPACKED_ROWS:
            _count(connection, tail, found)
        else:
            _tell_minutes(connection, found, parts)
    return Histogram(start, width, found.count)


def _count(connection: sqlite3.Connection, tail: Tail, bins: Bins) -> None:
    """Look at each observation that a part which lies in several bins holds."""
    for stretch in _torn(bins, stretches(connection)):
        for piece in _torn(bins, pieces(connection, stretch.id)):
            heads, packed = content(connection, piece.id)
            bins.put(unpack_recorded(columns(heads, "snt")[0], packed))
    for _, rows in tail.rows(connection, _torn(bins, log_pieces(connection))):
        bins.put(rows.recorded_at)


def _torn(bins: Bins, parts: Iterable[PartT]) -> list[PartT]:
    """The parts that lie in several bins; the others are counted as they are."""
    found = []
    for part in parts:
        if bins.touches(part):
            place = bins.place(part)
            if place is None:
                found.append(part)
            else:
                bins.count[place] += part.n
    return found


def _tell_minutes(connection: sqlite3.Connection, bins: Bins, parts: Sequence[Part]) -> None:
    """Spread each minute's count over as much of the minute as there was a recording."""
    minutes = connection.execute(_MINUTES, (bins.start // MINUTE, (bins.end - 1) // MINUTE)).fetchall()
    minute, n = np.array(minutes, np.int64).reshape(-1, 2).T
    begin = minute * MINUTE
    first, last = min(part.recorded_from for part in parts), max(part.recorded_to for part in parts)
    since = np.maximum(begin, np.minimum(first, begin + MINUTE - 1))
    until = np.minimum(begin + MINUTE, np.maximum(last, begin) + 1)
    bins.spread(since, until, n)
