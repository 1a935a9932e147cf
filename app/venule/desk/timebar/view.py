"""The time bar: one clock for every view, dragged back, played at any speed, and brought back to LIVE."""

from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from venule.desk.style.metrics import CORNER, Space
from venule.desk.style.palette import Palette
from venule.desk.timebar.basis import BasisSwitch
from venule.desk.timebar.bykey import by_key
from venule.desk.timebar.events import (
    BasisRequested,
    LiveRequested,
    LoopRequested,
    PlayRequested,
    SeekRequested,
    SpanChanged,
    StepRequested,
    StretchChosen,
)
from venule.desk.timebar.face import ClockFace, LiveKey
from venule.desk.timebar.keys import Keys
from venule.desk.timebar.marks import pinned
from venule.desk.timebar.overview import Overview
from venule.desk.timebar.picture import BarPicture
from venule.desk.timebar.span import Span
from venule.desk.timebar.spans import EVERYTHING
from venule.desk.timebar.stretch import begun_at, ended_at
from venule.desk.timebar.strip import Strip
from venule.domain.clock import Clock
from venule.domain.instant import MINUTE, Instant
from venule.domain.liveness import FeedGap
from venule.domain.note import Note
from venule.store.answers import Histogram
from venule.store.occurrences import AlarmMarks

HEIGHT, LOW_HEIGHT = 114, 88
LOW_WINDOW = 900
"""In a window lower than this the bar is low too: the trends need the room."""

RIGHT_WIDTH = 200
PIXELS_PER_BIN = 3
FEWEST_BINS, MOST_BINS = 50, 2_000
MARGIN = 0.01
MOST_NOTES = 10_000


