"""Writes observations: ids by memory, one ``executemany`` a batch, redelivered ones settled by the unique index."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from venule.domain.bounded import Bounded
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.store.names import REMEMBERED, Names

BACKFILLED: Final = int(Provenance.BACKFILLED)

_OBSERVATION = """
INSERT OR IGNORE INTO observation
    (datastream, observed_at, result_at, recorded_at, value, quality, reason, provenance, source_key)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

Row = tuple[int, int, int | None, int, Value | None, int, str | None, int, int]


class Stream:
    """What the hot path must know of a datastream: its id, and the newest time it was observed at."""

    __slots__ = ("id", "newest")

    def __init__(self, id: int, newest: int) -> None:
        self.id = id
        self.newest = newest


class ObservationLog:
    """Appends observations inside the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, names: Names) -> None:
        self._connection = connection
        self._names = names
        self._streams: Bounded[tuple[object, ...], Stream] = Bounded(REMEMBERED)

    def append(self, observations: Sequence[Recorded]) -> int:
        """Write them and return how many were new."""
        return max(0, self._connection.executemany(_OBSERVATION, self._rows(observations)).rowcount)

    def _rows(self, observations: Sequence[Recorded]) -> Iterator[Row]:
        streams = self._streams
        for row in observations:
            stream = streams.get(row[:3]) or self._find(row)
            observed_at = row.observed_at
            provenance = int(row.provenance)
            if observed_at > stream.newest:
                stream.newest = observed_at
            elif observed_at < stream.newest:
                provenance |= BACKFILLED
            quality, reason = int(row.quality), row.reason or None
            yield (
                stream.id, observed_at, row.result_at, row.recorded_at, row.value, quality, reason, provenance,
                row.source_key,
            )  # fmt: skip

    def _find(self, row: Recorded) -> Stream:
        id = self._names.datastream(row.network, row.asset, _undeclared(row))
        statement = "SELECT max(observed_at) FROM observation WHERE datastream = ?"
        (newest,) = self._connection.execute(statement, (id,)).fetchone()
        stream = Stream(id, -(2**63) if newest is None else newest)
        self._streams[row[:3]] = stream
        return stream


def _undeclared(row: Recorded) -> Quantity:
    """What a datastream is taken for that nobody declared: its first value tells a flag and a text from a number."""
    if isinstance(row.value, bool):
        return Quantity(row.datastream, kind=ValueKind.FLAG)
    if isinstance(row.value, str):
        return Quantity(row.datastream, kind=ValueKind.TEXT)
    return Quantity(row.datastream)
