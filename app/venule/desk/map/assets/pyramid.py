"""A count pyramid over all placed assets: what stands in view, by status, without touching every asset each frame."""

from copy import copy

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.counting import (
    STATES,
    Bytes,
    Cells,
    Flags,
    Ints,
    Level,
    Marks,
    Tally,
    deepest_level,
    parents,
    recounted,
    tally,
)
from venule.desk.map.assets.zorder import (
    KEY_LEVEL,
    Longs,
    blocks_in,
    cell_keys,
    keys_in,
    runs,
    shift,
    starts,
    taken,
)
from venule.desk.map.camera import Bounds
from venule.domain.alarm import SEVERITY, Status
from venule.domain.geo import Floats

__all__ = ["STATES", "Bytes", "Cells", "Flags", "Ints", "Level", "Marks", "Pyramid"]

CELLS_ACROSS = 16
"""How many cells wide a box is searched for single assets."""

RANK = np.array(SEVERITY, np.int8)
RISING = np.argsort(RANK).astype(np.int8)
"""Badness of each status by its number, and statuses from the best to the worst."""

PRESENT = np.exp2(RANK, dtype=np.float32)
WORST = np.array([0, *(RISING[present.bit_length() - 1] for present in range(1, 2**STATES))], np.int8)
"""A bit for each status, and the worst one of those whose bits add up to a number."""

EVERY_STATUS = np.ones(STATES, np.bool_)


