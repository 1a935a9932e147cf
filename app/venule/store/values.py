"""Answers for the whole city at once: the latest of every datastream as of a time, and what came since a cursor."""

import sqlite3

import numpy as np

from venule.domain.instant import Instant
from venule.store import catalogue
from venule.store.ahead import Ahead
from venule.store.answers import START, Cursor, Values
from venule.store.conflict import contested, marked
from venule.store.latest import state_as_of
from venule.store.ordered import Ordered, Place
from venule.store.rows import Form, Rows, joined, settled
from venule.store.stretches import LogPiece, log_pieces
from venule.store.tail import Tail

MAX_CHANGES = 500_000
"""Most rows of one answer to :func:`changes`, whatever limit is asked for: some 30 MB."""


def latest(connection: sqlite3.Connection, tail: Tail, as_of: Instant) -> Values:
    """Per datastream the observation with the greatest ``observed_at`` among those recorded by ``as_of``."""
    rows, recorded_to = state_as_of(connection, tail, as_of)
    cursor = Cursor(recorded_to, rewrites=_rewrites(connection))
    return _values(connection, rows, as_of, cursor, whole=True)


def changes(
    connection: sqlite3.Connection, tail: Tail, ahead: Ahead, after: Cursor, as_of: Instant, *, limit: int
) -> Values:
    """What a reader at ``after`` has not seen by ``as_of``; a full copy where the cursor is void."""
    rewrites = _rewrites(connection)
    if after.rewrites != rewrites and after.recorded_at > START.recorded_at:
        return latest(connection, tail, as_of)
    limit = max(1, min(limit, MAX_CHANGES))
    begin, end = Place(*after[:3]), Place(as_of)
    packed, reached = ahead.between(connection, begin, end, limit)
    logged, reached = _logged(connection, tail, begin, reached, limit)
    found = Ordered.of(joined([packed, logged]))
    count = _cut(found, found.through(reached), limit)
    more = count < len(found) or reached < end
    if count:
        begin = found.place(count - 1) if more else Place(found.place(count - 1).recorded_at)
    elif more:
        begin = reached
    rows = settled(found.rows.take(found.order[:count]))
    return _values(connection, marked(rows, contested(rows)), as_of, Cursor(*begin, rewrites), more=more)


def _logged(connection: sqlite3.Connection, tail: Tail, after: Place, through: Place, limit: int) -> tuple[Rows, Place]:
    """Rows of the log after one place up to another, and how far they are all there: for about ``limit`` rows."""
    chosen: list[LogPiece] = []
    count, known_to = 0, after.recorded_at
    for piece in sorted(log_pieces(connection), key=lambda piece: (piece.recorded_from, piece.first)):
        if piece.recorded_from > (known_to if count > limit else through.recorded_at):
            through = min(through, Place(piece.recorded_from - 1))
            break
        if Place(piece.recorded_to) > after:
            chosen.append(piece)
            count, known_to = count + piece.n, max(known_to, piece.recorded_to)
    return Ordered.of(tail.joined(connection, chosen)).between(after, through, limit)


def _cut(found: Ordered, count: int, limit: int) -> int:
    """How many rows to hand out: no more than the limit, unless those of a single place are more."""
    if count <= limit:
        return count
    place = found.place(limit - 1)
    end = found.through(place)
    begin = found.through(place._replace(observed_at=place.observed_at - 1))
    return end if end == limit or not begin else begin


def _rewrites(connection: sqlite3.Connection) -> int:
    (rewrites,) = connection.execute("SELECT rewrites FROM tally").fetchone()
    return int(rewrites)


def _values(
    connection: sqlite3.Connection,
    rows: Rows,
    as_of: Instant,
    cursor: Cursor,
    *,
    more: bool = False,
    whole: bool = False,
) -> Values:
    texts = None if rows.word is None else np.where(rows.form == Form.TEXT, rows.word, -1).astype(np.int32)
    return Values(
        as_of,
        cursor,
        catalogue.version(connection),
        rows.stream,
        rows.observed_at,
        rows.recorded_at,
        rows.number,
        rows.quality,
        rows.provenance,
        rows.text(texts),
        rows.text(rows.reason),
        more,
        whole,
    )
