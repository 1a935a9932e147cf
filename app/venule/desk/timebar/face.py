"""Whether the clock is live or a look back, how far back it is, and the way to LIVE."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import CORNER, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.wording import clock_text, date_text, duration_text
from venule.domain.clock import Clock
from venule.domain.instant import SECOND, Instant

FACE_WIDTH, LEAST_FACE = 112, 30
KEY, LEAST_KEY = 28, 22
DOT = 14


def speed_text(speed: float) -> str:
    """A speed as it is chosen, whatever its direction: ``×10``."""
    return f"×{abs(speed):g}"


def state_text(clock: Clock) -> str:
    """What the clock does, in words."""
    if clock.live:
        return "Live"
    if not clock.running:
        return "Looking back"
    loop = ", loop" if clock.loop is not None else ""
    return f"{'Backwards' if clock.backwards else 'Replay'} {speed_text(clock.speed)}{loop}"


def distance_text(now: Instant, wall: Instant | None) -> str:
    """How far the clock is behind live: ``−2 h 14 min``; nothing where no live time is known."""
    if wall is None or wall - now < SECOND:
        return ""
    return f"−{duration_text(wall - now)}"


class ClockFace(QWidget):
    """Says that the clock is not live, and how far back it is. The time itself stands in the top strip, once.

    It wears the colour of replay, so that nobody takes the past for now; while live it is not there at all.
    """

    def __init__(self, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._zone = palette, zone
        self._lines: tuple[str, str] = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(LEAST_FACE)
        self.hide()

    @property
    def lines(self) -> tuple[str, str]:
        """What it says: what the clock does, and how far from live it is."""
        return self._lines

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def set_now(self, now: Instant, clock: Clock, wall: Instant | None) -> None:
        """Show another time."""
        self._lines = state_text(clock), distance_text(now, wall)
        self.setAccessibleName(f"{state_text(clock)}, {date_text(now, self._zone)} {clock_text(now, self._zone)}")
        self.setVisible(not clock.live)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.replay))
            painter.drawRoundedRect(box, CORNER, CORNER)
            painter.setPen(QColor(self._palette.on_replay))
            state, distance = self._lines
            half = box.height() / 2 if distance else 0.0
            painter.setFont(strong(Type.SMALL))
            painter.drawText(box.adjusted(0, 1, 0, 1 - half), Qt.AlignmentFlag.AlignCenter, state)
            painter.setFont(font(Type.SMALL))
            painter.drawText(box.adjusted(0, half - 1, 0, -1), Qt.AlignmentFlag.AlignCenter, distance)


class LiveKey(QAbstractButton):
    """Goes back to live; lit only while the clock is live."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._lit = False
        self.setText("LIVE")
        self.setToolTip("Back to live (End)")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
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

    def set_recording(self, recording: bool) -> None:
        """A recording has no present: its key goes to its end and does not promise anything live."""
        self.setText("END" if recording else "LIVE")
        self.setToolTip("To the end of the recording (End)" if recording else "Back to live (End)")
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(FACE_WIDTH, KEY)

    def minimumSizeHint(self) -> QSize:
        return QSize(FACE_WIDTH, LEAST_KEY)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette, box = self._palette, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            field = palette.text if self._lit else (palette.hover if self.underMouse() else palette.raised)
            ink = palette.panel if self._lit else palette.text if self.isEnabled() else palette.text_faint
            painter.setPen(
                QPen(QColor(palette.focus if self.hasFocus() else palette.line), 1.5 if self.hasFocus() else 1)
            )
            painter.setBrush(QColor(field))
            painter.drawRoundedRect(box, CORNER, CORNER)
            painter.setPen(QPen(QColor(ink), 1.6))
            painter.setBrush(QColor(ink) if self._lit else Qt.BrushStyle.NoBrush)
            painter.setFont(strong(Type.SMALL))
            left = box.center().x() - (painter.fontMetrics().horizontalAdvance(self.text()) + DOT) / 2
            painter.drawEllipse(QPointF(left + 4, box.center().y()), 4, 4)
            words = box.adjusted(left + DOT - box.left(), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
