"""The chart itself: a canvas of panes that scrolls when it must, and one time axis below all of them."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from venule.desk.style.fonts import font
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.trends import backdrop, lanes, marks
from venule.desk.trends.field import Field, pen_of
from venule.desk.trends.gestures import Gestures
from venule.desk.trends.layout import AXIS_WIDTH, RIGHT_MARGIN, Layout, lay_out, least_height
from venule.desk.trends.panes import PaneKind
from venule.desk.trends.picture import LinePicture, PanePicture, TrendPicture
from venule.desk.trends.plotting import Canvas, Curve, Stack, pen_width
from venule.desk.trends.scale import Range
from venule.desk.trends.timeaxis import TimeAxis
from venule.desk.trends.window import TimeWindow


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
        self.canvas = Canvas(gestures, self.paint_under, self.paint_over)
        self.canvas.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.canvas)
        self._axis = TimeAxis(palette, zone, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._axis)
        gestures.resized.connect(self.follow_size)

    @property
    def pixels(self) -> int:
        """How many pixels time is spread over."""
        return max(1, self._scroll.viewport().width() - AXIS_WIDTH - RIGHT_MARGIN)

    def scale(self, window: TimeWindow) -> TimeScale:
        """How time lies over the canvas."""
        return TimeScale(window.start, window.end, AXIS_WIDTH, self.pixels)

    def values_in(self, box: QRectF) -> tuple[str, Range | None]:
        """The pane in which a box was drawn, by its title, and the values that the box holds there."""
        panes = () if self._picture is None else self._picture.panes
        for pane, place in zip(panes, self._layout.boxes, strict=True):
            inside = place.plot.intersected(box)
            if place.plot.contains(QPointF(place.plot.center().x(), box.center().y())) and inside.height() > 1:
                per_pixel = pane.shown.span / place.plot.height()
                low = pane.shown.low + (place.plot.bottom() - inside.bottom()) * per_pixel
                return pane.pane.title, Range(low, low + inside.height() * per_pixel)
        return "", None

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self._axis.set_palette(palette)
        if self._picture is not None:
            self.show_picture(self._picture)

    def show_picture(self, picture: TrendPicture) -> None:
        """Show another moment."""
        self._picture = picture
        panes = [pane.pane for pane in picture.panes]
        self.canvas.setMinimumHeight(least_height(panes))
        self._layout = lay_out(panes, self.canvas.width(), self.canvas.height())
        points = sum(line.count for pane in picture.panes for line in pane.lines)
        width = pen_width(points)
        self.canvas.show_stacks(
            [
                Stack(box.plot, _seconds(picture), pane.shown, self._curves(pane, width))
                for pane, box in zip(picture.panes, self._layout.boxes, strict=True)
            ]
        )
        self._axis.show_scale(self.scale(picture.window), picture.cross)

    def _curves(self, pane: PanePicture, width: float) -> tuple[Curve, ...]:
        if pane.pane.kind is PaneKind.WORDS:
            return ()
        return tuple(curve for line in pane.lines for curve in self._strokes(line, width))

    def _strokes(self, line: LinePicture, width: float) -> tuple[Curve, ...]:
        if line.strokes is None:
            return ()
        pen = pen_of(line.channel, self._palette, width)
        dotted = QPen(pen)
        dotted.setWidthF(1.0)
        dotted.setDashPattern([1, 3])
        return (
            Curve(line.strokes.known, pen, line.gain, line.lift),
            Curve(line.strokes.later, dotted, line.gain, line.lift),
        )

    @Slot()
    def follow_size(self) -> None:
        """Lay the panes out again."""
        if self._picture is not None:
            self.show_picture(self._picture)
        self.resized.emit()

    def _fields(self, painter: QPainter) -> list[tuple[Field, PanePicture]]:
        if self._picture is None:
            return []
        scale = self.scale(self._picture.window)
        return [
            (Field(painter, self._palette, box, scale, pane.shown), pane)
            for pane, box in zip(self._picture.panes, self._layout.boxes, strict=True)
        ]

    def paint_under(self, painter: QPainter) -> None:
        """Everything below the curves."""
        painter.fillRect(self.canvas.rect(), QColor(self._palette.panel))
        if self._picture is None:
            return
        ticks = self.scale(self._picture.window).ticks(self._zone).ticks
        for field, pane in self._fields(painter):
            if pane.ruling is not None:
                backdrop.paint_normal_band(field, pane.ruling)
            backdrop.paint_time_grid(field, ticks)
            self._paint_kind(field, pane)
            marks.paint_now(field, self._picture)
            backdrop.paint_frame(field)
            backdrop.paint_title(field, pane.pane.title)
            _paint_empty(field, pane.empty)

    def _paint_kind(self, field: Field, pane: PanePicture) -> None:
        match pane.pane.kind:
            case PaneKind.FLAGS:
                lanes.paint_flags(field, pane.lines)
            case PaneKind.WORDS:
                lanes.paint_words(field, pane.lines)
            case PaneKind.VALUES:
                backdrop.paint_value_axis(field)
                if pane.ruling is not None:
                    backdrop.paint_limits(field, pane.ruling)

    def paint_over(self, painter: QPainter) -> None:
        """Everything above the curves."""
        if self._picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for field, pane in self._fields(painter):
            if pane.pane.kind is not PaneKind.WORDS:
                for line in pane.lines:
                    marks.paint_quality(field, line, self._picture)
            marks.paint_alarms(field, pane.alarms, self._picture)
            marks.paint_crosshair(field, pane, self._picture)
            if pane.pane.kind is not PaneKind.WORDS:
                marks.paint_tags(field, pane.lines, self._picture)
        if self._gestures.box is not None:
            painter.setPen(QPen(QColor(self._palette.focus), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._gestures.box)


def _seconds(picture: TrendPicture) -> Range:
    return Range((picture.window.start - picture.origin) / 1e6, (picture.window.end - picture.origin) / 1e6)


def _paint_empty(field: Field, text: str) -> None:
    if text:
        field.painter.setFont(font(Type.SMALL))
        field.painter.setPen(QColor(field.palette.text_weak))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        field.painter.drawText(field.plot.adjusted(Space.SMALL, 0, -Space.SMALL, 0), flags, text)
