"""Reading what lies packed in the file: stretches, their chunks, and the log that is not packed yet."""

import sqlite3
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.store.conflict import exclusive, marked
from venule.store.packing import columns, unpack_chunk, unpack_log
from venule.store.rows import NO_ROWS, Rows, borders, joined, repeated
from venule.store.standing import standing


class Stretch(NamedTuple):
    """Rows ``first`` to ``last`` of the log, settled, sorted and packed; ``n`` are left of them.

    Once retention has let some go it is full, if it was not, and ``recorded_from`` to ``recorded_to`` are of all.
    """

    id: int
    first: int
    last: int
    n: int
    level: int
    is_full: int
    observed_from: Instant
    observed_to: Instant
    recorded_from: Instant
    recorded_to: Instant

    @property
    def newest(self) -> Instant:
        """By when its last row was observed, or recorded, if a clock ran ahead."""
        return min(self.observed_to, self.recorded_to)


class Piece(NamedTuple):
    """What the file says of a chunk beside its blobs. ``first_at`` and ``last_at`` are of its first and last row."""

    id: int
    first_stream: int
    last_stream: int
    first_at: Instant
    last_at: Instant
    n: int
    observed_from: Instant
    observed_to: Instant
    recorded_from: Instant
    recorded_to: Instant


class LogPiece(NamedTuple):
    """What the file says of a committed piece of the log."""

    first: int
    n: int
    observed_from: Instant
    observed_to: Instant
    recorded_from: Instant
    recorded_to: Instant


_STRETCHES = f"SELECT {', '.join(Stretch._fields)} FROM stretch ORDER BY first"
_NEWEST_FIRST = f"{_STRETCHES} DESC"
_PIECES = f"SELECT {', '.join(Piece._fields)} FROM chunk WHERE stretch = ? ORDER BY last_stream, last_at, id"
_CONTENT = "SELECT heads, rows FROM chunk WHERE stretch = ? ORDER BY last_stream, last_at, id"
_LAST_FRAME = "SELECT frame FROM stretch WHERE is_full ORDER BY first DESC LIMIT 1"
_LOG = f"SELECT {', '.join(LogPiece._fields)} FROM log ORDER BY first"


def stretches(connection: sqlite3.Connection) -> list[Stretch]:
    """All that count, in the order of writing; of few columns, so that a thousand take a millisecond."""
    return [Stretch(*row) for row in connection.execute(_STRETCHES)]


def small(connection: sqlite3.Connection) -> list[Stretch]:
    """Those after the last full one, of which there are a few dozen at most, however long the file."""
    found: list[Stretch] = []
    for row in connection.execute(_NEWEST_FIRST):
        stretch = Stretch(*row)
        if stretch.is_full:
            break
        found.append(stretch)
    return found[::-1]


def pieces(connection: sqlite3.Connection, stretch: int) -> list[Piece]:
    """The chunks of a stretch in the order of datastream and time."""
    return [Piece(*row) for row in connection.execute(_PIECES, (stretch,))]


def content(connection: sqlite3.Connection, chunk: int) -> tuple[bytes, bytes]:
    """A chunk's heads and rows as they lie in the file."""
    heads, rows = connection.execute("SELECT heads, rows FROM chunk WHERE id = ?", (chunk,)).fetchone()
    return heads, rows


def unpacked(connection: sqlite3.Connection, chunk: int) -> Rows:
    """The rows of a chunk, sorted. Raises :class:`venule.store.problem.Damaged`."""
    heads, rows = content(connection, chunk)
    return unpack_chunk(columns(heads, "snt")[0], rows)


def unpacked_stretch(connection: sqlite3.Connection, stretch: int) -> Rows:
    """All rows of a stretch, sorted."""
    found = connection.execute(_CONTENT, (stretch,))
    return joined([unpack_chunk(columns(heads, "snt")[0], rows) for heads, rows in found])


def frame(connection: sqlite3.Connection, stretch: int) -> Rows:
    """Of a full stretch: the latest observation of every datastream among all that was written up to its end."""
    (rows,) = connection.execute("SELECT frame FROM stretch WHERE id = ?", (stretch,)).fetchone()
    return unpack_log(rows)


def last_frame(connection: sqlite3.Connection) -> Rows:
    """The frame of the last full stretch; no rows where there is none."""
    found = connection.execute(_LAST_FRAME).fetchone()
    return NO_ROWS if found is None else unpack_log(found[0])


def log_pieces(connection: sqlite3.Connection) -> list[LogPiece]:
    """What is committed and not packed yet, in the order of writing."""
    return [LogPiece(*row) for row in connection.execute(_LOG)]


def log_rows(connection: sqlite3.Connection, first: int) -> Rows:
    """The rows of a piece of the log, in the order of writing."""
    (rows,) = connection.execute("SELECT rows FROM log WHERE first = ?", (first,)).fetchone()
    return unpack_log(rows)


def newest(rows: Rows) -> Rows:
    """Of sorted rows the latest observed of each datastream, and of several at one time the last recorded.

    One that shares its moment with another is marked as conflicting.
    """
    last = borders(rows.stream)[1:] - 1
    if len(last) == len(rows):
        return rows
    stream, at, before = rows.stream, rows.observed_at, np.maximum(last - 1, 0)
    doubled = (stream[before] == stream[last]) & (at[before] == at[last]) & (last > 0)
    if not doubled.any():
        return rows.take(last)
    last[doubled] = standing(stream, at, rows.recorded_at, last[doubled])
    found = rows.take(last)
    return marked(found, doubled & exclusive(found))


def of_last_moments(rows: Rows) -> Rows:
    """Of sorted rows those of each datastream's last moment."""
    end = borders(rows.stream)
    return rows.take(rows.observed_at == np.repeat(rows.observed_at[end[1:] - 1], np.diff(end)))


def overlaid(state: Rows, later: Rows) -> Rows:
    """The newest of each datastream in a state and in sorted rows that were written after it."""
    return newest(joined([state, newest(later)]).sorted())


def twins(rows: Rows, older: Rows) -> npt.NDArray[np.bool_]:
    """Which of sorted rows say again what an older one said of the same moment."""
    both = joined([older, rows])
    order = np.lexsort((both.observed_at, both.stream))
    again = np.empty(len(both), np.bool_)
    again[order] = repeated(both.take(order))
    return again[len(older) :]
