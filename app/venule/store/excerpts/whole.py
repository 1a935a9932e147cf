"""All observations of a file in the order of writing, some thousand at a time, each once."""

import sqlite3
from collections.abc import Iterator
from itertools import accumulate

from venule.domain.instant import Instant
from venule.store import stretches
from venule.store.excerpts.settled_log import settled_log
from venule.store.rows import NO_ROWS, Rows, joined
from venule.store.stretches import Piece, Stretch
from venule.store.tail import Tail

ROWS_AT_A_TIME = 65_536


class Whole:
    """What was recorded from ``since`` to ``until``, both included. ``share`` is how much of the file was gone through.

    The connection is in a transaction, so that nothing is packed or let go of meanwhile.
    """

    def __init__(self, connection: sqlite3.Connection, tail: Tail, since: Instant, until: Instant) -> None:
        self._connection = connection
        self._tail = tail
        self._since, self._until = since, until
        self._stretches = stretches.stretches(connection)
        logged = sum(piece.n for piece in stretches.log_pieces(connection))
        self._total = max(1, logged + sum(stretch.n for stretch in self._stretches))
        self._seen = 0

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return min(1.0, self._seen / self._total)

    def framed(self) -> list[Stretch]:
        """The full stretches that touch the time, and whose frames know nothing that was recorded after it."""
        known_to = accumulate((stretch.recorded_to for stretch in self._stretches), max)
        found = zip(self._stretches, known_to, strict=True)
        return [
            stretch for stretch, last in found if stretch.is_full and last <= self._until and self._touches(stretch)
        ]

    def further(self) -> list[Stretch]:
        """The other stretches that touch it."""
        framed = {stretch.id for stretch in self.framed()}
        return [one for one in self._stretches if one.id not in framed and self._touches(one)]

    def of_stretch(self, stretch: Stretch) -> Iterator[Rows]:
        """Sorted rows, those of one part after those of the part before."""
        waiting: list[Rows] = []
        for piece in stretches.pieces(self._connection, stretch.id):
            self._seen += piece.n
            if self._touches(piece):
                waiting.append(self._told(stretches.unpacked(self._connection, piece.id)))
            if sum(map(len, waiting)) >= ROWS_AT_A_TIME:
                yield joined(waiting)
                waiting = []
        yield joined(waiting)

    def of_log(self) -> Iterator[Rows]:
        """The rows that are not packed yet, run after run, each sorted."""
        for rows in settled_log(self._connection, self._tail):
            self._seen += len(rows)
            yield self._told(rows)

    def last_frame(self) -> Rows:
        """What the last frame knows, where rows were let go of: of a datastream without any it is the only one left."""
        (expired,) = self._connection.execute("SELECT expired FROM tally").fetchone()
        return stretches.last_frame(self._connection) if expired else NO_ROWS

    def _told(self, rows: Rows) -> Rows:
        return rows.take((rows.recorded_at >= self._since) & (rows.recorded_at <= self._until))

    def _touches(self, part: Stretch | Piece) -> bool:
        return part.recorded_from <= self._until and part.recorded_to >= self._since
