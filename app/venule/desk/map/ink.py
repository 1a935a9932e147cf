"""Pens and mixtures made from the palette's colours."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPen, QPixmap


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


def clear_image(width: int, height: int, ratio: float = 1.0) -> QImage:
    """A transparent picture of a size in logical pixels."""
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    return image


def clear_pixmap(width: int, height: int, ratio: float = 1.0) -> QPixmap:
    """A transparent pixmap of a size in logical pixels."""
    return QPixmap.fromImage(clear_image(width, height, ratio))
