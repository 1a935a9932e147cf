"""The rows of several datastreams at once: each chunk in which any of them is is unpacked once for all of them."""

import sqlite3
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.store.answers import Longs
from venule.store.packing import columns
from venule.store.rows import Rows, joined, settled
from venule.store.stretches import LogPiece, Piece, Stretch, content, log_pieces, pieces, stretches
from venule.store.tail import Tail
from venule.store.unpacking import trimmed, unpack_said

_HEADS = "SELECT heads FROM chunk WHERE id = ?"


class Several:
    """Observed from ``start`` to ``end``, both included, as the file is in the connection's transaction."""

    def __init__(self, connection: sqlite3.Connection, tail: Tail, start: Instant, end: Instant) -> None:
        self._connection = connection
        self._tail = tail
        self._start = start
        self._end = end
        self._chunks = self._touched()

    def counts(self, streams: Longs) -> Longs:
        """How many rows each of the datastreams has, at most."""
        found = np.zeros(int(streams.max(initial=-1)) + 2, np.int64)
        for chunk, _ in self._holding(np.sort(streams)):
            (data,) = self._connection.execute(_HEADS, (chunk,)).fetchone()
            heads, _ = columns(data, "sn")
            np.add.at(found, np.minimum(heads["s"], len(found) - 1), heads["n"])
        for rows in self._logged():
            np.add.at(found, np.minimum(rows.stream, len(found) - 1), 1)
        counts: Longs = found[streams]
        return counts

    def rows(self, streams: Longs) -> Rows:
        """Their rows in the order of the datastreams and of time, redeliveries left out."""
        place = np.argsort(streams)
        wanted = streams[place]
        parts = [self._packed(chunk, is_within, wanted) for chunk, is_within in self._holding(wanted)]
        parts += [rows.take(_among(rows.stream, wanted)) for rows in self._logged()]
        rows = joined(parts)
        rank = place[np.searchsorted(wanted, rows.stream)]
        return settled(rows.take(np.lexsort((rows.observed_at, rank))))

    def _touched(self) -> Longs:
        """The chunks in the order of writing: id, first and last datastream, and whether all rows are in time."""
        found = [
            (piece.id, piece.first_stream, piece.last_stream, self._is_within(piece))
            for stretch in stretches(self._connection)
            if self._touches(stretch)
            for piece in pieces(self._connection, stretch.id)
            if self._touches(piece)
        ]
        return np.array(found, np.int64).reshape(-1, 4)

    def _holding(self, wanted: Longs) -> list[tuple[int, bool]]:
        """The chunks in which any of sorted datastreams may be, and whether all their rows are in time."""
        id, first, last, is_within = self._chunks.T
        some = np.searchsorted(wanted, first) < np.searchsorted(wanted, last, "right")
        return list(zip(id[some].tolist(), (is_within[some] > 0).tolist(), strict=True))

    def _packed(self, chunk: int, is_within: bool, wanted: Longs) -> Rows:
        """The rows of a chunk that are wanted."""
        data, packed = content(self._connection, chunk)
        heads, _ = columns(data, "snt")
        rows = unpack_said(heads, packed)
        chosen = np.repeat(_among(heads["s"], wanted), heads["n"])
        if not is_within:
            chosen &= self._in_time(rows)
        return rows if chosen.all() else trimmed(rows.take(chosen))

    def _logged(self) -> Iterator[Rows]:
        """The log's rows, piece by piece."""
        touched = [piece for piece in log_pieces(self._connection) if self._touches(piece)]
        for _, rows in self._tail.rows(self._connection, touched):
            yield rows.take(self._in_time(rows))

    def _touches(self, part: Stretch | Piece | LogPiece) -> bool:
        return part.observed_to >= self._start and part.observed_from <= self._end

    def _is_within(self, part: Piece) -> bool:
        return part.observed_from >= self._start and part.observed_to <= self._end

    def _in_time(self, rows: Rows) -> npt.NDArray[np.bool_]:
        return (rows.observed_at >= self._start) & (rows.observed_at <= self._end)


def _among(streams: Longs, wanted: Longs) -> npt.NDArray[np.bool_]:
    """Which of some datastreams are among sorted others."""
    found: npt.NDArray[np.bool_] = wanted[np.minimum(np.searchsorted(wanted, streams), len(wanted) - 1)] == streams
    return found
