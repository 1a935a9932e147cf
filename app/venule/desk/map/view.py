"""The map widget: fed with numpy arrays by row, it shows assets over a base map and says what was picked."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from venule.desk.map.assets.pyramid import Bytes, Ints
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.camera import CLOSEST_FIT, Camera
from venule.desk.map.events import AssetPick, ContextAsked, GatewayPick, ViewMoved, view_of
from venule.desk.map.frame import Describe, Frame, Moment
from venule.desk.map.hands import Click, Hands
from venule.desk.map.motion import Motion
from venule.desk.map.pointer import Pointer
from venule.desk.map.rhythm import Rhythm
from venule.desk.map.tiles.basemap import Basemap, UnreadableBasemap
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats, to_mercator

FOOT_PX = 38.0
MARGIN_PX, MARGIN_SHARE = 48.0, 0.07
"""Around what is fitted into view: less on a small map, where every pixel counts."""

GESTURES = {QEvent.Type.Gesture, QEvent.Type.NativeGesture}

Rows = npt.NDArray[np.integer]


class MapView(QWidget):
    """One map. It knows neither store nor query; rows are those of the arrays given to :meth:`set_assets`."""

    asset_picked = Signal(AssetPick)
    asset_activated = Signal(AssetPick)
    gateway_picked = Signal(GatewayPick)
    context_requested = Signal(ContextAsked)
    view_moved = Signal(ViewMoved)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._keys: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._selected: int | None = None
        self._untouched, self._unfinished = True, False
        self._frame = Frame(palette)
        self._motion, self._rhythm = Motion(self), Rhythm(self)
        self._hands = Hands(self._motion, self)
        self._pointer = Pointer(self._frame, self._motion)
        self._motion.moved.connect(self._follow_camera)
        self._hands.clicked.connect(self._answer_click)
        self._hands.touched.connect(self._keep_hands_off)
        self._rhythm.turned.connect(self.update)
        self._rhythm.due.connect(self.update)
        self._rhythm.rested.connect(self._tell_rest)
        self._receive_input()

    def _receive_input(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName("Map of all assets")

    @property
    def camera(self) -> Camera:
        """Where the map looks now."""
        return self._motion.camera

    @property
    def selected(self) -> int | None:
        """The row that is ringed."""
        return self._selected

    @property
    def blinking(self) -> bool:
        """Whether anything in view blinks."""
        return self._rhythm.blinking

    @property
    def settled(self) -> bool:
        """Whether the picture is complete: the camera at rest, no tile or name still being made."""
        return not (self._unfinished or self._moving)

    @property
    def _moving(self) -> bool:
        return self._hands.dragging or self._motion.gliding or self._rhythm.moving

    def set_assets(
        self,
        longitude: Floats,
        latitude: Floats,
        status: Bytes,
        *,
        kind: Ints | None = None,
        keys: npt.NDArray[np.int64] | None = None,
        signs: Sequence[KindSign] = (),
    ) -> None:
        """Take over all assets: places in degrees (``nan`` where unknown), statuses, kinds as rows of ``signs``.

        ``keys`` are lasting ids: with them a selection survives when rows change.
        """
        rows = len(longitude)
        lasting = np.arange(rows, dtype=np.int64) if keys is None else keys
        self._selected = self._same_row(lasting)
        self._keys = lasting
        x, y = to_mercator(np.asarray(longitude, np.float64), np.asarray(latitude, np.float64))
        kinds = np.zeros(rows, np.int32) if kind is None else kind
        self._frame.assets.set_assets(x, y, status, kinds, signs)
        self._frame.wires.set_links(np.empty(0), np.empty(0), np.empty(0, np.int32))
        self._pointer.hover = None
        self._show_all_at_first()

    def _same_row(self, keys: npt.NDArray[np.int64]) -> int | None:
        """The row that the selected asset has under new keys."""
        if self._selected is None:
            return None
        found = np.flatnonzero(keys == self._keys[self._selected])
        return int(found[0]) if len(found) else None

    def set_status(self, rows: Rows, status: Bytes) -> None:
        """Give some assets new statuses; any number of calls leads to one repaint."""
        self._frame.assets.set_status(rows, status)
        self.update()

    def set_unacknowledged(self, rows: Rows) -> None:
        """Say which assets blink; all others do not."""
        self._frame.assets.set_unacknowledged(rows)
        self.update()

    def set_selected(self, row: int | None) -> None:
        """Ring one asset, or none."""
        self._selected = row
        self.update()

    def set_gateways(self, longitude: Floats, latitude: Floats, online: npt.NDArray[np.bool_]) -> None:
        """Take over all gateways; those that are not online are drawn as lost."""
        self._frame.wires.set_gateways(*to_mercator(longitude, latitude), online)
        self._show_all_at_first()

    def set_links(self, longitude: Floats, latitude: Floats, rows: Rows) -> None:
        """Draw a line from a gateway's place to each of these assets; empty arrays take them away."""
        self._frame.wires.set_links(*to_mercator(longitude, latitude), rows.astype(np.int32))
        self.update()

    def set_describe(self, describe: Describe) -> None:
        """Give the function that names an asset by its row; further lines of its text go below the name."""
        self._frame.describe = describe

    def set_palette(self, palette: Palette) -> None:
        """Switch colours."""
        self._palette = palette
        self._frame.dress(palette)
        self.update()

    def set_basemap(self, basemap: Basemap | None, problem: str = "") -> None:
        """Lie on a base map, or on none; a problem is told on the map, which goes on with points alone."""
        self._frame.set_basemap(basemap, problem)
        if basemap is not None:
            basemap.listen(self._show_tiles)
        self._show_all_at_first()

    def _show_tiles(self) -> None:
        """Tiles came in; some may do so after the window was closed."""
        if isValid(self):
            self.update()

    def open_basemap(self, path: Path) -> None:
        """Lie on the base map in a file; when it cannot be read, say so on the map."""
        try:
            self.set_basemap(open_basemap(path))
        except UnreadableBasemap as problem:
            self.set_basemap(None, str(problem))

    def fit(self) -> None:
        """Show all assets, or what else has a place."""
        bounds = self._frame.bounds
        if bounds is not None:
            margin = min(MARGIN_PX, self.height() * MARGIN_SHARE)
            self._motion.jump(self.camera.fitted(bounds, margin, foot_px=FOOT_PX))
        self._untouched = True

    def look_from(self, camera: Camera) -> None:
        """Take another view at once, such as one remembered from last time; the window's size stays."""
        self._untouched = False
        self._motion.jump(camera.resized(self.camera.width, self.camera.height))

    def fly_to(self, row: int) -> None:
        """Bring an asset to the middle, near enough to see it alone."""
        pyramid = self._frame.assets.pyramid
        x, y = float(pyramid.x[row]), float(pyramid.y[row])
        if np.isfinite(x):
            self._untouched = False
            self._motion.glide(self.camera.centred(x, y, max(self._motion.end.zoom, CLOSEST_FIT)))

    def _show_all_at_first(self) -> None:
        """Until a hand has moved the camera, whatever has a place is in view."""
        if self._untouched:
            self.fit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = Moment(
            self.camera,
            self._palette,
            moving=self._moving,
            zooming=self._motion.zooming,
            lit=self._rhythm.lit,
            focused=self.hasFocus(),
            selected=self._selected,
            hover=self._pointer.hover,
        )
        with QPainter(self) as painter:  # ended even when painting fails, or Qt would crash over it
            self._unfinished = self._frame.paint(painter, now)
        if self._unfinished:
            self._rhythm.ask_for_frame()
        self._rhythm.blink(self._frame.assets.blinks(self.camera))

    @Slot(object)
    def _follow_camera(self, camera: Camera) -> None:
        self._rhythm.moved()
        self._pointer.hover = None
        self.update()

    @Slot()
    def _keep_hands_off(self) -> None:
        """From the first touch on, the view is the user's own and is not fitted again."""
        self._untouched = False

    @Slot()
    def _tell_rest(self) -> None:
        self.view_moved.emit(view_of(self.camera))
        self.update()

    @Slot(object)
    def _answer_click(self, click: Click) -> None:
        rows = self._pointer.rows_at(click.x, click.y)
        if self._pointer.parts(rows):
            self._untouched = False
            self._pointer.zoom_into(rows)
        elif len(rows):
            self._pick(AssetPick(tuple(rows.tolist()), click.modifiers), click.double)
        elif (gateway := self._pointer.gateway_at(click.x, click.y)) is not None:
            self.gateway_picked.emit(GatewayPick(gateway))
        elif click.double:
            self._motion.step(1.0, click.x, click.y)
        else:
            self._pick(AssetPick((), click.modifiers), False)

    def _pick(self, pick: AssetPick, activate: bool) -> None:
        """Ring the asset meant, if it is one or none, and say which."""
        if len(pick.rows) <= 1:
            self.set_selected(pick.rows[0] if pick.rows else None)
        (self.asset_activated if activate else self.asset_picked).emit(pick)

    def event(self, event: QEvent) -> bool:
        if event.type() in GESTURES and self._hands.gesture(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hands.move(event)
        if not self._hands.dragging and self._pointer.point_at(event.position()):
            over = self._pointer.hover is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hands.release(event)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hands.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._hands.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer.hover = None
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_requested.emit(self._pointer.context(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self._pick(AssetPick((self._selected,), event.modifiers()), True)
        elif key == Qt.Key.Key_Escape and self._selected is not None:
            self._pick(AssetPick((), event.modifiers()), False)
        elif not self._hands.key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from alarm to alarm in view, and on to the next widget after the last one."""
        row = self._frame.assets.alarm_after(self.camera, self._selected, forward)
        if row is None:
            return super().focusNextPrevChild(forward)
        self._pick(AssetPick((row,)), False)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = event.size()
        self._motion.resize(size.width(), size.height())
        self._show_all_at_first()
