"""The only door to pyqtgraph: a canvas of stacked view boxes with curves, typed. Importing it costs half a second."""

from collections.abc import Callable, Sequence

import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QSizePolicy, QStyleOptionGraphicsItem, QWidget

from venule.desk.trends.curves import PLAIN_WIDTH, Curve, Stack
from venule.desk.trends.gestures import Gestures

MOST_POINTS_BESIDE = 600
"""A line of more points is drawn once, a pixel of the device wide: three times would make a frame too long."""


class _Line(pyqtgraph.PlotCurveItem):  # type: ignore[misc]
    """A curve whose thin line is a logical pixel wide on fine screens too: drawn beside itself it stays fast."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        super().paint(painter, option, widget)
        ratio = painter.device().devicePixelRatio()
        points = 0 if self.xData is None else len(self.xData)
        if self.opts["pen"].widthF() > PLAIN_WIDTH or points > MOST_POINTS_BESIDE:
            return
        placed = painter.transform()
        for step in range(1, round(ratio)):
            for across, down in ((step, 0), (0, step)):
                painter.setTransform(placed * QTransform.fromTranslate(across / ratio, down / ratio))
                super().paint(painter, option, widget)
        painter.setTransform(placed)


class _Pane:
    """One view box and the items in it, which are kept and refilled."""

    def __init__(self, scene: object) -> None:
        self.view = pyqtgraph.ViewBox(enableMouse=False, enableMenu=False)
        self.view.disableAutoRange()
        scene.addItem(self.view)  # type: ignore[attr-defined]
        self._items: list[tuple[object, Curve | None]] = []

    def show(self, stack: Stack) -> None:
        self.view.setGeometry(stack.box)
        self.view.setRange(xRange=(stack.x.low, stack.x.high), yRange=(stack.y.low, stack.y.high), padding=0)
        while len(self._items) < len(stack.curves):
            line = _Line(skipFiniteCheck=True)
            self.view.addItem(line, ignoreBounds=True)
            self._items.append((line, None))
        for index, (item, _) in enumerate(self._items):
            curve = stack.curves[index] if index < len(stack.curves) else None
            self._fill(index, item, curve)

    def _fill(self, index: int, item: object, curve: Curve | None) -> None:
        before = self._items[index][1]
        if curve is None or len(curve.path.x) < 2 or not curve.path.connect.any():
            item.setVisible(False)  # type: ignore[attr-defined]
            self._items[index] = (item, None)
            return
        if before is None or not _same(before, curve):
            item.setVisible(True)  # type: ignore[attr-defined]
            item.setData(  # type: ignore[attr-defined]
                curve.path.x,
                curve.path.y * curve.gain + curve.lift,
                connect=curve.path.connect,
                pen=curve.pen,
                antialias=True,
                skipFiniteCheck=True,
            )
            self._items[index] = (item, curve)

    def remove(self, scene: object) -> None:
        scene.removeItem(self.view)  # type: ignore[attr-defined]


def _same(before: Curve, after: Curve) -> bool:
    placed = before.gain == after.gain and before.lift == after.lift
    return before.path is after.path and before.pen == after.pen and placed


class Canvas(pyqtgraph.GraphicsView):  # type: ignore[misc]
    """Paints a backdrop, the curves and what lies over them; hands every move of the mouse to its gestures."""

    def __init__(
        self,
        gestures: Gestures,
        paint_under: Callable[[QPainter], None],
        paint_over: Callable[[QPainter], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self._gestures = gestures
        self._paint_under, self._paint_over = paint_under, paint_over
        self._panes: list[_Pane] = []
        self.stacks: tuple[Stack, ...] = ()
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(0)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_stacks(self, stacks: Sequence[Stack]) -> None:
        """Show these panes; boxes and curves that are already there are moved and refilled."""
        while len(self._panes) > len(stacks):
            self._panes.pop().remove(self.scene())
        while len(self._panes) < len(stacks):
            self._panes.append(_Pane(self.scene()))
        self.stacks = tuple(stacks)
        for pane, stack in zip(self._panes, stacks, strict=True):
            pane.show(stack)
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        self._paint_under(painter)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        self._paint_over(painter)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Called without an event by pyqtgraph while it builds the view."""
        super().resizeEvent(event)
        if event is not None:
            self._gestures.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._gestures.move(event)
        gripped = self._gestures.grip_at(event.position().x()) is not None
        shape = Qt.CursorShape.SplitHCursor if gripped else Qt.CursorShape.CrossCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._gestures.wheel(event)

    def leaveEvent(self, event: object) -> None:
        self._gestures.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()
