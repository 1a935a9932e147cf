"""A time bar for tests: when it is, what it asks for, and a hand on it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.timebar.view import TimeBar
from venule.domain.clock import Clock
from venule.domain.instant import DAY, HOUR, SECOND, Instant

NOW: Instant = 1_762_261_509 * SECOND
FIRST = NOW - 2 * DAY
REPLAY = Clock(live=False, origin=NOW - HOUR, started=NOW, speed=10.0)
STANDING = Clock(live=False, origin=NOW - HOUR, started=NOW)

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Heard(QObject):
    """All that a bar has asked for."""

    def __init__(self, bar: TimeBar) -> None:
        super().__init__(bar)
        self.events: list[object] = []
        for signal in (
            bar.seek_requested, bar.play_requested, bar.live_requested, bar.span_changed, bar.step_requested,
            bar.loop_requested, bar.basis_requested, bar.stretch_changed,
        ):  # fmt: skip
            signal.connect(self.events.append)

    def of(self, kind: type) -> list[object]:
        return [event for event in self.events if isinstance(event, kind)]


def place(bar: TimeBar, instant: Instant) -> QPoint:
    return QPoint(round(bar.strip.scale.x(instant)), 30)


def near(instant: object, wanted: Instant, bar: TimeBar) -> bool:
    return isinstance(instant, int) and abs(instant - wanted) <= 2 * bar.strip.scale.per_pixel()


def drag(bar: TimeBar, qtbot: QtBot, start: Instant, end: Instant, held: Qt.KeyboardModifier) -> None:
    """Draw the hand over the strip; moves in between carry what is held as well."""
    pressed, *moves = (place(bar, instant) for instant in (start, (start + end) // 2, end))
    qtbot.mousePress(bar.strip, LEFT, held, pressed)
    for there in map(QPointF, moves):
        moved = QMouseEvent(QEvent.Type.MouseMove, there, there, LEFT, LEFT, held)
        QApplication.sendEvent(bar.strip, moved)
    qtbot.mouseRelease(bar.strip, LEFT, held, moves[-1])
