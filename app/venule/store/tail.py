"""The log's pieces as rows, remembered: a reader that follows a recording asks for the same ones again and again."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from venule.store.outline import Outline
from venule.store.packing import columns, unpack_log
from venule.store.rows import NO_ROWS, Rows, joined
from venule.store.stretches import LogPiece
from venule.store.unpacking import trimmed

REMEMBERED_ROWS = 131_072
"""Twice what the log holds before it is sealed: about 8 MB."""

_CONTENT = "SELECT first, rows FROM log WHERE first BETWEEN ? AND ? ORDER BY first"

REMEMBERED_STREAMS = 64
"""Of so many datastreams their own rows of the log are remembered, no more than the log's together."""


class _Own(NamedTuple):
    """The rows of one datastream in these pieces of the log."""

    pieces: Sequence[LogPiece]
    rows: Rows


_NOTHING = _Own([], NO_ROWS)


class Tail:
    """Unpacks each piece once, as long as the log is not much longer than it should be."""

    def __init__(self) -> None:
        self._rows: dict[LogPiece, Rows] = {}
        self._held = 0
        self._own: dict[int, _Own] = {}
        self.outline = Outline()

    def rows(self, connection: sqlite3.Connection, pieces: Iterable[LogPiece]) -> Iterator[tuple[LogPiece, Rows]]:
        """The rows of each piece, in the order of writing."""
        known = {piece: self._rows.get(piece) for piece in sorted(pieces)}
        missing = _contents(connection, [piece for piece, rows in known.items() if rows is None])
        for piece, rows in known.items():
            yield piece, self._remembered(piece, unpack_log(next(missing))) if rows is None else rows

    def joined(self, connection: sqlite3.Connection, pieces: Iterable[LogPiece]) -> Rows:
        """The rows of some pieces together, in the order of writing."""
        return joined([rows for _, rows in self.rows(connection, pieces)])

    def of(self, connection: sqlite3.Connection, datastream: int) -> Rows:
        """One datastream's rows of the log, in the order of writing; a piece without any is not unpacked for it.

        They are remembered, so that a chart of a growing log takes in what is new and no more.
        """
        pieces = self.outline.pieces(connection)
        known = self._own.pop(datastream, _NOTHING)
        count = len(known.pieces)
        if known.pieces != pieces[:count]:
            known, count = _NOTHING, 0
        rows = joined([known.rows, *self._taken(connection, pieces[count:], datastream)])
        self._own[datastream] = _Own(pieces, rows if count == len(pieces) else trimmed(rows))
        while self.remembered_rows > REMEMBERED_ROWS or len(self._own) > REMEMBERED_STREAMS:
            del self._own[next(iter(self._own))]
        return rows

    @property
    def remembered_rows(self) -> int:
        """Of single datastreams."""
        return sum(len(own.rows) for own in self._own.values())

    def _taken(self, connection: sqlite3.Connection, pieces: Sequence[LogPiece], datastream: int) -> Iterator[Rows]:
        missing = _contents(connection, [piece for piece in pieces if piece not in self._rows])
        for piece in pieces:
            rows = self._rows.get(piece)
            if rows is None:
                content = next(missing)
                if not (columns(content, "s")[0]["s"] == datastream).any():
                    continue
                rows = unpack_log(content)
            yield rows.take(np.flatnonzero(rows.stream == datastream))

    def _remembered(self, piece: LogPiece, rows: Rows) -> Rows:
        self._rows[piece] = rows
        self._held += piece.n
        while self._held > REMEMBERED_ROWS and len(self._rows) > 1:
            oldest = next(iter(self._rows))
            self._held -= oldest.n
            del self._rows[oldest]
        return rows


def runs(pieces: Iterable[LogPiece]) -> list[list[LogPiece]]:
    """Neighbouring pieces to be joined, not too many; a log that is packed in time makes a single run."""
    found: list[list[LogPiece]] = []
    count = REMEMBERED_ROWS
    for piece in sorted(pieces):
        count += piece.n
        if count > REMEMBERED_ROWS:
            found.append([])
            count = piece.n
        found[-1].append(piece)
    return found


def _contents(connection: sqlite3.Connection, pieces: Sequence[LogPiece]) -> Iterator[bytes]:
    """The blobs of pieces, which are given in the order of writing."""
    if pieces:
        wanted = {piece.first for piece in pieces}
        for first, rows in connection.execute(_CONTENT, (pieces[0].first, pieces[-1].first)):
            if first in wanted:
                yield rows
