"""The time bar: one clock for every view, dragged back, played at any speed, and brought back to LIVE."""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from venule.desk.style.metrics import CORNER, Space
from venule.desk.style.palette import Palette
from venule.desk.timebar.events import LiveRequested, PlayRequested, SeekRequested, SpanChanged
from venule.desk.timebar.face import ClockFace, LiveKey
from venule.desk.timebar.keys import Keys
from venule.desk.timebar.picture import BarPicture
from venule.desk.timebar.span import Span
from venule.desk.timebar.strip import Strip
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import HOUR, MINUTE, Instant
from venule.domain.liveness import FeedGap
from venule.store.answers import Histogram

HEIGHT = 84
PIXELS_PER_BIN = 3
FEWEST_BINS, MOST_BINS = 50, 2_000


class TimeBar(QWidget):
    """Shows the day and the clock, and asks for another time. It moves no clock itself: the answer is ``set_now``."""

    seek_requested = Signal(SeekRequested)
    play_requested = Signal(PlayRequested)
    live_requested = Signal(LiveRequested)
    span_changed = Signal(SpanChanged)

    def __init__(self, palette: Palette, parent: QWidget | None = None, *, zone: tzinfo | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._clock = Clock()
        self._last_recorded: Instant | None = None
        self._wall: Instant | None = None
        self.keys = Keys(palette, self)
        self.strip = Strip(palette, zone, self)
        self.face = ClockFace(palette, zone, self)
        self.live_key = LiveKey(palette, self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Time bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.SMALL, Space.TIGHT, Space.SMALL, Space.TIGHT)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.keys)
        row.addWidget(self.strip, 1)
        column = QVBoxLayout()
        column.setSpacing(Space.TIGHT)
        column.addWidget(self.live_key, 1)
        column.addWidget(self.face, 1)
        row.addLayout(column)

    def _connect(self) -> None:
        self.keys.play_requested.connect(self.play_requested)
        self.keys.stepped.connect(self.step_minutes)
        self.strip.seek_requested.connect(self.seek_requested)
        self.strip.live_requested.connect(self.live_requested)
        self.strip.span_changed.connect(self.span_changed)
        self.live_key.clicked.connect(self.go_live)

    @property
    def span(self) -> tuple[Instant, Instant]:
        """The stretch of time shown."""
        shown = self.strip.picture.span
        return shown.start, shown.end

    @property
    def bins(self) -> int:
        """How many bins of arrivals suit the width."""
        return min(max(self.strip.width() // PIXELS_PER_BIN, FEWEST_BINS), MOST_BINS)

    def set_span(self, start: Instant, end: Instant) -> None:
        """Show a stretch of time; no signal answers."""
        self.strip.set_span(Span(start, max(end, start + 1)).zoomed(1.0, start))

    def set_extent(self, first_recorded: Instant | None, last_recorded: Instant | None) -> None:
        """Say from when to when anything was recorded."""
        self._last_recorded = last_recorded
        self._show(replace(self.strip.picture, first=first_recorded, edge=self._edge))

    def set_now(self, now: Instant, clock: Clock, wall: Instant | None = None) -> None:
        """Follow the clock. ``wall`` is where live is; without it, the last recorded time stands for it."""
        self._clock, self._wall = clock, wall
        self._show(replace(self.strip.picture, now=now, live=clock.live, edge=self._edge))
        self.strip.keep_now_in_view()
        self.keys.set_clock(clock)
        self.face.set_now(now, clock, self._edge)
        self.live_key.set_lit(clock.live and not self.strip.picture.note)

    def set_arrivals(self, histogram: Histogram) -> None:
        """Show how much arrived."""
        self._show(replace(self.strip.picture, arrivals=histogram))

    def set_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """Show when alarms were raised."""
        self._show(replace(self.strip.picture, alarms=alarms))

    def set_gaps(self, gaps: tuple[FeedGap, ...]) -> None:
        """Show when feeds were not heard."""
        self._show(replace(self.strip.picture, gaps=gaps))

    def set_note(self, note: str) -> None:
        """Say instead of everything else why there is no time to look at; nothing can be moved then."""
        self._show(replace(self.strip.picture, note=note))
        for part in (self.keys, self.strip, self.live_key):
            part.setEnabled(not note)
        self.live_key.set_lit(self._clock.live and not note)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        for part in (self.keys, self.strip, self.face, self.live_key):
            part.set_palette(palette)
        self.update()

    @property
    def _edge(self) -> Instant | None:
        return self._last_recorded if self._wall is None else self._wall

    def _show(self, picture: BarPicture) -> None:
        self.strip.show_picture(picture)

    @Slot()
    def go_live(self) -> None:
        """Ask for live."""
        self.live_requested.emit(LiveRequested())

    @Slot(int)
    def step_minutes(self, count: int) -> None:
        """Ask for a time some minutes earlier or later."""
        self._step(count * MINUTE)

    def _step(self, by: int) -> None:
        target = self.strip.picture.now + by
        if self._edge is not None and target > self._edge:
            if not self._clock.live:
                self.go_live()
            return
        if self.strip.picture.first is not None:
            target = max(target, self.strip.picture.first)
        self.seek_requested.emit(SeekRequested(target, True))

    def _go_to_start(self) -> None:
        first = self.strip.picture.first
        self.seek_requested.emit(SeekRequested(self.span[0] if first is None else first, True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = HOUR if event.modifiers() & Qt.KeyboardModifier.ControlModifier else MINUTE
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-step)
            case Qt.Key.Key_Right:
                self._step(step)
            case Qt.Key.Key_Home:
                self._go_to_start()
            case Qt.Key.Key_End:
                self.go_live()
            case Qt.Key.Key_Space:
                self.keys.toggle_play()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.keys.change_speed(1)
            case Qt.Key.Key_Minus:
                self.keys.change_speed(-1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            painter.setPen(QColor(self._palette.focus if self.hasFocus() else self._palette.panel))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
