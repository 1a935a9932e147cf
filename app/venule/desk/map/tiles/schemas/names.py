"""The names in a vector tile: of places at points, of streets and waters along their lines."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.basemap import Name, Rank, Tile
from venule.desk.map.tiles.schemas.rules import Flags
from venule.desk.map.tiles.vector.mvt import LINE, POINT, Features

LONGEST = 80
"""A name of more letters is left out: no street has room for it."""


def names(features: Features, chosen: Flags, rank: Rank, keys: Sequence[str], tile: Tile) -> Iterator[Name]:
    """The names of chosen features, in the unit square; under each key the names are better than under the next.

    A feature of several lines is named along each of them. Points in the tile's margin are named in the next tile.
    """
    text, side = _texts(features, keys), 0.5**tile.level
    x, y = (tile.column + features.x) * side, (tile.row + features.y) * side
    is_line, is_point = features.kind == LINE, features.kind == POINT
    for row in np.flatnonzero(chosen & (text >= 0) & (is_line | is_point)).tolist():
        name = " ".join(str(features.values[text[row]]).split())
        if not 0 < len(name) <= LONGEST:
            continue
        for part in range(features.part[row], features.part[row + 1]):
            first, end = features.first[part : part + 2].tolist()
            if is_point[row] and _inside(features, first):
                yield Name(name, rank, x[first : first + 1], y[first : first + 1])
            elif is_line[row] and end - first > 1:
                yield Name(name, rank, x[first:end], y[first:end])


def _inside(features: Features, point: int) -> bool:
    """Whether a point is not in the margin."""
    return bool(0 <= features.x[point] < 1 and 0 <= features.y[point] < 1)


def _texts(features: Features, keys: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each feature the place of its name among the values of its layer, or -1."""
    is_text = np.array([isinstance(value, str) and value != "" for value in features.values] + [False], np.bool_)
    found = np.full(len(features), -1, np.int64)
    for key in reversed(keys):
        place = features.column(key)
        found = np.where(is_text[place], place, found)
    return found
