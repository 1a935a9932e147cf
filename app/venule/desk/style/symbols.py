"""Symbols of status and priority: colour, shape and sign together, the same in lists, legend and map."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from venule.desk.style.fonts import font, strong
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status
from venule.domain.rule import Priority

WORDS = {
    Status.OK: "ok",
    Status.WARNING: "warning",
    Status.ALARM: "alarm",
    Status.STALE: "stale",
    Status.UNKNOWN: "unknown",
}
PRIORITY_WORDS = {Priority.HIGH: "high", Priority.MEDIUM: "medium", Priority.LOW: "low"}
RESOLUTION = 3.0


def colour_of(status: Status, palette: Palette) -> str:
    """The colour an asset of that status wears."""
    return {
        Status.OK: palette.ok,
        Status.WARNING: palette.warning,
        Status.ALARM: palette.alarm,
        Status.STALE: palette.stale,
        Status.UNKNOWN: palette.unknown,
    }[status]


def priority_colour(priority: Priority, palette: Palette) -> str:
    """The colour of an alarm's symbol."""
    return {Priority.HIGH: palette.alarm, Priority.MEDIUM: palette.warning, Priority.LOW: palette.advisory}[priority]


def paint_status(painter: QPainter, box: QRectF, status: Status, palette: Palette) -> None:
    """Paint the symbol of a status into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(colour_of(status, palette))
    if status is Status.ALARM:
        _square(painter, box, colour, True)
        _sign(painter, box, "!", palette.on_alarm)
    elif status is Status.WARNING:
        _triangle(painter, box, colour, True)
    elif status is Status.OK:
        _disc(painter, box, colour, True, 0.30)
    else:
        _ring(painter, box, colour, dashed=status is Status.STALE)
    painter.restore()


def paint_priority(painter: QPainter, box: QRectF, priority: Priority, palette: Palette, filled: bool = True) -> None:
    """Paint the symbol of a priority with its number; hollow for an alarm that has returned or is blinking."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(priority_colour(priority, palette))
    shape = {Priority.HIGH: _square, Priority.MEDIUM: _triangle, Priority.LOW: _circle}[priority]
    shape(painter, box, colour, filled)
    drop = box.height() * 0.13 if priority is Priority.MEDIUM else 0.0
    _sign(painter, box.translated(0, drop), str(int(priority)), palette.on_alarm if filled else palette.text)
    painter.restore()


def _stroke(painter: QPainter, colour: QColor, filled: bool) -> None:
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)


def _square(painter: QPainter, box: QRectF, colour: QColor, filled: bool) -> None:
    _stroke(painter, colour, filled)
    inset = box.width() * 0.12
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), box.width() * 0.16, box.width() * 0.16)


def _triangle(painter: QPainter, box: QRectF, colour: QColor, filled: bool) -> None:
    _stroke(painter, colour, filled)
    side = box.width()
    corners = [QPointF(0.5, 0.12), QPointF(0.93, 0.86), QPointF(0.07, 0.86)]
    painter.drawPolygon(QPolygonF([box.topLeft() + corner * side for corner in corners]))


def _circle(painter: QPainter, box: QRectF, colour: QColor, filled: bool) -> None:
    _disc(painter, box, colour, filled, 0.40)


def _disc(painter: QPainter, box: QRectF, colour: QColor, filled: bool, radius: float) -> None:
    _stroke(painter, colour, filled)
    painter.drawEllipse(box.center(), box.width() * radius, box.width() * radius)


def _ring(painter: QPainter, box: QRectF, colour: QColor, dashed: bool) -> None:
    pen = QPen(colour, 1.8)
    if dashed:
        pen.setDashPattern([1.9, 1.3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.center(), box.width() * 0.33, box.width() * 0.33)
    if not dashed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(box.center(), box.width() * 0.10, box.width() * 0.10)


def _sign(painter: QPainter, box: QRectF, text: str, colour: str) -> None:
    painter.setFont(strong(max(8, round(box.height() * 0.62))))
    painter.setPen(QColor(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _pixmap(size: int, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    pixmap = QPixmap(round(size * RESOLUTION), round(size * RESOLUTION))
    pixmap.setDevicePixelRatio(RESOLUTION)
    pixmap.fill(QColor(0, 0, 0, 0))
    with QPainter(pixmap) as painter:
        painter.setFont(font())
        paint(painter, QRectF(0, 0, size, size))
    return pixmap


def status_icon(status: Status, palette: Palette, size: int = 16) -> QIcon:
    """The symbol of a status as an icon, for item views."""
    pixmap = _pixmap(size, lambda painter, box: paint_status(painter, box, status, palette))
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # Qt would tint it, and a tinted alarm is no alarm
    return icon
