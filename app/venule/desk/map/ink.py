"""Pens and mixtures made from the palette's colours, and lines drawn from numpy memory."""

from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from shiboken6 import wrapInstance

from venule.domain.geo import Floats


def tint(colour: str, opacity: float) -> QColor:
    """A colour of the palette, translucent."""
    result = QColor(colour)
    result.setAlphaF(opacity)
    return result


def mixed(first: str, second: str, share: float) -> QColor:
    """The first colour with a share of the second in it, opaque."""
    one, two = QColor(first), QColor(second)
    channels = ((one.red(), two.red()), (one.green(), two.green()), (one.blue(), two.blue()))
    return QColor(*(round(a + (b - a) * share) for a, b in channels))


def pen(colour: QColor | str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen with round joins and flat caps."""
    return QPen(QColor(colour), width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw rows of x, y, x, y with the painter's pen, without a Python object for any of them."""
    if len(lines):
        block = np.ascontiguousarray(lines, np.float64)  # held until the call is over
        painter.drawLines(cast(QLineF, wrapInstance(block.ctypes.data, QLineF)), len(block))


def clear_image(width: int, height: int, ratio: float = 1.0) -> QImage:
    """A transparent picture of a size in logical pixels."""
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    return image


def clear_pixmap(width: int, height: int, ratio: float = 1.0) -> QPixmap:
    """A transparent pixmap of a size in logical pixels."""
    return QPixmap.fromImage(clear_image(width, height, ratio))
