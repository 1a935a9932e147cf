"""The strip of the time bar as a widget: dragging looks back, the wheel zooms, hovering tells what lies there.

With Shift a stretch is chosen, with the middle button or Ctrl the bar itself is moved along.
"""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.events import LiveRequested, SeekRequested, SpanChanged, StretchChosen
from venule.desk.timebar.ground import Ground
from venule.desk.timebar.hint import hint_at
from venule.desk.timebar.picture import BarPicture, paint_note, paint_over, scale_of
from venule.desk.timebar.span import Span
from venule.desk.timebar.stretch import LEAST_PX, StretchDrag, begun
from venule.domain.instant import HOUR, Instant

SEEK_EVERY_MS = 60
NOTCH = 120
ZOOM_PER_NOTCH = 1.3
PAN_PER_NOTCH = 0.1
SNAP_PX = 3
HEADROOM = 0.04
NOW_AT = 0.9


class Strip(QWidget):
    """Shows a :class:`BarPicture` and turns the hand's moves into requests."""

    seek_requested = Signal(SeekRequested)
    live_requested = Signal(LiveRequested)
    span_changed = Signal(SpanChanged)
    stretch_changed = Signal(object)

    def __init__(self, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._zone = palette, zone
        self.picture = BarPicture(Span(-HOUR, 0), 0, True)
        self._ground = Ground()
        self._drag: Instant | None = None
        self._unsent = False
        self._choosing: tuple[StretchDrag, float] | None = None
        self._moving: tuple[Span, float] | None = None
        self._keeps_now = True
        self._throttle = QTimer(self)
        self._throttle.setSingleShot(True)
        self._throttle.setInterval(SEEK_EVERY_MS)
        self._throttle.timeout.connect(self.send_drag)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(120)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(640, 80)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.update()

    def show_picture(self, picture: BarPicture) -> None:
        """Show other data, or another clock; a hand that drags keeps its handle."""
        self.picture = picture
        self.update()

    def set_span(self, span: Span) -> None:
        """Show another stretch, as asked for from outside."""
        self.picture = replace(self.picture, span=span)
        self._keeps_now = span.contains(self.picture.now)
        self.update()

    def keep_now_in_view(self) -> None:
        """Page the span along when the clock runs out of it, unless a person moved it away from the clock."""
        span, now = self.picture.span, self.picture.now
        inside = span.start <= now <= span.end - round(span.width * HEADROOM) * self.picture.live
        if inside:
            self._keeps_now = True
        elif self._keeps_now and self._drag is None:
            self._change_span(span.around(now, NOW_AT if now >= span.start else 1 - NOW_AT))

    @property
    def scale(self) -> TimeScale:
        """How time lies over the widget."""
        return scale_of(QRectF(self.rect()), self.picture)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture, box = self.picture, QRectF(self.rect())
        with QPainter(self) as painter:
            if picture.note:
                paint_note(painter, box, picture.note, self._palette)
                return
            self._ground.paint(painter, box, picture, self._palette, self._zone)
            if self._drag is not None:
                picture = replace(picture, now=self._drag, live=False)
            paint_over(painter, box, picture, self._palette, self._zone)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x, held = event.position().x(), event.modifiers()
        left = event.button() is Qt.MouseButton.LeftButton
        if event.button() is Qt.MouseButton.MiddleButton or (left and held & Qt.KeyboardModifier.ControlModifier):
            self._moving = self.picture.span, x
        elif left and held & Qt.KeyboardModifier.ShiftModifier:
            self._choosing = begun(self.scale, x, self._reachable(x), self.stretch), x
        elif left:
            self._drag_to(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._moving is not None:
            span, pressed = self._moving
            self._move_by_hand(span.moved(round((pressed - x) * self.scale.per_pixel())))
        elif self._choosing is not None:
            drag, pressed = self._choosing
            if abs(x - pressed) >= LEAST_PX:
                self.set_stretch(drag.to(self._reachable(x)))
        elif self._drag is not None:
            self._drag_to(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._moving is not None or self._choosing is not None:
            self._moving = self._choosing = None
        elif event.button() is Qt.MouseButton.LeftButton and self._drag is not None:
            self._let_go(event.position().x())

    def _let_go(self, x: float) -> None:
        instant, self._drag, self._unsent = self._reachable(x), None, False
        self._throttle.stop()
        if self._past_the_edge(x):
            self.live_requested.emit(LiveRequested())
        else:
            self.seek_requested.emit(SeekRequested(instant, True))
        self.update()

    @property
    def stretch(self) -> StretchChosen | None:
        """What was chosen."""
        return None if self.picture.stretch is None else StretchChosen(*self.picture.stretch)

    def set_stretch(self, stretch: StretchChosen | None) -> None:
        """Choose a stretch, or none."""
        if stretch != self.stretch:
            chosen = None if stretch is None else (stretch.start, stretch.end)
            self.picture = replace(self.picture, stretch=chosen)
            self.update()
            self.stretch_changed.emit(stretch)

    def _drag_to(self, x: float) -> None:
        self._drag = self._reachable(x)
        self._unsent = True
        if not self._throttle.isActive():
            self.send_drag()
        self.update()

    @Slot()
    def send_drag(self) -> None:
        """Send where the hand is, if it moved since the last time."""
        if self._drag is not None and self._unsent:
            self._unsent = False
            self.seek_requested.emit(SeekRequested(self._drag, False))
            self._throttle.start()

    def _reachable(self, x: float) -> Instant:
        instant = self.scale.instant(min(max(x, 0.0), float(self.width())))
        if self.picture.first is not None:
            instant = max(instant, self.picture.first)
        return instant if self.picture.edge is None else min(instant, self.picture.edge)

    def _past_the_edge(self, x: float) -> bool:
        return self.picture.edge is not None and x >= self.scale.x(self.picture.edge) - SNAP_PX

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        sideways = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        span = self.picture.span
        if sideways:
            self._move_by_hand(span.moved(-round(span.width * PAN_PER_NOTCH * sideways / NOTCH)))
        elif turned.y():
            about = self.scale.instant(event.position().x())
            self._move_by_hand(span.zoomed(ZOOM_PER_NOTCH ** (-turned.y() / NOTCH), about))
        event.accept()

    def move_to(self, span: Span) -> None:
        """Show another stretch, as asked for by a person."""
        self._move_by_hand(span)

    def _move_by_hand(self, span: Span) -> None:
        self._keeps_now = span.contains(self.picture.now)
        self._change_span(span)

    def _change_span(self, span: Span) -> None:
        if span != self.picture.span:
            self.picture = replace(self.picture, span=span)
            self.update()
            self.span_changed.emit(SpanChanged(span.start, span.end))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_hint(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_hint(self, place: QPoint, on_screen: QPoint) -> None:
        QToolTip.showText(on_screen, hint_at(self.picture, self.scale, place, self._zone), self)
