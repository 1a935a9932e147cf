"""Roll-ups in the file: what is left of numbers that were let go, a value a minute, and later one an hour.

A roll-up is to buckets what a stretch is to rows: sorted chunks that count from when its own row is there.
Several may hold a part of the same minute, since what came late was let go later: they are combined when read.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.domain.instant import DAY, HOUR, MINUTE, Instant
from venule.store.ages import FOR_EVER
from venule.store.answers import Floats, Longs
from venule.store.buckets import Buckets, combined, joined_buckets, pack_buckets, unpack_buckets

WIDTHS = (MINUTE, HOUR)
"""Of buckets, in microseconds."""

WINDOW = 64 * DAY
"""What is read at a time: some 92,000 minutes."""


class Rollup(NamedTuple):
    """``n`` buckets that begin from ``start_from`` to ``start_to``, of rows recorded up to ``recorded_to``."""

    id: int
    width: int
    level: int
    n: int
    bytes: int
    start_from: Instant
    start_to: Instant
    recorded_to: Instant

    @property
    def newest(self) -> Instant:
        """By when its last number was observed, or recorded, if a clock ran ahead."""
        return min(self.start_to + self.width, self.recorded_to)


class RollupPiece(NamedTuple):
    """What the file says of a chunk beside its blobs. ``first_at`` and ``last_at`` are of its first and last bucket."""

    id: int
    first_stream: int
    last_stream: int
    first_at: Instant
    last_at: Instant
    n: int


@dataclass(frozen=True, slots=True, eq=False)
class Rolled:
    """Columns of one datastream's buckets by the time at which they begin, each ``width`` microseconds wide."""

    start: Longs
    width: Longs
    count: Longs
    least: Floats
    greatest: Floats
    total: Floats

    @property
    def mean(self) -> Floats:
        """Of each bucket; none is empty."""
        return self.total / self.count

    def take(self, at: "npt.NDArray[np.intp] | npt.NDArray[np.bool_]") -> "Rolled":
        """The buckets at those places."""
        return Rolled(self.start[at], self.width[at], self.count[at], self.least[at], self.greatest[at], self.total[at])


