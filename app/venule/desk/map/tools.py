"""Tools in the hand: a box or a lasso around assets, and a line to measure with, by pointer or by keyboard alone."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from venule.desk.map.camera import Camera
from venule.desk.map.hands import PANS, Click
from venule.desk.map.measure import LEAST_AREA_CORNERS, Corner, Measure
from venule.desk.map.motion import Motion
from venule.domain.geo import Floats

STEP_PX, FINE_STEP_PX = 24.0, 1.0
"""How far an arrow key moves the cross hairs, without and with Shift."""

LEAST_STEP_PX = 3.0
MOST_CORNERS = 2_000
"""A lasso drawn on beyond that keeps every other corner: its shape stays, its memory is bounded."""


class Tool(Enum):
    """What a press on the map begins."""

    LOOK = "look"
    BOX = "box"
    LASSO = "lasso"
    MEASURE = "measure"


KEYS = {Qt.Key.Key_B: Tool.BOX, Qt.Key.Key_O: Tool.LASSO, Qt.Key.Key_M: Tool.MEASURE}
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Outline:
    """A box from its first corner to its last, or a lasso with all its corners, in the unit square."""

    tool: Tool
    corners: tuple[Corner, ...]

    def line(self, at: Corner | None = None) -> tuple[Floats, Floats]:
        """Its corners in a row, with the pointer as the last one."""
        corners = list(self.corners) + ([at] if at is not None else [])
        if self.tool is Tool.BOX:
            (left, top), (right, bottom) = corners[0], corners[-1]
            corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        places = np.array(corners, np.float64).reshape(-1, 2)
        return places[:, 0], places[:, 1]

    def with_corner(self, corner: Corner) -> "Outline":
        """One corner more; of a box the last one moves."""
        if self.tool is Tool.BOX:
            return replace(self, corners=(self.corners[0], corner))
        kept = self.corners if len(self.corners) < MOST_CORNERS else self.corners[::2]
        return replace(self, corners=(*kept, corner))


@dataclass(frozen=True, slots=True)
class Outlined:
    """An outline was closed: its corners in the unit square, and whether what it holds comes to what was chosen."""

    outline: Outline
    add: bool


class Tools(QObject):
    """Events go here before the hands on the camera; each method says whether it used one.

    ``outlined`` tells a closed outline, ``tapped`` a press that became none, ``changed`` that the picture is another.
    """

    outlined = Signal(Outlined)
    tapped = Signal(Click)
    changed = Signal()

    def __init__(self, motion: Motion, parent: QObject) -> None:
        super().__init__(parent)
        self._motion = motion
        self._pressed: QPointF | None = None
        self._drawn = False
        self.tool = Tool.LOOK
        self.outline: Outline | None = None
        self.measure = Measure()
        self.at: QPointF | None = None
        self.by_keys = False

    @property
    def camera(self) -> Camera:
        """Where the map looks."""
        return self._motion.camera

    @property
    def pointed(self) -> Corner | None:
        """Where pointer or cross hairs are, in the unit square."""
        return None if self.at is None else self.camera.to_world(self.at.x(), self.at.y())

    @property
    def drawing(self) -> bool:
        """Whether a button is held down on an outline."""
        return self._pressed is not None

    def take(self, tool: Tool) -> None:
        """Take a tool into the hand; what was begun with the one before is dropped."""
        self.tool, self.outline, self._pressed, self.measure = tool, None, None, Measure()
        self.changed.emit()

    def measure_from(self, x: float, y: float) -> None:
        """Measure, with a first corner."""
        self.take(Tool.MEASURE)
        self.measure = self.measure.with_corner(x, y)

    def press(self, event: QMouseEvent) -> bool:
        """With Shift a box begins, with Alt a lasso, or what the tool in the hand is."""
        self._point(event.position())
        tool = self._tool_of(event.modifiers())
        if event.button() != Qt.MouseButton.LeftButton or tool not in (Tool.BOX, Tool.LASSO):
            return False
        self._pressed, self._drawn = event.position(), False
        if self.outline is None or self.outline.tool is not tool:
            self.outline = Outline(tool, (self._corner(),))
        elif tool is Tool.LASSO:
            self.outline = self.outline.with_corner(self._corner())
        self.changed.emit()
        return True

    def move(self, event: QMouseEvent) -> bool:
        """The pointer draws the outline on."""
        before = self.at
        self._point(event.position())
        if self._pressed is None or self.outline is None:
            if self.tool is not Tool.LOOK:
                self.changed.emit()
            return False
        self._drawn = self._drawn or _far(event.position() - self._pressed)
        far = before is None or (event.position() - before).manhattanLength() >= LEAST_STEP_PX
        if self._drawn and (far or self.outline.tool is Tool.BOX):
            self.outline = self.outline.with_corner(self._corner())
        elif before is not None:
            self.at = before  # the next corner is as far from the last one as corners should be
        self.changed.emit()
        return True

    def release(self, event: QMouseEvent) -> bool:
        """What was drawn is closed; a mere tap with a tool in the hand sets a corner."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.outline is None:
            return False
        self._point(event.position())
        begun = self.tool is self.outline.tool
        box = self.outline.tool is Tool.BOX
        if self._drawn or (begun and box and len(self.outline.corners) > 1):
            self.outline = self.outline.with_corner(self._corner())
            self._close(event.modifiers())
        elif begun:
            self.outline = self.outline.with_corner(self._corner()) if box else self.outline
            self.changed.emit()
        else:
            self.outline = None
            at = event.position()
            self.tapped.emit(Click(at.x(), at.y(), event.modifiers()))
        return True

    def double_click(self, event: QMouseEvent) -> bool:
        """A lasso of corners is closed, and so is a measured line."""
        if event.button() != Qt.MouseButton.LeftButton or self.tool is Tool.LOOK:
            return False
        self._point(event.position())
        if self.tool is not Tool.BOX:
            self._end(event.modifiers())
        return True

    def leave(self) -> None:
        """The pointer left the map."""
        if not (self.drawing or self.by_keys):
            self.at = None

    def click(self, click: Click) -> bool:
        """A click sets a corner while measuring."""
        if self.tool is not Tool.MEASURE:
            return False
        self._point(QPointF(click.x, click.y))
        self._set_corner(click.modifiers)
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Letters take a tool and set corners, arrows move the cross hairs, Backspace takes back, Enter and Esc end."""
        key = Qt.Key(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        adding = event.modifiers() == Qt.KeyboardModifier.ControlModifier and KEYS.get(key) is self.tool
        if key in KEYS and (plain or adding):
            return self._letter(KEYS[key], event.modifiers())
        if self.tool is Tool.LOOK:
            return False
        if key in PANS:
            self._step(key, FINE_STEP_PX if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_PX)
        elif key in ENDS:
            self._end(event.modifiers())
        elif key == Qt.Key.Key_Backspace:
            self._take_back()
        elif key == Qt.Key.Key_Escape:
            self.take(Tool.LOOK)
        else:
            return False
        return True

    def _letter(self, tool: Tool, modifiers: Qt.KeyboardModifier) -> bool:
        """The first press takes the tool, each further one sets a corner at the cross hairs."""
        if self.tool is not tool:
            self.take(tool)
        else:
            self.by_keys = True
            self._set_corner(modifiers)
        if self.at is None:
            self.at, self.by_keys = QPointF(self.camera.width / 2, self.camera.height / 2), True
        self.changed.emit()
        return True

    def _set_corner(self, modifiers: Qt.KeyboardModifier) -> None:
        if self.tool is Tool.MEASURE:
            self.measure = self.measure.with_corner(*self._corner())
        elif self.outline is None:
            self.outline = Outline(self.tool, (self._corner(),))
        else:
            self.outline = self.outline.with_corner(self._corner())
            if self.tool is Tool.BOX:
                self._close(modifiers)
        self.changed.emit()

    def _end(self, modifiers: Qt.KeyboardModifier) -> None:
        if self.tool is Tool.MEASURE:
            self.measure = self.measure.ended()
            self.changed.emit()
        elif self.outline is not None and self.tool is Tool.BOX:
            self.outline = self.outline.with_corner(self._corner())
            self._close(modifiers)
        elif self.outline is not None and len(self.outline.corners) >= LEAST_AREA_CORNERS:
            self._close(modifiers)

    def _take_back(self) -> None:
        if self.tool is Tool.MEASURE:
            self.measure = self.measure.without_last()
        elif self.outline is not None:
            rest = self.outline.corners[:-1]
            self.outline = replace(self.outline, corners=rest) if rest else None
        self.changed.emit()

    def _close(self, modifiers: Qt.KeyboardModifier) -> None:
        """Tell what was outlined and put the tool away; with Ctrl it comes to what was chosen."""
        outline = self.outline
        self.take(Tool.LOOK)
        if outline is not None and len(outline.corners) >= (2 if outline.tool is Tool.BOX else LEAST_AREA_CORNERS):
            self.outlined.emit(Outlined(outline, bool(modifiers & Qt.KeyboardModifier.ControlModifier)))

    def _tool_of(self, modifiers: Qt.KeyboardModifier) -> Tool:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return Tool.BOX
        return Tool.LASSO if modifiers & Qt.KeyboardModifier.AltModifier else self.tool

    def _point(self, at: QPointF) -> None:
        """Where the pointer is now, never outside the map: what nobody sees is not outlined."""
        camera = self.camera
        self.at = QPointF(min(max(at.x(), 0.0), camera.width), min(max(at.y(), 0.0), camera.height))
        self.by_keys = False

    def _corner(self) -> Corner:
        at = self.at or QPointF(self.camera.width / 2, self.camera.height / 2)
        return self.camera.to_world(at.x(), at.y())

    def _step(self, key: Qt.Key, step_px: float) -> None:
        """Move the cross hairs; at the edge the map moves instead."""
        left, up = PANS[key]
        camera, at = self.camera, self.at or QPointF(self.camera.width / 2, self.camera.height / 2)
        wanted = QPointF(at.x() - left * step_px, at.y() - up * step_px)
        self._point(wanted)
        self.by_keys = True
        beyond = wanted - (self.at or wanted)
        if not beyond.isNull():
            self._motion.jump(camera.panned(-beyond.x(), -beyond.y()))
        self.changed.emit()


def _far(way: QPointF) -> bool:
    """Whether a press has become a drag."""
    return way.manhattanLength() >= QApplication.startDragDistance()
