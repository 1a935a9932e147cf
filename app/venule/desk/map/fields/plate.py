"""A picture of the view and what lies around it, painted at rest and stretched while the camera moves."""

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.basemap import Look

MARGIN = 0.25
"""Share of the view that is painted beyond each of its edges."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of whole cells of the screen at a zoom: its first column and row, and how many, in the whole world's grid.

    As the cells lie fixed in the world, what is painted does not flicker when the view is moved.
    """

    zoom: float
    cell_px: float
    column: int
    row: int
    across: int
    down: int

    @property
    def box(self) -> Bounds:
        """Where it lies in the unit square."""
        side = self.cell_px / Camera(zoom=self.zoom).scale
        left, top = self.column * side, self.row * side
        return Bounds(left, top, left + self.across * side, top + self.down * side)


def frame_of(camera: Camera, cell_px: float) -> Frame:
    """The cells of a view and of its margin."""
    side, view = cell_px / camera.scale, camera.bounds
    room_x, room_y = MARGIN * (view.right - view.left), MARGIN * (view.bottom - view.top)
    column, row = floor((view.left - room_x) / side), floor((view.top - room_y) / side)
    across, down = ceil((view.right + room_x) / side) - column, ceil((view.bottom + room_y) / side) - row
    return Frame(camera.zoom, cell_px, column, row, across, down)


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A picture of a frame for a look."""

    frame: Frame
    look: Look
    image: QImage

    def suits(self, camera: Camera, look: Look) -> bool:
        """Whether it shows all of a view as sharp as can be."""
        box, view = self.frame.box, camera.bounds
        holds = box.holds(view.left, view.top) and box.holds(view.right, view.bottom)
        return holds and camera.zoom == self.frame.zoom and look == self.look

    def draw(self, painter: QPainter, camera: Camera) -> None:
        """Draw it where it belongs: as it is at its own zoom, smoothly stretched at others."""
        box, ratio = self.frame.box, self.look.ratio
        left, top = camera.to_screen(box.left, box.top)
        if camera.zoom == self.frame.zoom:
            painter.drawImage(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), self.image)
            return
        right, bottom = camera.to_screen(box.right, box.bottom)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), self.image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