_ROLLUPS = f"SELECT {', '.join(Rollup._fields)} FROM rollup ORDER BY start_to, id"
_PIECES = (
    f"SELECT {', '.join(RollupPiece._fields)} FROM rollup_chunk WHERE rollup = ? ORDER BY last_stream, last_at, id"
)
_FROM = f"""
SELECT {", ".join(RollupPiece._fields)} FROM rollup_chunk WHERE rollup = ? AND (last_stream, last_at) >= (?, ?)
ORDER BY last_stream, last_at, id
"""
_CHUNK = """
INSERT INTO rollup_chunk (rollup, first_stream, last_stream, first_at, last_at, n, heads, rows)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_ROLLUP = f"INSERT INTO rollup ({', '.join(Rollup._fields)}) VALUES (?{', ?' * 7})"
_NEXT = "SELECT 1 + max((SELECT ifnull(max(id), 0) FROM rollup), (SELECT ifnull(max(rollup), 0) FROM rollup_chunk))"


def rollups(connection: sqlite3.Connection) -> list[Rollup]:
    """All that count, those that end first first."""
    return [Rollup(*row) for row in connection.execute(_ROLLUPS)]


def pieces(connection: sqlite3.Connection, rollup: int) -> list[RollupPiece]:
    """The chunks of a roll-up in the order of datastream and time."""
    return [RollupPiece(*row) for row in connection.execute(_PIECES, (rollup,))]


def unpacked(connection: sqlite3.Connection, chunk: int) -> Buckets:
    """The buckets of a chunk, sorted. Raises :class:`venule.store.problem.Damaged`."""
    return unpack_buckets(*connection.execute("SELECT heads, rows FROM rollup_chunk WHERE id = ?", (chunk,)).fetchone())


def next_rollup(connection: sqlite3.Connection) -> int:
    """An id that no roll-up has, and none above it."""
    (id,) = connection.execute(_NEXT).fetchone()
    return int(id)


class RollupInMaking:
    """Takes sorted buckets in, slice by slice, and writes chunks that do not count before the end."""

    def __init__(self, connection: sqlite3.Connection, id: int, width: int, chunk_rows: int) -> None:
        self._connection = connection
        self.id = id
        self._width = width
        self._chunk_rows = chunk_rows
        self._waiting: list[Buckets] = []
        self._starts = (FOR_EVER, -FOR_EVER)
        self._n = self._bytes = 0

    def add(self, buckets: Buckets) -> None:
        """Take in what comes after all before."""
        if not len(buckets):
            return
        self._waiting.append(buckets)
        since, until = self._starts
        self._starts = min(since, int(buckets.observed_at.min())), max(until, int(buckets.observed_at.max()))
        if sum(map(len, self._waiting)) >= self._chunk_rows:
            self._write()

    def finish(self, level: int, recorded_to: Instant) -> None:
        """Make it count, if there is anything in it."""
        self._write()
        if self._n:
            row = Rollup(self.id, self._width, level, self._n, self._bytes, *self._starts, recorded_to)
            self._connection.execute(_ROLLUP, row)

    def _write(self) -> None:
        buckets = combined(self._waiting)
        self._waiting = []
        for start in range(0, len(buckets), self._chunk_rows):
            part = buckets.take(slice(start, start + self._chunk_rows))
            stream, at = part.stream, part.observed_at
            heads, rows = pack_buckets(part)
            ends = (int(stream[0]), int(stream[-1]), int(at[0]), int(at[-1]))
            self._connection.execute(_CHUNK, (self.id, *ends, len(part), heads, rows))
            self._n += len(part)
            self._bytes += len(heads) + len(rows)


def rolled(connection: sqlite3.Connection, datastream: int, start: Instant, end: Instant) -> Rolled:
    """The buckets of a datastream that lie in a span of time, or reach into it: ``start`` to ``end``, both included.

    An hour may be there beside some of its minutes, and either beside raw observations: what came late is let go later.
    """
    found = rollups(connection)
    return _side_by_side([_within(connection, found, datastream, width, (start - width + 1, end)) for width in WIDTHS])


def rolled_windows(connection: sqlite3.Connection, datastream: int, start: Instant, end: Instant) -> Iterator[Rolled]:
    """The same in order, some weeks at a time, so that years of minutes take no more memory than a month.

    Windows are whole hours, so that no bucket lies across two.
    """
    found = rollups(connection)
    window = (start - HOUR) // WINDOW
    while ahead := [one.start_from for one in found if one.start_to >= window * WINDOW]:
        window = max(window, min(ahead) // WINDOW)
        since, until = window * WINDOW, window * WINDOW + WINDOW - 1
        if since > end:
            return
        yield _side_by_side(
            [
                _within(connection, found, datastream, width, (max(since, start - width + 1), min(until, end)))
                for width in WIDTHS
            ]
        )
        window += 1


def _side_by_side(parts: Sequence[Buckets]) -> Rolled:
    """Buckets of each width in the order of time."""
    all = joined_buckets(parts)
    width = np.repeat(np.array(WIDTHS), [len(part) for part in parts])
    order = np.argsort(all.observed_at, kind="stable")
    return Rolled(all.observed_at, width, all.count, all.least, all.greatest, all.total).take(order)


def _within(
    connection: sqlite3.Connection,
    found: Sequence[Rollup],
    datastream: int,
    width: int,
    span: tuple[Instant, Instant],
) -> Buckets:
    """The buckets of one datastream and width that begin within a span, both ends included."""
    since, until = span
    parts = []
    for rollup in found:
        if rollup.width != width or rollup.start_to < since or rollup.start_from > until:
            continue
        for row in connection.execute(_FROM, (rollup.id, datastream, since)):
            piece = RollupPiece(*row)
            if (piece.first_stream, piece.first_at) > (datastream, until):
                break
            buckets = unpacked(connection, piece.id)
            at = buckets.observed_at
            parts.append(buckets.take((buckets.stream == datastream) & (at >= since) & (at <= until)))
    return combined(parts)
