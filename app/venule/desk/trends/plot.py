"""The chart itself: a canvas of panes that scrolls when it must, and one time axis below all of them."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.trends.curves import Stack, curves_of, pen_width, seconds_of
from venule.desk.trends.gestures import Gestures
from venule.desk.trends.layout import AXIS_WIDTH, RIGHT_MARGIN, Layout, lay_out, least_height, right_margin
from venule.desk.trends.painting import Scene, paint_over, paint_under
from venule.desk.trends.picture import PanePicture, TrendPicture, right_key
from venule.desk.trends.pins import Pin, note_at
from venule.desk.trends.plotting import Canvas
from venule.desk.trends.scale import Range
from venule.desk.trends.timeaxis import TimeAxis
from venule.desk.trends.window import TimeWindow
from venule.domain.note import Note


class TrendPlot(QWidget):
    """Shows a :class:`TrendPicture`. ``resized`` says that more or fewer pixels are to be filled."""

    resized = Signal()

    def __init__(
        self, gestures: Gestures, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._gestures, self._palette, self._zone = gestures, palette, zone
        self._picture: TrendPicture | None = None
        self._layout = Layout((), 0.0)
        self._margin: int = RIGHT_MARGIN
        self._pins: list[Pin] = []
        self.canvas = Canvas(gestures, self.paint_under, self.paint_over)
        self.canvas.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.canvas)
        self.axis = TimeAxis(gestures, palette, zone, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.axis)
        gestures.resized.connect(self.follow_size)

    @property
    def pixels(self) -> int:
        """How many pixels time is spread over."""
        return max(1, self._scroll.viewport().width() - AXIS_WIDTH - self._margin)

    def scale(self, window: TimeWindow) -> TimeScale:
        """How time lies over the canvas."""
        return TimeScale(window.start, window.end, AXIS_WIDTH, self.pixels)

    def values_in(self, box: QRectF) -> dict[str, Range]:
        """What a box holds of the pane in which it was drawn: the values of its axes, by their keys."""
        panes = () if self._picture is None else self._picture.panes
        for pane, place in zip(panes, self._layout.boxes, strict=True):
            inside = place.plot.intersected(box)
            if place.plot.contains(QPointF(place.plot.center().x(), box.center().y())) and inside.height() > 1:
                low = (place.plot.bottom() - inside.bottom()) / place.plot.height()
                high = (place.plot.bottom() - inside.top()) / place.plot.height()
                axes = {pane.pane.key: pane.shown, right_key(pane.pane.key): pane.right}
                return {key: shown.part(low, high) for key, shown in axes.items() if shown is not None}
        return {}

    def pane_at(self, place: QPointF) -> PanePicture | None:
        """The pane under a point of this widget."""
        there = self.canvas.mapFrom(self, place)
        panes = () if self._picture is None else self._picture.panes
        for pane, box in zip(panes, self._layout.boxes, strict=True):
            if box.title.united(box.axis).united(box.plot).contains(there):
                return pane
        return None

    def note_at(self, place: QPointF) -> Note | None:
        """The note whose pin is at a pixel of the canvas."""
        return note_at(self._pins, place)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.axis.set_palette(palette)
        if self._picture is not None:
            self.show_picture(self._picture)

    def show_picture(self, picture: TrendPicture) -> None:
        """Show another moment."""
        self._picture = picture
        panes = [pane.pane for pane in picture.panes]
        self._margin = right_margin(panes)
        self.canvas.setMinimumHeight(least_height(panes))
        self._layout = lay_out(panes, self.canvas.width(), self.canvas.height())
        width = pen_width(picture, self.canvas.devicePixelRatioF())
        self.canvas.show_stacks(
            [
                Stack(box.plot, seconds_of(picture), pane.shown, curves_of(pane, self._palette, width))
                for pane, box in zip(picture.panes, self._layout.boxes, strict=True)
            ]
        )
        scale = self.scale(picture.window)
        self._gestures.grips = {which: scale.x(at) for which, at in picture.cursors.set}
        self.axis.show_scale(scale, picture.cross, picture.cursors)

    @Slot()
    def follow_size(self) -> None:
        """Lay the panes out again."""
        if self._picture is not None:
            self.show_picture(self._picture)
        self.resized.emit()

    @property
    def scene(self) -> Scene | None:
        """What is painted, and where it lies."""
        if self._picture is None:
            return None
        scale = self.scale(self._picture.window)
        return Scene(self._picture, self._layout, scale, self._palette, self._zone)

    def paint_under(self, painter: QPainter) -> None:
        """Everything below the curves."""
        painter.fillRect(self.canvas.rect(), QColor(self._palette.panel))
        if (scene := self.scene) is not None:
            paint_under(painter, scene)

    def paint_over(self, painter: QPainter) -> None:
        """Everything above the curves."""
        if (scene := self.scene) is not None:
            self._pins = paint_over(painter, scene)
        if self._gestures.box is not None:
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._gestures.box)
