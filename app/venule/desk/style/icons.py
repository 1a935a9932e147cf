"""Icons from the resources, drawn in a colour of the palette."""

from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from venule.desk.style.fonts import strong

RESOLUTION = 3.0


def icon(name: str, colour: str, size: int = 16, disabled: str = "") -> QIcon:
    """The icon of that name; where there is none, the first letter of the name stands in for it.

    ``disabled`` is its colour on what cannot be pressed; Qt's own guess is brighter than text on a dark ground.
    """
    result = QIcon(icon_pixmap(name, colour, size))
    if disabled:
        result.addPixmap(icon_pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return result


def icon_pixmap(name: str, colour: str, size: int = 16) -> QPixmap:
    """The same as a picture, three times as fine as its size, for screens of any scale; Qt's cache keeps it."""
    key, pixmap = f"venule/{name}/{colour}/{size}", QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = _drawn(name, colour, size)
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _drawn(name: str, colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(round(size * RESOLUTION), round(size * RESOLUTION))
    pixmap.setDevicePixelRatio(RESOLUTION)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        box = QRectF(0, 0, size, size)
        drawing = _drawing(name, colour)
        if drawing is None:
            _letter(painter, box, name, colour)
        else:
            drawing.render(painter, box)
    return pixmap


def _drawing(name: str, colour: str) -> QSvgRenderer | None:
    file = files("venule_resources") / "icons" / f"{name}.svg"
    if not name or "/" in name or not file.is_file():
        return None
    return QSvgRenderer(QByteArray(file.read_text("utf-8").replace("currentColor", colour).encode()))


def _letter(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    painter.setFont(strong(round(box.height() * 0.8)))
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name[:1].upper() or "·")
