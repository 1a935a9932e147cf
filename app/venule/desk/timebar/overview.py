"""A thin line below the strip: the whole recording, with the part that is shown, the clock and the chosen stretch."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.events import SpanChanged
from venule.desk.timebar.picture import BarPicture
from venule.desk.timebar.span import Span

HEIGHT = 9
LEAST_THUMB = 6.0


class Overview(QWidget):
    """Pressed or dragged it moves the part that is shown."""

    span_wished = Signal(SpanChanged)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._picture: BarPicture | None = None
        self._grip: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setToolTip("The whole recording. Drag to look at another part of it")
        self.setAccessibleName("The whole recording")

    def sizeHint(self) -> QSize:
        return QSize(640, HEIGHT)

    def show_picture(self, picture: BarPicture) -> None:
        """Show other data, or another part of them."""
        if self._key(picture) != self._key(self._picture):
            self._picture = picture
            self.update()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    @property
    def whole(self) -> Span | None:
        """From the first record to the last, and to what is shown beyond; nothing where nothing was recorded."""
        picture = self._picture
        if picture is None or picture.first is None or picture.edge is None or picture.edge <= picture.first:
            return None
        span = picture.span
        return Span(min(picture.first, span.start), max(picture.edge, span.end))

    @property
    def thumb(self) -> QRectF | None:
        """Where the part that is shown lies."""
        scale = self._scale
        if scale is None or self._picture is None:
            return None
        left, right = scale.x(self._picture.span.start), scale.x(self._picture.span.end)
        width = max(LEAST_THUMB, right - left)
        left = min(left, self.width() - width)
        return QRectF(left, 0, width, self.height())

    @property
    def _scale(self) -> TimeScale | None:
        whole = self.whole
        return None if whole is None else TimeScale(whole.start, whole.end, 0.0, float(self.width()))

    def _key(self, picture: BarPicture | None) -> object:
        """What of a picture is seen here, to the pixel: the clock of a year moves seldom."""
        if picture is None or picture.first is None or picture.edge is None:
            return None if picture is None else picture.note
        step = max(1, (picture.edge - picture.first) // max(1, self.width()))
        moving = (picture.now // step, picture.edge // step)
        return picture.span, picture.first, moving, picture.live, picture.stretch, picture.note

    def paintEvent(self, event: QPaintEvent) -> None:
        scale, thumb, picture, palette = self._scale, self.thumb, self._picture, self._palette
        if scale is None or thumb is None or picture is None or picture.note:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = self.height() / 2
            first, edge = scale.x(picture.first or 0), scale.x(picture.edge or 0)
            painter.fillRect(QRectF(first, middle - 1, edge - first, 2), QColor(palette.line))
            if picture.stretch is not None:
                left, right = (scale.x(instant) for instant in picture.stretch)
                painter.fillRect(QRectF(left, middle - 2, max(2.0, right - left), 4), QColor(palette.focus))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.unknown))
            painter.setOpacity(0.55)
            painter.drawRoundedRect(thumb.adjusted(0, 2, 0, -2), 2.5, 2.5)
            painter.setOpacity(1.0)
            painter.setPen(QPen(QColor(palette.text if picture.live else palette.replay), 2))
            x = min(max(scale.x(picture.now), 1.0), self.width() - 1.0)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        thumb = self.thumb
        if event.button() is Qt.MouseButton.LeftButton and thumb is not None:
            x = event.position().x()
            self._grip = x - thumb.left() if thumb.left() <= x <= thumb.right() else thumb.width() / 2
            self._drag_to(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def _drag_to(self, x: float) -> None:
        scale, picture = self._scale, self._picture
        if scale is None or picture is None or self._grip is None:
            return
        start = scale.instant(x - self._grip)
        start = max(scale.start, min(start, scale.end - picture.span.width))
        if start != picture.span.start:
            self.span_wished.emit(SpanChanged(start, start + picture.span.width))