class Pyramid:
    """Counts over assets given by row: places in the unit square (``nan`` where none is known) and statuses.

    A filter leaves assets out of all counts and answers, but never one in alarm.
    """

    def __init__(self, x: Floats, y: Floats, status: Bytes) -> None:
        self.x, self.y, self.status = x, y, status.astype(np.int8, copy=True)
        placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).astype(np.int32)
        keys = cell_keys(x[placed], y[placed], KEY_LEVEL)
        along = np.argsort(keys, kind="stable")
        self.order: Ints = placed[along]
        self.keys: Longs = keys[along]
        self._leaf = np.full(len(x), -1, np.int32)
        self._passing: Flags | None = None
        self._statuses, self._alarms_wanted = EVERY_STATUS, True
        self._marked: tuple[tuple[int, bytes], Marks] | None = None
        self.levels = self._build()

    def twin(self) -> "Pyramid":
        """The same assets for another view, unfiltered: places and order are shared, statuses and counts its own."""
        twin = copy(self)
        twin.status = self.status.copy()
        twin.levels = tuple(level.twin() for level in self.levels)
        twin.set_filter(None)
        return twin

    @property
    def placed(self) -> int:
        """How many assets have a place."""
        return len(self.order)

    @property
    def filtered(self) -> bool:
        """Whether any asset may be left out."""
        return self._passing is not None or not (self._statuses.all() and self._alarms_wanted)

    @property
    def bounds(self) -> Bounds | None:
        """The box around all placed assets."""
        if not self.placed:
            return None
        x, y = self.x[self.order], self.y[self.order]
        return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    @property
    def nbytes(self) -> int:
        """Memory of everything that is held for assets and cells."""
        held: list[npt.NDArray[np.generic]] = [self.x, self.y, self.status, self.order, self.keys, self._leaf]
        held += [] if self._passing is None else [self._passing]
        for level in self.levels:
            held += [level.parent, level.cells.key, level.cells.counts, level.cells.x, level.cells.y]
        return sum(array.nbytes for array in held)

    def _build(self) -> tuple[Level, ...]:
        """All levels from the root to the deepest, made from the deepest upwards."""
        if not self.placed:
            return ()
        level = deepest_level(self.keys)
        key, first, found = self._gathered(self.order, self.keys >> shift(level))
        self._leaf[self.order] = np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=self.placed))
        levels = []
        while level:
            above, parent = parents(key)
            levels.append(Level(found.cells(level, key), parent))
            key, level, found = key[above] >> 2, level - 1, found.above(above)
        levels.append(Level(found.cells(0, key), np.zeros(1, np.int32)))
        return tuple(reversed(levels))

    def _gathered(self, rows: Ints, keys: Longs) -> tuple[Longs, Longs, Tally]:
        """Cells counted from assets, given with ascending keys: keys, where each begins, what it adds up to."""
        first = starts(keys)
        cell = np.repeat(np.arange(len(first)), np.diff(first, append=len(keys)))
        return keys[first], first, tally(cell, len(first), self.status[rows], (self.x[rows], self.y[rows]))

    def update(self, rows: npt.NDArray[np.integer], status: Bytes) -> None:
        """Give assets new statuses; where a row comes twice the last one holds."""
        self._marked = None
        touched = np.unique(rows)
        before = self.status[touched]
        self.status[rows] = status
        after, leaf = self.status[touched], self._leaf[touched]
        changed = (before != after) & (leaf >= 0)
        gone = come = changed
        if self._passing is not None:
            passing = self._passing[touched]
            gone, come = changed & (passing | (before == Status.ALARM)), changed & (passing | (after == Status.ALARM))
        from_cell, from_status = leaf[gone].astype(np.int64), before[gone]
        to_cell, to_status = leaf[come].astype(np.int64), after[come]
        one = np.int32(1)  # of the counts' own type: with a plain 1 the scatter is several times slower
        for level in reversed(self.levels):
            flat = level.cells.counts.reshape(-1)
            np.subtract.at(flat, from_cell * STATES + from_status, one)
            np.add.at(flat, to_cell * STATES + to_status, one)
            from_cell, to_cell = (level.parent[cell].astype(np.int64) for cell in (from_cell, to_cell))

    def set_filter(self, passing: Flags | None, statuses: Flags = EVERY_STATUS) -> None:
        """Leave out assets that do not pass, by row, and those of unwanted statuses; none of them in alarm."""
        self._marked = None
        recount = passing is not None or self._passing is not None
        self._passing = None if passing is None else passing.astype(np.bool_, copy=True)
        self._statuses, self._alarms_wanted = statuses.copy(), bool(statuses[Status.ALARM])
        self._statuses[Status.ALARM] = True
        if recount and self.levels:
            self._recount()

    def _recount(self) -> None:
        """Count again what passes, and move all cells but the smallest to its mean place."""
        rows = self.order.astype(np.int64)  # once: indexing by anything else converts each time
        if self._passing is not None:
            rows = rows[self._passing[rows] | (self.status[rows] == Status.ALARM)]
        leaves = self.levels[-1].cells
        found = recounted(leaves, self._leaf[rows].astype(np.int64), self.status[rows])
        leaves.counts[:] = found.counts
        for below, level in zip(self.levels[:0:-1], self.levels[-2::-1], strict=True):
            found = found.above(starts(below.parent.astype(np.int64)))
            found.replace(level.cells)

    def shown(self, rows: npt.NDArray[np.integer]) -> Flags:
        """Which of some assets are not left out by the filter."""
        status = self.status[rows]
        wanted: Flags = self._statuses[status]
        if self._passing is not None:
            wanted &= self._passing[rows]
        return np.asarray(wanted | (status == Status.ALARM))

    def outside(self, rows: npt.NDArray[np.integer]) -> Flags:
        """Which of some assets in alarm are shown although they do not pass the filter."""
        unwanted = np.full(len(rows), not self._alarms_wanted)
        return unwanted if self._passing is None else unwanted | ~self._passing[rows]

    @property
    def totals(self) -> Longs:
        """All placed assets that are not left out, by status."""
        counts = self.levels[0].cells.counts.sum(0, dtype=np.int64) if self.levels else np.zeros(STATES, np.int64)
        return np.asarray(counts * self._statuses)

    def _shown(self, rows: Ints) -> Ints:
        """Those of some assets that are not left out."""
        return rows[self.shown(rows)] if self.filtered else rows

    def cells(self, bounds: Bounds, level: int) -> Cells:
        """The occupied cells of a level that touch a box, and where those are very many, also some beside it."""
        if level >= len(self.levels):
            key, _, found = self._gathered(*self._near(bounds, level))
            return found.cells(level, key)
        wanted, above = blocks_in(bounds, level)
        stored = self.levels[level].cells
        first, last = (np.searchsorted(stored.key, edge << 2 * above) for edge in (wanted, wanted + 1))
        cells = stored.along(runs(first, last))
        return self._without_unwanted(cells) if self.filtered else cells

    def marks(self, bounds: Bounds, level: int) -> Marks:
        """The occupied cells of a level around a box, each told by one place and its worst status.

        The last answer is kept while the box moves within the same larger cells and no status changes.
        """
        place = level, blocks_in(bounds, level)[0].tobytes()
        if self._marked is None or self._marked[0] != place:
            stored = level < len(self.levels)
            found = self._stored_marks(self.cells(bounds, level)) if stored else self._taken_marks(bounds, level)
            self._marked = place, found
        return self._marked[1]

    def _taken_marks(self, bounds: Bounds, level: int) -> Marks:
        rows, keys = self._near(bounds, level)
        status, first = self.status.take(rows), starts(keys)
        if not len(first):
            return Marks(keys, np.empty(0), np.empty(0), status, np.zeros(STATES, np.int64))
        worst = np.maximum.reduceat(RANK.take(status), first)
        totals = np.array([np.count_nonzero(status == each) for each in range(STATES)])
        heads = rows[first]
        return Marks(keys[first], self.x[heads], self.y[heads], RISING[worst], totals)

    def _stored_marks(self, cells: Cells) -> Marks:
        present = (cells.counts > 0).astype(np.float32) @ PRESENT  # as floats a product takes a quarter of the time
        worst = WORST.take(present.astype(np.intp))
        totals = np.ones(len(cells.key)) @ cells.counts
        return Marks(cells.key, cells.x, cells.y, worst, totals.astype(np.int64))

    def _near(self, bounds: Bounds, level: int) -> tuple[Ints, Longs]:
        """The assets in the cells of a level around a box, and the cells' keys."""
        wanted, above = blocks_in(bounds, level)
        stretches = self._stretches(wanted, level - above)
        rows, keys = taken(self.order, stretches), taken(self.keys, stretches) >> shift(level)
        if self.filtered:
            shown = self.shown(rows)
            return rows[shown], keys[shown]
        return rows, keys

    def _without_unwanted(self, cells: Cells) -> Cells:
        """Cells without the counts of unwanted statuses, and only those that are left."""
        counts = np.where(self._statuses, cells.counts, np.int32(0))
        return Cells(cells.level, cells.key, counts, cells.x, cells.y).only(np.flatnonzero(counts.any(1)))

    def rows(self, bounds: Bounds) -> Ints:
        """The assets inside a box, in Z-order."""
        side = max(bounds.right - bounds.left, bounds.bottom - bounds.top, 2.0**-KEY_LEVEL)
        level = min(max(int(np.log2(CELLS_ACROSS / side)), 0), KEY_LEVEL)
        rows = taken(self.order, self._stretches(keys_in(bounds, level), level))
        x, y = self.x[rows], self.y[rows]
        inside = (x >= bounds.left) & (x <= bounds.right) & (y >= bounds.top) & (y <= bounds.bottom)
        return self._shown(rows[inside])

    def cell_rows(self, level: int, key: int) -> Ints:
        """The assets of one cell."""
        first, last = np.searchsorted(self.keys, [key << shift(level), (key + 1) << shift(level)])
        return self._shown(self.order[first:last])

    def singles(self, level: int, key: Longs) -> Ints:
        """The one asset in each of some cells."""
        if not self.filtered:
            return self.order[np.searchsorted(self.keys, key << shift(level))]
        return self._shown(taken(self.order, self._stretches(key, level)))

    def mates(self, row: int) -> Ints:
        """The assets that stand where this one stands, itself among them."""
        place = slice(row, row + 1)
        return self.cell_rows(KEY_LEVEL, int(cell_keys(self.x[place], self.y[place], KEY_LEVEL)[0]))

    def _stretches(self, key: Longs, level: int) -> list[slice]:
        """Where in the order the assets of some cells are."""
        first, last = (np.searchsorted(self.keys, edge << shift(level)) for edge in (key, key + 1))
        return runs(first, last)
