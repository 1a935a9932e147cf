"""One value painted in its range: normal band, limits and where it stands, with its small trend of the last hours."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget

from venule.desk.models.reading import SIGNS, Reading, Trust
from venule.desk.models.wording import sentence
from venule.desk.style.fonts import font, strong
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space, Type
from venule.desk.style.symbols import paint_status
from venule.desk.trends.mime import datastream_mime
from venule.domain.alarm import Status
from venule.domain.quantity import UNNAMED, Quantity, ValueKind
from venule.store.answers import Series

SCALED = (ValueKind.MEASURE, ValueKind.COUNT)
LINE, DRAWING, REMARK = 20, 21, 16
ABOVE, BELOW = 5, 4
STATUSES = {Trust.STALE: Status.STALE, Trust.LOST: Status.UNKNOWN, Trust.NEVER: Status.UNKNOWN}
SPARK = 92


class ValueRow(QWidget):
    """Paints a :class:`Reading`; the trend comes later, when the file has answered.

    ``added`` carries its datastream, which is to be shown in the trends beside what they show.
    """

    added = Signal(object)

    def __init__(self, reading: Reading, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._series: Series | None = None
        self._grip = QPointF()
        self.reading = reading
        self.scale = scale_of(reading.quantity)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_reading(reading)
        look.changed.connect(self.update)

    @property
    def _drawn(self) -> bool:
        quantity = self.reading.quantity
        fault = quantity.kind is ValueKind.FLAG and quantity.labels == UNNAMED
        return not fault and quantity.kind not in (ValueKind.TEXT, ValueKind.EVENT)

    @property
    def _height(self) -> int:
        """What there is to say decides it."""
        return ABOVE + LINE + DRAWING * self._drawn + REMARK * bool(self.reading.remark) + BELOW

    def show_reading(self, reading: Reading) -> None:
        """A newer value of the same datastream."""
        self.reading = reading
        words = [reading.quantity.display_name, reading.value, reading.unit, reading.remark, reading.age]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip(f"observed {reading.at}" if reading.at else "")
        self.setFixedHeight(self._height)
        self.update()

    def show_series(self, series: Series) -> None:
        """The small trend."""
        self._series = series
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the value onto a plot."""
        far = (event.position() - self._grip).manhattanLength() >= QApplication.startDragDistance()
        if far and event.buttons() & Qt.MouseButton.LeftButton:
            drag = QDrag(self)
            drag.setMimeData(datastream_mime([self.reading.datastream]))
            drag.exec(Qt.DropAction.CopyAction)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Add to the trends\tEnter, drag", self.add)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @Slot()
    def add(self) -> None:
        """Have it shown in the trends."""
        self.added.emit(self.reading.datastream)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def value_font(self) -> QFont:
        """Italic for what is not of now, struck out for what is wrong."""
        result = strong(Type.TITLE)
        if self.reading.trust in (Trust.STALE, Trust.LOST):
            result = font(Type.TITLE, italic=True)
        result.setStrikeOut(self.reading.trust is Trust.BAD)
        return result

    def sizeHint(self) -> QSize:
        return QSize(260, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._look.palette.focus), 1))
                painter.drawRect(QRectF(self.rect()).adjusted(1.5, 0.5, -1.5, -0.5))
            box = QRectF(self.rect()).adjusted(Space.MEDIUM, ABOVE, -Space.MEDIUM, -BELOW)
            self._paint_value(painter, QRectF(box.left(), box.top(), box.width(), LINE))
            if self._drawn:
                drawing = QRectF(box.left(), box.top() + LINE + 3, box.width(), 17)
                self._paint_bar(painter, drawing.adjusted(0, 0, -SPARK - Space.MEDIUM, 0))
                spark = SPARK if self.scale is not None else drawing.width()
                self._paint_spark(painter, drawing.adjusted(drawing.width() - spark, 0, 0, 0))
            self._paint_remark(painter, QRectF(box.left(), box.bottom() - REMARK, box.width(), REMARK))

    def _paint_value(self, painter: QPainter, box: QRectF) -> None:
        palette, reading = self._look.palette, self.reading
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(Type.SMALL))
        painter.setPen(QColor(palette.text_weak))
        unit = painter.fontMetrics().horizontalAdvance(reading.unit) + (Space.TIGHT if reading.unit else 0)
        painter.drawText(box, right, reading.unit)
        painter.setFont(self.value_font())
        quiet = reading.trust in (Trust.STALE, Trust.LOST, Trust.NEVER)
        painter.setPen(QColor(palette.text_weak if quiet else palette.text))
        half = painter.fontMetrics().elidedText(reading.value, Qt.TextElideMode.ElideRight, int(box.width() * 0.6))
        painter.drawText(box.adjusted(0, 0, -unit, 0), right, half)
        taken = unit + painter.fontMetrics().horizontalAdvance(half) + Space.TIGHT
        self._paint_trust(painter, box.adjusted(0, 0, -taken, 0))
        self._paint_name(painter, box.adjusted(0, 0, -taken - Space.HUGE, 0))

    def _paint_name(self, painter: QPainter, box: QRectF) -> None:
        """What is measured, and beside it how old the value is."""
        palette, reading = self._look.palette, self.reading
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        aged = QFontMetrics(font(Type.CAPTION)).horizontalAdvance(reading.age)
        painter.setFont(font(Type.BODY))
        painter.setPen(QColor(palette.text))
        room = int(box.width() - aged - Space.SMALL)
        name = painter.fontMetrics().elidedText(
            sentence(reading.quantity.display_name), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(box, left, name)
        behind = painter.fontMetrics().horizontalAdvance(name) + Space.SMALL
        painter.setFont(font(Type.CAPTION))
        painter.setPen(QColor(palette.text_weak))
        painter.drawText(box.adjusted(behind, 1, 0, 1), left, reading.age)

    def _paint_trust(self, painter: QPainter, box: QRectF) -> None:
        """The sign before the value: of its status where it is not of now, else of its quality."""
        status = STATUSES.get(self.reading.trust)
        if status is not None:
            symbol = QRectF(box.right() - 14, box.center().y() - 7, 14, 14)
            paint_status(painter, symbol, status, self._look.palette)
            return
        painter.setFont(strong(Type.TITLE))
        alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, alignment, SIGNS.get(self.reading.trust, ""))

    def _paint_remark(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(font(Type.CAPTION))
        painter.setPen(QColor(self._look.palette.text_weak))
        text = painter.fontMetrics().elidedText(self.reading.remark, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        if self.scale is None:
            return
        palette, quantity = self._look.palette, self.reading.quantity
        bar = QRectF(box.left(), box.center().y() - 4, box.width(), 8)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.window))
        painter.drawRect(bar)
        low, high = self._band(quantity)
        left, right = self._x(bar, low), self._x(bar, high)
        painter.fillRect(QRectF(left, bar.top() + 1, right - left, 7), QColor(palette.normal_band))
        self._paint_limit(painter, bar, quantity.warn_below, palette.warning)
        self._paint_limit(painter, bar, quantity.warn_above, palette.warning)
        self._paint_limit(painter, bar, quantity.alarm_below, palette.alarm)
        self._paint_limit(painter, bar, quantity.alarm_above, palette.alarm)
        if isfinite(self.reading.number):
            self._paint_marker(painter, bar)

    def _band(self, quantity: Quantity) -> tuple[float, float]:
        """The stretch that is normal: as declared, or between the limits."""
        assert self.scale is not None
        lows = (quantity.normal_low, quantity.warn_below, quantity.alarm_below, self.scale[0])
        highs = (quantity.normal_high, quantity.warn_above, quantity.alarm_above, self.scale[1])
        return next(v for v in lows if v is not None), next(v for v in highs if v is not None)

    def _x(self, bar: QRectF, value: float) -> float:
        assert self.scale is not None
        low, high = self.scale
        return bar.left() + bar.width() * min(1.0, max(0.0, (value - low) / (high - low)))

    def _paint_limit(self, painter: QPainter, bar: QRectF, limit: float | None, colour: str) -> None:
        if limit is not None:
            painter.setPen(QPen(QColor(colour), 1.5))
            x = self._x(bar, limit)
            painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 2))

    def _paint_marker(self, painter: QPainter, bar: QRectF) -> None:
        """A pointer from below; hollow where the value may not be trusted, and a chevron where it left the scale."""
        palette, x = self._look.palette, self._x(bar, self.reading.number)
        trusted = self.reading.trust is Trust.GOOD
        painter.setPen(QPen(QColor(palette.text), 1.2))
        painter.setBrush(QColor(palette.text if trusted else palette.panel))
        tip = bar.top() + 1
        painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x + 4.5, tip + 10), QPointF(x - 4.5, tip + 10)]))

    def _paint_spark(self, painter: QPainter, box: QRectF) -> None:
        series = self._series
        if series is None or len(series.observed_at) < 2:
            return
        finite = np.isfinite(series.number)
        if not finite.any():
            return
        low, high = float(series.number[finite].min()), float(series.number[finite].max())
        start, span = int(series.observed_at[0]), max(1, int(series.observed_at[-1] - series.observed_at[0]))
        painter.setPen(QPen(QColor(self._look.palette.text_weak), 1.1))
        line: list[QPointF] = []
        for at, value, gap in zip(series.observed_at.tolist(), series.number.tolist(), series.gap_before, strict=True):
            if (gap or not isfinite(value)) and line:
                painter.drawPolyline(QPolygonF(line))
                line = []
            if isfinite(value):
                x = box.left() + box.width() * (at - start) / span
                y = box.bottom() - 1 - (box.height() - 2) * ((value - low) / (high - low) if high > low else 0.5)
                if line and self.reading.quantity.kind is ValueKind.FLAG:
                    line.append(QPointF(x, line[-1].y()))
                line.append(QPointF(x, y))
        painter.drawPolyline(QPolygonF(line))


def scale_of(quantity: Quantity) -> tuple[float, float] | None:
    """The ends of the scale: as declared, or wide enough to show every limit; none where nothing is known."""
    if quantity.kind not in SCALED:
        return None
    limits = (quantity.alarm_below, quantity.warn_below, quantity.normal_low, quantity.normal_high,
              quantity.warn_above, quantity.alarm_above)  # fmt: skip
    known = [limit for limit in limits if limit is not None]
    margin = (max(known) - min(known)) * 0.2 if known else 0.0
    low = quantity.low if quantity.low is not None else (min(known) - margin if known else None)
    high = quantity.high if quantity.high is not None else (max(known) + margin if known else None)
    return (low, high) if low is not None and high is not None and low < high else None
