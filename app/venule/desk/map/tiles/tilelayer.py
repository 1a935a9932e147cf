"""The layer of base-map tiles: a cache bounded by bytes, and an ancestor in place of every tile not there yet."""

from collections import OrderedDict
from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.basemap import Basemap, Look, Tile

CACHE_BYTES = 96 * 1024 * 1024
EMPTY_TILE_BYTES = 256
PAINT_BUDGET_S = 0.004
MOST_TILES = 400
"""No view asks for more; a level that would is drawn from coarser ones."""

OVERVIEW_PX = 500.0
STAND_INS = 2
"""Levels drawn below missing tiles: the nearest coarser ones that have anything in view."""


class TileLayer:
    """Paints one base map under everything else."""

    def __init__(self, basemap: Basemap, cache_bytes: int = CACHE_BYTES) -> None:
        self.basemap = basemap
        self._room = cache_bytes
        self._used = 0
        self._look: Look | None = None
        self._tiles: OrderedDict[Tile, QImage | None] = OrderedDict()

    def paint(self, painter: QPainter, camera: Camera, look: Look, zooming: bool) -> bool:
        """Paint what is there; says whether another frame should follow because tiles are still being made."""
        if look != self._look:
            self._look, self._used = look, 0
            self._tiles.clear()
        level = self.basemap.level(camera.zoom, look.ratio)
        tiles = list(self._grid(level, camera.bounds))
        missing = [tile for tile in tiles if tile not in self._tiles]
        overview = [tile for tile in self._overview(look) if not self._touch(tile)]
        self.basemap.want(overview + ([] if zooming else missing), look)
        for tile, image in self.basemap.take(PAINT_BUDGET_S):
            self._keep(tile, image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not zooming)  # three times as slow
        if any(tile not in self._tiles for tile in tiles):
            for stand_in in self._stand_ins(level, camera):
                self._draw(painter, camera, stand_in)
        for tile in tiles:
            if self._touch(tile):
                self._draw(painter, camera, tile)
        return self.basemap.busy

    @property
    def used_bytes(self) -> int:
        """Memory of all pictures kept."""
        return self._used

    def _grid(self, level: int, bounds: Bounds) -> Iterator[Tile]:
        """The tiles of a level that touch a box, the middle ones first; none when there were too many."""
        side, covered = self.basemap.side(level), self.basemap.bounds
        left, top, right, bottom = bounds.left, bounds.top, bounds.right, bounds.bottom
        if covered is not None:
            left, top = max(left, covered.left), max(top, covered.top)
            right, bottom = min(right, covered.right), min(bottom, covered.bottom)
        columns = range(max(int(left // side), 0), int(min(right, 1.0 - 1e-12) // side) + 1)
        rows = range(max(int(top // side), 0), int(min(bottom, 1.0 - 1e-12) // side) + 1)
        if left > right or top > bottom or len(columns) * len(rows) > MOST_TILES:
            return
        middle_column, middle_row = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
        places = [(column, row) for column in columns for row in rows]
        places.sort(key=lambda place: abs(place[0] - middle_column) + abs(place[1] - middle_row))
        yield from (Tile(level, column, row) for column, row in places)

    def _overview(self, look: Look) -> Iterator[Tile]:
        """The few tiles that show all of the base map: an ancestor that is always there."""
        bounds = self.basemap.bounds
        if bounds is not None:
            everything = Camera(width=int(OVERVIEW_PX), height=int(OVERVIEW_PX)).fitted(bounds, 0.0)
            yield from self._grid(self.basemap.level(everything.zoom, look.ratio), bounds)

    def _stand_ins(self, level: int, camera: Camera) -> list[Tile]:
        """Kept tiles of other levels in view, coarse ones first."""
        levels = sorted(
            {tile.level for tile, image in self._tiles.items() if image is not None and tile.level != level}
        )
        coarser = [other for other in levels if other < level]
        finer = [other for other in levels if other > level]
        found: list[list[Tile]] = []
        for other in (*reversed(coarser), *finer):
            kept = [tile for tile in self._grid(other, camera.bounds) if tile in self._tiles]
            if kept and len(found) < STAND_INS:
                found.append(kept)
        return [tile for kept in sorted(found, key=lambda kept: kept[0].level) for tile in kept]

    def _touch(self, tile: Tile) -> bool:
        """Mark a tile as used just now; says whether it is there."""
        if tile not in self._tiles:
            return False
        self._tiles.move_to_end(tile)
        return True

    def _keep(self, tile: Tile, image: QImage | None) -> None:
        """Take a tile in, and let the ones go that were used longest ago."""
        self._used += _bytes(image) - (_bytes(self._tiles[tile]) if tile in self._tiles else 0)
        self._tiles[tile] = image
        while self._used > self._room and len(self._tiles) > 1:
            self._used -= _bytes(self._tiles.popitem(last=False)[1])

    def _draw(self, painter: QPainter, camera: Camera, tile: Tile) -> None:
        """Blit a tile between whole device pixels: edges that meet show no seam."""
        image = self._tiles[tile]
        if image is None or self._look is None:
            return
        side, ratio = self.basemap.side(tile.level), self._look.ratio
        left, top = camera.to_screen(tile.column * side, tile.row * side)
        right, bottom = camera.to_screen((tile.column + 1) * side, (tile.row + 1) * side)
        left, top, right, bottom = (round(edge * ratio) / ratio for edge in (left, top, right, bottom))
        painter.drawImage(QRectF(left, top, right - left, bottom - top), image)


def _bytes(image: QImage | None) -> int:
    """Memory that a picture takes."""
    return EMPTY_TILE_BYTES if image is None else image.sizeInBytes()
