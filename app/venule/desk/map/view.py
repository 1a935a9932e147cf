"""The map widget: fed with numpy arrays by row, it shows assets over a base map and says what was picked."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget
from shiboken6 import isValid

from venule.desk.map.assets.pyramid import Bytes, Ints
from venule.desk.map.assets.sight import Dots, Mode
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.chooser import Chooser
from venule.desk.map.choosing import Rows
from venule.desk.map.drawings import Pin
from venule.desk.map.dropping import Drops
from venule.desk.map.events import (
    AssetPick,
    AssetPlaced,
    BasemapDropped,
    ContextAsked,
    GatewayPick,
    ViewMoved,
    view_of,
)
from venule.desk.map.fields.control import FieldControl
from venule.desk.map.frame import Describe, Frame, Moment
from venule.desk.map.gaze import Gaze
from venule.desk.map.glass import Glass
from venule.desk.map.hands import Hands
from venule.desk.map.motion import Motion
from venule.desk.map.places import Place, find_places
from venule.desk.map.pointer import Pointer
from venule.desk.map.rhythm import Rhythm
from venule.desk.map.shapes.control import Shapes
from venule.desk.map.tiles.basemap import Basemap, UnreadableBasemap
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.touch import Touch
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status
from venule.domain.geo import Floats, to_mercator


class MapView(QWidget):
    """One map. It knows neither store nor query; rows are those of the arrays given to :meth:`set_assets`.

    ``asset_placed`` asks to keep where an asset was put by hand, ``placing_undone`` carries a row that is to have no
    such place again, ``copy_requested`` what is chosen.
    """

    asset_picked = Signal(AssetPick)
    asset_activated = Signal(AssetPick)
    gateway_picked = Signal(GatewayPick)
    context_requested = Signal(ContextAsked)
    assets_taken = Signal(object)
    view_moved = Signal(ViewMoved)
    camera_moved = Signal(Camera)
    asset_placed = Signal(AssetPlaced)
    placing_undone = Signal(object)
    basemap_dropped = Signal(BasemapDropped)
    copy_requested = Signal(AssetPick)
    mode_changed = Signal(Mode)

    def __init__(self, palette: Palette, parent: QWidget | None = None, worker: Worker | None = None) -> None:
        """Maps may share a worker; without one it has its own."""
        super().__init__(parent)
        self._palette = palette
        self._worker = worker or Worker(self)
        self._unfinished = False
        self._frame = Frame(palette)
        self._frame.shapes.work_with(self._worker)
        self._shapes = Shapes(self._frame.shapes, self)
        self._fields = FieldControl(self._frame.fields, self)
        self._motion, self._rhythm = Motion(self), Rhythm(self)
        self._gaze = Gaze(self._frame, self._motion, self._still)
        self._hands = Hands(self._motion, self)
        self._pointer = Pointer(self._frame, self._motion)
        self._glass = Glass(self._frame.assets, self._frame.shapes, self._motion, palette, self)
        self._choice, self._tools = self._glass.choice, self._glass.tools
        self._chooser = Chooser(self._frame, self._glass, self._pointer, self._motion, self)
        self._drops = Drops(self._frame, self._glass, self._motion, self._lie_on)
        self._frame.below_assets, self._frame.below_glass = self._glass.paint_chosen, self._glass.paint_drawings
        self._touch = Touch(
            self,
            self._gaze,
            self._glass,
            hands=self._hands,
            pointer=self._pointer,
            chooser=self._chooser,
            drops=self._drops,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Map of all assets")
        self._listen()

    def _listen(self) -> None:
        """What the parts tell goes to whom it concerns, or out of the map."""
        self._motion.moved.connect(self._follow_camera)
        self._motion.moved.connect(self.camera_moved)
        self._shapes.laid.connect(self._show_all_at_first)
        self._shapes.due.connect(self._show_tiles)
        self._fields.due.connect(self._show_tiles)
        self._chooser.picked.connect(self.asset_picked)
        self._chooser.activated.connect(self.asset_activated)
        self._chooser.gateway_picked.connect(self.gateway_picked)
        self._chooser.copy_requested.connect(self.copy_requested)
        self._drops.placed.connect(self.asset_placed)
        self._drops.undone.connect(self.placing_undone)
        self._drops.basemap.connect(self.basemap_dropped)
        self._touch.context_requested.connect(self.context_requested)
        self._touch.taken.connect(self.assets_taken)
        self._touch.mode_asked.connect(self.turn_mode)
        self._rhythm.turned.connect(self.update)
        self._rhythm.rested.connect(self._tell_rest)

    @property
    def camera(self) -> Camera:
        """Where the map looks now."""
        return self._motion.camera

    @property
    def mode(self) -> Mode:
        """How many assets are shown."""
        return self._frame.assets.mode

    @property
    def shapes(self) -> Shapes:
        """The lines and areas of assets."""
        return self._shapes

    @property
    def fields(self) -> FieldControl:
        """Heat, coverage and the values of points."""
        return self._fields

    @property
    def selected(self) -> int | None:
        """The row that is ringed."""
        return self._choice.current

    @property
    def worker(self) -> Worker:
        """Who paints tiles for it, and may for other maps too."""
        return self._worker

    @property
    def chosen(self) -> Ints:
        """All rows that are chosen, ascending."""
        return self._choice.rows

    @property
    def told(self) -> str:
        """What the glass says of them: how many, and how many of each status."""
        return self._glass.told

    @property
    def frame(self) -> Frame:
        """What it is painted from."""
        return self._frame

    @property
    def pin(self) -> Pin | None:
        """The place that is marked."""
        return self._glass.pin

    @property
    def blinking(self) -> bool:
        """Whether anything in view blinks."""
        return self._rhythm.blinking

    @property
    def settled(self) -> bool:
        """Whether the picture is complete: the camera at rest, no tile or name still being made."""
        return not (self._unfinished or self._moving or self.shapes.waits)

    @property
    def _moving(self) -> bool:
        return self._hands.dragging or self._motion.gliding or self._rhythm.moving

    def _still(self) -> bool:
        """Whether the system asks for no motion."""
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) == 0

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
        self._choice.take_keys(np.arange(rows, dtype=np.int64) if keys is None else keys)
        x, y = to_mercator(np.asarray(longitude, np.float64), np.asarray(latitude, np.float64))
        kinds = np.zeros(rows, np.int32) if kind is None else kind
        self._frame.assets.set_assets(x, y, status, kinds, signs)
        self._show_new_assets()

    def share_assets(self, other: "MapView") -> None:
        """Take over all assets of another map without a copy of their places; statuses are to be told to both."""
        self._choice.take_keys(other._choice.keys)
        self._frame.assets.share(other._frame.assets)
        self._show_new_assets()

    def _show_new_assets(self) -> None:
        self._frame.wires.set_links(np.empty(0), np.empty(0), np.empty(0, np.int32))
        self.shapes.set_filter(None)
        self._pointer.hover = None
        self._glass.mark_chosen()
        self._show_all_at_first()

    def set_status(self, rows: Rows, status: Bytes) -> None:
        """Give some assets new statuses; any number of calls leads to one repaint."""
        self._frame.assets.set_status(rows, status)
        self._glass.count_anew()
        self.update()

    def set_unacknowledged(self, rows: Rows) -> None:
        """Say which assets blink; all others do not."""
        self._frame.assets.set_unacknowledged(rows)
        self.update()

    def set_mode(self, mode: Mode) -> None:
        """Show many assets as dots, as clusters, or as what reads best."""
        before = self.mode
        self._frame.assets.set_mode(mode)
        self._pointer.hover = None
        self.update()
        if mode is not before:
            self.mode_changed.emit(mode)

    def turn_mode(self) -> None:
        """Show many assets as dots where they are clusters now, and the other way round."""
        dots = isinstance(self._frame.assets.sight(self.camera), Dots)
        self.set_mode(Mode.CLUSTERS if dots else Mode.DOTS)

    def set_filter(self, passing: npt.NDArray[np.bool_] | None, statuses: Collection[Status] = tuple(Status)) -> None:
        """Show only assets that pass, by row, and of these statuses; ``None`` lets all pass.

        Assets in alarm are shown in any case, and the map says that it is filtered. New assets end the filter.
        """
        assets = self._frame.assets
        assets.set_filter(passing, np.isin(np.arange(len(Status)), list(statuses)))
        self.shapes.set_filter(assets.shown if assets.filtered else None)
        self._pointer.hover = None
        self.update()

    def set_selected(self, row: int | None) -> None:
        """Ring one asset, or none; nothing else is chosen."""
        self.set_chosen(() if row is None else (row,), row)

    def set_chosen(self, rows: Rows | Sequence[int], current: int | None = None) -> None:
        """Choose any number of assets, and ring the current one of them, if there is one."""
        self._choice.put(rows, current)
        self._glass.mark_chosen()
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
        self._glass.dress(palette)
        self.update()

    def set_basemap(self, basemap: Basemap | None, problem: str = "") -> None:
        """Lie on a base map, or on none; a problem is told on the map, which goes on with points alone."""
        self._frame.set_basemap(basemap, problem)
        if basemap is not None:
            basemap.listen(self._show_tiles)
        self._show_all_at_first()

    def _show_tiles(self) -> None:
        """Tiles came in, or are to; some may do so after the window was closed."""
        if isValid(self):
            self._unfinished = self.isVisible()
            self.update()

    def open_basemap(self, path: Path) -> None:
        """Lie on the base map in a file; when it cannot be read, say so on the map."""
        try:
            self._lie_on(path)
        except UnreadableBasemap as problem:
            self.set_basemap(None, str(problem))

    def _lie_on(self, path: Path) -> None:
        self.set_basemap(open_basemap(path, self._worker))

    def fit(self) -> None:
        """Show all assets, or what else has a place."""
        self._gaze.fit()

    def look_from(self, camera: Camera) -> None:
        """Take another view at once, such as one remembered from last time; the window's size stays."""
        self._gaze.look_from(camera)

    def fly(self, camera: Camera) -> None:
        """Go to another view so that the eye can follow; any hand ends the flight."""
        self._gaze.fly(camera)

    def fly_to(self, row: int) -> None:
        """Bring an asset to the middle, near enough to see it alone."""
        self._gaze.fly_to(row)

    def zoom_about(self, longitude: float, latitude: float) -> None:
        """One level nearer, with a place in degrees kept where it is, as a double click does."""
        x, y = to_mercator(np.array([longitude]), np.array([latitude]))
        self._gaze.touch()
        self._motion.step(1.0, *self.camera.to_screen(float(x[0]), float(y[0])))

    def mark(self, pin: Pin | None) -> None:
        """Mark a place until Esc is pressed, or no place."""
        self._glass.pin = pin
        self.update()

    def outline(self, box: Bounds | None) -> None:
        """Outline a box of the unit square, or none any more."""
        self._glass.box = box
        self.update()

    def measure_from(self, longitude: float, latitude: float) -> None:
        """Begin to measure at a place in degrees."""
        x, y = to_mercator(np.array([longitude]), np.array([latitude]))
        self._tools.measure_from(float(x[0]), float(y[0]))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, rows: Rows | Sequence[int]) -> None:
        """Choose assets as a hand would, and say so."""
        self._chooser.choose(rows)
        self.update()

    def find_places(self, text: str, limit: int) -> Sequence[Place]:
        """Places of the base map in whose names a text occurs."""
        tiles = self._frame.tiles
        return find_places(tiles.basemap if tiles is not None else None, text, limit)

    def _show_all_at_first(self) -> None:
        self._gaze.show_all_at_first()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = Moment(
            self.camera,
            self._palette,
            moving=self._moving,
            zooming=self._motion.zooming,
            lit=self._rhythm.lit,
            focused=self.hasFocus(),
            selected=self._choice.current,
            hover=self._pointer.hover,
        )
        with QPainter(self) as painter:  # ended even when painting fails, or Qt would crash over it
            self._unfinished = self._frame.paint(painter, now)
            self._glass.paint_above(painter, self.camera)
        self._rhythm.blink(self._frame.assets.blinks(self.camera))

    @Slot(object)
    def _follow_camera(self, camera: Camera) -> None:
        self._rhythm.moved()
        self._pointer.hover = None
        self.update()

    @Slot()
    def _tell_rest(self) -> None:
        self.view_moved.emit(view_of(self.camera))
        self.update()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from alarm to alarm in view, and on to the next widget after the last one."""
        return self._chooser.walk(forward) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = event.size()
        self._motion.resize(size.width(), size.height())
        self._show_all_at_first()
