"""The order in which changes are handed out: by time, then datastream, whatever the packing."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import LAST, Longs
from venule.store.excerpts.reckoning import when
from venule.store.rows import Rows

SAME = 0
"""In a place of what happened: rows of one datastream and moment are not told apart, and stay in order of writing."""


class Place(NamedTuple):
    """A place in the order: of a row, or between two. ``at`` is when it was recorded, or when it happened."""

    at: Instant
    datastream: int = LAST
    observed_at: Instant = LAST

    @property
    def before(self) -> "Place":
        """The last place before this one that a row of its datastream and time could have."""
        return self._replace(observed_at=self.observed_at - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Rows as they are kept, and how they are to be read to be in order.

    By when they were recorded, datastream and when observed; or by when they were observed and datastream.
    """

    rows: Rows
    order: npt.NDArray[np.intp]
    basis: Basis = Basis.KNOWN

    @classmethod
    def of(cls, rows: Rows, basis: Basis = Basis.KNOWN) -> Self:
        """Rows of any order; those of one place stay as they are."""
        known = basis is Basis.KNOWN
        keys = (rows.observed_at, rows.stream, rows.recorded_at) if known else (rows.stream, rows.observed_at)
        return cls(rows, np.lexsort(keys), basis)

    @classmethod
    def of_sorted(cls, rows: Rows, basis: Basis = Basis.KNOWN) -> Self:
        """Rows by datastream and time, which is half the work."""
        return cls(rows, in_order(when(rows, basis)), basis)

    def __len__(self) -> int:
        return len(self.order)

    @property
    def at(self) -> Longs:
        """The time of each row as they are kept."""
        return when(self.rows, self.basis)

    def through(self, place: Place) -> int:
        """How many rows are at that place or before it."""
        low, high = np.searchsorted(self.at, (place.at, place.at + 1), sorter=self.order).tolist()
        low, high = self._within(self.rows.stream, place.datastream, low, high)
        if self.basis is Basis.KNOWN:
            return self._within(self.rows.observed_at, place.observed_at, low, high)[1]
        return high if place.observed_at >= SAME else low

    def place(self, at: int) -> Place:
        """The place of a row."""
        row = self.order[at]
        observed_at = int(self.rows.observed_at[row]) if self.basis is Basis.KNOWN else SAME
        return Place(int(self.at[row]), int(self.rows.stream[row]), observed_at)

    def between(self, after: Place, through: Place, limit: int) -> tuple[Rows, Place]:
        """Rows after one place up to another, and how far they reach: about ``limit``, and never a part of a place."""
        begin, end = self.through(after), self.through(through)
        if end - begin > limit:
            last = self.place(begin + limit - 1)
            cut = self.through(last)
            through, end = (last, cut) if cut < end else (through, end)
        return self.rows.take(self.order[begin:end]), through

    def _within(self, column: Longs, value: int, low: int, high: int) -> tuple[int, int]:
        """Between which of neighbours in order, which ``column`` orders, that value lies."""
        first, last = np.searchsorted(column[self.order[low:high]], (value, value + 1)).tolist()
        return low + first, low + last


def in_order(at: Longs) -> npt.NDArray[np.intp]:
    """The stable order of some times. With its place behind it each is a number of its own, and those sort fast."""
    bits = len(at).bit_length()
    if not len(at) or int(at.max()) - int(at.min()) >= 1 << 62 - bits:
        return np.argsort(at, kind="stable")
    key = (at - at.min() << bits) | np.arange(len(at))
    key.sort()
    order: npt.NDArray[np.intp] = key & (1 << bits) - 1
    return order