class TimeBar(QWidget):
    """Shows the day and the clock, and asks for another time. It moves no clock itself: the answer is ``set_now``.

    ``stretch_changed`` carries a :class:`StretchChosen`, or ``None`` when it is let go of.
    """

    seek_requested = Signal(SeekRequested)
    play_requested = Signal(PlayRequested)
    live_requested = Signal(LiveRequested)
    span_changed = Signal(SpanChanged)
    step_requested = Signal(StepRequested)
    loop_requested = Signal(LoopRequested)
    basis_requested = Signal(BasisRequested)
    stretch_changed = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget | None = None, *, zone: tzinfo | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._clock = Clock()
        self._last_recorded: Instant | None = None
        self._wall: Instant | None = None
        self._notes: tuple[Note, ...] = ()
        self.keys = Keys(palette, self)
        self.strip = Strip(palette, zone, self)
        self.overview = Overview(palette, self)
        self.face = ClockFace(palette, zone, self)
        self.live_key = LiveKey(palette, self)
        self.basis = BasisSwitch(self)
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
        middle = QVBoxLayout()
        middle.setSpacing(Space.HAIR)
        middle.addWidget(self.strip, 1)
        middle.addWidget(self.overview)
        row.addLayout(middle, 1)
        right = QWidget(self)
        right.setFixedWidth(RIGHT_WIDTH)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.HAIR)
        for part in (self.live_key, self.face, self.basis):
            column.addWidget(part, 1)
        row.addWidget(right)

    def _connect(self) -> None:
        self.keys.play_requested.connect(self.play_requested)
        self.keys.step_requested.connect(self.step_requested)
        self.keys.loop_requested.connect(self.loop_requested)
        self.keys.stepped.connect(self.step_minutes)
        self.keys.spans.width_wished.connect(self.show_width)
        self.strip.seek_requested.connect(self.seek_requested)
        self.strip.live_requested.connect(self.live_requested)
        self.strip.span_changed.connect(self._follow_span)
        self.strip.stretch_changed.connect(self._follow_stretch)
        self.overview.span_wished.connect(self.move_to)
        self.basis.basis_requested.connect(self.basis_requested)
        self.live_key.clicked.connect(self.go_live)

    @property
    def span(self) -> tuple[Instant, Instant]:
        """The stretch of time shown."""
        shown = self.strip.picture.span
        return shown.start, shown.end

    @property
    def stretch(self) -> StretchChosen | None:
        """The stretch of time that a person has chosen: to play over and over, to cut out, to report on."""
        return self.strip.stretch

    @property
    def bins(self) -> int:
        """How many bins of arrivals suit the width."""
        return min(max(self.strip.width() // PIXELS_PER_BIN, FEWEST_BINS), MOST_BINS)

    @Slot(QSize)
    def suit(self, window: QSize) -> None:
        """Take less room in a low window: the axis has one row there, and the keys stand closer."""
        self.setFixedHeight(LOW_HEIGHT if window.height() < LOW_WINDOW else HEIGHT)

    def set_span(self, start: Instant, end: Instant) -> None:
        """Show a stretch of time; no signal answers."""
        self.strip.set_span(Span(start, max(end, start + 1)).zoomed(1.0, start))
        self._show(self.strip.picture)

    def set_extent(self, first_recorded: Instant | None, last_recorded: Instant | None) -> None:
        """Say from when to when anything was recorded."""
        self._last_recorded = last_recorded
        self._show(replace(self.strip.picture, first=first_recorded, edge=self._edge))

    def set_now(self, now: Instant, clock: Clock, wall: Instant | None = None) -> None:
        """Follow the clock. ``wall`` is where live is; without it, the last recorded time stands for it."""
        self._clock, self._wall = clock, wall
        self._show(replace(self.strip.picture, now=now, live=clock.live, loop=clock.loop, edge=self._edge))
        self.strip.keep_now_in_view()
        self.keys.set_clock(clock)
        self.face.set_now(now, clock, self._edge)
        self.basis.set_clock(clock)
        self.live_key.set_lit(clock.live and not self.strip.picture.note)

    def set_arrivals(self, histogram: Histogram) -> None:
        """Show how much arrived."""
        self._show(replace(self.strip.picture, arrivals=histogram))

    def set_alarms(self, alarms: AlarmMarks) -> None:
        """Show when alarms were raised."""
        self._show(replace(self.strip.picture, alarms=alarms))

    def set_gaps(self, gaps: tuple[FeedGap, ...]) -> None:
        """Show when feeds were not heard."""
        self._show(replace(self.strip.picture, gaps=gaps))

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        """Show what operators pinned to which time, the newest of very many."""
        if notes != self._notes:
            self._notes = notes
            self._show(replace(self.strip.picture, notes=pinned(notes[-MOST_NOTES:])))

    def set_stretch(self, stretch: StretchChosen | None) -> None:
        """Choose a stretch, or none, as with the hand."""
        self.strip.set_stretch(stretch)

    def set_note(self, note: str) -> None:
        """Say instead of everything else why there is no time to look at; nothing can be moved then."""
        self._show(replace(self.strip.picture, note=note))
        for part in (self.keys, self.strip, self.overview, self.live_key):
            part.setEnabled(not note)
        self.live_key.set_lit(self._clock.live and not note)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        for part in (self.keys, self.strip, self.overview, self.face, self.live_key):
            part.set_palette(palette)
        self.update()

    @property
    def _edge(self) -> Instant | None:
        return self._last_recorded if self._wall is None else self._wall

    def _show(self, picture: BarPicture) -> None:
        self.strip.show_picture(picture)
        self.overview.show_picture(picture)
        self.keys.spans.show_width(picture.span.width)

    @Slot(object)
    def _follow_span(self, span: SpanChanged) -> None:
        self._show(self.strip.picture)
        self.span_changed.emit(span)

    @Slot(object)
    def _follow_stretch(self, stretch: StretchChosen | None) -> None:
        self._show(self.strip.picture)
        self.keys.set_stretch(stretch is not None)
        self.stretch_changed.emit(stretch)

    @Slot()
    def go_live(self) -> None:
        """Ask for live."""
        self.live_requested.emit(LiveRequested())

    @Slot()
    def begin_stretch(self) -> None:
        """Have the chosen stretch begin with the time on the desk."""
        picture = self.strip.picture
        self.set_stretch(begun_at(picture.now, self.stretch, picture.edge) or self.stretch)

    @Slot()
    def end_stretch(self) -> None:
        """Have the chosen stretch end with the time on the desk."""
        picture = self.strip.picture
        self.set_stretch(ended_at(picture.now, self.stretch, picture.first) or self.stretch)

    @Slot()
    def let_stretch_go(self) -> None:
        """Choose none."""
        self.set_stretch(None)

    @Slot(object)
    def move_to(self, span: SpanChanged) -> None:
        """Show another part of the recording."""
        self.strip.move_to(Span(span.start, span.end).kept())

    @Slot(object)
    def show_width(self, width: int) -> None:
        """Show so much time around the clock, or the whole recording."""
        span, now = self.strip.picture.span, self.strip.picture.now
        if width == EVERYTHING:
            self.show_everything()
        else:
            about = now if span.contains(now) else span.start + span.width // 2
            self.strip.move_to(span.zoomed(width / max(1, span.width), about))

    @Slot()
    def show_everything(self) -> None:
        """Show the whole recording."""
        picture = self.strip.picture
        if picture.first is not None and picture.edge is not None:
            margin = round((picture.edge - picture.first) * MARGIN)
            whole = Span(picture.first - margin, picture.edge + margin + 1)
            self.strip.move_to(whole.zoomed(1.0, whole.start))

    def zoom(self, factor: float) -> None:
        """Show more time, or, below 1, less."""
        self.show_width(max(1, round(self.strip.picture.span.width * factor)))

    def page(self, by: float) -> None:
        """Show what lies that share of the span later, or, below 0, earlier."""
        span = self.strip.picture.span
        self.strip.move_to(span.moved(round(span.width * by)))

    @Slot(int)
    def step_minutes(self, count: int) -> None:
        """Ask for a time some minutes earlier or later."""
        self.step(count * MINUTE)

    def step(self, by: int) -> None:
        """Ask for a time so much later, or, below 0, earlier."""
        target = self.strip.picture.now + by
        if self._edge is not None and target > self._edge:
            if not self._clock.live:
                self.go_live()
            return
        if self.strip.picture.first is not None:
            target = max(target, self.strip.picture.first)
        self.seek_requested.emit(SeekRequested(target, True))

    def go_to_start(self) -> None:
        """Ask for the first moment of the recording."""
        first = self.strip.picture.first
        self.seek_requested.emit(SeekRequested(self.span[0] if first is None else first, True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not by_key(self, event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            painter.setPen(QColor(self._palette.focus if self.hasFocus() else self._palette.panel))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
