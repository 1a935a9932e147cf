"""A count pyramid over all placed assets: what stands in view, by status, without touching every asset each frame."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.zorder import KEY_LEVEL, Longs, cell_keys, cells_by_level, keys_in, shift, starts
from venule.desk.map.camera import Bounds
from venule.domain.alarm import Status
from venule.domain.geo import Floats

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]

STATES = len(Status)
ASSETS_PER_LEAF = 3
"""Stored levels end where a cell would hold fewer on average: deeper ones are counted from the assets themselves."""

CELLS_ACROSS = 16
"""How many cells wide a box is searched for single assets."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Occupied cells of one level by ascending key: counts by status (int32, five columns) and mean places."""

    level: int
    key: Longs
    counts: Ints
    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Level:
    """A stored level. ``parent`` is the row of each cell's parent in the level above."""

    cells: Cells
    parent: Ints


class Pyramid:
    """Counts over assets given by row: places in the unit square (``nan`` where none is known) and statuses."""

    def __init__(self, x: Floats, y: Floats, status: Bytes) -> None:
        self.x, self.y, self.status = x, y, status.astype(np.int8, copy=True)
        placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).astype(np.int32)
        keys = cell_keys(x[placed], y[placed], KEY_LEVEL)
        along = np.argsort(keys, kind="stable")
        self.order: Ints = placed[along]
        self.keys: Longs = keys[along]
        self._leaf = np.full(len(x), -1, np.int32)
        self.levels = self._build()

    @property
    def placed(self) -> int:
        """How many assets have a place."""
        return len(self.order)

    @property
    def bounds(self) -> Bounds | None:
        """The box around all placed assets."""
        if not self.placed:
            return None
        x, y = self.x[self.order], self.y[self.order]
        return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def _build(self) -> tuple[Level, ...]:
        """All levels from the root to the deepest, made from the deepest upwards."""
        if not self.placed:
            return ()
        cells = self._gather(np.arange(self.placed), deepest_level(self.keys))
        self._leaf[self.order] = np.searchsorted(cells.key, self.keys >> shift(cells.level))
        levels = []
        while cells.level:
            above, parent = merged(cells)
            levels.append(Level(cells, parent))
            cells = above
        levels.append(Level(cells, np.zeros(1, np.int32)))
        return tuple(reversed(levels))

    def _gather(self, places: Longs, level: int) -> Cells:
        """Cells of a level counted from assets, given by their ascending places in the order."""
        rows, keys = self.order[places], self.keys[places] >> shift(level)
        first = starts(keys)
        cell = np.repeat(np.arange(len(first)), np.diff(first, append=len(keys)))
        counts = np.bincount(cell * STATES + self.status[rows], minlength=len(first) * STATES)
        weight = np.ones(len(rows))
        return summed(level, keys[first], first, counts.reshape(-1, STATES), (self.x[rows], self.y[rows], weight))

    def update(self, rows: npt.NDArray[np.integer], status: Bytes) -> None:
        """Give assets new statuses; where a row comes twice the last one holds."""
        touched = np.unique(rows)
        before = self.status[touched]
        self.status[rows] = status
        after, leaf = self.status[touched], self._leaf[touched]
        changed = (before != after) & (leaf >= 0)
        cell, before, after = leaf[changed].astype(np.int64), before[changed], after[changed]
        one = np.int32(1)  # of the counts' own type: with a plain 1 the scatter is several times slower
        for level in reversed(self.levels):
            flat = level.cells.counts.reshape(-1)
            np.subtract.at(flat, cell * STATES + before, one)
            np.add.at(flat, cell * STATES + after, one)
            cell = level.parent[cell].astype(np.int64)

    def cells(self, bounds: Bounds, level: int) -> Cells:
        """The occupied cells of a level that touch a box."""
        if level >= len(self.levels):
            return self._gather(self._places(bounds, level), level)
        stored = self.levels[level].cells
        wanted = keys_in(bounds, level)
        at = np.searchsorted(stored.key, wanted)
        at = at[stored.key[np.minimum(at, len(stored.key) - 1)] == wanted]
        return Cells(level, stored.key[at], stored.counts[at], stored.x[at], stored.y[at])

    def rows(self, bounds: Bounds) -> Ints:
        """The assets inside a box, in Z-order."""
        side = max(bounds.right - bounds.left, bounds.bottom - bounds.top, 2.0**-KEY_LEVEL)
        rows = self.order[self._places(bounds, min(max(int(np.log2(CELLS_ACROSS / side)), 0), KEY_LEVEL))]
        x, y = self.x[rows], self.y[rows]
        return rows[(x >= bounds.left) & (x <= bounds.right) & (y >= bounds.top) & (y <= bounds.bottom)]

    def cell_rows(self, level: int, key: int) -> Ints:
        """The assets of one cell."""
        first, last = np.searchsorted(self.keys, [key << shift(level), (key + 1) << shift(level)])
        return self.order[first:last]

    def mates(self, row: int) -> Ints:
        """The assets that stand where this one stands, itself among them."""
        place = slice(row, row + 1)
        return self.cell_rows(KEY_LEVEL, int(cell_keys(self.x[place], self.y[place], KEY_LEVEL)[0]))

    def _places(self, bounds: Bounds, level: int) -> Longs:
        """Ascending places in the order of all assets whose cells touch a box."""
        wanted = keys_in(bounds, level)
        first = np.searchsorted(self.keys, wanted << shift(level))
        length = np.searchsorted(self.keys, (wanted + 1) << shift(level)) - first
        offset = np.repeat(first - (np.cumsum(length) - length), length)
        places: Longs = np.arange(len(offset)) + offset
        return places


def deepest_level(key: Longs) -> int:
    """The deepest level worth storing for ascending sort keys."""
    enough = cells_by_level(key) * ASSETS_PER_LEAF <= max(len(key), ASSETS_PER_LEAF)
    return int(np.flatnonzero(enough)[-1])


def merged(cells: Cells) -> tuple[Cells, Ints]:
    """The level above, and the row in it of each cell's parent."""
    key = cells.key >> 2
    first = starts(key)
    parent = np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=len(key)))
    weight = cells.counts.sum(1).astype(np.float64)
    counts = np.add.reduceat(cells.counts, first, axis=0)
    return summed(cells.level - 1, key[first], first, counts, (cells.x * weight, cells.y * weight, weight)), parent


def summed(
    level: int, key: Longs, first: Longs, counts: npt.NDArray[np.integer], moments: tuple[Floats, Floats, Floats]
) -> Cells:
    """Cells with mean places from weighted places and weights, one stretch of them per cell."""
    if not len(first):
        return Cells(level, key, np.empty((0, STATES), np.int32), np.empty(0), np.empty(0))
    x, y, weight = (np.add.reduceat(moment, first) for moment in moments)
    return Cells(level, key, counts.astype(np.int32), x / weight, y / weight)
