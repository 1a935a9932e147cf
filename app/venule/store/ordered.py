"""The order in which changes are handed out: by recording, then datastream and observation, whatever the packing."""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.store.answers import LAST
from venule.store.rows import Rows


class Place(NamedTuple):
    """A place in the order: of a row, or between two."""

    recorded_at: Instant
    datastream: int = LAST
    observed_at: Instant = LAST


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """Rows as they are kept, and how they are to be read to be in order."""

    rows: Rows
    order: npt.NDArray[np.intp]

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Rows of any order; those of one place stay as they are."""
        return cls(rows, np.lexsort((rows.observed_at, rows.stream, rows.recorded_at)))

    @classmethod
    def of_sorted(cls, rows: Rows) -> Self:
        """Rows by datastream and time, which is half the work."""
        return cls(rows, np.argsort(rows.recorded_at, kind="stable"))

    def __len__(self) -> int:
        return len(self.order)

    def through(self, place: Place) -> int:
        """How many rows are at that place or before it."""
        rows, order = self.rows, self.order
        recorded_at, datastream, observed_at = place
        low, high = np.searchsorted(rows.recorded_at, (recorded_at, recorded_at + 1), sorter=order).tolist()
        for column, value in ((rows.stream, datastream), (rows.observed_at, observed_at)):
            some = column[order[low:high]]
            low, high = (low + np.searchsorted(some, (value, value + 1))).tolist()
        return int(high)

    def place(self, at: int) -> Place:
        """The place of a row."""
        row = self.order[at]
        rows = self.rows
        return Place(int(rows.recorded_at[row]), int(rows.stream[row]), int(rows.observed_at[row]))

    def between(self, after: Place, through: Place, limit: int) -> tuple[Rows, Place]:
        """Rows after one place up to another, and how far they reach: about ``limit``, and never a part of a place."""
        begin, end = self.through(after), self.through(through)
        if end - begin > limit:
            last = self.place(begin + limit - 1)
            cut = self.through(last)
            through, end = (last, cut) if cut < end else (through, end)
        return self.rows.take(self.order[begin:end]), through
