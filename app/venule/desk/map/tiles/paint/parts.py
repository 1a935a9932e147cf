"""Which square of a source tile a picture shows, and what of the tile's shapes can be seen in it, in pixels."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.vector.content import Shapes, Starts
from venule.domain.geo import Floats

TINY_PX = 0.5
"""Shapes that are smaller than this both ways are left out."""


class Part(NamedTuple):
    """A square of a source tile, in tile units; it may reach beyond the tile, where other tiles have their say."""

    left: float
    top: float
    side: float


class Sheet(NamedTuple):
    """A square picture: the part of a tile that it shows, and its side in device pixels."""

    part: Part
    side_px: int

    @property
    def scale(self) -> float:
        """Pixels per side of the source tile."""
        return self.side_px / self.part.side

    @property
    def tile(self) -> Bounds:
        """The whole source tile in pixels of the picture, without its margin."""
        left, top, scale = -self.part.left, -self.part.top, self.scale
        return Bounds(left * scale, top * scale, (left + 1.0) * scale, (top + 1.0) * scale)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Parts in pixels, as in :class:`Shapes`. ``unit`` is where in ``x`` the shapes begin that belong together."""

    x: Floats
    y: Floats
    first: Starts
    unit: Starts

    def __len__(self) -> int:
        return len(self.unit) - 1


def placed_areas(shapes: Shapes, sheet: Sheet, reach_px: float) -> Placed:
    """Areas that can be seen, holes with their rings; edges reach so many pixels beyond them."""
    return _placed(shapes, shapes.first[shapes.shape], sheet, reach_px)


def placed_lines(shapes: Shapes, sheet: Sheet, reach_px: float) -> Placed:
    """Lines that can be seen, each by itself, and led on where they end at the tile's border."""
    return _led_on(_placed(shapes, shapes.first, sheet, reach_px), sheet.tile, reach_px)


def _placed(shapes: Shapes, unit: Starts, sheet: Sheet, reach_px: float) -> Placed:
    """The units of shapes whose boxes meet the picture."""
    x, y = (shapes.x - sheet.part.left) * sheet.scale, (shapes.y - sheet.part.top) * sheet.scale
    if not len(x):
        return Placed(x, y, np.zeros(1, np.int32), np.zeros(1, np.int32))
    kept = _in_sight(x, y, unit, sheet.side_px, reach_px)
    points = np.repeat(kept, np.diff(unit))
    begins = np.zeros(len(x) + 1, np.bool_)
    begins[shapes.first] = True
    x, y = x[points], y[points]
    return Placed(x, y, _starts(np.flatnonzero(begins[:-1][points]), len(x)), _starts(_begins(unit, kept), len(x)))


def _in_sight(x: Floats, y: Floats, unit: Starts, side_px: int, reach_px: float) -> npt.NDArray[np.bool_]:
    """Which units can be seen: their boxes meet the picture, and they are neither empty nor tiny."""
    at = np.minimum(unit[:-1], len(x) - 1)
    left, right = np.minimum.reduceat(x, at), np.maximum.reduceat(x, at)
    top, bottom = np.minimum.reduceat(y, at), np.maximum.reduceat(y, at)
    across = (right >= -reach_px) & (left <= side_px + reach_px)
    down = (bottom >= -reach_px) & (top <= side_px + reach_px)
    large = (right - left >= TINY_PX) | (bottom - top >= TINY_PX)
    kept: npt.NDArray[np.bool_] = across & down & large & (np.diff(unit) > 0)
    return kept


def _begins(unit: Starts, kept: npt.NDArray[np.bool_]) -> Starts:
    """Where the kept units begin once the others are gone."""
    counts = np.diff(unit)[kept]
    return (np.cumsum(counts) - counts).astype(np.int32)


def _starts(begins: npt.NDArray[np.integer], total: int) -> Starts:
    """Beginnings, and the end of the last."""
    return np.append(begins, total).astype(np.int32)


def _led_on(lines: Placed, tile: Bounds, reach_px: float) -> Placed:
    """Lines that were cut off at the tile's border, longer by so much: how they end is not for this tile to show."""
    x, y = lines.x.copy(), lines.y.copy()
    ends = np.concatenate((lines.first[:-1], lines.first[1:] - 1))
    before = np.concatenate((lines.first[:-1] + 1, lines.first[1:] - 2))
    dx, dy = x[ends] - x[before], y[ends] - y[before]
    cut = _leaving(x[ends], y[ends], dx, dy, tile)
    ends, dx, dy = ends[cut], dx[cut], dy[cut]
    share = reach_px / np.maximum(np.hypot(dx, dy), 1e-9)
    x[ends] += dx * share
    y[ends] += dy * share
    return Placed(x, y, lines.first, lines.unit)


def _leaving(x: Floats, y: Floats, dx: Floats, dy: Floats, tile: Bounds) -> npt.NDArray[np.bool_]:
    """Which ends beyond the border also lead away from the tile: those of streets that end in its margin may not."""
    across = ((x <= tile.left) & (dx < 0)) | ((x >= tile.right) & (dx > 0))
    down = ((y <= tile.top) & (dy < 0)) | ((y >= tile.bottom) & (dy > 0))
    leaving: npt.NDArray[np.bool_] = across | down
    return leaving


def outside(x: Floats, y: Floats, tile: Bounds) -> npt.NDArray[np.bool_]:
    """Which points lie on the tile's border or beyond it."""
    beyond: npt.NDArray[np.bool_] = (x <= tile.left) | (x >= tile.right) | (y <= tile.top) | (y >= tile.bottom)
    return beyond


def edges(areas: Placed, tile: Bounds) -> Floats:
    """Edges of rings as rows of x, y, x, y, without those along which the tile was cut out."""
    following = np.arange(1, len(areas.x) + 1)
    following[areas.first[1:] - 1] = areas.first[:-1]
    x, y, to_x, to_y = areas.x, areas.y, areas.x[following], areas.y[following]
    across = (np.maximum(x, to_x) <= tile.left) | (np.minimum(x, to_x) >= tile.right)
    down = (np.maximum(y, to_y) <= tile.top) | (np.minimum(y, to_y) >= tile.bottom)
    return np.column_stack((x, y, to_x, to_y))[~(across | down)]
