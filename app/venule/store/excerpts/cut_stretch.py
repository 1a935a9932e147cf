"""Stretches of a cut in the making: sorted rows are put in, and a stretch is ended with or without a frame."""

import sqlite3

from venule.domain.instant import Instant
from venule.store.merge import PUT_STRETCH, put_chunks
from venule.store.observing import ranges
from venule.store.packing import pack_log
from venule.store.rows import Rows, joined, settled
from venule.store.stretches import Stretch, newest

Ranges = tuple[Instant, Instant, Instant, Instant]
"""From when to when rows were observed, and recorded."""


class CutStretch:
    """The one in hand, inside a transaction. ``total`` rows are in all; ``expired`` were let go of in the source."""

    def __init__(self, target: sqlite3.Connection, chunk_rows: int) -> None:
        self._target = target
        self._chunk_rows = chunk_rows
        self._id = 1
        self._n = 0
        self._last = 0
        self._ranges: Ranges | None = None
        self.total = 0
        self.expired = 0

    def put(self, rows: Rows) -> None:
        """Take in sorted rows, which come after all that were put into this stretch."""
        if len(rows):
            put_chunks(self._target, self._id, rows, self._chunk_rows)
            self._ranges = _wider(self._ranges, ranges(rows))
            self._n += len(rows)
            self.total += len(rows)

    def end(self, frame: Rows | None = None) -> None:
        """End it, full where it has a frame; one without rows is none."""
        if self._ranges is not None:
            self._write(self._ranges, frame, 0)

    def end_full(self, source: Stretch, opening: Rows, frame: Rows, expired: int, since: Instant) -> None:
        """End what a full stretch left, with its frame: that knows what was let go of, once its last row was known.

        ``opening`` is the state as of ``since``, which a recording that others were imported into may know better.
        """
        known = newest(settled(joined([opening, frame]).sorted()))
        if self._ranges is not None:
            observed, recorded = self._ranges[:2], self._ranges[2:]
            if expired:
                recorded = max(source.recorded_from, since), source.recorded_to
            self._write((*observed, *recorded), known, expired)
        elif expired:
            times = (source.observed_from, source.observed_to, max(source.recorded_from, since), source.recorded_to)
            self._write(times, known, expired)

    def _write(self, times: Ranges, frame: Rows | None, expired: int) -> None:
        first, self._last = self._last + 1, self._last + self._n + expired
        packed = None if frame is None else pack_log(frame, packed=True)
        row = (self._id, first, self._last, self._n, 0, frame is not None, *times, packed, expired)
        self._target.execute(PUT_STRETCH, row)
        self.expired += expired
        self._id, self._n, self._ranges = self._id + 1, 0, None


def _wider(one: Ranges | None, other: Ranges) -> Ranges:
    if one is None:
        return other
    return min(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), max(one[3], other[3])
