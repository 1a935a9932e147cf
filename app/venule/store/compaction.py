"""Packs what was committed: seals the log into stretches, and merges small stretches as they age.

Each step is one transaction of a fraction of a second, in the writer's own thread between two batches, so that it holds
nobody up and needs no lock. A kill at any moment leaves the file as some transaction left it: chunks of a stretch that
is not in the table ``stretch`` do not count, and are swept away.

    log ──seal──► level 0 ──merge──► level 1 … ──merge──► full stretches, each with a frame

The order of writing is kept from the oldest stretch to the log, and every stretch but the full ones is small: a reader
that knows the last frame has a million rows at most to look through.
"""

import sqlite3
from typing import Protocol

import numpy as np

from venule.store import stretches
from venule.store.merge import PUT_STRETCH, Merge, put_chunks
from venule.store.observing import ObservationLog, ranges
from venule.store.rows import Rows, joined, settled
from venule.store.settling import held
from venule.store.sizes import Sizes
from venule.store.stretches import Stretch
from venule.store.sweeping import Dead, Sweep

_NEXT = "SELECT 1 + max((SELECT ifnull(max(id), 0) FROM stretch), (SELECT ifnull(max(stretch), 0) FROM chunk))"


class Work(Protocol):
    """Something that takes many slices, and changes nothing for a reader before its end."""

    def step(self) -> bool:
        """Do a slice; whether there was one."""
        ...

    def finish(self) -> list[Dead]:
        """Make it count, and say what does not count any more."""
        ...


class Compaction:
    """One step at a time."""

    def __init__(self, connection: sqlite3.Connection, log: ObservationLog, sizes: Sizes) -> None:
        self._connection = connection
        self._log = log
        self._sizes = sizes
        self._work: Work | None = None
        self._sweep = Sweep(connection)

    def step(self, *, all: bool = False) -> bool:
        """Do what is most due, inside a transaction; whether anything was.

        ``all`` seals and merges also what would wait for more.
        """
        if self.advance():
            return True
        if self._log_is_long() or (all and self._log.rows):
            self.seal()
        elif group := self._group(all):
            self.begin(Merge(self._connection, group, self.next_stretch(), self._sizes))
        else:
            return self.sweep()
        return True

    def advance(self) -> bool:
        """Do a slice of the work in hand; whether there is any. There is never more than one."""
        if self._work is None:
            return False
        if not self._work.step():
            self._sweep.add(self._work.finish())
            self._work = None
        return True

    def begin(self, work: Work) -> None:
        """Take a work in hand, which none may be."""
        assert self._work is None
        self._work = work

    def sweep(self) -> bool:
        """Take away some of what does not count; whether there was any."""
        return self._sweep.step()

    def next_stretch(self) -> int:
        """An id that no stretch has, nor one that is being made."""
        (id,) = self._connection.execute(_NEXT).fetchone()
        return int(id)

    def _log_is_long(self) -> bool:
        return self._log.rows >= self._sizes.seal_rows or self._log.pieces >= self._sizes.seal_pieces

    def seal(self) -> None:
        """Pack the oldest pieces of the log, of which there must be some."""
        connection = self._connection
        taken, n = [], 0
        for piece in stretches.log_pieces(connection):
            taken.append(piece)
            n += piece.n
            if n >= self._sizes.seal_rows:
                break
        first, last = taken[0].first, taken[-1].first + taken[-1].n - 1
        rows = settled(joined([stretches.log_rows(connection, piece.first) for piece in taken]).sorted())
        rows = self._unknown(rows)
        if len(rows):
            id = self.next_stretch()
            put_chunks(connection, id, rows, self._sizes.chunk_rows)
            connection.execute(PUT_STRETCH, (id, first, last, len(rows), 0, False, *ranges(rows), None, 0))
        connection.execute("DELETE FROM log WHERE first <= ?", (last,))
        self._log.sealed(n, len(taken))
        connection.execute("UPDATE tally SET observations = observations + ?", (len(rows),))
        self._log.packed.note(rows)

    def _unknown(self, rows: Rows) -> Rows:
        """Sorted rows without those that an older stretch holds."""
        suspect = np.flatnonzero(rows.observed_at <= self._log.packed.of(rows.stream))
        if not len(suspect):
            return rows
        again = np.zeros(len(rows), np.bool_)
        again[suspect] = held(self._connection, rows.take(suspect))
        return rows.take(~again)

    def _group(self, all: bool) -> list[Stretch]:
        """The stretches to merge next: enough for a full one, or as many of one level as make one of the next."""
        small = stretches.small(self._connection)
        rows = sum(stretch.n for stretch in small)
        if rows >= self._sizes.most_rows:
            return _until(small, self._sizes.most_rows)
        for start in range(len(small) - self._sizes.fan + 1):
            run = small[start : start + self._sizes.fan]
            if _alike(run):
                return run
        return small if all and (len(small) > 1 or rows >= self._sizes.full_rows) else []


def _until(small: list[Stretch], rows: int) -> list[Stretch]:
    """The oldest that hold so many rows together."""
    n = 0
    for count, stretch in enumerate(small, 1):
        n += stretch.n
        if n >= rows:
            return small[:count]
    return small


def _alike(run: list[Stretch]) -> bool:
    """Whether stretches are of one level."""
    return len({stretch.level for stretch in run}) == 1
