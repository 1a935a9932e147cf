"""Hands on the map: what mouse, wheel, touch and keys mean, as moves of the camera and plain clicks."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from venule.desk.map.motion import Motion

NOTCH = 120
LEVELS_PER_NOTCH = 0.5
KEY_PAN_PX = 96
KEY_LEVELS = 0.5

PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
ZOOMS = {
    Qt.Key.Key_Plus: KEY_LEVELS,
    Qt.Key.Key_Equal: KEY_LEVELS,
    Qt.Key.Key_Minus: -KEY_LEVELS,
    Qt.Key.Key_Underscore: -KEY_LEVELS,
}


@dataclass(frozen=True, slots=True)
class Click:
    """A press and release at one pixel."""

    x: float
    y: float
    modifiers: Qt.KeyboardModifier
    double: bool = False


class Hands(QObject):
    """Turns input events into moves and clicks; the widget only passes events on.

    ``touched`` is told before each move of the camera by hand.
    """

    clicked = Signal(Click)
    touched = Signal()

    def __init__(self, motion: Motion, parent: QObject) -> None:
        super().__init__(parent)
        self._motion = motion
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self.dragging = False

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: a click or a drag begins."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._motion.halt()
            self._pressed = self._last = event.position()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves: beyond the drag distance the map goes with it."""
        if self._pressed is None:
            return
        at = event.position()
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self.dragging or far:
            self.dragging = True
            way = at - self._last
            self._last = at
            self.touched.emit()
            self._motion.jump(self._motion.camera.panned(way.x(), way.y()))

    def release(self, event: QMouseEvent) -> None:
        """A button comes up: without a drag it was a click."""
        at, was_drag = event.position(), self.dragging
        pressed, self._pressed, self.dragging = self._pressed, None, False
        if not was_drag and pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(Click(at.x(), at.y(), event.modifiers()))

    def let_go(self) -> None:
        """What was pressed is none of the map's any more: it is being dragged away."""
        self._pressed, self.dragging = None, False

    def double_click(self, event: QMouseEvent) -> None:
        """The second press of a double click."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self.clicked.emit(Click(at.x(), at.y(), event.modifiers(), double=True))

    def wheel(self, event: QWheelEvent) -> None:
        """Whole notches glide in half levels; finer wheels are followed."""
        turn, at = event.angleDelta().y(), event.position()
        if not turn:
            return
        self.touched.emit()
        levels = turn / NOTCH * LEVELS_PER_NOTCH
        if turn % NOTCH == 0:
            self._motion.step(levels, at.x(), at.y())
        else:
            self._motion.follow(levels, at.x(), at.y())

    def key(self, event: QKeyEvent) -> bool:
        """Arrows pan, plus and minus zoom; says whether the key meant anything."""
        key, camera = Qt.Key(event.key()), self._motion.end
        if key in PANS:
            right, down = PANS[key]
            self._motion.glide(camera.panned(right * KEY_PAN_PX, down * KEY_PAN_PX))
        elif key in ZOOMS:
            self._motion.step(ZOOMS[key], camera.width / 2, camera.height / 2)
        else:
            return False
        self.touched.emit()
        return True

    def gesture(self, event: QEvent) -> bool:
        """A pinch on a touch screen or a track pad; says whether the event was one."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return False
            self.touched.emit()
            self._motion.follow(event.value(), event.position().x(), event.position().y())
            return True
        if not isinstance(event, QGestureEvent):
            return False
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture) and pinch.scaleFactor() > 0:
            self.touched.emit()
            middle = event.widget().mapFromGlobal(pinch.centerPoint())
            self._motion.follow(pinch.scaleFactor() - 1.0, middle.x(), middle.y())
        return True
