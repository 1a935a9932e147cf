"""The part of the strip that stays while the clock moves, painted once and kept: a flood must not slow every tick."""

from datetime import tzinfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from venule.desk.style.palette import Palette
from venule.desk.timebar.picture import BarPicture, paint_ground, scale_of


class Ground:
    """One picture, as large as the strip."""

    def __init__(self) -> None:
        self._of: BarPicture | None = None
        self._key: object = None
        self._pixmap = QPixmap()

    def paint(self, painter: QPainter, box: QRectF, picture: BarPicture, palette: Palette, zone: tzinfo | None) -> None:
        """Paint what is kept, renewed where anything of it is different."""
        scale = painter.device().devicePixelRatioF()
        edge = None if picture.edge is None else round(scale_of(box, picture).x(picture.edge))
        key = (picture.span, picture.first, edge, palette, box.width(), box.height(), scale)
        if self._of is None or key != self._key or not _same(self._of, picture):
            self._of, self._key = picture, key
            self._pixmap = QPixmap(round(box.width() * scale), round(box.height() * scale))
            self._pixmap.setDevicePixelRatio(scale)
            self._pixmap.fill(QColor(palette.panel))
            with QPainter(self._pixmap) as ground:
                paint_ground(ground, box, picture, palette, zone)
        painter.drawPixmap(box.topLeft(), self._pixmap)


def _same(one: BarPicture, other: BarPicture) -> bool:
    """Whether both show the same data; what is not the same object is taken for other data."""
    return (
        one.arrivals is other.arrivals
        and one.alarms is other.alarms
        and one.gaps is other.gaps
        and one.notes is other.notes
    )
