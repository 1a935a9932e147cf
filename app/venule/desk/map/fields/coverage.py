"""Coverage: the ground around the assets that each chosen gateway was the best to hear, hatched where it is lost."""

from math import ceil

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.fields.heat import NOWHERE, stretched, washed
from venule.desk.map.fields.nearest import Grid, cells_of, nearest
from venule.desk.map.fields.plate import Frame, Plate, frame_of
from venule.desk.map.fields.smoothing import spacing, width_px
from venule.desk.map.ink import tint
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.fieldvalues import Coverage
from venule.desk.style.palette import Palette
from venule.store.answers import Flags, Longs

CELL_PX = 4.0
REACH, SOFT = 1.6, 0.25
"""In widths between neighbours: how far from a heard asset the ground counts as covered, and its soft edge."""

SOFTEST_CELLS = 2.0

FILLS = (0.07, 0.11, 0.15)
"""By turns, so that the grounds of two gateways are told apart; a line parts them besides."""

EDGE, HATCH = 0.5, 0.55

NO_ROWS: Longs = np.zeros(0, np.int64)


class CoverageLayer:
    """Keeps who is heard where, and the picture of it around the view."""

    def __init__(self) -> None:
        self.told: Coverage | None = None
        self._forget()

    def _forget(self) -> None:
        self._pyramid_x, self._x, self._y = NOWHERE, NOWHERE, NOWHERE
        self._gateway = NO_ROWS
        self._lost: Flags = np.zeros(0, np.bool_)
        self._spacing = 0.0
        self._plate: Plate | None = None

    def tell(self, told: Coverage | None) -> None:
        """Take other gateways, or none."""
        if told is not self.told:
            self.told = told
            self._forget()

    @property
    def note(self) -> str:
        """What to say when there is nothing to see."""
        asks = self.told is not None and not self.told.gateways
        return "Coverage: choose a network, a gateway or an asset" if asks else ""

    def paint(self, painter: QPainter, camera: Camera, look: Look, pyramid: Pyramid, moving: bool) -> None:
        """Paint the covered ground, as it was painted last while the camera moves."""
        if self.told is None or not self.told.gateways or self.told.assets != len(pyramid.x):
            return
        if self._pyramid_x is not pyramid.x:
            self._stand(self.told, pyramid)
        if self._plate is None or not (moving or self._plate.suits(camera, look)):
            frame = frame_of(camera, CELL_PX)
            self._plate = Plate(frame, look, self._painted(frame, look, width_px(self._spacing, camera)))
        self._plate.draw(painter, camera)

    def _stand(self, told: Coverage, pyramid: Pyramid) -> None:
        """Look up where the heard assets are."""
        self._pyramid_x, self._plate = pyramid.x, None
        rows = np.concatenate([one.rows for one in told.gateways])
        gateway = np.repeat(np.arange(len(told.gateways)), [len(one.rows) for one in told.gateways])
        placed = np.isfinite(pyramid.x[rows])
        self._x, self._y = pyramid.x[rows[placed]], pyramid.y[rows[placed]]
        self._gateway = gateway[placed]
        self._lost = np.array([one.lost for one in told.gateways])
        self._spacing = spacing(self._x, self._y)

    def _painted(self, frame: Frame, look: Look, width: float) -> QImage:
        """The picture of a frame."""
        fade, owner = self._covered(frame, width / frame.cell_px)
        lost = self._lost[owner] & (owner >= 0)
        fill = np.array(FILLS, np.float32)[owner % len(FILLS)]
        opacity = np.maximum(fade * fill, EDGE * _edges(owner, fade))
        image = stretched(washed(opacity * ~lost, look.palette.link), frame, look.ratio)
        if lost.any():
            hatched = stretched(washed(fade * lost, look.palette.alarm), frame, look.ratio)
            whole = QRectF(0, 0, frame.across * frame.cell_px, frame.down * frame.cell_px)
            with QPainter(hatched) as painter:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
                painter.fillRect(whole, area_brush(True, look.palette))
            with QPainter(image) as painter:
                painter.drawImage(0, 0, hatched)
        return image

    def _covered(self, frame: Frame, cells: float) -> tuple[Grid, Longs]:
        """By cell: how much of it is covered, and the gateway that hears the nearest asset, -1 for none."""
        most = ceil(REACH * cells)
        near, cell = cells_of(self._x, self._y, frame, most)
        shape = frame.down + 2 * most, frame.across + 2 * most
        best = np.full(shape[0] * shape[1], -1, np.int64)
        best[cell] = self._gateway[near]
        distance, found = nearest(best.reshape(shape) >= 0, most, most)
        fade = np.clip((REACH * cells - distance) / max(SOFT * cells, SOFTEST_CELLS), 0.0, 1.0).astype(np.float32)
        return fade, np.where(found >= 0, best[found], -1)

    def seen(self, view: Bounds) -> tuple[int, int]:
        """How many working and how many lost gateways are heard by assets in a view."""
        inside = (self._x >= view.left) & (self._x <= view.right) & (self._y >= view.top) & (self._y <= view.bottom)
        lost = self._lost[np.unique(self._gateway[inside])]
        return int((~lost).sum()), int(lost.sum())


def _edges(owner: Longs, fade: Grid) -> Grid:
    """How much of a line there is: where the grounds of two gateways meet, and where the covered ground ends."""
    meet: Grid = np.zeros(fade.shape, np.float32)
    meet[:, 1:] += owner[:, 1:] != owner[:, :-1]
    meet[1:] += owner[1:] != owner[:-1]
    meet = np.minimum(meet, 1) * fade
    for axis in (0, 1):
        meet = 0.5 * meet + 0.25 * (np.roll(meet, 1, axis) + np.roll(meet, -1, axis))
    end = 1 - np.abs(2 * fade - 1)
    return np.asarray(np.maximum(meet, end), np.float32)


def area_brush(lost: bool, palette: Palette) -> QBrush:
    """What covered ground is filled with."""
    if lost:
        return QBrush(tint(palette.alarm, HATCH), Qt.BrushStyle.BDiagPattern)
    return QBrush(tint(palette.link, 2 * max(FILLS)))
