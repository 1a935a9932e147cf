"""Paints what lies below the lines of a pane: title, axis, grid, the normal band and the limits."""

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.symbols import paint_priority
from venule.desk.timebar.ticks import Tick
from venule.desk.trends.field import Field, mixed
from venule.desk.trends.line import number_text
from venule.desk.trends.scale import Limit, Range, limits_of, value_ticks
from venule.domain.quantity import Quantity
from venule.domain.rule import Priority

LABEL_HEIGHT = 14
PIXELS_PER_TICK = 24
SYMBOL = 11
DAY_STRENGTH = 0.35
TICK = 4


def paint_title(field: Field, title: str, right: str = "") -> None:
    """The pane's name with its unit, above its axis, and that of the right axis above it."""
    painter, box = field.painter, field.box.title
    painter.setFont(strong(Type.CAPTION))
    painter.setPen(QColor(field.palette.text_weak))
    room = box.width() / 2 - Space.SMALL if right else box.width()
    for text, side in ((title, Qt.AlignmentFlag.AlignLeft), (right, Qt.AlignmentFlag.AlignRight)):
        if text:
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


def paint_time_grid(field: Field, ticks: Iterable[Tick]) -> None:
    """A faint line at each tick of time, a clearer one where a day begins."""
    plot = field.plot
    for tick in ticks:
        strength = DAY_STRENGTH if tick.strong else 0.0
        field.painter.setPen(mixed(field.palette.line, field.palette.text_weak, strength))
        x = round(field.scale.x(tick.at)) + 0.5
        if plot.left() < x < plot.right():
            field.painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))


def paint_frame(field: Field) -> None:
    """The edge of the pane."""
    field.painter.setPen(QColor(field.palette.line))
    field.painter.setBrush(Qt.BrushStyle.NoBrush)
    field.painter.drawRect(field.plot.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_value_axis(field: Field) -> None:
    """Round values, right-aligned at one line for all panes, each with its grid line."""
    painter, plot = field.painter, field.plot
    ticks = value_ticks(field.shown, max(2, int(plot.height() // PIXELS_PER_TICK)))
    painter.setFont(font(Type.CAPTION))
    for value in ticks.values:
        y = round(field.y(value)) + 0.5
        painter.setPen(QColor(field.palette.line))
        painter.drawLine(QLineF(plot.left() + 1, y, plot.right() - 1, y))
        top = min(max(y - LABEL_HEIGHT / 2, plot.top() - Space.TIGHT), plot.bottom() + Space.TIGHT - LABEL_HEIGHT)
        label = QRectF(0, top, field.box.axis.width() - Space.SMALL, LABEL_HEIGHT)
        painter.setPen(QColor(field.palette.text_weak))
        painter.drawText(
            label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number_text(value, ticks.decimals)
        )


def paint_right_axis(field: Field, shown: Range) -> None:
    """Round values of the right axis, with a tick each: the grid is that of the left one."""
    painter, plot = field.painter, field.plot
    ticks = value_ticks(shown, max(2, int(plot.height() // PIXELS_PER_TICK)))
    painter.setFont(font(Type.CAPTION))
    for value in ticks.values:
        y = round(plot.bottom() - (value - shown.low) * plot.height() / (shown.span or 1.0)) + 0.5
        painter.setPen(QColor(field.palette.text_weak))
        painter.drawLine(QLineF(plot.right() - TICK, y, plot.right(), y))
        top = min(max(y - LABEL_HEIGHT / 2, plot.top() - Space.TIGHT), plot.bottom() + Space.TIGHT - LABEL_HEIGHT)
        label = QRectF(plot.right() + Space.TIGHT, top, field.box.right.width() - Space.TIGHT, LABEL_HEIGHT)
        text = number_text(value, ticks.decimals)
        painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def paint_normal_band(field: Field, quantity: Quantity) -> None:
    """The range that counts as normal, as a quiet field; open at a side that is not declared."""
    if quantity.normal_low is None and quantity.normal_high is None:
        return
    plot = field.plot
    top = plot.top() if quantity.normal_high is None else max(plot.top(), field.y(quantity.normal_high))
    bottom = plot.bottom() if quantity.normal_low is None else min(plot.bottom(), field.y(quantity.normal_low))
    if bottom > top:
        band = QRectF(plot.left(), top, plot.width(), bottom - top)
        field.painter.fillRect(band, QColor(field.palette.normal_band))


def paint_limits(field: Field, quantity: Quantity) -> None:
    """A thin line at each limit within the range, with the symbol of the priority it raises."""
    free = field.plot.left() + Space.TIGHT
    labels: list[QRectF] = []
    for limit in limits_of(quantity):
        y = round(field.y(limit.value)) + 0.5
        if field.plot.top() <= y <= field.plot.bottom():
            top = _label_top(field, limit, y)
            left = max((label.right() + Space.MEDIUM for label in labels if abs(label.top() - top) < 12), default=free)
            _paint_limit_line(field, limit, y)
            labels.append(_paint_limit_label(field, quantity, limit, QPointF(left, top)))


def _label_top(field: Field, limit: Limit, y: float) -> float:
    """On the far side of its line, or on the near side where the field ends."""
    above, below = y - LABEL_HEIGHT, y + 1
    if limit.above:
        return above if above >= field.plot.top() else below
    return below if below + LABEL_HEIGHT <= field.plot.bottom() else above


def _paint_limit_line(field: Field, limit: Limit, y: float) -> None:
    pen = QPen(QColor(field.palette.alarm if limit.high_priority else field.palette.warning), 1)
    pen.setDashPattern([2, 3])
    field.painter.setPen(pen)
    field.painter.drawLine(QLineF(field.plot.left() + 1, y, field.plot.right() - 1, y))


def _paint_limit_label(field: Field, quantity: Quantity, limit: Limit, place: QPointF) -> QRectF:
    """Symbol and words; returns the box they fill, so that the next label keeps clear of it."""
    painter = field.painter
    priority = Priority.HIGH if limit.high_priority else Priority.MEDIUM
    symbol = QRectF(place.x(), place.y() + 1.5, SYMBOL, SYMBOL)
    paint_priority(painter, symbol, priority, field.palette, filled=False)
    painter.setFont(font(Type.CAPTION))
    painter.setPen(QColor(field.palette.text_weak))
    text = f"{'above' if limit.above else 'below'} {number_text(limit.value, quantity.decimals)}"
    width = painter.fontMetrics().horizontalAdvance(text)
    label = QRectF(symbol.right() + Space.TIGHT, place.y(), width, LABEL_HEIGHT)
    painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
    return label
