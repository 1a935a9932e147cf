"""Through this the desk gives a map its shapes and their colours; pictures are renewed at most twice a second."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.map.shapes.index import Flags, Ints, ShapeIndex
from venule.desk.map.shapes.layer import ShapeLayer
from venule.desk.models.shapecolours import Colours
from venule.domain.geo import Floats, to_mercator

RENEWAL_MS = 500


class Shapes(QObject):
    """Belongs to one map. ``laid`` follows other shapes, ``due`` whatever makes another frame necessary."""

    laid = Signal()
    due = Signal()

    def __init__(self, layer: ShapeLayer, parent: QObject) -> None:
        super().__init__(parent)
        self._layer = layer
        self._waits = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._renew)
        layer.listen(self.due.emit)

    def set_shapes(
        self, asset: Ints, closed: Flags, *, first: Ints, part: Ints, degrees: tuple[Floats, Floats]
    ) -> None:
        """Take over all shapes: whose each is, whether it is an area, its parts, their points, and those in degrees.

        The parts of shape ``s`` are ``first[s]`` up to ``first[s + 1]``, the points of part ``p`` ``part[p]`` up to
        ``part[p + 1]``; a ring comes without its closing point, and ``asset`` ascends.
        """
        x, y = to_mercator(*degrees)
        self._layer.set_shapes(ShapeIndex(asset, closed, first.astype("int64"), part.astype("int64"), x, y))
        self.laid.emit()
        self.due.emit()

    def set_colours(self, colours: Colours) -> None:
        """Take other colours, one for each shape; any number of calls leads to two renewals a second."""
        self._show(self._layer.set_colours(colours))

    def set_filter(self, passing: Callable[[Ints], Flags] | None) -> None:
        """Show only shapes of assets that pass, by row; ``None`` lets all of them pass."""
        self._layer.passing = passing
        self._show(self._layer.sift())

    @property
    def waits(self) -> bool:
        """Whether it was told of anything that it has not begun to show."""
        return self._waits

    def catch_up(self) -> None:
        """Begin to show at once what waits: the clock has jumped."""
        if self._waits:
            self._renew()

    def _show(self, changed: bool) -> None:
        if not changed:
            self.due.emit()  # the legend may say something else
            return
        self._waits = True
        if not self._pause.isActive():
            self._pause.start(0)  # with whatever else is told at the same time

    @Slot()
    def _renew(self) -> None:
        if self._waits:
            self._waits = False
            self._layer.renew()
            self._pause.start(RENEWAL_MS)
            self.due.emit()
