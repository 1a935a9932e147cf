"""Packed rows in the order in which they are handed out, read ahead: a replay unpacks each stretch only once."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.excerpts.reckoning import since, until, when
from venule.store.ordered import Ordered, Place
from venule.store.rows import NO_ROWS, Rows, joined
from venule.store.stretches import Stretch, pieces, stretches, unpacked, unpacked_stretch

MOST_ROWS = 2_500_000
"""Two full stretches and a little: some 110 MB."""

KEPT_ROWS = 1_000_000
"""What is kept of more stretches than that, where they lie side by side in time: an import, station by station."""

END = Place(2**62)


class Window(NamedTuple):
    """The rows after ``begin`` of many stretches, up to ``end``, in the order of writing."""

    begin: Place
    end: Place
    known: frozenset[Stretch]
    parts: Sequence[Ordered]


class Ahead:
    """Holds the stretches that a reader is in the midst of, or a window on them where they are too many."""

    def __init__(self) -> None:
        self._basis = Basis.KNOWN
        self._whole: dict[Stretch, Ordered] = {}
        self._window: Window | None = None

    def between(
        self, connection: sqlite3.Connection, after: Place, through: Place, limit: int, basis: Basis
    ) -> tuple[Rows, Place]:
        """Packed rows after one place up to another, and how far they are all there: for about ``limit`` rows."""
        if basis is not self._basis:
            self._basis, self._whole, self._window = basis, {}, None
        parts, end = self._parts(connection, after, through, limit)
        taken = [part.between(after, min(end, through), limit) for part in parts]
        return joined([rows for rows, _ in taken]), min([through, end, *(reached for _, reached in taken)])

    def _parts(
        self, connection: sqlite3.Connection, after: Place, through: Place, limit: int
    ) -> tuple[Sequence[Ordered], Place]:
        basis = self._basis
        wanted = _touched(stretches(connection), after, through, basis)
        if self._window is not None and _serves(self._window, after, wanted, basis):
            return self._window.parts, self._window.end
        self._window = None
        if basis is Basis.HAPPENED and sum(stretch.n for stretch in wanted) > MOST_ROWS:
            return self._clipped(connection, wanted, after)
        held, self._whole = self._whole, {}
        left, known_to = 0, after.at
        for stretch in wanted:
            if left >= limit and since(stretch, basis) > known_to:
                return self._parts_held(), Place(since(stretch, basis) - 1)
            part = held.get(stretch) or Ordered.of_sorted(unpacked_stretch(connection, stretch.id), basis)
            self._whole[stretch] = part
            left += len(part) - part.through(after)
            known_to = max(known_to, until(stretch, basis))
            if sum(map(len, self._whole.values())) > MOST_ROWS:
                return self._narrowed(connection, wanted, after)
        return self._parts_held(), END

    def _parts_held(self) -> Sequence[Ordered]:
        """In the order of writing, in which rows of one place stay."""
        return tuple(self._whole[stretch] for stretch in sorted(self._whole, key=lambda stretch: stretch.first))

    def _clipped(
        self, connection: sqlite3.Connection, wanted: Sequence[Stretch], after: Place
    ) -> tuple[Sequence[Ordered], Place]:
        """Of all of them what happened until the first are over: of those that only hold late rows it is a little."""
        self._whole, parts, end = {}, [], _horizon(wanted)
        for stretch in sorted(wanted, key=lambda stretch: stretch.first):
            if stretch.observed_from <= end.at:
                parts.append(_within(connection, stretch, (after.at, end.at), self._basis))
                if sum(map(len, parts)) > MOST_ROWS:
                    return self._narrowed(connection, wanted, after)
        self._window = Window(after, end, frozenset(wanted), parts)
        return parts, end

    def _narrowed(
        self, connection: sqlite3.Connection, wanted: Sequence[Stretch], after: Place
    ) -> tuple[Sequence[Ordered], Place]:
        """Look through all of them for the oldest rows, a stretch at a time, in the order of writing."""
        basis = self._basis
        whole, self._whole = self._whole, {}
        kept, end = Ordered.of(NO_ROWS, basis), END
        for stretch in sorted(wanted, key=lambda stretch: stretch.first):
            if since(stretch, basis) <= end.at:
                part = whole.pop(stretch, None) or _within(connection, stretch, (after.at, end.at), basis)
                more, _ = part.between(after, end, len(part))
                kept, end = _oldest([kept.rows, more], end, basis)
        self._window = Window(after, end, frozenset(wanted), (kept,))
        return (kept,), end


def _touched(all: Iterable[Stretch], after: Place, through: Place, basis: Basis) -> list[Stretch]:
    """The stretches that may have rows after one place up to another, those of the oldest rows first."""
    some = [one for one in all if Place(until(one, basis)) > after and since(one, basis) <= through.at]
    return sorted(some, key=lambda stretch: (since(stretch, basis), stretch.first))


def _serves(window: Window, after: Place, wanted: Iterable[Stretch], basis: Basis) -> bool:
    in_sight = {stretch for stretch in wanted if since(stretch, basis) <= window.end.at}
    return window.begin <= after < window.end and in_sight <= window.known


def _horizon(wanted: Iterable[Stretch]) -> Place:
    """When the first of them that make a good part of a window are over."""
    n = 0
    for stretch in sorted(wanted, key=lambda stretch: stretch.observed_to):
        n += stretch.n
        if n >= KEPT_ROWS // 2:
            break
    return Place(stretch.observed_to)


def _oldest(parts: Sequence[Rows], end: Place, basis: Basis) -> tuple[Ordered, Place]:
    """Of joined parts the oldest rows, if they are many, and up to where those are complete."""
    ordered = Ordered.of(joined(parts), basis)
    if len(ordered) <= 2 * KEPT_ROWS:
        return ordered, end
    rows, end = ordered.between(Place(-END.at), end, KEPT_ROWS)
    return Ordered.of(rows, basis), end


def _within(connection: sqlite3.Connection, stretch: Stretch, span: tuple[Instant, Instant], basis: Basis) -> Ordered:
    """The rows of a stretch of a span of time, both ends included."""
    first, last = span
    touched = [
        one for one in pieces(connection, stretch.id) if until(one, basis) >= first and since(one, basis) <= last
    ]
    rows = joined([unpacked(connection, piece.id) for piece in touched])
    at = when(rows, basis)
    return Ordered.of_sorted(rows.take((at >= first) & (at <= last)), basis)
