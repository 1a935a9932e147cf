"""Chooses assets: by click, box, lasso and key, one or many, and says so."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.choosing import Rows
from venule.desk.map.events import AssetPick, GatewayPick
from venule.desk.map.frame import Frame
from venule.desk.map.glass import Glass
from venule.desk.map.hands import Click
from venule.desk.map.motion import Motion
from venule.desk.map.pointer import Pointer
from venule.desk.map.tools import Outline, Outlined, Tool

PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Chooser(QObject):
    """``picked`` and ``activated`` carry all that is chosen, ``touched`` comes before a move of the camera."""

    picked = Signal(AssetPick)
    activated = Signal(AssetPick)
    gateway_picked = Signal(GatewayPick)
    copy_requested = Signal(AssetPick)
    touched = Signal()

    def __init__(self, frame: Frame, glass: Glass, pointer: Pointer, motion: Motion, parent: QObject) -> None:
        super().__init__(parent)
        self._frame, self._glass, self._pointer, self._motion = frame, glass, pointer, motion
        self._choice = glass.choice

    @Slot(object)
    def answer(self, click: Click) -> None:
        """A click on assets, on a gateway or on the ground; with Ctrl or Shift it adds or takes away."""
        rows = self._pointer.rows_at(click.x, click.y)
        if click.modifiers & (CONTROL | Qt.KeyboardModifier.ShiftModifier):
            self._toggle(rows, click.modifiers)
        elif self._pointer.parts(rows):
            self.touched.emit()
            self._pointer.zoom_into(rows)
        elif len(rows):
            self.pick(rows, click.modifiers, activate=click.double)
        elif (gateway := self._pointer.gateway_at(click.x, click.y)) is not None:
            self.gateway_picked.emit(GatewayPick(gateway))
        elif click.double:
            self.touched.emit()
            self._motion.step(1.0, click.x, click.y)
        else:
            self.pick(rows, click.modifiers)

    @Slot(object)
    def take(self, outlined: Outlined) -> None:
        """A box or a lasso was closed."""
        self._glass.take(outlined)
        self._tell(CONTROL if outlined.add else PLAIN)

    def choose(self, rows: Rows | Sequence[int]) -> None:
        """Choose these, none of them before the others."""
        self._choice.take(np.asarray(rows, np.int64), add=False)
        self._tell()

    def pick(
        self, rows: Rows | Sequence[int], modifiers: Qt.KeyboardModifier = PLAIN, *, activate: bool = False
    ) -> None:
        """Choose what was meant, ring the first of it, and say which."""
        self._choice.click(np.asarray(rows, np.int64))
        self._tell(modifiers, activate)

    def key(self, event: QKeyEvent) -> bool:
        """Keys that concern what is chosen; says whether this was one."""
        key, current = event.key(), self._choice.current
        if key in ENTER and current is not None:
            self.pick((current,), event.modifiers(), activate=True)
        elif key == Qt.Key.Key_Escape and self._glass.clear_one():
            pass
        elif key == Qt.Key.Key_Escape and len(self._choice.rows):
            self.pick((), event.modifiers())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._choose_in_view()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            return False
        return True

    def walk(self, forward: bool) -> bool:
        """Go to the next alarm in view; says whether there was one."""
        row = self._frame.assets.alarm_after(self._motion.camera, self._choice.current, forward)
        if row is not None:
            self.pick((row,))
        return row is not None

    def copy(self) -> None:
        """What was measured goes to the clipboard; else what is chosen is asked for."""
        measured = self._glass.tools.measure.told()
        if measured:
            QGuiApplication.clipboard().setText(measured)
        elif len(self._choice.rows):
            self.copy_requested.emit(self._now())

    def _toggle(self, rows: Ints, modifiers: Qt.KeyboardModifier) -> None:
        if len(rows):
            self._choice.toggle(rows)
            self._tell(modifiers)

    def _choose_in_view(self) -> None:
        bounds = self._motion.camera.bounds
        corners = ((bounds.left, bounds.top), (bounds.right, bounds.bottom))
        self.take(Outlined(Outline(Tool.BOX, corners), add=False))

    def _now(self, modifiers: Qt.KeyboardModifier = PLAIN) -> AssetPick:
        return AssetPick(tuple(self._choice.rows.tolist()), modifiers, self._choice.current)

    def _tell(self, modifiers: Qt.KeyboardModifier = PLAIN, activate: bool = False) -> None:
        self._glass.offer = None
        self._glass.mark_chosen()
        (self.activated if activate else self.picked).emit(self._now(modifiers))
