"""What lies under the pointer: assets, a cluster that a closer look parts, or a place on the ground."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QContextMenuEvent

from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.assets.sight import Symbols
from venule.desk.map.camera import MAX_ZOOM
from venule.desk.map.events import ContextAsked
from venule.desk.map.frame import Frame, Hover
from venule.desk.map.motion import Motion
from venule.domain.geo import from_mercator

CLUSTER_MARGIN_PX = 90.0


class Pointer:
    """Reads one frame as its camera sees it."""

    def __init__(self, frame: Frame, motion: Motion) -> None:
        self._frame, self._motion = frame, motion
        self.hover: Hover | None = None
        self._reads_areas = False

    def rows_at(self, x: float, y: float) -> Ints:
        """The assets meant at a pixel: points before lines, lines before areas."""
        rows = self._frame.assets.pick(self._motion.camera, x, y)
        return rows if len(rows) else self._shape_at(x, y, areas=True)

    def _shape_at(self, x: float, y: float, areas: bool) -> Ints:
        """The asset whose line or area is at a pixel, where no gateway is."""
        hit = self._frame.shapes.pick(self._motion.camera, x, y)
        if hit is None or (hit.area and not areas) or self.gateway_at(x, y) is not None:
            return np.empty(0, np.int32)
        return np.array([hit.asset], np.int32)

    def parts(self, rows: Ints) -> bool:
        """Whether assets are a cluster that zooming in would part."""
        assets, camera = self._frame.assets, self._motion.camera
        clustered = not isinstance(assets.sight(camera), Symbols)
        return len(rows) > 1 and clustered and camera.zoom < MAX_ZOOM and not assets.together(rows)

    def zoom_into(self, rows: Ints) -> None:
        """Go nearer until a cluster fills the view."""
        camera = self._motion.camera
        end = camera.fitted(self._frame.assets.extent(rows), CLUSTER_MARGIN_PX)
        self._motion.glide(end if end.zoom > camera.zoom else end.centred(end.x, end.y, camera.zoom + 1))

    def gateway_at(self, x: float, y: float) -> int | None:
        """The gateway under a pixel."""
        camera = self._motion.camera
        return self._frame.wires.pick(camera, self._frame.assets.covered(camera), x, y)

    def point_at(self, at: QPointF) -> bool:
        """Remember what is hovered, and where its card came up; says whether that changed.

        Areas, which are everywhere, are told of only after the pointer has come to rest in one.
        """
        rows, before = self._frame.assets.pick(self._motion.camera, at.x(), at.y()), self.hover
        self._reads_areas &= before is not None
        if not len(rows):
            rows = self._shape_at(at.x(), at.y(), self._reads_areas)
        if before is not None and np.array_equal(before.rows, rows):
            return False
        self.hover = Hover(QPointF(at), rows) if len(rows) else None
        return before is not None or self.hover is not None

    def rest_at(self, at: QPointF) -> bool:
        """The pointer has come to rest; says whether that changes what is hovered."""
        self._reads_areas = self.hover is None
        rows = self._shape_at(at.x(), at.y(), areas=True) if self._reads_areas else np.empty(0, np.int32)
        self.hover = Hover(at, rows) if len(rows) else self.hover
        return bool(len(rows))

    def context(self, event: QContextMenuEvent) -> ContextAsked:
        """What a menu at this place is about; a cluster is no asset."""
        at, camera = event.pos(), self._motion.camera
        rows = self.rows_at(at.x(), at.y())
        x, y = camera.to_world(float(at.x()), float(at.y()))
        longitude, latitude = from_mercator(np.array([x]), np.array([y]))
        here = tuple(rows.tolist())
        meant = () if self.parts(rows) else here
        return ContextAsked(meant, float(longitude[0]), float(latitude[0]), event.globalPos(), here)
