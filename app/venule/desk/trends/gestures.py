"""The hand on the chart: drag to pan, wheel to zoom, right or Shift drag for a box, told as frozen values."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

NOTCH = 120
ZOOM_PER_NOTCH = 1.25
LEAST_BOX = 6


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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from: QPointF | None = None
        self._last = QPointF()
        self._boxing = False
        self.box: QRectF | None = None

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: the beginning of a drag or a box."""
        right = event.button() is Qt.MouseButton.RightButton
        if event.button() is Qt.MouseButton.LeftButton or right:
            self._boxing = right or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._from = self._last = event.position()
            event.ignore()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves, with or without a button."""
        place = event.position()
        if self._from is not None and self._boxing:
            self.box = QRectF(self._from, place).normalized()
        elif self._from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.panned.emit(Panned(place.x() - self._last.x()))
            self._last = place
        self.hovered.emit(Hovered(place))

    def release(self, event: QMouseEvent) -> None:
        """A button goes up: a box is complete, or a right click wants the menu."""
        box, start, self.box, self._from = self.box, self._from, None, None
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
