"""Counts and mean places of cells: made from assets at the deepest level, and from the level below at all others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.zorder import Longs, cells_by_level, starts, taken
from venule.domain.alarm import Status
from venule.domain.geo import Floats

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

STATES = len(Status)
ASSETS_PER_LEAF = 6
"""Stored levels end where a cell would hold fewer on average: deeper ones are counted from the assets themselves."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Occupied cells of one level by ascending key: counts by status (int32, five columns) and mean places."""

    level: int
    key: Longs
    counts: Ints
    x: Floats
    y: Floats

    def only(self, wanted: Longs) -> "Cells":
        """The cells of some rows."""
        return Cells(self.level, self.key[wanted], self.counts[wanted], self.x[wanted], self.y[wanted])

    def along(self, stretches: Sequence[slice]) -> "Cells":
        """The cells of some stretches of rows."""
        key, counts = taken(self.key, stretches), taken(self.counts, stretches)
        return Cells(self.level, key, counts, taken(self.x, stretches), taken(self.y, stretches))


@dataclass(frozen=True, slots=True)
class Marks:
    """Occupied cells by ascending key, each told by one place and its worst status; ``totals`` counts all by status."""

    key: Longs
    x: Floats
    y: Floats
    status: Bytes
    totals: Longs


@dataclass(frozen=True, slots=True)
class Level:
    """A stored level. ``parent`` is the row of each cell's parent in the level above."""

    cells: Cells
    parent: Ints

    def twin(self) -> "Level":
        """The same cells with counts and places of their own."""
        cells = self.cells
        return Level(Cells(cells.level, cells.key, cells.counts.copy(), cells.x.copy(), cells.y.copy()), self.parent)


@dataclass(frozen=True, slots=True)
class Tally:
    """What stretches of assets or of cells add up to: counts by status, and the sums of their places."""

    counts: npt.NDArray[np.integer]
    x: Floats
    y: Floats
    weight: Floats

    def cells(self, level: int, key: Longs) -> Cells:
        """Cells with these counts, at the means of the places."""
        weight = np.maximum(self.weight, 1.0)
        return Cells(level, key, self.counts.astype(np.int32), self.x / weight, self.y / weight)

    def replace(self, cells: Cells) -> None:
        """Let cells count this; those that hold nothing now stay where they were."""
        cells.counts[:] = self.counts
        some = self.weight > 0
        np.divide(self.x, self.weight, out=cells.x, where=some)
        np.divide(self.y, self.weight, out=cells.y, where=some)

    def above(self, first: Longs) -> "Tally":
        """The same of the level above, whose cells hold the stretches that begin at these places."""
        x, y, weight = (np.add.reduceat(column, first) for column in (self.x, self.y, self.weight))
        return Tally(np.add.reduceat(self.counts, first, axis=0), x, y, weight)


def tally(cell: Longs, cells: int, status: Bytes, place: tuple[Floats, Floats]) -> Tally:
    """What assets add up to, given the cell (a row), the status and the place of each."""
    counts = counted(cell, cells, status)
    x, y = (np.bincount(cell, weights=along, minlength=cells).astype(np.float64, copy=False) for along in place)
    return Tally(counts, x, y, total(counts))


def recounted(cells: Cells, cell: Longs, status: Bytes) -> Tally:
    """What some of the assets add up to, taking each of them to stand at the mean place of its cell."""
    counts = counted(cell, len(cells.key), status)
    weight = total(counts)
    return Tally(counts, cells.x * weight, cells.y * weight, weight)


def counted(cell: Longs, cells: int, status: Bytes) -> npt.NDArray[np.integer]:
    """Assets of each cell by status."""
    return np.bincount(cell * STATES + status, minlength=cells * STATES).reshape(-1, STATES)


def total(counts: npt.NDArray[np.integer]) -> Floats:
    """Assets of each cell; a product is four times as fast as a sum along rows so short."""
    return counts @ np.ones(STATES)


def deepest_level(key: Longs) -> int:
    """The deepest level worth storing for ascending sort keys."""
    enough = cells_by_level(key) * ASSETS_PER_LEAF <= max(len(key), ASSETS_PER_LEAF)
    return int(np.flatnonzero(enough)[-1])


def parents(key: Longs) -> tuple[Longs, Ints]:
    """Where each parent's children begin among ascending keys, and the row of each one's parent."""
    first = starts(key >> 2)
    return first, np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=len(key)))
