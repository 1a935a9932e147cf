"""The layer of shapes: overlay tiles from the map's worker, kept until newer ones come, and live what is chosen."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion

from venule.desk.map.camera import Camera
from venule.desk.map.legend import Entry
from venule.desk.map.shapes.chosen import paint_chosen, paint_hovered, shapes_of
from venule.desk.map.shapes.colours import plain
from venule.desk.map.shapes.dirt import touched
from venule.desk.map.shapes.index import NO_SHAPES, Flags, Ints, Longs, ShapeIndex
from venule.desk.map.shapes.overlay import MARGIN_PX
from venule.desk.map.shapes.picking import Hit, pick
from venule.desk.map.shapes.presence import Present, entries, looks_of, present
from venule.desk.map.shapes.work import OverlayWish, ShapeSource
from venule.desk.map.tiles.basemap import TILE_PX, Look, Tile
from venule.desk.map.tiles.tilecache import (
    TileCache,
    grid,
    on_screen,
    quarter_level,
    quarter_side,
    tile_box,
)
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.worker import Opened, Worker
from venule.desk.models.shapecolours import Colours
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

CACHE_BYTES = 64 * 1024 * 1024
OVERVIEW_PX = 500
STAND_INS = 3
"""Levels that are looked through, the nearest first, for something to show where a tile is missing."""


class ShapeLayer:
    """Shows all shapes between the base map and the assets; they are painted by the worker it is given.

    ``passing`` tells which assets, by row, a filter leaves on the map; ``None`` is no filter.
    """

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        self.index: ShapeIndex = NO_SHAPES
        self.colours: Colours = plain(0)
        self.passing: Callable[[Ints], Flags] | None = None
        self._told = self.colours
        self._cache = TileCache(cache_bytes)
        self._due: dict[Tile, int] = {}
        self._changed: list[Longs] = []
        self._edition = 0
        self._level = 0
        self._look: Look | None = None
        self._worker: Worker | None = None
        self._opened: Opened | None = None
        self._claim: Claim | None = None
        self._arrived: Callable[[], None] = _nobody
        self._looks: Ints | None = None
        self._seen: tuple[Camera, Present] | None = None
        self._alone: tuple[Floats, Ints] | None = None

    def listen(self, arrived: Callable[[], None]) -> None:
        """Have a function called in the GUI thread when tiles come in."""
        self._arrived = arrived
        if self._claim is not None:
            self._claim.listen(arrived)

    def work_with(self, worker: Worker) -> None:
        """Have tiles painted by a worker from now on."""
        self._worker = worker
        self.set_shapes(self.index)

    def set_shapes(self, index: ShapeIndex) -> None:
        """Take over all shapes anew; they are plain until told."""
        if self._opened is not None:
            self._opened.close()
        self._opened, self._claim = None, None
        self.index, self.colours = index, plain(len(index))
        self._told = self.colours
        self._cache.clear()
        self._due.clear()
        self._changed.clear()
        self._looks = self._seen = self._alone = None
        if len(index) and self._worker is not None:
            self._opened = self._worker.open(ShapeSource(index))
            self._claim = self._opened.claim()
            self._claim.listen(self._arrived)

    def set_colours(self, colours: Colours) -> bool:
        """Take other colours; says whether :meth:`renew` should follow, which is what makes them seen."""
        self._told = colours
        return self.sift()

    def sift(self) -> bool:
        """Show the colours told of what passes the filter, and nothing else; says what :meth:`set_colours` says."""
        colours = self._told if self.passing is None else self._told.hiding(~self.passing(self.index.asset))
        changed = self.colours.differing(colours)
        self.colours = colours
        self._looks = self._seen = None
        if len(changed):
            self._changed.append(changed)
        return bool(len(changed))

    def renew(self) -> None:
        """Have the tiles painted again that show what has changed. Until then the old ones stay."""
        if not self._changed or self._opened is None:
            return
        rows = np.concatenate(self._changed)
        self._changed.clear()
        self._edition += 1
        self._opened.learn(self.colours)
        side = quarter_side(self._level)
        here = [tile for tile in self._cache if tile.level == self._level]
        old = touched(self.index, rows, here, side, MARGIN_PX * side / TILE_PX)
        elsewhere = (tile for tile in self._cache if tile.level != self._level)
        self._due = {tile: due for tile, due in self._due.items() if tile in self._cache}
        self._due |= dict.fromkeys((*old, *elsewhere), self._edition)

    @property
    def used_bytes(self) -> int:
        """Memory of all pictures kept."""
        return self._cache.used_bytes

    @property
    def kept_tiles(self) -> int:
        """How many tiles are kept, empty ones among them."""
        return len(self._cache)

    @property
    def waiting(self) -> bool:
        """Whether tiles are being painted."""
        return self._claim is not None and not self._claim.idle

    def paint(self, painter: QPainter, camera: Camera, look: Look, zooming: bool) -> bool:
        """Paint what is there, and ask for what is not; says whether anything in view is missing or old."""
        if self._claim is None:
            return False
        if look != self._look:
            self._look = look
            self._edition += 1
            self._due |= dict.fromkeys(self._cache, self._edition)
        self._level = quarter_level(camera.zoom)
        tiles = self._in_view(self._level, camera)
        self._cache.hold(len(tiles), look.ratio)
        self._take()
        self._claim.want([] if zooming else self._wishes(tiles, look))
        self._take()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not zooming)  # three times as slow
        missing, old = self._lacking(tiles)
        if missing:
            self._paint_stand_ins(painter, camera, missing)
        for tile in tiles:
            self._draw(painter, camera, tile)
        return bool(missing or old)

    def _in_view(self, level: int, camera: Camera) -> list[Tile]:
        covered = self.index.bounds
        side = quarter_side(level)
        margin = MARGIN_PX * side / TILE_PX
        return grid(level, side, camera.bounds, covered and covered.grown(margin))

    def _wishes(self, tiles: Sequence[Tile], look: Look) -> list[OverlayWish]:
        """What is missing first, then what is old, the oldest first; what shows all of it last."""
        missing, old = self._lacking(tiles)
        overview = [tile for tile in self._overview() if self._cache.get(tile) is None and tile not in missing]
        return [OverlayWish(tile, look, self._edition) for tile in (*missing, *old, *overview)]

    def _lacking(self, tiles: Sequence[Tile]) -> tuple[list[Tile], list[Tile]]:
        """Those that are missing, and those that are to be painted again, the oldest first."""
        kept = {tile: self._cache.get(tile) for tile in tiles}
        old = {tile: found.edition for tile, found in kept.items() if found and found.edition < self._due.get(tile, 0)}
        return [tile for tile, found in kept.items() if found is None], sorted(old, key=old.__getitem__)

    def _overview(self) -> list[Tile]:
        """The few tiles that show all shapes: something to show when the view widens."""
        bounds = self.index.bounds
        if bounds is None:
            return []
        everything = Camera(width=OVERVIEW_PX, height=OVERVIEW_PX).fitted(bounds, 0.0)
        return self._in_view(quarter_level(everything.zoom), everything)

    def _take(self) -> None:
        """Keep what has been painted."""
        for done in self._claim.take() if self._claim is not None else ():
            if isinstance(done.wish, OverlayWish):
                self._cache.keep(done.wish.tile, done.painted.image, done.wish.edition)

    def _paint_stand_ins(self, painter: QPainter, camera: Camera, missing: Sequence[Tile]) -> None:
        """Where tiles are missing, show the ones of other levels: each place once, as they are translucent."""
        gaps = QRegion()
        for tile in missing:
            gaps += QRegion(self._place(camera, tile))
        levels = sorted(self._cache.levels - {self._level}, key=lambda level: abs(level - self._level))
        for level in (*levels[:STAND_INS], *levels[STAND_INS:][-1:]):
            painter.setClipRegion(gaps)
            for tile in self._in_view(level, camera):
                if self._draw(painter, camera, tile):
                    gaps -= QRegion(self._place(camera, tile))
        painter.setClipping(False)

    def _place(self, camera: Camera, tile: Tile) -> QRect:
        ratio = 1.0 if self._look is None else self._look.ratio
        return on_screen(camera, tile_box(tile, quarter_side(tile.level)), ratio).toAlignedRect()

    def _draw(self, painter: QPainter, camera: Camera, tile: Tile) -> bool:
        """Draw a tile if it is kept; says whether it is."""
        kept = self._cache.get(tile)
        if kept is None or self._look is None:
            return False
        if kept.image is not None:
            box = tile_box(tile, quarter_side(tile.level))
            painter.drawImage(on_screen(camera, box, self._look.ratio), kept.image)
        return True

    def pick(self, camera: Camera, x: float, y: float) -> Hit | None:
        """What lies under a pixel."""
        return pick(self.index, self.colours, camera, x, y)

    def paint_chosen(self, painter: QPainter, camera: Camera, asset: int, palette: Palette) -> None:
        """Draw the shape of a chosen asset on top of the others."""
        for shape in shapes_of(self.index, self.colours, camera, asset):
            paint_chosen(painter, camera, shape, palette)

    def paint_hovered(self, painter: QPainter, camera: Camera, asset: int, palette: Palette) -> None:
        """Draw a soft rim around the shape of an asset."""
        for shape in shapes_of(self.index, self.colours, camera, asset):
            paint_hovered(painter, camera, shape, palette)

    def alone(self, x: Floats) -> Ints:
        """Rows of assets that are known by their shapes alone; ``x`` is ``nan`` for those that are no points."""
        if self._alone is None or self._alone[0] is not x:
            rows = self.index.asset[self.index.asset < len(x)]
            self._alone = x, rows[np.isnan(x[rows])]
        return self._alone[1]

    def entries(self, camera: Camera, palette: Palette, moving: bool = False) -> list[Entry]:
        """What the legend has to say of what is in view."""
        return entries(self.present(camera, moving), self.colours.keys, palette)

    def present(self, camera: Camera, moving: bool = False) -> Present:
        """What is in view; kept until the camera has come to rest elsewhere or a colour changes."""
        if self._seen is None or (self._seen[0] != camera and not moving):
            if self._looks is None:
                self._looks = looks_of(self.index, self.colours)
            self._seen = camera, present(self.index, self._looks, camera.bounds)
        return self._seen[1]


def _nobody() -> None:
    """Nobody listens yet."""
