"""The area of a pack: a box and some zooms, and which tiles that is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pmtiles.tile import zxy_to_tileid

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import Tile
from venule.desk.map.tiles.tilecache import LARGEST


@dataclass(frozen=True, slots=True)
class Area:
    """A box of the unit square at some zooms, both ends included."""

    bounds: Bounds
    lowest: int
    highest: int

    @property
    def count(self) -> int:
        """How many tiles there are in it, exactly, whether the source has them or not."""
        return sum(len(columns) * len(rows) for columns, rows in map(self._grid, self._levels))

    def tile(self, number: int) -> Tile:
        """One of its tiles, counted zoom by zoom and row by row."""
        for level in self._levels:
            columns, rows = self._grid(level)
            if number < len(columns) * len(rows):
                row, column = divmod(number, len(columns))
                return Tile(level, columns[column], rows[row])
            number -= len(columns) * len(rows)
        raise IndexError(number)

    def tiles(self) -> Iterator[tuple[int, Tile]]:
        """All tiles with their numbers in a PMTiles file, ascending."""
        for level in self._levels:
            columns, rows = self._grid(level)
            places = ((column, row) for row in rows for column in columns)
            found = (zxy_to_tileid(level, column, row) for column, row in places)
            numbers = np.fromiter(found, np.int64, len(columns) * len(rows))
            for place in np.argsort(numbers):  # not a list's sort, which would let no other thread run meanwhile
                row, column = divmod(int(place), len(columns))
                yield int(numbers[place]), Tile(level, columns[column], rows[row])

    def within(self, bounds: Bounds, zooms: tuple[int, int]) -> "Area":
        """The part that a source covers."""
        box = Bounds(
            max(self.bounds.left, bounds.left),
            max(self.bounds.top, bounds.top),
            min(self.bounds.right, bounds.right),
            min(self.bounds.bottom, bounds.bottom),
        )
        return Area(box, max(self.lowest, zooms[0]), min(self.highest, zooms[1]))

    @property
    def _levels(self) -> range:
        return range(self.lowest, self.highest + 1)

    def _grid(self, level: int) -> tuple[range, range]:
        """Columns and rows of a level; none where the box is none."""
        box, side = self.bounds, 2**level
        if box.left > box.right or box.top > box.bottom:
            return range(0), range(0)
        columns = range(int(max(box.left, 0.0) * side), int(min(box.right, LARGEST) * side) + 1)
        return columns, range(int(max(box.top, 0.0) * side), int(min(box.bottom, LARGEST) * side) + 1)
