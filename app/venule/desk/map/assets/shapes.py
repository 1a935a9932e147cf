"""The map's symbols as vector shapes: colour, form and sign together, with an edge in the colour of the land."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from venule.desk.map.ink import pen, tint
from venule.desk.style.fonts import strong
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import colour_of
from venule.domain.alarm import Status

EDGE_PX = 1.6
HALO_OPACITY = 0.25
SMALL = {Status.ALARM: 0.86, Status.WARNING: 0.82}
SMALL_ELSE = 0.62
"""Share of the usual size when many stand close together; what is abnormal stays large."""


def paint_asset(
    painter: QPainter, at: QPointF, status: Status, palette: Palette, *, letter: str = "", hollow: bool = False
) -> None:
    """Paint the symbol of an asset. With a letter of its kind it is larger; hollow is the dark half of a blink."""
    if status is Status.ALARM:
        _alarm(painter, at, palette, bool(letter), hollow)
    elif status is Status.WARNING:
        _warning(painter, at, palette, bool(letter), hollow)
    elif status is Status.OK:
        _ok(painter, at, palette, letter, hollow)
    else:
        _ring(painter, at, status, palette, letter)


def paint_small_asset(painter: QPainter, at: QPointF, status: Status, palette: Palette, hollow: bool) -> None:
    """Paint the symbol of an asset for a view from far away."""
    share = SMALL.get(status, SMALL_ELSE)
    painter.translate(at)
    painter.scale(share, share)
    paint_asset(painter, QPointF(), status, palette, hollow=hollow)


def paint_dot(painter: QPainter, at: QPointF, status: Status, size_px: float, palette: Palette) -> None:
    """Paint an asset as a dot: what is abnormal is larger, and keeps its form as far as so few pixels can tell it."""
    half = size_px / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour_of(status, palette)))
    if status is Status.OK:
        painter.drawEllipse(at, half, half)
    elif status is Status.ALARM:
        _edged(painter, palette)
        painter.drawRoundedRect(QRectF(at.x() - half - 1.5, at.y() - half - 1.5, size_px + 3, size_px + 3), 2.0, 2.0)
    elif status is Status.WARNING:
        _edged(painter, palette)
        reach = half + 2.5
        way = ((0.0, -reach), (reach, 0.8 * reach), (-reach, 0.8 * reach))
        painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in way]))
    else:
        _dot_ring(painter, at, status, half, palette)


def paint_value_dot(painter: QPainter, at: QPointF, step: int, size_px: float, palette: Palette) -> None:
    """Paint an asset that is ok as a dot in the colour of its value's step; beyond the last one it has no value."""
    half = size_px / 2
    if step < len(palette.ramp):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.ramp[step]))
    else:
        half -= 0.5
        painter.setPen(pen(palette.text_faint, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, half, half)


def _edged(painter: QPainter, palette: Palette) -> None:
    """A thin edge in the colour of the land, by which small signs stand off from one another."""
    painter.setPen(pen(palette.land, 1.0))


def _dot_ring(painter: QPainter, at: QPointF, status: Status, half: float, palette: Palette) -> None:
    colour = QColor(colour_of(status, palette))
    painter.setPen(pen(colour, 1.1))
    painter.setBrush(QColor(palette.cluster))
    painter.drawEllipse(at, half, half)
    if status is Status.UNKNOWN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(at, half * 0.4, half * 0.4)


def _ok(painter: QPainter, at: QPointF, palette: Palette, letter: str, hollow: bool) -> None:
    painter.setPen(pen(palette.land, EDGE_PX))
    painter.setBrush(QColor(palette.land if hollow else palette.ok))
    radius = 9.0 if letter else 5.4
    painter.drawEllipse(at, radius, radius)
    if hollow:
        painter.setPen(pen(palette.ok, EDGE_PX))
        painter.drawEllipse(at, radius - EDGE_PX, radius - EDGE_PX)
    paint_sign(painter, at, letter, palette.text if hollow else palette.land, 11)


def _ring(painter: QPainter, at: QPointF, status: Status, palette: Palette, letter: str) -> None:
    radius = 8.0 if letter else 4.8
    painter.setPen(pen(palette.land, EDGE_PX))
    painter.setBrush(QColor(palette.cluster))
    painter.drawEllipse(at, radius + EDGE_PX, radius + EDGE_PX)
    ring = pen(colour_of(status, palette), 1.7)
    if status is Status.STALE:
        ring.setDashPattern([1.75, 1.2])
    painter.setPen(ring)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)
    if letter:
        paint_sign(painter, at, letter, palette.text, 11)
    elif status is Status.UNKNOWN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.unknown))
        painter.drawEllipse(at, 1.6, 1.6)


