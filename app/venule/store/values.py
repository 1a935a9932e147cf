"""Answers for the whole city at once: the latest of every datastream as of a time, and what came since a cursor."""

import sqlite3

import numpy as np

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store import catalogue
from venule.store.ahead import Ahead
from venule.store.answers import START, Cursor, Values
from venule.store.conflict import contested, marked
from venule.store.excerpts.reckoning import since, until
from venule.store.late import come_late, written
from venule.store.latest import state_as_of
from venule.store.ordered import Ordered, Place
from venule.store.rows import NO_ROWS, Form, Rows, joined, settled
from venule.store.standing import last_recorded_last
from venule.store.stretches import LogPiece, log_pieces
from venule.store.tail import Tail

MAX_CHANGES = 500_000
"""Most rows of one answer to :func:`changes`, whatever limit is asked for: some 30 MB."""


def latest(connection: sqlite3.Connection, tail: Tail, as_of: Instant, basis: Basis = Basis.KNOWN) -> Values:
    """Per datastream the observation with the greatest ``observed_at`` among those that count by ``as_of``.

    Of several at one ``observed_at`` the last recorded stands, and of several recorded at once the last written.
    """
    rows, recorded_to = state_as_of(connection, tail, as_of, basis)
    reached = recorded_to if basis is Basis.KNOWN else as_of
    cursor = Cursor(reached, rewrites=_version(connection, basis), basis=basis)
    return _values(connection, rows, as_of, cursor, whole=True)


def changes(
    connection: sqlite3.Connection,
    tail: Tail,
    ahead: Ahead,
    after: Cursor,
    as_of: Instant,
    *,
    limit: int,
    basis: Basis = Basis.KNOWN,
) -> Values:
    """What a reader at ``after`` has not seen by ``as_of``; a full copy where the cursor is void."""
    limit = max(1, min(limit, MAX_CHANGES))
    late = _missed(connection, tail, after, limit, basis)
    if late is None:
        return latest(connection, tail, as_of, basis)
    begin, end = Place(*after[:3]), Place(as_of)
    packed, reached = ahead.between(connection, begin, end, limit, basis)
    logged, reached = _logged(connection, tail, (begin, reached), limit, basis)
    found = Ordered.of(joined([packed, logged]), basis)
    count = _cut(found, found.through(reached), limit)
    more = count < len(found) or reached < end
    if more:
        begin = found.place(count - 1) if count else reached
    elif basis is Basis.HAPPENED:
        begin = max(begin, end)
    elif count:
        begin = Place(found.place(count - 1).at)
    rows = joined([_told(late), _told(found.rows.take(found.order[:count]))])
    return _values(connection, rows, as_of, Cursor(*begin, _version(connection, basis), basis), more=more)


def _missed(connection: sqlite3.Connection, tail: Tail, after: Cursor, limit: int, basis: Basis) -> Rows | None:
    """What was written behind a cursor since; ``None`` where the cursor is void."""
    if after.recorded_at <= START.recorded_at:
        return NO_ROWS
    if after.basis is not basis:
        return None
    if basis is Basis.HAPPENED:
        return come_late(connection, tail, after, limit)
    return NO_ROWS if after.rewrites == _version(connection, basis) else None


def _told(rows: Rows) -> Rows:
    """Rows in order without redeliveries among neighbours, and with conflicts marked; the one that stands is the last.

    Where that is the order of what happened, the rows of one moment are all there, in the order of writing.
    """
    rows = last_recorded_last(settled(rows))
    return marked(rows, contested(rows))


def _logged(
    connection: sqlite3.Connection, tail: Tail, span: tuple[Place, Place], limit: int, basis: Basis
) -> tuple[Rows, Place]:
    """Rows of the log after one place up to another, and how far they are all there: for about ``limit`` rows."""
    after, through = span
    chosen: list[LogPiece] = []
    count, known_to = 0, after.at
    for piece in sorted(log_pieces(connection), key=lambda piece: (since(piece, basis), piece.first)):
        if since(piece, basis) > (known_to if count > limit else through.at):
            through = min(through, Place(since(piece, basis) - 1))
            break
        if Place(until(piece, basis)) > after:
            chosen.append(piece)
            count, known_to = count + piece.n, max(known_to, until(piece, basis))
    return Ordered.of(tail.joined(connection, chosen), basis).between(after, through, limit)


def _cut(found: Ordered, count: int, limit: int) -> int:
    """How many rows to hand out: no more than the limit, unless those of a single place are more."""
    if count <= limit:
        return count
    place = found.place(limit - 1)
    end = found.through(place)
    begin = found.through(place.before)
    return end if end == limit or not begin else begin


def _version(connection: sqlite3.Connection, basis: Basis) -> int:
    """What a cursor is void or behind by, once it is another."""
    if basis is Basis.HAPPENED:
        return written(connection)
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
