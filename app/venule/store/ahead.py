"""Packed rows in the order of recording, read ahead: a replay unpacks a stretch once, each pulse is a slice of it."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from venule.domain.instant import Instant
from venule.store.ordered import Ordered, Place
from venule.store.rows import Rows, joined
from venule.store.stretches import Stretch, pieces, stretches, unpacked, unpacked_stretch

MOST_ROWS = 2_500_000
"""Two full stretches and a little: some 110 MB."""

KEPT_ROWS = 1_000_000
"""What is kept of more stretches than that, where they lie side by side in time: an import, station by station."""

END = Place(2**62)


class Window(NamedTuple):
    """The oldest rows after ``begin`` of many stretches, up to ``end``."""

    begin: Place
    end: Place
    known: frozenset[Stretch]
    rows: Ordered


class Ahead:
    """Holds the stretches that a reader is in the midst of, or a window on them where they are too many."""

    def __init__(self) -> None:
        self._whole: dict[Stretch, Ordered] = {}
        self._window: Window | None = None

    def between(self, connection: sqlite3.Connection, after: Place, through: Place, limit: int) -> tuple[Rows, Place]:
        """Packed rows after one place up to another, and how far they are all there: for about ``limit`` rows."""
        parts, end = self._parts(connection, after, through, limit)
        taken = [part.between(after, min(end, through), limit) for part in parts]
        return joined([rows for rows, _ in taken]), min([through, end, *(reached for _, reached in taken)])

    def _parts(
        self, connection: sqlite3.Connection, after: Place, through: Place, limit: int
    ) -> tuple[Sequence[Ordered], Place]:
        wanted = _touched(stretches(connection), after, through)
        if self._window is not None and _serves(self._window, after, wanted):
            return (self._window.rows,), self._window.end
        self._window = None
        held, self._whole = self._whole, {}
        left, known_to = 0, after.recorded_at
        for stretch in wanted:
            if left >= limit and stretch.recorded_from > known_to:
                return tuple(self._whole.values()), Place(stretch.recorded_from - 1)
            part = held.get(stretch) or Ordered.of_sorted(unpacked_stretch(connection, stretch.id))
            self._whole[stretch] = part
            left += len(part) - part.through(after)
            known_to = max(known_to, stretch.recorded_to)
            if sum(map(len, self._whole.values())) > MOST_ROWS:
                return self._narrowed(connection, wanted, after)
        return tuple(self._whole.values()), END

    def _narrowed(
        self, connection: sqlite3.Connection, wanted: Sequence[Stretch], after: Place
    ) -> tuple[Sequence[Ordered], Place]:
        """Look through all of them for the oldest rows, a stretch at a time."""
        whole, self._whole = self._whole, {}
        kept, end = _oldest([part.between(after, END, len(part))[0] for part in whole.values()])
        for stretch in wanted:
            if stretch not in whole and stretch.recorded_from <= end.recorded_at:
                rows = _recorded_within(connection, stretch, after.recorded_at, end.recorded_at)
                more, _ = Ordered.of_sorted(rows).between(after, end, len(rows))
                kept, end = _oldest([kept.rows, more], end)
        self._window = Window(after, end, frozenset(wanted), kept)
        return (kept,), end


def _touched(all: Iterable[Stretch], after: Place, through: Place) -> list[Stretch]:
    """The stretches that may have rows after one place up to another, oldest recorded first."""
    some = [one for one in all if Place(one.recorded_to) > after and one.recorded_from <= through.recorded_at]
    return sorted(some, key=lambda stretch: (stretch.recorded_from, stretch.first))


def _serves(window: Window, after: Place, wanted: Iterable[Stretch]) -> bool:
    in_sight = {stretch for stretch in wanted if stretch.recorded_from <= window.end.recorded_at}
    return window.begin <= after < window.end and in_sight <= window.known


def _oldest(parts: Sequence[Rows], end: Place = END) -> tuple[Ordered, Place]:
    """Of joined parts the oldest rows, if they are many, and up to where those are complete."""
    ordered = Ordered.of(joined(parts))
    if len(ordered) <= 2 * KEPT_ROWS:
        return ordered, end
    rows, end = ordered.between(Place(-END.recorded_at), end, KEPT_ROWS)
    return Ordered.of(rows), end


def _recorded_within(connection: sqlite3.Connection, stretch: Stretch, since: Instant, until: Instant) -> Rows:
    touched = [one for one in pieces(connection, stretch.id) if one.recorded_to >= since and one.recorded_from <= until]
    rows = joined([unpacked(connection, piece.id) for piece in touched])
    return rows.take((rows.recorded_at >= since) & (rows.recorded_at <= until))
