"""What lies under the pointer: assets, a cluster that a closer look parts, or a place on the ground."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QContextMenuEvent

from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.assets.sight import Clusters
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

    def rows_at(self, x: float, y: float) -> Ints:
        """The assets meant at a pixel."""
        return self._frame.assets.pick(self._motion.camera, x, y)

    def parts(self, rows: Ints) -> bool:
        """Whether assets are a cluster that zooming in would part."""
        assets, camera = self._frame.assets, self._motion.camera
        clustered = isinstance(assets.sight(camera), Clusters)
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
        """Remember what is hovered, and where its card came up; says whether that changed."""
        rows, before = self.rows_at(at.x(), at.y()), self.hover
        if before is not None and np.array_equal(before.rows, rows):
            return False
        self.hover = Hover(QPointF(at), rows) if len(rows) else None
        return before is not None or self.hover is not None

    def context(self, event: QContextMenuEvent) -> ContextAsked:
        """What a menu at this place is about; a cluster is no asset."""
        at, camera = event.pos(), self._motion.camera
        rows = self.rows_at(at.x(), at.y())
        x, y = camera.to_world(float(at.x()), float(at.y()))
        longitude, latitude = from_mercator(np.array([x]), np.array([y]))
        meant = () if self.parts(rows) else tuple(rows.tolist())
        return ContextAsked(meant, float(longitude[0]), float(latitude[0]), event.globalPos())
