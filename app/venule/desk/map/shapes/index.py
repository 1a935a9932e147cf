"""An index over many lines and areas: which of them touch a box, and their points, without a Python object a shape."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.domain.geo import Floats

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

DEEPEST = 24
"""Shapes smaller than this level's cells (2.4 m at the equator) are kept in it."""

BITS = 25
"""Of a column or a row in a key: cells of the deepest level, and the one before the first."""

MOST_ROWS = 4096
"""A box over more rows of cells than this is answered by looking at every shape, which is quicker then."""


@dataclass(frozen=True, eq=False)
class ShapeIndex:
    """Shapes as columns, in the unit square.

    The parts of shape ``s`` are ``first[s]`` up to ``first[s + 1]``, the points of part ``p`` are ``part[p]`` up to
    ``part[p + 1]``; a ring comes without its closing point. ``asset`` is the row of the asset that has the shape.
    """

    asset: Ints
    closed: Flags
    first: Longs
    part: Longs
    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.asset)

    @cached_property
    def boxes(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Left, top, right and bottom of each shape."""
        if not len(self):
            nothing = np.empty(0)
            return nothing, nothing, nothing, nothing
        starts = self.part[self.first[:-1]]
        left, top = (np.minimum.reduceat(at, starts) for at in (self.x, self.y))
        right, bottom = (np.maximum.reduceat(at, starts) for at in (self.x, self.y))
        return left, top, right, bottom

    @cached_property
    def bounds(self) -> Bounds | None:
        """The box around everything; ``None`` if there is nothing."""
        if not len(self):
            return None
        left, top, right, bottom = self.boxes
        return Bounds(float(left.min()), float(top.min()), float(right.max()), float(bottom.max()))

    @cached_property
    def _cells(self) -> tuple[Longs, Longs, Longs]:
        """Each shape in the cell of its upper left corner, on the level whose cells are as large as it is.

        So it reaches no farther than into the next cell: the levels in use, the ascending keys, and their shapes.
        """
        left, top, right, bottom = self.boxes
        side = np.maximum(np.maximum(right - left, bottom - top), 0.5**DEEPEST)
        level = np.clip(np.floor(-np.log2(side)), 0, DEEPEST).astype(np.int64)
        column, row = (np.floor(at * np.exp2(level)).astype(np.int64) for at in (left, top))
        keys = cell_key(level, row, column)
        order = np.argsort(keys, kind="stable")
        return np.unique(level), keys[order], order.astype(np.int64)

    def touching(self, box: Bounds) -> Longs:
        """The shapes whose boxes touch a box, in ascending order."""
        if not len(self):
            return np.empty(0, np.int64)
        found = self._near(box)
        left, top, right, bottom = self.boxes if found is None else (edge[found] for edge in self.boxes)
        inside = (left <= box.right) & (right >= box.left) & (top <= box.bottom) & (bottom >= box.top)
        return np.flatnonzero(inside).astype(np.int64) if found is None else np.sort(found[inside])

    def _near(self, box: Bounds) -> Longs | None:
        """The shapes of all cells from which one may reach into a box; ``None`` if those are too many to look up."""
        levels, keys, order = self._cells
        cells = np.exp2(levels)
        edges = (np.array([box.left, box.top, box.right, box.bottom]).clip(0.0, 1.0)[:, None] * cells).astype(np.int64)
        left, top = np.maximum(edges[:2] - 1, 0)
        right, bottom = edges[2:]
        rows = bottom - top + 1
        if rows.sum() > MOST_ROWS:
            return None
        of = np.repeat(np.arange(len(levels)), rows)
        row = stretches(top, rows)
        begin = np.searchsorted(keys, cell_key(levels[of], row, left[of]))
        end = np.searchsorted(keys, cell_key(levels[of], row, right[of]) + 1)
        return order[stretches(begin, end - begin)]

    def points(self, shapes: Longs) -> tuple[Longs, Longs, Longs]:
        """The parts of some shapes: the point each begins at, how many it has, and which of the shapes it is of."""
        first = self.first[shapes]
        count = self.first[shapes + 1] - first
        parts = stretches(first, count)
        begin = self.part[parts]
        return begin, self.part[parts + 1] - begin, np.repeat(np.arange(len(shapes)), count)


def cell_key(level: Longs, row: Longs, column: Longs) -> Longs:
    """A cell as one number: in order of level, row and column."""
    return np.asarray(((level << BITS) + row << BITS) + column)


def stretches(begin: Longs, length: Longs) -> Longs:
    """The whole numbers of many stretches, one after the other."""
    ends = np.cumsum(length)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(begin - (ends - length), length))


NO_SHAPES = ShapeIndex(
    np.empty(0, np.int32), np.empty(0, np.bool_), np.zeros(1, np.int64), np.zeros(1, np.int64), np.empty(0), np.empty(0)
)
