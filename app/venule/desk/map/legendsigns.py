"""The legend's signs as pictures: each is painted once, for a palette and a device pixel ratio, and then copied."""

from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from venule.desk.map.assets.sheet import Stamp
from venule.desk.map.ink import clear_pixmap
from venule.desk.style.palette import Palette

MOST_PICTURES = 64
"""The ones used longest ago go first."""

HALF_PX = 18
"""A sign is at most twice as high, and reaches no farther beyond its own width than to this."""


class Signs:
    """Draws signs that have a key; signs of equal keys look the same."""

    def __init__(self) -> None:
        self._palette: Palette | None = None
        self._ratio = 1.0
        self._pictures: OrderedDict[Hashable, QPixmap] = OrderedDict()

    def dress(self, palette: Palette, ratio: float) -> None:
        """Say for which palette and device pixel ratio signs are drawn."""
        if self._palette is not palette or self._ratio != ratio:
            self._palette, self._ratio = palette, ratio
            self._pictures.clear()

    def draw(self, painter: QPainter, at: QPointF, sign: Stamp, *, key: Hashable, width: float) -> None:
        """Draw a sign of a width around a point, on whole device pixels."""
        ratio = self._ratio
        if key not in self._pictures:
            self._pictures[key] = _picture(painter, sign, width, ratio)
        self._pictures.move_to_end(key)
        while len(self._pictures) > MOST_PICTURES:
            self._pictures.popitem(last=False)
        half = _half(width)
        left, top = round((at.x() - half) * ratio) / ratio, round((at.y() - HALF_PX) * ratio) / ratio
        painter.drawPixmap(QPointF(left, top), self._pictures[key])


def _half(width: float) -> int:
    """Half the width of a picture that holds a sign and what reaches beyond it."""
    return round(width / 2) + HALF_PX // 2


def _picture(like: QPainter, sign: Stamp, width: float, ratio: float) -> QPixmap:
    picture = clear_pixmap(2 * _half(width), 2 * HALF_PX, ratio)
    with QPainter(picture) as painter:
        painter.setRenderHints(like.renderHints())
        painter.setFont(like.font())
        sign(painter, QPointF(_half(width), HALF_PX))
    return picture
