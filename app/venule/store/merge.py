"""Makes one stretch of several, or of one without some of its rows; and cuts sorted rows into chunks."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Protocol

import numpy as np

from venule.domain.instant import Instant
from venule.store import stretches
from venule.store.observing import ranges
from venule.store.packing import blob, heads_of, pack_chunk, pack_log
from venule.store.rows import NO_ROWS, Rows, borders, joined
from venule.store.sizes import Sizes
from venule.store.slices import Slices
from venule.store.stretches import Stretch
from venule.store.sweeping import Dead

STATISTICS_FROM = 16
"""Rows a group from which its chunk's heads tell what its numbers come to; shorter ones are as soon unpacked."""

_CHUNK = """
INSERT INTO chunk (stretch, first_stream, last_stream, first_at, last_at, n, observed_from, observed_to,
    recorded_from, recorded_to, heads, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

PUT_STRETCH = f"INSERT INTO stretch ({', '.join(Stretch._fields)}, frame, expired) VALUES (?{', ?' * 11})"


class Sieve(Protocol):
    """Takes rows out of stretches that are written anew."""

    def sift(self, rows: Rows) -> Rows:
        """Those of sorted rows that stay."""
        ...

    def finish(self, stretch: int) -> None:
        """Make what became of the others count, in the moment in which the new stretch does."""
        ...


class Merge:
    """Neighbouring stretches becoming one, slice by slice of datastreams, while readers go on with the old ones.

    With a ``sieve`` some of the rows stay behind, and the new stretch is a full one: what was let go of is told by its
    frame alone.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: list[Stretch],
        target: int,
        sizes: Sizes,
        sieve: Sieve | None = None,
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._ids = ", ".join(str(source.id) for source in sources)
        self._target = target
        self._sizes = sizes
        self._sieve = sieve
        pieces = [stretches.pieces(connection, source.id) for source in sources]
        self._slices = Slices(pieces, partial(stretches.unpacked, connection), sizes.seal_rows)
        self._newest: list[Rows] = []
        self._observed: list[tuple[Instant, Instant]] = []
        self._n = 0

    def step(self) -> bool:
        """Pack the next slice; whether there was one."""
        parts = self._slices.next()
        if parts is None:
            return False
        rows = joined(parts).sorted()
        self._newest.append(stretches.newest(rows))
        if self._sieve is not None:
            rows = self._sieve.sift(rows)
        if len(rows):
            put_chunks(self._connection, self._target, rows, self._sizes.chunk_rows)
            self._observed.append(ranges(rows)[:2])
            self._n += len(rows)
        return True

    def finish(self) -> list[Dead]:
        """Put the whole in the place of its sources."""
        row = self._stretch()
        self._connection.execute(f"DELETE FROM stretch WHERE id IN ({self._ids})")
        self._connection.execute(PUT_STRETCH, row)
        if self._sieve is not None:
            self._sieve.finish(self._target)
        return [Dead("stretch", source.id) for source in self._sources]

    def _stretch(self) -> tuple[object, ...]:
        """The row of the whole, with its frame if it is full and so are all before it."""
        sources = self._sources
        before = [one for one in stretches.stretches(self._connection) if one.first < sources[0].first]
        is_large = self._n >= self._sizes.full_rows and all(stretch.is_full for stretch in before)
        is_full = bool(sources[-1].is_full) or self._sieve is not None or is_large
        observed = self._observed or [(stretch.observed_from, stretch.observed_to) for stretch in sources]
        return (
            self._target, sources[0].first, sources[-1].last, self._n, 1 + max(stretch.level for stretch in sources),
            is_full, min(since for since, _ in observed), max(until for _, until in observed),
            min(stretch.recorded_from for stretch in sources), max(stretch.recorded_to for stretch in sources),
            self._frame(before) if is_full else None, self._expired(),
        )  # fmt: skip

    def _frame(self, before: list[Stretch]) -> bytes:
        last = self._sources[-1]
        if last.is_full:
            (kept,) = self._connection.execute("SELECT frame FROM stretch WHERE id = ?", (last.id,)).fetchone()
            return bytes(kept)
        state = stretches.frame(self._connection, before[-1].id) if before else NO_ROWS
        return pack_log(stretches.overlaid(state, joined(self._newest)), packed=True)

    def _expired(self) -> int:
        """How many rows were let go, here and before."""
        question = f"SELECT sum(expired) FROM stretch WHERE id IN ({self._ids})"
        (expired,) = self._connection.execute(question).fetchone()
        return int(expired) + sum(source.n for source in self._sources) - self._n


def put_chunks(connection: sqlite3.Connection, stretch: int, rows: Rows, chunk_rows: int) -> None:
    """Write sorted rows as chunks of a stretch."""
    connection.executemany(_CHUNK, ((stretch, *_chunk(rows.take(part))) for part in _parts(rows, chunk_rows)))


def _chunk(rows: Rows) -> tuple[object, ...]:
    first = borders(rows.stream)
    heads = heads_of(rows, first, with_numbers=len(rows) >= STATISTICS_FROM * (len(first) - 1))
    ends = (int(rows.stream[0]), int(rows.stream[-1]), int(rows.observed_at[0]), int(rows.observed_at[-1]))
    return (*ends, len(rows), *ranges(rows), blob(heads), pack_chunk(rows, first))


def _parts(rows: Rows, chunk_rows: int) -> Iterator[slice]:
    """Cuts of about so many rows, between datastreams where one is near."""
    first = borders(rows.stream)
    start, end = 0, len(rows)
    while start < end:
        cut = min(start + chunk_rows, end)
        if cut < end:
            near = int(first[np.searchsorted(first, cut + chunk_rows // 4, "right") - 1])
            cut = near if near > start + chunk_rows // 2 else cut
        yield slice(start, cut)
        start = cut
