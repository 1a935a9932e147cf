"""The time axis below all panes of a trend, with the time under the crosshair on it."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from venule.desk.style.fonts import strong
from venule.desk.style.metrics import CORNER, Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import AXIS_HEIGHT, ROW_HEIGHT, TimeScale, paint_axis
from venule.desk.timebar.wording import clock_text
from venule.domain.instant import MINUTE, Instant


class TimeAxis(QWidget):
    """Lies where the canvas above it says, so that a scroll bar moves neither."""

    def __init__(self, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._zone = palette, zone
        self._scale: TimeScale | None = None
        self._cross: Instant | None = None
        self.setFixedHeight(AXIS_HEIGHT)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def show_scale(self, scale: TimeScale, cross: Instant | None) -> None:
        """Show another stretch of time."""
        self._scale, self._cross = scale, cross
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            if self._scale is None:
                return
            box = QRectF(self._scale.left, 0, self._scale.width, self.height())
            paint_axis(painter, box, self._scale, self._palette, self._zone)
            if self._cross is not None:
                self._paint_cross(painter, box, self._scale, self._cross)

    def _paint_cross(self, painter: QPainter, box: QRectF, scale: TimeScale, cross: Instant) -> None:
        text = clock_text(cross, self._zone, fraction=scale.end - scale.start < MINUTE)
        painter.setFont(strong(Type.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * Space.TIGHT
        left = min(max(scale.x(cross) - width / 2, box.left()), box.right() - width)
        chip = QRectF(QPointF(left, 1), QPointF(left + width, ROW_HEIGHT + 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.text))
        painter.drawRoundedRect(chip, CORNER, CORNER)
        painter.setPen(QColor(self._palette.panel))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
