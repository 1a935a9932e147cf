"""Reads sorted sources side by side, one slice of datastreams and times after the other, so that memory stays small."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, Self, TypeVar

import numpy as np

from venule.domain.instant import Instant
from venule.store.answers import Longs

End = tuple[int, Instant]
"""A datastream and a time: up to and with them."""


class Extent(Protocol):
    """Where a piece of a sorted source begins and ends."""

    @property
    def id(self) -> int: ...
    @property
    def first_stream(self) -> int: ...
    @property
    def last_stream(self) -> int: ...
    @property
    def first_at(self) -> Instant: ...
    @property
    def last_at(self) -> Instant: ...
    @property
    def n(self) -> int: ...


class Sorted(Protocol):
    """Columns sorted by datastream and time."""

    @property
    def stream(self) -> Longs: ...
    @property
    def observed_at(self) -> Longs: ...
    def take(self, at: slice, /) -> Self: ...


S = TypeVar("S", bound=Sorted)


class Slices(Generic[S]):
    """Cuts all sources at the same places, each at the end of some piece, about so many rows apart."""

    def __init__(self, sources: Sequence[Sequence[Extent]], read: Callable[[int], S], rows: int) -> None:
        self._sources = sources
        self._read = read
        self._ends = _ends((piece for source in sources for piece in source), rows)
        self._begin: End = (-1, 0)

    def next(self) -> list[S] | None:
        """What the sources hold up to the next cut, in their order; nothing when all was handed out."""
        if not self._ends:
            return None
        begin, end = self._begin, self._ends.pop(0)
        self._begin = end
        return [
            _between(self._read(piece.id), begin, end)
            for source in self._sources
            for piece in source
            if (piece.last_stream, piece.last_at) > begin and (piece.first_stream, piece.first_at) <= end
        ]


def _between(rows: S, begin: End, end: End) -> S:
    return rows.take(slice(_place(rows, begin), _place(rows, end)))


def _place(rows: Sorted, end: End) -> int:
    """How many rows lie at or before a datastream and a time."""
    stream, at = end
    low, high = np.searchsorted(rows.stream, (stream, stream + 1))
    return int(low + np.searchsorted(rows.observed_at[low:high], at, "right"))


def _ends(pieces: Iterable[Extent], rows: int) -> list[End]:
    """Where slices of about so many rows end, the last at the end of all."""
    found, n = [], 0
    last = (0, 0)
    for end, size in sorted(((piece.last_stream, piece.last_at), piece.n) for piece in pieces):
        n, last = n + size, end
        if n >= rows:
            found.append(end)
            n = 0
    return found if n == 0 else [*found, last]
