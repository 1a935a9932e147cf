"""Which tiles show a shape that has changed."""

from collections.abc import Sequence

import numpy as np

from venule.desk.map.shapes.index import Longs, ShapeIndex
from venule.desk.map.tiles.basemap import Tile
from venule.domain.geo import Floats

MOST_CELLS = 65_536
"""Over a larger piece of the grid all tiles count as touched: so many are never kept of one level."""


def touched(index: ShapeIndex, shapes: Longs, tiles: Sequence[Tile], side: float, margin: float) -> list[Tile]:
    """Those tiles of one level, of a side in the unit square, that the boxes of shapes and a margin around touch."""
    if not tiles or not len(shapes):
        return []
    places = np.array([tile[1:] for tile in tiles])
    first, last = places.min(0), places.max(0)
    across, down = (last - first + 1).tolist()
    if across * down > MOST_CELLS:
        return list(tiles)
    left, top, right, bottom = (edge[shapes] for edge in index.boxes)
    column0, column1 = (_cells(edge, side, int(first[0]), across) for edge in (left - margin, right + margin))
    row0, row1 = (_cells(edge, side, int(first[1]), down) for edge in (top - margin, bottom + margin))
    seen = (column1 >= 0) & (column0 < across) & (row1 >= 0) & (row0 < down)
    column0, row0 = (np.maximum(edge[seen], 0) for edge in (column0, row0))
    column1, row1 = np.minimum(column1[seen], across - 1) + 1, np.minimum(row1[seen], down - 1) + 1
    width = across + 1
    corners = np.concatenate((row0 * width + column0, row1 * width + column1, row0 * width + column1))
    corners = np.concatenate((corners, row1 * width + column0))
    signs = np.repeat((1.0, -1.0), 2 * int(seen.sum()))
    counts = np.bincount(corners, weights=signs, minlength=(down + 1) * width).reshape(down + 1, width)
    dirty = counts.cumsum(0).cumsum(1) > 0.5
    column, row = (places - first).T
    return [tile for tile, hit in zip(tiles, dirty[row, column].tolist(), strict=True) if hit]


def _cells(edge: Floats, side: float, first: int, count: int) -> Longs:
    """The column or row of an edge from the first one on; one beyond either end stands for all farther ones."""
    cells: Floats = np.clip(np.floor(edge / side) - first, -1, count)
    return cells.astype(np.int64)
