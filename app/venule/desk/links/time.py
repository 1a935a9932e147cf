"""Links the time bar: its wishes move the clock, and it is told what arrived, what was raised, what was missed."""

from PySide6.QtCore import QObject, Slot

from venule.desk.links.opening import Opened, Opening
from venule.desk.pulse import Moment, Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskStretch, Stretch
from venule.desk.session import Archive
from venule.desk.timebar.events import LiveRequested, PlayRequested, SeekRequested, SpanChanged
from venule.desk.timebar.view import TimeBar
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant

EVERY = 5 * SECOND
AHEAD = 10 * MINUTE
LONGEST_LIVE, LONGEST_RECORDING = 24 * HOUR, 35 * DAY
"""A recording shows a month at once: who reviews it looks for the day first."""

MARGIN = 0.01
BLANK = "Nothing was recorded yet."


class TimeLink(QObject):
    """A finished recording has no present to go back to: LIVE brings its last moment there."""

    def __init__(
        self,
        bar: TimeBar,
        query: QueryThread[Archive],
        pulse: Pulse,
        opening: Opening,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bar, self._query, self._pulse, self._opening = bar, query, pulse, opening
        self._asked_at: Instant | None = None
        opening.opened.connect(self.show_opened)
        pulse.ticked.connect(self.show_moment)
        query.answered.connect(self.take)
        bar.seek_requested.connect(self.seek)
        bar.play_requested.connect(self.play)
        bar.live_requested.connect(self.go_live)
        bar.span_changed.connect(self.follow_span)

    @Slot(object)
    def show_opened(self, opened: Opened) -> None:
        """Show the stretch that ends with the newest data: a day while live, a whole recording up to a month."""
        extent = opened.extent
        self._bar.set_extent(extent.first_recorded, extent.last_recorded)
        if extent.last_recorded is not None:
            end = extent.last_recorded if opened.finished else self._pulse.moment().wall
            longest = LONGEST_RECORDING if opened.finished else LONGEST_LIVE
            start = min(max(extent.first_recorded or 0, end - longest), end - HOUR)
            self._bar.set_span(start, end + (round((end - start) * MARGIN) if opened.finished else AHEAD))
        self._bar.live_key.set_recording(opened.finished and not opened.blank)
        self._bar.set_note(BLANK if opened.blank else "")
        self.ask()

    @Slot(object)
    def show_moment(self, moment: Moment) -> None:
        """Follow the clock, and ask again from time to time."""
        self._bar.set_now(moment.now, moment.clock, None if self._opening.finished else moment.wall)
        if self._asked_at is None or moment.wall - self._asked_at >= EVERY:
            self.ask()

    @Slot(object)
    def seek(self, wish: SeekRequested) -> None:
        """Look at another time."""
        self._pulse.seek(wish.instant)

    @Slot(object)
    def play(self, wish: PlayRequested) -> None:
        """Replay."""
        self._pulse.play(wish.speed)

    @Slot(object)
    def go_live(self, wish: LiveRequested) -> None:
        """Back to the present, or to the end of a recording."""
        self.to_present()

    def to_present(self) -> None:
        """The same, for the key."""
        if self._opening.finished and self._opening.last_recorded is not None:
            self._pulse.seek(self._opening.last_recorded)
        else:
            self._pulse.go_live()

    @Slot(object)
    def follow_span(self, span: SpanChanged) -> None:
        """Another stretch is shown."""
        self.ask()

    def ask(self) -> None:
        """Ask what happened in the stretch that is shown."""
        wall = self._pulse.moment().wall
        self._asked_at = wall
        start, end = self._bar.span
        self._query.ask("stretch", AskStretch(start, end, self._bar.bins, wall))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Show it."""
        if isinstance(answer.value, Stretch):
            self._bar.set_arrivals(answer.value.arrivals)
            self._bar.set_gaps(answer.value.gaps)
            self._bar.set_alarms(answer.value.alarms)
