"""The strip of the time bar as a widget: dragging looks back, the wheel zooms, hovering tells what lies there."""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.events import LiveRequested, SeekRequested, SpanChanged
from venule.desk.timebar.hint import hint_at
from venule.desk.timebar.picture import BarPicture, paint_strip, plot_box, scale_of
from venule.desk.timebar.span import Span
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

    def __init__(self, palette: Palette, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._zone = palette, zone
        self.picture = BarPicture(Span(-HOUR, 0), 0, True)
        self._drag: Instant | None = None
        self._unsent = False
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
        with QPainter(self) as painter:
            now = self.picture.now if self._drag is None else self._drag
            live = self.picture.live and self._drag is None
            paint_strip(
                painter, QRectF(self.rect()), replace(self.picture, now=now, live=live), self._palette, self._zone
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._drag is None:
            return
        instant, self._drag, self._unsent = self._reachable(event.position().x()), None, False
        self._throttle.stop()
        if self._past_the_edge(event.position().x()):
            self.live_requested.emit(LiveRequested())
        else:
            self.seek_requested.emit(SeekRequested(instant, True))
        self.update()

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
        in_alarms = place.y() < plot_box(QRectF(self.rect())).top()
        QToolTip.showText(on_screen, hint_at(self.picture, self.scale, place.x(), in_alarms, self._zone), self)
