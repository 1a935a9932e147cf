"""The hand on the chart: drag to pan or to move a cursor, wheel to zoom, right or Shift drag for a box."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from venule.desk.trends.cursors.cursors import Which

STEPS = (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton)
NOTCH = 120
ZOOM_PER_NOTCH = 1.25
LEAST_BOX = 6
GRIP = 5.0
"""How near a cursor must be to be taken hold of, in pixels."""


@dataclass(frozen=True, slots=True)
class Panned:
    """The field was dragged by so many pixels, to the right when positive."""

    pixels: float


@dataclass(frozen=True, slots=True)
class Zoomed:
    """The span is to grow by a factor about a pixel."""

    factor: float
    x: float


@dataclass(frozen=True, slots=True)
class Boxed:
    """A box was drawn to zoom into."""

    box: QRectF


@dataclass(frozen=True, slots=True)
class Hovered:
    """The pointer is at a pixel, or has left."""

    place: QPointF | None


@dataclass(frozen=True, slots=True)
class CursorMoved:
    """A cursor is dragged to a pixel."""

    which: Which
    x: float


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step through what was shown before, or back from there."""

    back: bool


@dataclass(frozen=True, slots=True)
class MenuWanted:
    """The menu is wanted at a place on the screen."""

    place: QPoint


class Gestures(QObject):
    """Understands the mouse; knows nothing of time or values."""

    panned = Signal(Panned)
    zoomed = Signal(Zoomed)
    boxed = Signal(Boxed)
    hovered = Signal(Hovered)
    reset = Signal()
    menu_wanted = Signal(MenuWanted)
    resized = Signal()

    cursor_moved = Signal(CursorMoved)
    stepped = Signal(Stepped)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from: QPointF | None = None
        self._last = QPointF()
        self._boxing = False
        self._held: Which | None = None
        self.box: QRectF | None = None
        self.grips: dict[Which, float] = {}

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: the beginning of a drag or a box, a cursor is taken hold of, or a step is wanted."""
        if event.button() in STEPS:
            self.stepped.emit(Stepped(event.button() is Qt.MouseButton.BackButton))
            event.accept()
            return
        right = event.button() is Qt.MouseButton.RightButton
        if event.button() is Qt.MouseButton.LeftButton or right:
            self._boxing = right or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._held = None if self._boxing else self.grip_at(event.position().x())
            self._from = self._last = event.position()
            event.ignore()

    def grip_at(self, x: float) -> Which | None:
        """The cursor that a press at a pixel takes hold of."""
        near = [(abs(grip - x), which) for which, grip in self.grips.items() if abs(grip - x) <= GRIP]
        return min(near)[1] if near else None

    def press_axis(self, x: float) -> None:
        """A press on the time axis: on a cursor it takes hold of it, elsewhere a stretch begins."""
        self._held = self.grip_at(x)
        if self._held is None:
            self.cursor_moved.emit(CursorMoved(Which.A, x))
            self._held = Which.B

    def move_on_axis(self, x: float) -> None:
        """The pointer is dragged along the time axis: the cursor in the hand goes with it."""
        if self._held is not None:
            self.cursor_moved.emit(CursorMoved(self._held, x))

    def release_axis(self) -> None:
        """The cursor is let go."""
        self._held = None

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves, with or without a button."""
        place = event.position()
        if self._from is not None and self._held is not None:
            self.cursor_moved.emit(CursorMoved(self._held, place.x()))
        elif self._from is not None and self._boxing:
            self.box = QRectF(self._from, place).normalized()
        elif self._from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.panned.emit(Panned(place.x() - self._last.x()))
            self._last = place
        self.hovered.emit(Hovered(place))

    def release(self, event: QMouseEvent) -> None:
        """A button goes up: a box is complete, or a right click wants the menu."""
        box, start, self.box, self._from, self._held = self.box, self._from, None, None, None
        if start is None or not self._boxing:
            return
        self._boxing = False
        if box is not None and box.width() >= LEAST_BOX:
            self.boxed.emit(Boxed(box))
        elif event.button() is Qt.MouseButton.RightButton:
            self.menu_wanted.emit(MenuWanted(event.globalPosition().toPoint()))
        self.hovered.emit(Hovered(event.position()))

    def double_click(self, event: QMouseEvent) -> None:
        """Back to where it all began."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.reset.emit()

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoomed.emit(Zoomed(ZOOM_PER_NOTCH ** (-turned / NOTCH), event.position().x()))
        event.accept()

    def leave(self) -> None:
        """The pointer is gone."""
        self.hovered.emit(Hovered(None))
