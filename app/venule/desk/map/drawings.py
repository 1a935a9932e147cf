"""What hands draw on the map: the outline of a choice, a measured line, cross hairs, and a pin."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPolygonF

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.ink import pen, tint
from venule.desk.map.legend import paint_panel
from venule.desk.map.measure import Corner, Measure, along_ground, metres, square_metres
from venule.desk.map.tools import Outline, Tool, Tools
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

DASH = [5.0, 3.0]
CROSS_PX, GAP_PX = 11.0, 3.0
DOT_PX = 3.2
LABEL_PX = 18.0
LEAST_SIDE_PX = 64.0
"""Sides shorter than this on the screen are not labelled with their own length."""

PIN_PX = 9.0
PIN_RISE_PX = 22.0
AWAY_PX = 10.0


@dataclass(frozen=True, slots=True)
class Pin:
    """A marked place in the unit square, and what it is."""

    x: float
    y: float
    text: str


def paint_tools(painter: QPainter, tools: Tools, camera: Camera, palette: Palette) -> None:
    """Paint what is being drawn."""
    if tools.outline is not None:
        paint_outline(painter, tools.outline, tools.pointed, camera, palette)
    if tools.tool is Tool.MEASURE:
        paint_measure(painter, tools.measure, tools.pointed, camera, palette)
    if tools.tool is not Tool.LOOK and tools.by_keys and tools.at is not None:
        paint_cross_hairs(painter, tools.at, palette)


def paint_outline(painter: QPainter, outline: Outline, at: Corner | None, camera: Camera, palette: Palette) -> None:
    """The box or lasso so far, dashed on a halo, its ground lightly tinted."""
    _paint_dashed(painter, polygon(*outline.line(at), camera), palette)


def paint_box(painter: QPainter, box: Bounds, camera: Camera, palette: Palette) -> None:
    """A box that something is going to be done with."""
    left, top = camera.to_screen(box.left, box.top)
    right, bottom = camera.to_screen(box.right, box.bottom)
    _paint_dashed(painter, QPolygonF(QRectF(QPointF(left, top), QPointF(right, bottom))), palette)


def _paint_dashed(painter: QPainter, area: QPolygonF, palette: Palette) -> None:
    painter.setPen(pen(tint(palette.land, 0.8), 3.5))
    painter.setBrush(QBrush(tint(palette.focus, 0.10)))
    painter.drawPolygon(area, Qt.FillRule.WindingFill)
    line = pen(palette.focus, 1.6)
    line.setDashPattern(DASH)
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(area)


def paint_measure(painter: QPainter, measure: Measure, at: Corner | None, camera: Camera, palette: Palette) -> None:
    """The line with a dot at each corner, the length of each long side, and the sum at its end or the area within."""
    x, y = measure.line(at)
    if not len(x):
        return
    way = polygon(*along_ground(x, y), camera)
    if measure.closed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(tint(palette.text, 0.10)))
        painter.drawPolygon(way, Qt.FillRule.OddEvenFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((palette.land, 4.6), (palette.text, 1.8)):
        painter.setPen(pen(colour, width))
        painter.drawPolyline(way)
    painter.setPen(pen(palette.land, 1.4))
    painter.setBrush(QColor(palette.text))
    for place in points(x[: len(measure.corners)], y[: len(measure.corners)], camera):
        painter.drawEllipse(place, DOT_PX, DOT_PX)
    _label_sides(painter, measure, at, camera, palette)
    _label_sum(painter, measure, at, camera, palette)


def _label_sides(painter: QPainter, measure: Measure, at: Corner | None, camera: Camera, palette: Palette) -> None:
    """Each side's own length at its middle, where there is room and more than one side."""
    x, y = measure.line(at)
    if len(x) < 3:
        return
    screen_x, screen_y = camera.to_screen(x, y)
    for side, length in enumerate(measure.steps_m(at).tolist()):
        line = QLineF(screen_x[side], screen_y[side], screen_x[side + 1], screen_y[side + 1])
        if line.length() >= LEAST_SIDE_PX:
            paint_label(painter, line.center(), metres(length), palette, middle=True)


def _label_sum(painter: QPainter, measure: Measure, at: Corner | None, camera: Camera, palette: Palette) -> None:
    x, y = measure.line(at)
    if len(x) < 2:
        return
    if not measure.closed:
        end = points(x[-1:], y[-1:], camera)[0]
        paint_label(painter, end + QPointF(AWAY_PX, -AWAY_PX), measure.told(at), palette, loud=True)
        return
    area = measure.area_m2()
    if area is not None:
        middle = points(x[:-1].mean(keepdims=True), y[:-1].mean(keepdims=True), camera)[0]
        paint_label(painter, middle, square_metres(area), palette, middle=True, loud=True)


def paint_label(
    painter: QPainter, at: QPointF, text: str, palette: Palette, *, middle: bool = False, loud: bool = False
) -> QRectF:
    """A short text on a quiet ground, beside a point or around it."""
    painter.setFont(strong(Type.SMALL) if loud else font(Type.CAPTION))
    width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 2 * Space.TIGHT + 2
    box = QRectF(at.x(), at.y() - LABEL_PX / 2, width, LABEL_PX)
    if middle:
        box.moveCenter(at)
    paint_panel(painter, box, palette)
    painter.setPen(QColor(palette.text if loud else palette.text_weak))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box


def paint_cross_hairs(painter: QPainter, at: QPointF, palette: Palette) -> None:
    """Where the keyboard points."""
    for colour, width in ((palette.land, 4.5), (palette.focus, 2.0)):
        painter.setPen(pen(colour, width))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            inner = at + QPointF(dx * GAP_PX, dy * GAP_PX)
            painter.drawLine(inner, at + QPointF(dx * CROSS_PX, dy * CROSS_PX))


def paint_pin(painter: QPainter, pin: Pin, camera: Camera, palette: Palette) -> None:
    """A drop that points at its place, with its text beside it."""
    foot = QPointF(*camera.to_screen(pin.x, pin.y))
    head = foot - QPointF(0.0, PIN_RISE_PX)
    drop = QPainterPath(foot)
    drop.cubicTo(foot + QPointF(-2, -7), head + QPointF(-PIN_PX, 8), head + QPointF(-PIN_PX, 0))
    drop.arcTo(QRectF(head.x() - PIN_PX, head.y() - PIN_PX, 2 * PIN_PX, 2 * PIN_PX), 180.0, -180.0)
    drop.cubicTo(head + QPointF(PIN_PX, 8), foot + QPointF(2, -7), foot)
    painter.setPen(pen(palette.land, 2.0))
    painter.setBrush(QColor(palette.text))
    painter.drawPath(drop)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.land))
    painter.drawEllipse(head, PIN_PX / 3, PIN_PX / 3)
    if pin.text:
        paint_label(painter, head + QPointF(PIN_PX + Space.TIGHT, 0), pin.text, palette, loud=True)


def points(x: Floats, y: Floats, camera: Camera) -> list[QPointF]:
    """Places of the unit square on the screen."""
    screen_x, screen_y = camera.to_screen(x, y)
    return [QPointF(*place) for place in zip(screen_x.tolist(), screen_y.tolist(), strict=True)]


def polygon(x: Floats, y: Floats, camera: Camera) -> QPolygonF:
    """The same in a row."""
    return QPolygonF(points(x, y, camera))
