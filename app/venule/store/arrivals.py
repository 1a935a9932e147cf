"""When how much was recorded: each observation in its bin, or minutes or hours spread where they are too many."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from venule.domain.instant import HOUR, MINUTE, Instant
from venule.store.answers import Histogram, Longs
from venule.store.packing import columns
from venule.store.stretches import LogPiece, Piece, Stretch, content, log_pieces, pieces, stretches
from venule.store.tail import Tail
from venule.store.unpacking import unpack_recorded

MAX_BINS = 10_000
"""Most bins of one histogram."""

UNPACKED_ROWS = 2_000_000
"""Most rows that are looked at one by one: some 50 ms. Beyond, whole minutes are told, which are always counted."""

HOURS_FROM = 2 * HOUR
"""Bins as wide as this are filled from whole hours: a month has 43,000 minutes, ten years five million."""

_MINUTES = "SELECT minute, n FROM arrival WHERE minute BETWEEN ? AND ? ORDER BY minute"
_NEXT_HOUR = """
SELECT (minute - 59 * (minute < 0)) / 60 FROM arrival WHERE minute >= {} AND minute < :until ORDER BY minute LIMIT 1
"""
_HOURS = f"""
WITH RECURSIVE found(hour) AS (
    SELECT ({_NEXT_HOUR.format(":since")})
    UNION ALL
    SELECT ({_NEXT_HOUR.format("hour * 60 + 60")}) FROM found WHERE hour IS NOT NULL
)
SELECT hour, (SELECT sum(n) FROM arrival WHERE minute BETWEEN hour * 60 AND hour * 60 + 59) FROM found
WHERE hour IS NOT NULL
"""
"""From hour to hour along the key: a third of the time of ``GROUP BY``, which sorts all minutes first."""

FIRST_HOUR = -(2**40)
LAST_HOUR = 2**40
_STATE = "SELECT rewrites, expired FROM tally"


Part = Stretch | Piece | LogPiece
PartT = TypeVar("PartT", Stretch, Piece, LogPiece)


class Hours:
    """Counts by the hour, kept between questions: an hour that is over stays as it is, until rows are let go of or
    older ones are written.
    """

    def __init__(self) -> None:
        self._state: object = None
        self._upto = FIRST_HOUR
        self._hour: Longs = np.zeros(0, np.int64)
        self._n: Longs = np.zeros(0, np.int64)

    def between(self, connection: sqlite3.Connection, first: int, last: int) -> tuple[Longs, Longs]:
        """The hours from ``first`` to ``last``, both included, in which anything arrived, and how much."""
        self._follow(connection)
        hour, n = self._grouped(connection, self._upto)
        hour, n = np.concatenate((self._hour, hour)), np.concatenate((self._n, n))
        chosen = slice(*np.searchsorted(hour, (first, last + 1)).tolist())
        return hour[chosen], n[chosen]

    def _follow(self, connection: sqlite3.Connection) -> None:
        """Take in the hours that are over since the last question."""
        state = connection.execute(_STATE).fetchone()
        if state != self._state:
            self._state, self._upto = state, FIRST_HOUR
            self._hour = self._n = np.zeros(0, np.int64)
        (newest,) = connection.execute("SELECT max(minute) FROM arrival").fetchone()
        over = self._upto if newest is None else newest // 60
        if over > self._upto:
            hour, n = self._grouped(connection, self._upto, over)
            self._hour, self._n = np.concatenate((self._hour, hour)), np.concatenate((self._n, n))
            self._upto = over

    @staticmethod
    def _grouped(connection: sqlite3.Connection, since: int, until: int = LAST_HOUR) -> tuple[Longs, Longs]:
        found = connection.execute(_HOURS, {"since": since * 60, "until": until * 60}).fetchall()
        hour, n = np.array(found, np.int64).reshape(-1, 2).T
        return hour, n


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
    connection: sqlite3.Connection, tail: Tail, hours: Hours, start: Instant, end: Instant, *, bins: int, as_of: Instant
) -> Histogram:
    """Observations recorded from ``start`` up to but not at ``end``, in so many equal bins.

    Redeliveries count until they are packed, or where whole minutes or hours are told.
    """
    bins = max(1, min(bins, MAX_BINS))
    width = max(1, -((start - end) // bins))
    found = Bins(start, min(end, as_of + 1), width, bins)
    if found.start < found.end:
        parts: list[Part] = [*stretches(connection), *log_pieces(connection)]
        if sum(part.n for part in parts if found.touches(part) and found.place(part) is None) <= UNPACKED_ROWS:
            _count(connection, tail, found)
        elif width >= HOURS_FROM:
            _tell(found, parts, HOUR, *hours.between(connection, found.start // HOUR, (found.end - 1) // HOUR))
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
    minutes = connection.execute(_MINUTES, (bins.start // MINUTE, (bins.end - 1) // MINUTE)).fetchall()
    minute, n = np.array(minutes, np.int64).reshape(-1, 2).T
    _tell(bins, parts, MINUTE, minute, n)


def _tell(bins: Bins, parts: Sequence[Part], width: int, number: Longs, n: Longs) -> None:
    """Spread the count of each minute, or hour, over as much of it as there was a recording."""
    begin = number * width
    first, last = min(part.recorded_from for part in parts), max(part.recorded_to for part in parts)
    since = np.maximum(begin, np.minimum(first, begin + width - 1))
    until = np.minimum(begin + width, np.maximum(last, begin) + 1)
    bins.spread(since, until, n)
