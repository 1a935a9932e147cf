"""A file of raster tiles as a base map: read and decoded by Qt's threads, newest wish first."""

import math
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPainter

from venule.desk.map.camera import WORLD_PX, Bounds
from venule.desk.map.ink import tint
from venule.desk.map.tiles.archive import Archive
from venule.desk.map.tiles.basemap import Look, Name, Tile, UnreadableBasemap
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.style.palette import Palette, Theme

AT_ONCE = 2
LARGEST_SIDE_PX = 2048
VEILS = {Theme.DARK: 0.6, Theme.LIGHT: 0.4}
"""How much land colour lies over foreign pictures, so that the base map never competes with the data on it."""


class Arrivals(QObject):
    """Carries decoded tiles from the pool's threads to the GUI thread."""

    decoded = Signal(object)


class Errand(QRunnable):
    """Fetches and decodes one tile; ``QImageReader`` works without Python's lock."""

    def __init__(self, archive: Archive, tile: Tile, arrivals: Arrivals) -> None:
        super().__init__()
        self._archive, self._tile, self._arrivals = archive, tile, arrivals

    def run(self) -> None:
        """Runs in a thread of the pool."""
        image, trouble = None, ""
        try:
            data = self._archive.get(*self._tile)
            image = None if data is None else decoded(data, self._archive.name)
        except UnreadableBasemap as problem:
            trouble = str(problem)
        with suppress(RuntimeError):  # the program is closing and has taken the signal away
            self._arrivals.decoded.emit((self._tile, image, trouble))


class RasterTiles(QObject):
    """Implements :class:`~venule.desk.map.tiles.basemap.Basemap`. A level is a zoom of the file."""

    names: Sequence[Name] = ()
    labels: Claim | None = None

    def __init__(self, archive: Archive, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self.attribution = archive.attribution or f"Base map: {archive.name}"
        self.bounds: Bounds | None = archive.bounds
        self.problem = ""
        self._wanted: list[Tile] = []
        self._under_way: set[Tile] = set()
        self._ready: list[tuple[Tile, QImage | None]] = []
        self._look: Look | None = None
        self._arrived: Callable[[], None] = _nobody
        self._side_px = self._measure()
        self._arrivals = Arrivals()  # without a parent: errands under way keep it alive
        self._arrivals.decoded.connect(self._receive)

    def level(self, zoom: float, ratio: float) -> int:
        lowest, highest = self._archive.zooms
        fitting = round(zoom + math.log2(ratio * WORLD_PX / self._side_px))
        return min(max(fitting, lowest), highest)

    def side(self, level: int) -> float:
        return math.pow(0.5, level)

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        self._look = look
        self._wanted = [tile for tile in tiles if tile not in self._under_way]
        self._send()

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        ready, self._ready = self._ready, []
        return dressed(ready, self._look)

    def listen(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived

    def close(self) -> None:
        self._wanted.clear()
        self._arrived = _nobody

    def twin(self) -> "RasterTiles":
        return RasterTiles(self._archive)

    def _measure(self) -> int:
        """The side of the pictures, from the first one at hand."""
        lowest, highest = self._archive.zooms
        bounds = self._archive.bounds
        for zoom in range(lowest, highest + 1):
            column = int((bounds.left + bounds.right) / 2 * 2**zoom)
            row = int((bounds.top + bounds.bottom) / 2 * 2**zoom)
            data = self._archive.get(zoom, min(column, 2**zoom - 1), min(row, 2**zoom - 1))
            if data is not None:
                return decoded(data, self._archive.name).width()
        return int(WORLD_PX)

    def _send(self) -> None:
        while self._wanted and len(self._under_way) < AT_ONCE:
            tile = self._wanted.pop(0)
            self._under_way.add(tile)
            QThreadPool.globalInstance().start(Errand(self._archive, tile, self._arrivals))

    @Slot(object)
    def _receive(self, decoded_tile: tuple[Tile, QImage | None, str]) -> None:
        tile, image, problem = decoded_tile
        self._under_way.discard(tile)
        self._ready.append((tile, image))
        self.problem = problem or self.problem
        self._send()
        self._arrived()


def decoded(data: bytes, name: str) -> QImage:
    """A picture from its encoded bytes, of a size that a tile may have."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LARGEST_SIDE_PX:
        raise UnreadableBasemap(f"A tile of the base map {name} is damaged: the map goes on without it.")
    image = reader.read()
    if image.isNull():
        raise UnreadableBasemap(f"A tile of the base map {name} is damaged: the map goes on without it.")
    return image


def dressed(ready: Sequence[tuple[Tile, QImage | None]], look: Look | None) -> list[tuple[Tile, QImage | None]]:
    """Pictures that came in, veiled as they are to look; until that is known there is nothing to see."""
    palette = None if look is None else look.palette
    return [(tile, veiled(image, palette) if image and palette else None) for tile, image in ready]


def veiled(image: QImage, palette: Palette) -> QImage:
    """A picture toned down towards the land."""
    toned = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    with QPainter(toned) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        painter.fillRect(toned.rect(), tint(palette.land, VEILS[palette.theme]))
    return toned


def _nobody() -> None:
    """Nobody listens yet."""
