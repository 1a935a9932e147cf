"""The time axis below all panes of a trend, with the time under the crosshair on it."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from venule.desk.style.fonts import strong
from venule.desk.style.metrics import CORNER, Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import AXIS_HEIGHT, ROW_HEIGHT, TimeScale, paint_axis
from venule.desk.timebar.wording import clock_text
from venule.desk.trends.cursors.cursors import NO_CURSORS, Cursors
from venule.desk.trends.gestures import Gestures
from venule.domain.instant import MINUTE, Instant

FLAG = 17


class TimeAxis(QWidget):
    """Lies where the canvas above it says, so that a scroll bar moves neither. A drag along it sets both cursors."""

    def __init__(
        self, gestures: Gestures, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gestures, self._palette, self._zone = gestures, palette, zone
        self._scale: TimeScale | None = None
        self._cross: Instant | None = None
        self._cursors: Cursors = NO_CURSORS
        self.setFixedHeight(AXIS_HEIGHT)
        self.setMouseTracking(True)
        self.setToolTip("Drag to measure between two cursors")

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def show_scale(self, scale: TimeScale, cross: Instant | None, cursors: Cursors = NO_CURSORS) -> None:
        """Show another stretch of time."""
        self._scale, self._cross, self._cursors = scale, cross, cursors
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._gestures.press_axis(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._gestures.move_on_axis(event.position().x())
        gripped = self._gestures.grip_at(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if gripped else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gestures.release_axis()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            if self._scale is None:
                return
            box = QRectF(self._scale.left, 0, self._scale.width, self.height())
            paint_axis(painter, box, self._scale, self._palette, self._zone)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for which, at in self._cursors.set:
                if self._scale.start <= at <= self._scale.end:
                    self._paint_flag(painter, self._scale.x(at), which)
            if self._cross is not None:
                self._paint_cross(painter, box, self._scale, self._cross)

    def _paint_flag(self, painter: QPainter, x: float, letter: str) -> None:
        """A cursor's handle: its letter on the colour of focus."""
        chip = QRectF(x - FLAG / 2, 0, FLAG, ROW_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.focus))
        painter.drawRoundedRect(chip, CORNER, CORNER)
        painter.setPen(QColor(self._palette.panel))
        painter.setFont(strong(Type.CAPTION))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_cross(self, painter: QPainter, box: QRectF, scale: TimeScale, cross: Instant) -> None:
        text = clock_text(cross, self._zone, fraction=scale.end - scale.start < MINUTE)
        painter.setFont(strong(Type.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * Space.TIGHT
        flags = [scale.x(at) for _, at in self._cursors.set if scale.start <= at <= scale.end]
        left = beside(scale.x(cross), width, flags, (box.left(), box.right()))
        chip = QRectF(QPointF(left, 1), QPointF(left + width, ROW_HEIGHT + 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._palette.text))
        painter.drawRoundedRect(chip, CORNER, CORNER)
        painter.setPen(QColor(self._palette.panel))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


def beside(x: float, width: float, flags: Sequence[float], room: tuple[float, float]) -> float:
    """Where a chip of that width about ``x`` begins, within its room and, if it can, off the cursors' flags."""
    least, most = room[0], room[1] - width
    left = min(max(x - width / 2, least), most)
    for flag in sorted(flags, key=lambda flag: abs(flag - x)):
        if abs(left + width / 2 - flag) < (width + FLAG) / 2:
            before, after = flag - FLAG / 2 - Space.HAIR - width, flag + FLAG / 2 + Space.HAIR
            left = after if before < least or (x >= flag and after <= most) else before
    return min(max(left, least), most)
