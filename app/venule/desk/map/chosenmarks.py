"""Marks of chosen assets, below their symbols so that status stays to be seen; around clusters an arc by share."""

from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from venule.desk.map.assets.faces import RADIUS_PX, Form
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.pyramid import Ints, Pyramid
from venule.desk.map.assets.sheet import Sheet, Stamp
from venule.desk.map.assets.sight import Clusters, Dots, Symbols
from venule.desk.map.assets.zorder import Longs, cell_keys, shift
from venule.desk.map.camera import Camera
from venule.desk.map.ink import clear_pixmap, mixed, pen, tint
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.overlay import draw_strokes
from venule.desk.map.shapes.strokes import cut, outlines, strokes
from venule.desk.style.palette import Palette

CELL_PX, DOT_CELL_PX = 30, 12
CLEAR_PX, DOT_PX = 2.5, 5.5
RING_PX, HALO_PX = 1.5, 3.6
ARC_CLEAR_PX = 6.5
"""Outside the halo of a cluster with alarms."""

FILL, DOT_FILL = 0.28, 0.38
RIM_PX, RIM_OPACITY = 7.0, 0.45
MOST_SHAPES = 2_000
"""Lines and areas that are rimmed live in one frame."""

TWELFTHS = 12
ARC_UNITS = 16
"""Qt measures arcs in sixteenths of a degree."""


class ChosenMarks:
    """Marks any number of chosen assets; one alone is not marked, it has a ring of its own."""

    def __init__(self, palette: Palette) -> None:
        self._rows: Ints = np.empty(0, np.int32)
        self._chosen: npt.NDArray[np.bool_] = np.empty(0, np.bool_)
        self._keys: Longs = np.empty(0, np.int64)
        self._ratio = 0.0
        self.dress(palette)

    def dress(self, palette: Palette) -> None:
        """Another palette from now on."""
        self._palette, self._ratio = palette, 0.0

    def set_rows(self, rows: Ints, pyramid: Pyramid) -> None:
        """Mark these assets."""
        self._rows = rows if len(rows) > 1 else rows[:0]
        self._chosen = np.zeros(len(pyramid.x), np.bool_)
        self._chosen[self._rows] = True
        self._keys = pyramid.keys[self._chosen[pyramid.order]]

    def paint(self, painter: QPainter, camera: Camera, assets: AssetLayer) -> None:
        """Paint the marks of what is in view."""
        if not len(self._rows) or len(self._chosen) != len(assets.pyramid.x):
            return
        self._prepare(painter.device().devicePixelRatioF())
        shown = assets.sight(camera)
        if isinstance(shown, Symbols):
            marked = self._chosen[shown.rows]
            self._sheet.draw(painter, shown.x[marked], shown.y[marked], assets.forms(camera)[marked])
        elif isinstance(shown, Dots):
            key = cell_keys(*camera.to_world(shown.x, shown.y), shown.level)
            marked = self._held(key, shown.level) > 0
            self._dots.draw(painter, shown.x[marked], shown.y[marked], np.zeros(int(marked.sum()), np.int64))
        else:
            self._paint_arcs(painter, shown)

    def paint_shapes(self, painter: QPainter, camera: Camera, index: ShapeIndex) -> None:
        """Paint the rims of lines and areas in view; beyond :data:`MOST_SHAPES` of them they stay without."""
        if not len(self._rows) or not len(index):
            return
        seen = index.touching(camera.bounds)
        marked = seen[self._chosen[index.asset[seen]]][:MOST_SHAPES]
        if len(marked):
            rims = cut(
                strokes(outlines(index, marked, camera.bounds, camera.scale)), camera.width, camera.height, RIM_PX
            )
            draw_strokes(painter, rims, tint(self._palette.focus, RIM_OPACITY), RIM_PX)

    def _held(self, key: Longs, level: int) -> Longs:
        """How many chosen assets there are in cells of a level."""
        first, last = (np.searchsorted(self._keys, (key + end) << shift(level)) for end in (0, 1))
        return last - first

    def _paint_arcs(self, painter: QPainter, shown: Clusters) -> None:
        held = self._held(shown.key, shown.level)
        single = shown.single & (held > 0)
        self._sheet.draw(painter, shown.x[single], shown.y[single], np.full(int(single.sum()), int(Form.PLAIN)))
        for at in np.flatnonzero((held > 0) & ~shown.single).tolist():
            share = max(int(held[at] * TWELFTHS // shown.size[at]), 1)
            picture = self._arc(int(shown.radius[at]), share)
            half = picture.deviceIndependentSize() / 2
            left, top = shown.x[at] - half.width(), shown.y[at] - half.height()
            ratio = self._ratio
            painter.drawPixmap(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), picture)

    def _arc(self, radius: int, share: int) -> QPixmap:
        """The arc for a cluster's radius and so many twelfths; there are as many pictures as sizes of clusters."""
        if (radius, share) not in self._arcs:
            reach = radius + ARC_CLEAR_PX
            side = 2 * int(reach + HALO_PX)
            pixmap = clear_pixmap(side, side, self._ratio)
            box = QRectF(side / 2 - reach, side / 2 - reach, 2 * reach, 2 * reach)
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for colour, width in ((self._palette.land, HALO_PX), (self._palette.focus, RING_PX + 0.6)):
                    painter.setPen(pen(colour, width))
                    painter.drawArc(box, 90 * ARC_UNITS, -360 * ARC_UNITS * share // TWELFTHS)
            self._arcs[radius, share] = pixmap
        return self._arcs[radius, share]

    def _prepare(self, ratio: float) -> None:
        if ratio == self._ratio:
            return
        self._ratio = ratio
        radii = (RADIUS_PX + CLEAR_PX).tolist()
        stamps: list[Stamp] = [partial(_mark, radius=radius, palette=self._palette) for radius in radii]
        self._sheet = Sheet(stamps, CELL_PX, CELL_PX, ratio)
        self._dots = Sheet([partial(_dot, palette=self._palette)], DOT_CELL_PX, DOT_CELL_PX, ratio)
        self._arcs: dict[tuple[int, int], QPixmap] = {}


def _mark(painter: QPainter, at: QPointF, radius: float, palette: Palette) -> None:
    """What lies below a symbol."""
    painter.setBrush(tint(palette.focus, FILL))
    painter.setPen(pen(palette.focus, RING_PX))
    painter.drawEllipse(at, radius, radius)


def _dot(painter: QPainter, at: QPointF, palette: Palette) -> None:
    """What lies below a dot: opaque, so that a crowd of them is one even ground."""
    painter.setBrush(mixed(palette.land, palette.focus, DOT_FILL))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(at, DOT_PX, DOT_PX)
