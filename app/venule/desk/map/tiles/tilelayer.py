"""The layer of base-map tiles: a cache bounded by bytes, and an ancestor in place of every tile not there yet."""

from PySide6.QtGui import QImage, QPainter

from venule.desk.map.camera import Camera
from venule.desk.map.tiles.basemap import Basemap, Look, Tile
from venule.desk.map.tiles.tilecache import TileCache, grid, on_screen, tile_box

CACHE_BYTES = 96 * 1024 * 1024
OVERVIEW_PX = 500
STAND_INS = 2
"""Levels drawn below missing tiles: the nearest coarser ones that have anything in view."""


class TileLayer:
    """Paints one base map under everything else.

    An edition of tiles is what was painted for one look. When the look changes the old ones stay until the view is
    complete in the new one, for anything is better than nothing. Tiles are kept within ``cache_bytes``, or twice what
    one view takes where that is more: a view that does not fit would be painted again and again, and never be whole.
    """

    def __init__(self, basemap: Basemap, cache_bytes: int = CACHE_BYTES) -> None:
        self.basemap = basemap
        self._cache = TileCache(cache_bytes)
        self._look: Look | None = None
        self._edition = 0

    def paint(self, painter: QPainter, camera: Camera, look: Look, zooming: bool) -> bool:
        """Paint what is there; says whether tiles are missing."""
        if look != self._look:
            self._look, self._edition = look, self._edition + 1
        for tile, image in self.basemap.take():
            self._cache.keep(tile, image, self._edition)
        level = self.basemap.level(camera.zoom, look.ratio)
        tiles, whole = self._in_view(level, camera), self._overview(look)
        self._cache.hold(len(tiles) + len(whole), look.ratio)
        overview = [tile for tile in whole if self._stale(tile)]
        missing = [tile for tile in tiles if self._stale(tile)]
        self.basemap.want(overview + ([] if zooming else missing), look)
        for tile, image in self.basemap.take():  # some come at once
            self._cache.keep(tile, image, self._edition)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not zooming)  # three times as slow
        if any(self._cache.get(tile) is None for tile in tiles):
            for stand_in in self._stand_ins(level, camera):
                self._draw(painter, camera, stand_in)
        for tile in tiles:
            self._draw(painter, camera, tile)
        incomplete = any(self._stale(tile) for tile in tiles)
        if not incomplete:
            self._cache.forget_older(self._edition)
        return incomplete

    @property
    def used_bytes(self) -> int:
        """Memory of all pictures kept."""
        return self._cache.used_bytes

    @property
    def kept_tiles(self) -> int:
        """How many tiles are kept, empty ones among them."""
        return len(self._cache)

    def _stale(self, tile: Tile) -> bool:
        """Whether a tile is not there, or only as it looked before."""
        kept = self._cache.get(tile)
        return kept is None or kept.edition != self._edition

    def _in_view(self, level: int, camera: Camera) -> list[Tile]:
        """The tiles of a level that are in view, the middle ones first; none when there were too many."""
        return grid(level, self.basemap.side(level), camera.bounds, self.basemap.bounds)

    def _overview(self, look: Look) -> list[Tile]:
        """The few tiles that show all of the base map: an ancestor that is always there."""
        bounds = self.basemap.bounds
        if bounds is None:
            return []
        everything = Camera(width=OVERVIEW_PX, height=OVERVIEW_PX).fitted(bounds, 0.0)
        return self._in_view(self.basemap.level(everything.zoom, look.ratio), everything)

    def _stand_ins(self, level: int, camera: Camera) -> list[Tile]:
        """Kept tiles of other levels in view, coarse ones first; none that would be hidden under others."""
        coarser = sorted((other for other in self._cache.levels if other < level), reverse=True)
        finer = sorted(other for other in self._cache.levels if other > level)
        found: list[list[Tile]] = []
        levels, covered = 0, False
        for other in (*coarser, *finer):
            if levels == STAND_INS:
                break
            tiles = self._in_view(other, camera)
            kept = [tile for tile in tiles if self._shows(tile)]
            levels += bool(kept)
            if kept and not (covered and other < level):
                found.append(kept)
            covered |= other < level and len(kept) == len(tiles) > 0
        return [tile for kept in sorted(found, key=lambda kept: kept[0].level) for tile in kept]

    def _shows(self, tile: Tile) -> bool:
        """Whether there is a picture of a tile."""
        kept = self._cache.get(tile)
        return kept is not None and kept.image is not None

    def _draw(self, painter: QPainter, camera: Camera, tile: Tile) -> None:
        """Blit a tile, if it is there."""
        kept = self._cache.get(tile)
        image: QImage | None = kept.image if kept is not None else None
        if image is not None and self._look is not None:
            box = tile_box(tile, self.basemap.side(tile.level))
            painter.drawImage(on_screen(camera, box, self._look.ratio), image)
