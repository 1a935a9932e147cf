"""The clock of the desk: date and time, whether it is live or a look back, how far back, and the way to LIVE."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import CORNER, Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.wording import clock_text, date_text, duration_text
from venule.domain.clock import Clock
from venule.domain.instant import SECOND, Instant

FACE_WIDTH = 184
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def speed_text(speed: float) -> str:
    """A speed as it is chosen: ``×10``."""
    return f"×{speed:g}"


def state_text(clock: Clock) -> str:
    """What the clock does, in words."""
    if clock.live:
        return "Live"
    return f"Replay {speed_text(clock.speed)}" if clock.speed else "Looking back"


def distance_text(now: Instant, wall: Instant | None) -> str:
    """How far the clock is behind live: ``−2 h 14 min``; nothing where no live time is known."""
    if wall is None or wall - now < SECOND:
        return ""
    return f"−{duration_text(wall - now)}"


class ClockFace(QWidget):
    """Paints the clock. Away from live it wears the colour of replay, so that nobody takes it for now."""

    def __init__(self, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._zone = palette, zone
        self._now: Instant | None = None
        self._wall: Instant | None = None
        self._clock = Clock()
        self.setFixedWidth(FACE_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def set_now(self, now: Instant, clock: Clock, wall: Instant | None) -> None:
        """Show another time."""
        self._now, self._clock, self._wall = now, clock, wall
        self.setAccessibleName(f"{state_text(clock)}, {date_text(now, self._zone)} {clock_text(now, self._zone)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._now is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        weak, clear = self._inks()
        box = QRectF(self.rect())
        if not self._clock.live:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.replay))
            painter.drawRoundedRect(box, CORNER, CORNER)
        self._paint_lines(painter, box.adjusted(Space.MEDIUM, Space.TIGHT, -Space.MEDIUM, -Space.TIGHT), weak, clear)

    def _inks(self) -> tuple[QColor, QColor]:
        if self._clock.live:
            return QColor(self._palette.text_weak), QColor(self._palette.text)
        return QColor(self._palette.on_replay), QColor(self._palette.on_replay)

    def _paint_lines(self, painter: QPainter, box: QRectF, weak: QColor, clear: QColor) -> None:
        if self._now is None:
            return
        row = box.height() / 4
        top, middle = box.adjusted(0, 0, 0, -3 * row), box.adjusted(0, row, 0, -row)
        bottom = box.adjusted(0, 3 * row, 0, 0)
        lines = (
            (top, weak, font(Type.SMALL), date_text(self._now, self._zone), LEFT),
            (middle, clear, strong(Type.CLOCK), clock_text(self._now, self._zone), LEFT),
            (bottom, weak, strong(Type.SMALL), state_text(self._clock), LEFT),
            (bottom, weak, font(Type.SMALL), "" if self._clock.live else distance_text(self._now, self._wall), RIGHT),
        )
        for place, ink, type_, text, side in lines:
            painter.setPen(ink)
            painter.setFont(type_)
            painter.drawText(place, side, text)


class LiveKey(QAbstractButton):
    """Goes back to live; lit only while the clock is live."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._lit = False
        self.setText("LIVE")
        self.setToolTip("Back to live (End)")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def lit(self) -> bool:
        """Whether it says that the clock is live."""
        return self._lit

    def set_lit(self, lit: bool) -> None:
        """Say whether the clock is live."""
        self._lit = lit
        self.setAccessibleName("Live" if lit else "Back to live")
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(72, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, box = self._palette, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        field = palette.text if self._lit else (palette.hover if self.underMouse() else palette.raised)
        ink = palette.panel if self._lit else palette.text
        painter.setPen(QPen(QColor(palette.focus if self.hasFocus() else palette.line), 1.5 if self.hasFocus() else 1))
        painter.setBrush(QColor(field))
        painter.drawRoundedRect(box, CORNER, CORNER)
        painter.setPen(QPen(QColor(ink), 1.6))
        painter.setBrush(QColor(ink) if self._lit else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(box.left() + 15, box.center().y()), 4, 4)
        painter.setFont(strong(Type.SMALL))
        painter.drawText(box.adjusted(25, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "LIVE")
