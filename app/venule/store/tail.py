"""The log's pieces as rows, remembered: a reader that follows a recording asks for the same ones again and again."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from venule.store.packing import columns, unpack_log
from venule.store.rows import Rows, joined
from venule.store.stretches import LogPiece

REMEMBERED_ROWS = 131_072
"""Twice what the log holds before it is sealed: about 8 MB."""

_CONTENT = "SELECT first, rows FROM log WHERE first BETWEEN ? AND ? ORDER BY first"


class Tail:
    """Unpacks each piece once, as long as the log is not much longer than it should be."""

    def __init__(self) -> None:
        self._rows: dict[LogPiece, Rows] = {}
        self._held = 0

    def rows(self, connection: sqlite3.Connection, pieces: Iterable[LogPiece]) -> Iterator[tuple[LogPiece, Rows]]:
        """The rows of each piece, in the order of writing."""
        known = {piece: self._rows.get(piece) for piece in sorted(pieces)}
        missing = _contents(connection, [piece for piece, rows in known.items() if rows is None])
        for piece, rows in known.items():
            yield piece, self._remembered(piece, unpack_log(next(missing))) if rows is None else rows

    def joined(self, connection: sqlite3.Connection, pieces: Iterable[LogPiece]) -> Rows:
        """The rows of some pieces together, in the order of writing."""
        return joined([rows for _, rows in self.rows(connection, pieces)])

    def of(self, connection: sqlite3.Connection, pieces: Sequence[LogPiece], datastream: int) -> Rows:
        """One datastream's rows, in the order of writing; a piece in which there are none is not unpacked for it."""
        missing = _contents(connection, [piece for piece in pieces if piece not in self._rows])
        parts = []
        for piece in pieces:
            rows = self._rows.get(piece)
            if rows is None:
                content = next(missing)
                if not (columns(content, "s")[0]["s"] == datastream).any():
                    continue
                rows = unpack_log(content)
            parts.append(rows.take(np.flatnonzero(rows.stream == datastream)))
        return joined(parts)

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
