"""Donuts of clusters: a neutral body and a ring that tells the shares of the statuses."""

from collections import OrderedDict
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.assets.sight import Clusters
from venule.desk.map.ink import clear_pixmap, mixed, pen, tint
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import colour_of
from venule.domain.alarm import Status

PARTS = 24
"""A ring is told in this many parts: finer ones cannot be seen, and equal rings share one picture."""

LEAST_PARTS = 2
"""At least a twelfth of the ring for each status that is present."""

MOST_RINGS = 600
RING_PX = 2.6
HALO_PX = 5.0
CLOCKWISE = (Status.ALARM, Status.WARNING, Status.STALE, Status.UNKNOWN, Status.OK)
"""Order of the arcs from twelve o'clock: the worst first."""

ARC_UNITS = 16
"""Qt measures arcs in sixteenths of a degree."""

Radius = TypeVar("Radius", int, npt.NDArray[np.int64])


def ring_parts(counts: Ints) -> npt.NDArray[np.int64]:
    """Parts of the ring for each status; every row adds up to :data:`PARTS`."""
    total = np.maximum(counts.sum(1, keepdims=True), 1)
    parts = np.where(counts > 0, np.maximum(np.rint(counts * PARTS / total), LEAST_PARTS), 0).astype(np.int64)
    largest = parts.argmax(1)
    parts[np.arange(len(parts)), largest] += PARTS - parts.sum(1)
    return parts


def side_px(radius: Radius) -> Radius:
    """Of the squares that hold donuts of these radii and their halos."""
    return 2 * (radius + int(HALO_PX) + 2)


class Rings:
    """Pictures of donuts, painted when first needed; the ones used longest ago go first."""

    def __init__(self, palette: Palette, ratio: float) -> None:
        self._palette, self._ratio = palette, ratio
        self._pictures: OrderedDict[tuple[int, ...], QPixmap] = OrderedDict()

    def draw(self, painter: QPainter, clusters: Clusters) -> None:
        """Draw the donuts of all clusters of more than one asset."""
        many = ~clusters.single
        radius = clusters.radius[many].astype(np.int64)
        half = np.rint(side_px(radius) * self._ratio) / self._ratio / 2
        left, top = (np.rint((along[many] - half) * self._ratio) / self._ratio for along in (clusters.x, clusters.y))
        keys = map(tuple, np.column_stack((radius, ring_parts(clusters.counts[many]))).tolist())
        for key, x, y in zip(keys, left.tolist(), top.tolist(), strict=True):
            painter.drawPixmap(QPointF(x, y), self.picture(key))

    def picture(self, key: tuple[int, ...]) -> QPixmap:
        """The donut for a radius and the parts of its ring."""
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        if len(self._pictures) >= MOST_RINGS:
            self._pictures.popitem(last=False)
        self._pictures[key] = self._paint(key[0], key[1:])
        return self._pictures[key]

    def _paint(self, radius: int, parts: tuple[int, ...]) -> QPixmap:
        side = side_px(radius)
        pixmap = clear_pixmap(side, side, self._ratio)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QPointF(side / 2, side / 2)
            self._body(painter, middle, radius, parts)
            self._arcs(painter, middle, radius - RING_PX / 2 - 1, parts)
        return pixmap

    def _body(self, painter: QPainter, middle: QPointF, radius: int, parts: tuple[int, ...]) -> None:
        """The disc: red tint and halo only with an alarm inside, amber halo only with a warning."""
        palette, body = self._palette, QColor(self._palette.cluster)
        painter.setPen(Qt.PenStyle.NoPen)
        if parts[Status.ALARM]:
            body = mixed(palette.cluster, palette.alarm, 0.16)
            painter.setBrush(tint(palette.alarm, 0.30))
            painter.drawEllipse(middle, radius + HALO_PX, radius + HALO_PX)
        elif parts[Status.WARNING]:
            painter.setBrush(tint(palette.warning, 0.20))
            painter.drawEllipse(middle, radius + HALO_PX - 2, radius + HALO_PX - 2)
        painter.setPen(pen(palette.land, 1.6))
        painter.setBrush(body)
        painter.drawEllipse(middle, radius, radius)

    def _arcs(self, painter: QPainter, middle: QPointF, radius: float, parts: tuple[int, ...]) -> None:
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        start = 90.0
        for status in CLOCKWISE:
            span = 360.0 * parts[status] / PARTS
            arc = pen(colour_of(status, self._palette), RING_PX)
            if status is Status.STALE:
                arc.setDashPattern([1.1, 0.7])
            painter.setPen(arc)
            painter.drawArc(box, round(start * ARC_UNITS), round(-span * ARC_UNITS))
            start -= span
