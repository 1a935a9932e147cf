"""What hands have done to one map: the choice, the tools, a pin, an offer to undo; and how they are painted."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QPainter

from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.choosing import Choice, told
from venule.desk.map.chosenmarks import ChosenMarks
from venule.desk.map.drawings import Pin, paint_box, paint_pin, paint_tools
from venule.desk.map.events import AssetPlaced
from venule.desk.map.lasso import rows_inside, shapes_inside
from venule.desk.map.motion import Motion
from venule.desk.map.shapes.layer import ShapeLayer
from venule.desk.map.tools import Outlined, Tools
from venule.desk.map.toplines import Line, Part, chosen_line, paint_top_lines, tool_line
from venule.desk.style.palette import Palette

UNDO = "Undo   Ctrl+Z"


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence after a drop, and what an undo would take back, if anything.

    ``before`` is where the asset stood before; ``None`` where nobody knew its place.
    """

    text: str
    placed: AssetPlaced | None = None
    before: AssetPlaced | None = None


class Glass:
    """Belongs to one view; what it shows of assets it reads from the layer it is given."""

    def __init__(
        self, assets: AssetLayer, shapes: ShapeLayer, motion: Motion, palette: Palette, parent: QObject
    ) -> None:
        self._assets, self._shapes = assets, shapes
        self._palette = palette
        self._marks = ChosenMarks(palette)
        self._undo_box = QRectF()
        self._chosen_line: Line | None = None
        self.choice = Choice()
        self.tools = Tools(motion, parent)
        self.pin: Pin | None = None
        self.box: Bounds | None = None
        self.offer: Offer | None = None

    @property
    def told(self) -> str:
        """What is chosen, in words."""
        return told(self.choice.rows, self._assets.pyramid.status)

    def dress(self, palette: Palette) -> None:
        """Another palette from now on."""
        self._palette = palette
        self._marks.dress(palette)

    def mark_chosen(self) -> None:
        """The choice or the places of assets are others: mark them anew."""
        self._marks.set_rows(self.choice.rows, self._assets.pyramid)
        self.count_anew()

    def count_anew(self) -> None:
        """Statuses are others."""
        self._chosen_line = None

    def take(self, outlined: Outlined) -> None:
        """Choose what an outline holds."""
        x, y = outlined.outline.line()
        points = rows_inside(self._assets, self.tools.camera, x, y)
        shapes = shapes_inside(self._shapes.index, x, y)
        self.choice.take(np.union1d(points, shapes) if len(shapes) else points, outlined.add)

    def clear_one(self) -> bool:
        """Take the uppermost thing off the glass; says whether there was one."""
        if self.pin is None and self.offer is None:
            return False
        self.pin, self.offer = None, None
        return True

    def undoes(self, x: float, y: float) -> bool:
        """Whether a pixel is on the offer to undo."""
        return self._undo_box.contains(QPointF(x, y))

    def paint_chosen(self, painter: QPainter, camera: Camera) -> None:
        """Mark what is chosen, below the assets themselves."""
        self._marks.paint_shapes(painter, camera, self._shapes.index)
        self._marks.paint(painter, camera, self._assets)

    def paint_drawings(self, painter: QPainter, camera: Camera) -> None:
        """Paint what hands draw, over the assets."""
        if self.box is not None:
            paint_box(painter, self.box, camera, self._palette)
        paint_tools(painter, self.tools, camera, self._palette)
        if self.pin is not None:
            paint_pin(painter, self.pin, camera, self._palette)

    def paint_above(self, painter: QPainter, camera: Camera) -> None:
        """Paint the lines at the upper edge."""
        if self._chosen_line is None:
            self._chosen_line = chosen_line(self.choice.rows, self._assets.pyramid.status)
        lines = (self._offer_line(), tool_line(self.tools), self._chosen_line)
        offer, *_ = paint_top_lines(painter, lines, camera.width, self._palette)
        self._undo_box = offer if self.offer is not None and self.offer.placed is not None else QRectF()

    def _offer_line(self) -> Line:
        if self.offer is None:
            return ()
        undo = (Part(UNDO, strong=True),) if self.offer.placed is not None else ()
        return Part(self.offer.text), *undo
