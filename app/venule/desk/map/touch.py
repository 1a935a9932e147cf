"""Passes each input event of a map to whom it concerns: first the tool in the hand, then choice and camera."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from venule.desk.map.chooser import Chooser
from venule.desk.map.dropping import Drops
from venule.desk.map.events import ContextAsked
from venule.desk.map.gaze import Gaze
from venule.desk.map.glass import Glass
from venule.desk.map.hands import Click, Hands
from venule.desk.map.pointer import Pointer
from venule.desk.map.tools import Tool

GESTURES = {QEvent.Type.Gesture, QEvent.Type.NativeGesture}
MODE_KEY = Qt.Key.Key_D
MOST_TAKEN = 100
"""Assets in one drag: no chart has room for more."""


class Touch(QObject):
    """Filters the events of one widget. ``mode_asked``: many assets are to be shown in the next way there is.

    ``taken`` carries the rows of assets that a drag with Ctrl takes off the map, to show them elsewhere.
    """

    context_requested = Signal(ContextAsked)
    mode_asked = Signal()
    taken = Signal(object)

    def __init__(
        self, view: QWidget, gaze: Gaze, glass: Glass, *, hands: Hands, pointer: Pointer, chooser: Chooser, drops: Drops
    ) -> None:
        super().__init__(view)
        self._view, self._gaze, self._glass, self._tools = view, gaze, glass, glass.tools
        self._hands, self._pointer, self._chooser, self._drops = hands, pointer, chooser, drops
        self._grip: tuple[QPointF, tuple[int, ...]] | None = None
        for clicks in (hands.clicked, glass.tools.tapped):
            clicks.connect(self.answer_click)
        for moves in (hands.touched, chooser.touched):
            moves.connect(self.keep_hands_off)
        for tells in (chooser.picked, chooser.activated):
            tells.connect(self.show_cursor)
        glass.tools.outlined.connect(chooser.take)
        glass.tools.changed.connect(view.update)
        self._receive_input()

    def _receive_input(self) -> None:
        self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view.setMouseTracking(True)
        self._view.setAcceptDrops(True)
        self._view.grabGesture(Qt.GestureType.PinchGesture)
        self._view.installEventFilter(self)

    @Slot()
    def keep_hands_off(self) -> None:
        """From the first touch on, the view is the user's own and is not fitted again."""
        self._gaze.touch()

    @Slot(object)
    def answer_click(self, click: Click) -> None:
        """A click: on the offer to undo, with a tool, or on what is there."""
        if self._glass.undoes(click.x, click.y):
            self._drops.undo()
        elif not self._tools.click(click):
            self._chooser.answer(click)

    @Slot()
    def show_cursor(self) -> None:
        """Show what a press would do here."""
        over = self._pointer.hover is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self._view.setCursor(shape if self._tools.tool is Tool.LOOK else Qt.CursorShape.CrossCursor)
        self._view.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Says whether an event was used up; Qt carries on with the others."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if isinstance(event, QDropEvent):
            return self._drop(event)
        return self._other(event)

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseMove:
                self._move(event)
            case QEvent.Type.MouseButtonPress:
                if not self._tools.press(event):
                    self._grip = self._grip_of(event)
                    self._hands.press(event)
            case QEvent.Type.MouseButtonRelease:
                self._grip = None
                if not self._tools.release(event):
                    self._hands.release(event)
                self._view.update()
            case QEvent.Type.MouseButtonDblClick:
                if not self._tools.double_click(event):
                    self._hands.double_click(event)
        return True

    def _move(self, event: QMouseEvent) -> None:
        if self._tools.move(event) or self._takes_off(event):
            return
        self._hands.move(event)
        if not self._hands.dragging and self._pointer.point_at(event.position()):
            self.show_cursor()

    def _grip_of(self, event: QMouseEvent) -> tuple[QPointF, tuple[int, ...]] | None:
        """The assets that a press with Ctrl takes hold of: the one under it, or with it all that are chosen."""
        if event.button() != Qt.MouseButton.LeftButton or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return None
        rows, chosen = self._pointer.rows_at(event.position().x(), event.position().y()), self._glass.choice.rows
        if not len(rows):
            return None
        held = chosen if np.isin(rows, chosen).any() else rows
        return event.position(), tuple(held[:MOST_TAKEN].tolist())

    def _takes_off(self, event: QMouseEvent) -> bool:
        """Whether a drag that began on assets with Ctrl has gone far enough; the map stands still meanwhile."""
        if self._grip is None:
            return False
        place, rows = self._grip
        if (event.position() - place).manhattanLength() >= QApplication.startDragDistance():
            self._grip = None
            self._hands.let_go()
            self.taken.emit(rows)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        used = True
        if self._tools.key(event):
            self._gaze.touch()
        elif event.key() == Qt.Key.Key_Home:
            self._gaze.fit()
        elif event.key() == MODE_KEY and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.mode_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            used = self._drops.undo()
        else:
            used = self._chooser.key(event) or self._hands.key(event)
        if used:
            self.show_cursor()
        return used

    def _drop(self, event: QDropEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            event.setAccepted(self._drops.known(event.mimeData()))
        elif event.type() == QEvent.Type.Drop:
            self._drops.take(event)
            event.acceptProposedAction()
            self._view.update()
        return True

    def _other(self, event: QEvent) -> bool:
        if event.type() in GESTURES:
            return self._hands.gesture(event)
        if isinstance(event, QWheelEvent):
            self._hands.wheel(event)
            return True
        if isinstance(event, QContextMenuEvent):
            self.context_requested.emit(self._pointer.context(event))
            return True
        if isinstance(event, QHelpEvent) and self._pointer.rest_at(QPointF(event.pos())):
            self.show_cursor()
        elif event.type() == QEvent.Type.Leave:
            self._pointer.hover = None
            self._tools.leave()
            self._view.update()
        return False
