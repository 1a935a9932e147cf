"""Tiles that are kept, bounded by bytes and by number, and where tiles of a level lie in the unit square."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from venule.desk.map.camera import MAX_ZOOM, QUARTER, WORLD_PX, Bounds, Camera
from venule.desk.map.tiles.basemap import TILE_PX, Tile

EMPTY_TILE_BYTES = 256
BYTES_A_PIXEL = 4
MOST_TILES = 400
"""No view asks for more; a level that would is drawn from coarser ones."""

LARGEST = 1.0 - 1e-12


class Kept(NamedTuple):
    """A picture, or ``None`` where there is nothing to see, and of which edition of what it shows it is."""

    image: QImage | None
    edition: int


class TileCache:
    """Pictures by tile. The ones used longest ago go when all together take more than the room given."""

    def __init__(self, room_bytes: int) -> None:
        self._room = room_bytes
        self._used = 0
        self._tiles: OrderedDict[Tile, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    def __iter__(self) -> Iterator[Tile]:
        return iter(self._tiles)

    @property
    def used_bytes(self) -> int:
        """Memory of all pictures kept."""
        return self._used

    @property
    def levels(self) -> set[int]:
        """Levels of which any picture is kept that has something to see."""
        return {tile.level for tile, kept in self._tiles.items() if kept.image is not None}

    def get(self, tile: Tile) -> Kept | None:
        """A tile that is kept, which counts as a use of it."""
        if tile in self._tiles:
            self._tiles.move_to_end(tile)
        return self._tiles.get(tile)

    def keep(self, tile: Tile, image: QImage | None, edition: int = 0) -> None:
        """Take a picture in, and let the ones go that were used longest ago."""
        before = self._tiles.pop(tile, None)
        self._used += _bytes(image) - (0 if before is None else _bytes(before.image))
        self._tiles[tile] = Kept(image, edition)
        while self._used > self._room and len(self._tiles) > 1:
            self._used -= _bytes(self._tiles.popitem(last=False)[1].image)

    def forget_older(self, edition: int) -> None:
        """Let go of all that is of an older edition."""
        for tile in [tile for tile, kept in self._tiles.items() if kept.edition < edition]:
            self._used -= _bytes(self._tiles.pop(tile).image)

    def hold(self, tiles: int, ratio: float) -> None:
        """Have room for twice so many tiles at a device pixel ratio: a view that does not fit would never be whole."""
        self._room = max(self._room, round(2 * tiles * (TILE_PX * ratio) ** 2) * BYTES_A_PIXEL)

    def clear(self) -> None:
        """Keep nothing."""
        self._tiles.clear()
        self._used = 0


def quarter_level(zoom: float) -> int:
    """The level of tiles painted for a resting zoom: four levels to each doubling."""
    return round(min(max(zoom, 0.0), MAX_ZOOM) * QUARTER)


def quarter_side(level: int) -> float:
    """Side of such a level's tiles in the unit square."""
    return TILE_PX / (WORLD_PX * math.pow(2.0, level / QUARTER))


def tile_box(tile: Tile, side: float) -> Bounds:
    """The part of the unit square that a tile covers."""
    return Bounds(tile.column * side, tile.row * side, (tile.column + 1) * side, (tile.row + 1) * side)


def grid(level: int, side: float, view: Bounds, covered: Bounds | None, most: int = MOST_TILES) -> list[Tile]:
    """The tiles of a level that touch a view within what is covered, the middle ones first; none if too many."""
    left, top, right, bottom = view.left, view.top, view.right, view.bottom
    if covered is not None:
        left, top = max(left, covered.left), max(top, covered.top)
        right, bottom = min(right, covered.right), min(bottom, covered.bottom)
    columns = range(max(int(left // side), 0), int(min(right, LARGEST) // side) + 1)
    rows = range(max(int(top // side), 0), int(min(bottom, LARGEST) // side) + 1)
    if left > right or top > bottom or len(columns) * len(rows) > most:
        return []
    middle_column, middle_row = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    places = [(column, row) for column in columns for row in rows]
    places.sort(key=lambda place: abs(place[0] - middle_column) + abs(place[1] - middle_row))
    return [Tile(level, column, row) for column, row in places]


def on_screen(camera: Camera, box: Bounds, ratio: float) -> QRectF:
    """Where a box is drawn: between whole device pixels, so that edges that meet show no seam."""
    left, top = camera.to_screen(box.left, box.top)
    right, bottom = camera.to_screen(box.right, box.bottom)
    left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
    return QRectF(left, top, round(right * ratio) / ratio - left, round(bottom * ratio) / ratio - top)


def _bytes(image: QImage | None) -> int:
    """Memory that a picture takes."""
    return EMPTY_TILE_BYTES if image is None else image.sizeInBytes()
