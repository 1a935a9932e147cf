"""Sprites: every symbol painted once into one pixmap, then drawn by the thousand in a single call."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap
from shiboken6 import wrapInstance

from venule.desk.map.ink import clear_pixmap
from venule.domain.geo import Floats

FRAGMENT = np.dtype(
    [(name, np.float64) for name in ("x", "y", "left", "top", "width", "height")]
    + [(name, np.float64) for name in ("scale_x", "scale_y", "rotation", "opacity")]
)
"""Memory of ``QPainter::PixmapFragment``: ten doubles."""

ACROSS = 10

Indices = npt.NDArray[np.integer]
Stamp = Callable[[QPainter, QPointF], None]


def draw_fragments(painter: QPainter, pixmap: QPixmap, fragments: npt.NDArray[np.void]) -> None:
    """Draw parts of a pixmap by numpy memory, without a Python object for each."""
    if len(fragments):
        block = np.ascontiguousarray(fragments)  # held until the call is over
        first = cast(QPainter.PixmapFragment, wrapInstance(block.ctypes.data, QPainter.PixmapFragment))
        painter.drawPixmapFragments(first, len(block), pixmap)


class Sheet:
    """Equal cells of a pixmap, ten to a row, each painted by a function, at a device pixel ratio."""

    def __init__(self, stamps: Sequence[Stamp], width: int, height: int, ratio: float) -> None:
        self._width, self._height, self._ratio = width, height, ratio
        self._pixmap = clear_pixmap(width * ACROSS, height * (len(stamps) // ACROSS + 1), ratio)
        with QPainter(self._pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for cell, stamp in enumerate(stamps):
                painter.save()
                stamp(painter, QPointF(width * (cell % ACROSS + 0.5), height * (cell // ACROSS + 0.5)))
                painter.restore()

    def draw(self, painter: QPainter, x: Floats, y: Floats, cell: Indices) -> None:
        """Draw a cell at each point, on whole device pixels, which is both sharper and quicker."""
        if not len(x):
            return
        fragments = np.zeros(len(x), FRAGMENT)
        ratio = self._ratio
        half_x, half_y = self._width * ratio / 2, self._height * ratio / 2
        fragments["x"] = (np.rint(x * ratio - half_x) + half_x) / ratio
        fragments["y"] = (np.rint(y * ratio - half_y) + half_y) / ratio
        fragments["left"] = cell % ACROSS * self._width * ratio
        fragments["top"] = cell // ACROSS * self._height * ratio
        fragments["width"], fragments["height"] = self._width * ratio, self._height * ratio
        fragments["scale_x"] = fragments["scale_y"] = 1.0 / ratio
        fragments["opacity"] = 1.0
        draw_fragments(painter, self._pixmap, fragments)


class Digits:
    """Whole numbers in tabular figures, centred on points, all of them in one call."""

    def __init__(self, font: QFont, colour: str, ratio: float) -> None:
        metrics = QFontMetricsF(font)
        self.advance = metrics.horizontalAdvance("0")
        height, width = int(np.ceil(metrics.height())) + 2, int(np.ceil(self.advance)) + 4
        self._sheet = Sheet(
            [_digit(str(digit), font, colour, width, height) for digit in range(10)], width, height, ratio
        )

    def draw(self, painter: QPainter, x: Floats, y: Floats, number: Indices) -> None:
        """Write each number around its point."""
        length = np.floor(np.log10(np.maximum(number, 1))).astype(np.int64) + 1
        places_x, places_y, digits = [], [], []
        for place in range(int(length.max(initial=0))):
            has = length > place
            places_x.append(x[has] + ((length[has] - 1) / 2 - place) * self.advance)
            places_y.append(y[has])
            digits.append(number[has] // 10**place % 10)
        if digits:
            self._sheet.draw(painter, np.concatenate(places_x), np.concatenate(places_y), np.concatenate(digits))


def _digit(text: str, font: QFont, colour: str, width: int, height: int) -> Stamp:
    """A function that paints one digit."""

    def paint(painter: QPainter, at: QPointF) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        box = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    return paint