def _warning(painter: QPainter, at: QPointF, palette: Palette, large: bool, hollow: bool) -> None:
    half, height = (9.6, 9.0) if large else (7.2, 7.0)
    triangle = QPolygonF(
        [at + QPointF(0, -half * 1.02), at + QPointF(half, half * 0.76), at + QPointF(-half, half * 0.76)]
    )
    painter.setPen(pen(palette.land, EDGE_PX * 2))
    painter.setBrush(QColor(palette.land))
    painter.drawPolygon(triangle)
    painter.setPen(pen(palette.warning, EDGE_PX))
    painter.setBrush(QColor(palette.land if hollow else palette.warning))
    painter.drawPolygon(triangle)
    paint_call(painter, at + QPointF(0, half * 0.16), height, palette.warning if hollow else palette.land)


def _alarm(painter: QPainter, at: QPointF, palette: Palette, large: bool, hollow: bool) -> None:
    half = 9.0 if large else 7.2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint(palette.alarm, 0.0 if hollow else HALO_OPACITY))
    painter.drawEllipse(at, half + 4.2, half + 4.2)
    paint_square(painter, at, (half, half), palette, hollow)
    paint_call(painter, at, 11.0 if large else 9.0, palette.alarm if hollow else palette.on_alarm)


def paint_square(painter: QPainter, at: QPointF, half: tuple[float, float], palette: Palette, hollow: bool) -> None:
    """The rounded square that means alarm, of any width."""
    box = QRectF(at.x() - half[0], at.y() - half[1], 2 * half[0], 2 * half[1])
    painter.setPen(pen(palette.land, EDGE_PX))
    painter.setBrush(QColor(palette.land if hollow else palette.alarm))
    painter.drawRoundedRect(box, 4.0, 4.0)
    if hollow:
        inner = box.adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        painter.setPen(pen(palette.alarm, EDGE_PX))
        painter.drawRoundedRect(inner, 3.0, 3.0)


def paint_sign(painter: QPainter, at: QPointF, sign: str, colour: str, size: int) -> None:
    """A letter, digit or exclamation mark in the middle of a symbol."""
    if sign:
        painter.setFont(strong(size))
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(at.x() - 12, at.y() - 12, 24, 24), Qt.AlignmentFlag.AlignCenter, sign)


def paint_call(painter: QPainter, at: QPointF, height: float, colour: str) -> None:
    """An exclamation mark of whole pixels, which stays crisp where one of a font would blur."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    top = at + QPointF(-1, -height / 2)
    painter.drawRect(QRectF(top, QSizeF(2, height - 3)))
    painter.drawRect(QRectF(top + QPointF(0, height - 2), QSizeF(2, 2)))


def paint_gateway(painter: QPainter, at: QPointF, palette: Palette, online: bool) -> None:
    """A diamond with a mast in it; a lost gateway has a cross instead."""
    line = pen(palette.text, EDGE_PX) if online else pen(palette.alarm, 1.9)
    _diamond(painter, at, 7.5 if online else 8.8, line, palette)
    if online:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.text))
        painter.drawEllipse(at, 2.0, 2.0)
    else:
        arm = 2.6
        painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
        painter.drawLine(at + QPointF(-arm, arm), at + QPointF(arm, -arm))


def paint_small_gateway(painter: QPainter, at: QPointF, palette: Palette) -> None:
    """A quiet diamond, for a view from far away: a gateway that works asks for no attention."""
    _diamond(painter, at, 4.6, pen(palette.text_faint, 1.2), palette)


def _diamond(painter: QPainter, at: QPointF, half: float, line: QPen, palette: Palette) -> None:
    diamond = QPolygonF([at + QPointF(*way) for way in ((0, -half), (half, 0), (0, half), (-half, 0))])
    painter.setPen(pen(palette.land, 2.4 * line.widthF()))
    painter.drawPolygon(diamond)
    painter.setPen(line)
    painter.setBrush(QColor(palette.cluster))
    painter.drawPolygon(diamond)
