"""What can be dropped on the map: an asset that has no place yet, and a base map."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent

from venule.desk.map.drawings import Pin
from venule.desk.map.events import AssetPlaced, BasemapDropped
from venule.desk.map.frame import Frame
from venule.desk.map.glass import Glass, Offer
from venule.desk.map.motion import Motion
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.models.dragging import asset_in
from venule.domain.geo import from_mercator

BASEMAPS = {".pmtiles", ".mbtiles", ".geojson", ".json"}
STANDS = "{} stands already: hold Shift to move it here."
SHAPED = "{} is a line or an area and is not moved by hand."
PLACED = "{} is placed."


class Drops(QObject):
    """``placed`` asks to keep a place, ``undone`` carries a row that is to have no such place, ``basemap`` a path."""

    placed = Signal(AssetPlaced)
    undone = Signal(object)
    basemap = Signal(BasemapDropped)

    def __init__(self, frame: Frame, glass: Glass, motion: Motion, lay: Callable[[Path], None]) -> None:
        """``lay`` lies the map on the base map in a file, or raises :class:`UnreadableBasemap`."""
        super().__init__()
        self._frame, self._glass, self._motion, self._lay = frame, glass, motion, lay

    def known(self, mime: QMimeData) -> bool:
        """Whether a drag carries anything for the map."""
        return asset_in(mime) is not None or basemap_in(mime) is not None

    def take(self, event: QDropEvent) -> None:
        """Something was let go of."""
        dropped = basemap_in(event.mimeData())
        key = asset_in(event.mimeData())
        row = None if key is None else self._glass.choice.row_of(key)
        if dropped is not None:
            self._lie_on(dropped)
        elif row is not None:
            self._place(row, event)

    def undo(self) -> bool:
        """Take back the last placing by hand; says whether there was one."""
        offer = self._glass.offer
        if offer is None or offer.placed is None:
            return False
        self._glass.offer, self._glass.pin = None, None
        if offer.before is not None:
            self.placed.emit(offer.before)
        else:
            self.undone.emit(offer.placed.row)
        return True

    def _lie_on(self, dropped: BasemapDropped) -> None:
        """Lie on what was dropped; when it cannot be read, say so and stay on what there is."""
        try:
            self._lay(dropped.path)
        except UnreadableBasemap as problem:
            self._frame.basemap_problem = str(problem)
        else:
            self.basemap.emit(dropped)

    def _place(self, row: int, event: QDropEvent) -> None:
        """Put an asset where it was let go of; one that stands already is moved only with Shift."""
        name = self._frame.describe(row).split("\n")[0]
        if (self._frame.shapes.index.asset == row).any():
            self._glass.offer = Offer(SHAPED.format(name))
            return
        before = self._standing(row)
        if before is not None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._glass.offer = Offer(STANDS.format(name))
            return
        at = self._motion.camera.to_world(event.position().x(), event.position().y())
        placed = placed_at(row, *at)
        self._glass.pin = Pin(*at, name)
        self._glass.offer = Offer(PLACED.format(name), placed, before)
        self.placed.emit(placed)

    def _standing(self, row: int) -> AssetPlaced | None:
        x, y = (float(places[row]) for places in (self._frame.assets.pyramid.x, self._frame.assets.pyramid.y))
        return placed_at(row, x, y) if np.isfinite(x) else None


def basemap_in(mime: QMimeData) -> BasemapDropped | None:
    """The base map that a drag carries: one file of a known kind, or one folder."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return BasemapDropped(path) if path.suffix.lower() in BASEMAPS or path.is_dir() else None


def placed_at(row: int, x: float, y: float) -> AssetPlaced:
    """An asset at a place of the unit square."""
    longitude, latitude = from_mercator(np.array([x]), np.array([y]))
    return AssetPlaced(row, float(longitude[0]), float(latitude[0]))
