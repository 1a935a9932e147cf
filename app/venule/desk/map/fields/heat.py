"""Heat: a value of assets smoothed over the ground, and nothing where none of them stands."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.fields.nearest import Grid
from venule.desk.map.fields.plate import Frame, Plate, frame_of
from venule.desk.map.fields.smoothing import CELL_PX, REACH, Smoothed, smoothed, spacing, width_px
from venule.desk.map.ink import clear_image
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.fieldvalues import Measured
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

OPACITY = 0.42
FADES_FROM = 1.0
"""Widths away from the nearest value at which heat begins to fade; at :data:`REACH` it has."""

SHADES = 256

NOWHERE: Floats = np.zeros(0)


class HeatLayer:
    """Keeps the picture of what is around the view; it is made anew at rest alone."""

    def __init__(self) -> None:
        self.told: Measured | None = None
        self._pyramid_x: Floats = NOWHERE
        self._x, self._y, self._place = NOWHERE, NOWHERE, NOWHERE
        self._all_x, self._all_y = NOWHERE, NOWHERE
        self._spacing = 0.0
        self._plate: Plate | None = None
        self._stood: Measured | None = None
        self._fresh = False

    def tell(self, told: Measured | None) -> None:
        """Take other values, or none."""
        if told is self.told:
            return
        moved = told is None or self.told is None or not np.array_equal(told.rows, self.told.rows)
        self.told, self._fresh = told, False
        if moved:
            self._pyramid_x, self._plate = NOWHERE, None

    def paint(self, painter: QPainter, camera: Camera, look: Look, pyramid: Pyramid, moving: bool) -> None:
        """Paint what is known, as it was made last while the camera moves."""
        if self.told is None or self.told.assets != len(pyramid.x):
            return
        self._stand(self.told, pyramid)
        suits = self._fresh and self._plate is not None and self._plate.suits(camera, look)
        if not suits and (not moving or self._plate is None):
            self._plate, self._fresh = self._made(camera, look), True
        if self._plate is not None:
            self._plate.draw(painter, camera)

    def _stand(self, told: Measured, pyramid: Pyramid) -> None:
        """Look up where the values are, when assets or values are new."""
        if self._pyramid_x is not pyramid.x:
            self._pyramid_x, self._fresh = pyramid.x, False
            self._all_x, self._all_y = pyramid.x[told.rows], pyramid.y[told.rows]
            placed = np.isfinite(self._all_x)
            self._spacing = spacing(self._all_x[placed], self._all_y[placed])
            self._stood = None
        if self._stood is not told:
            self._stood = told
            known = np.isfinite(told.place) & np.isfinite(self._all_x)
            self._x, self._y, self._place = self._all_x[known], self._all_y[known], told.place[known]

    def _made(self, camera: Camera, look: Look) -> Plate:
        frame = frame_of(camera, CELL_PX)
        field = smoothed(self._x, self._y, self._place, frame, width_px(self._spacing, camera))
        return Plate(frame, look, stretched(coloured(field, look.palette), frame, look.ratio))

    def counts(self, view: Bounds) -> tuple[int, int]:
        """How many sensors in a view hold a value that counts, and how many there are."""
        return within(self._x, self._y, view), within(self._all_x, self._all_y, view)


def within(x: Floats, y: Floats, view: Bounds) -> int:
    """How many places lie in a box."""
    inside = (x >= view.left) & (x <= view.right)
    inside &= y >= view.top
    inside &= y <= view.bottom
    return int(np.count_nonzero(inside))


def coloured(field: Smoothed, palette: Palette) -> QImage:
    """One pixel for each cell: the ramp's colour for the mean, fading away from what is known."""
    shade = np.clip(field.mean * (SHADES - 1), 0, SHADES - 1).astype(np.int64)
    fade = np.clip((REACH - field.distance) / (REACH - FADES_FROM), 0.0, 1.0)
    opacity = np.float32(OPACITY) * fade * fade * (3 - 2 * fade)
    return _picture(blended(palette)[shade], opacity.astype(np.float32))


def washed(opacity: Grid, colour: str) -> QImage:
    """One pixel for each cell, all of one colour."""
    one = QColor(colour)
    return _picture(np.array([one.blue(), one.green(), one.red()], np.float32), opacity)


def _picture(colours: Grid, opacity: Grid) -> QImage:
    """Pixels of blue, green and red as opaque as is told."""
    rows, columns = opacity.shape
    pixels = np.empty((rows, columns, 4), np.uint8)
    pixels[..., :3] = colours * opacity[..., None] + np.float32(0.5)
    pixels[..., 3] = opacity * 255 + 0.5
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, columns, rows, columns * 4, form).copy()


def stretched(cells: QImage, frame: Frame, ratio: float) -> QImage:
    """The picture of cells at the size it has on the screen."""
    width, height = frame.across * frame.cell_px, frame.down * frame.cell_px
    image = clear_image(round(width), round(height), ratio)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(QRectF(0, 0, width, height), cells)
    return image


def blended(palette: Palette) -> Grid:
    """Blue, green and red of the ramp in many shades."""
    steps = [QColor(colour) for colour in palette.ramp]
    known = np.linspace(0, 1, len(steps))
    wanted = np.linspace(0, 1, SHADES)
    channels = [[colour.blue(), colour.green(), colour.red()] for colour in steps]
    parts = np.array(channels, np.float64).T
    return np.column_stack([np.interp(wanted, known, part) for part in parts]).astype(np.float32)
