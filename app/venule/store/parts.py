"""Where one datastream's rows lie in the file: in which chunks, and between which rows of the log."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import LAST, Longs
from venule.store.groups import Numbers, group_of
from venule.store.rows import NO_ROWS, Rows
from venule.store.stretches import Stretch
from venule.store.tail import Tail
from venule.store.unpacking import unpack_group


class _Chunk(NamedTuple):
    id: int
    first_stream: int
    first_at: Instant
    recorded_from: Instant
    recorded_to: Instant
    heads: bytes


_COLUMNS = ", ".join(_Chunk._fields)

_FORWARDS = f"""
SELECT {_COLUMNS} FROM chunk WHERE stretch = ? AND (last_stream, last_at) >= (?, ?)
ORDER BY last_stream, last_at, id
"""

_BACKWARDS = f"""
SELECT {_COLUMNS} FROM chunk WHERE stretch = ? AND last_stream = ? AND last_at < ?
ORDER BY last_stream DESC, last_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Observations of a datastream from ``start`` to ``end``, both included, that were recorded by ``as_of``.

    By what had happened they were observed by then, whenever they were recorded.
    """

    datastream: int
    start: Instant
    end: Instant
    as_of: Instant
    basis: Basis = Basis.KNOWN

    @property
    def recorded_by(self) -> Instant:
        """What was recorded later is left out."""
        return self.as_of if self.basis is Basis.KNOWN else LAST

    @property
    def observed_by(self) -> Instant:
        """What was observed later is left out."""
        return LAST if self.basis is Basis.KNOWN else self.as_of


class Part(NamedTuple):
    """Some rows of the datastream, sorted: in a chunk from ``start`` on, or ``rows``. ``written`` is their turn.

    ``is_known`` says that all of them were recorded in time.
    """

    written: int
    first_at: Instant
    last_at: Instant
    n: int
    is_known: bool
    chunk: int = 0
    start: int = 0
    numbers: Numbers | None = None
    rows: Rows | None = None


def parts(connection: sqlite3.Connection, tail: Tail, span: Span, *, with_numbers: bool = False) -> list[Part]:
    """All that may hold rows of the span, oldest observed first."""
    found: list[Part] = []
    for stretch in tail.outline.stretches(connection):
        if touches(stretch, span):
            found += packed_parts(connection, stretch, span, with_numbers=with_numbers)
    found.sort(key=lambda part: (part.first_at, part.written))
    logged = log_parts(connection, tail, span, [part.first_at for part in found])
    return sorted(found + logged, key=lambda part: (part.first_at, part.written)) if logged else found


def read(connection: sqlite3.Connection, span: Span, part: Part, *, with_recorded: bool = True) -> Rows:
    """The rows of a part that belong to the span, sorted."""
    rows = part.rows
    if rows is None:
        (data,) = connection.execute("SELECT rows FROM chunk WHERE id = ?", (part.chunk,)).fetchone()
        exact = with_recorded or not part.is_known
        rows = unpack_group(data, span.datastream, part.first_at, part.start, part.n, with_recorded=exact)
        if not part.is_known:
            rows = rows.take(rows.recorded_at <= span.recorded_by)
    if part.first_at >= span.start and part.last_at <= span.end:
        return rows
    begin, end = np.searchsorted(rows.observed_at, span.start), np.searchsorted(rows.observed_at, span.end, "right")
    return rows.take(slice(int(begin), int(end)))


def touches(stretch: Stretch, span: Span) -> bool:
    """Whether a stretch may hold rows of the span."""
    in_time = stretch.observed_to >= span.start and stretch.observed_from <= span.end
    return in_time and stretch.recorded_from <= span.recorded_by


def packed_parts(
    connection: sqlite3.Connection, stretch: Stretch, span: Span, *, with_numbers: bool = False
) -> Iterator[Part]:
    """Those of a stretch, oldest observed first."""
    for row in connection.execute(_FORWARDS, (stretch.id, span.datastream, span.start)):
        chunk = _Chunk(*row)
        if (chunk.first_stream, chunk.first_at) > (span.datastream, span.end):
            return
        part = _part(chunk, stretch, span, with_numbers=with_numbers)
        if part is not None:
            yield part


def packed_parts_backwards(connection: sqlite3.Connection, stretch: Stretch, span: Span) -> Iterator[Part]:
    """Those of a stretch that end where the span does, or before; the last observed first."""
    bounds = (stretch.id, span.datastream, span.end)
    ending = connection.execute(_FORWARDS, bounds).fetchmany(1)
    for row in chain(ending, connection.execute(_BACKWARDS, bounds)):
        part = _part(_Chunk(*row), stretch, span, with_numbers=False)
        if part is not None:
            yield part


def _part(chunk: _Chunk, stretch: Stretch, span: Span, *, with_numbers: bool) -> Part | None:
    """The datastream's group in a chunk, if there is one and it touches the span."""
    if chunk.recorded_from > span.recorded_by:
        return None
    group = group_of(chunk.heads, span.datastream, with_numbers=with_numbers)
    if group is None or group.last_at < span.start or group.first_at > span.end:
        return None
    is_known = chunk.recorded_to <= span.recorded_by
    numbers = group.numbers if with_numbers else None
    return Part(stretch.first, *group[:2], group.n, is_known, chunk.id, group.start, numbers)


def log_parts(connection: sqlite3.Connection, tail: Tail, span: Span, packed: list[Instant]) -> list[Part]:
    """The log's rows of the span, cut where packed parts begin, so that a late row does not lie across all of them."""
    return runs_of(log_rows_of(connection, tail, span), LAST, np.array(packed, np.int64))


def runs_of(rows: Rows, written: int, firsts: Longs) -> list[Part]:
    """Sorted rows as parts, cut where others begin, so that none lies across more than one."""
    if not len(rows):
        return []
    cuts = np.flatnonzero(np.diff(np.searchsorted(firsts, rows.observed_at, "right"))) + 1
    bounds = [0, *cuts.tolist(), len(rows)]
    runs = [rows.take(slice(begin, end)) for begin, end in pairwise(bounds)]
    return [Part(written, int(run.observed_at[0]), int(run.observed_at[-1]), len(run), True, rows=run) for run in runs]


def log_rows_of(connection: sqlite3.Connection, tail: Tail, span: Span) -> Rows:
    """The log's rows of the span, sorted."""
    touched = any(
        piece.observed_to >= span.start and piece.observed_from <= span.end and piece.recorded_from <= span.recorded_by
        for piece in tail.outline.pieces(connection)
    )
    if not touched:
        return NO_ROWS
    rows = tail.of(connection, span.datastream)
    known = rows.recorded_at <= span.recorded_by
    return rows.take(known & (rows.observed_at >= span.start) & (rows.observed_at <= span.end)).sorted()
