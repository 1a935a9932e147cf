"""Links the time bar: its wishes move the clock, and it is told what arrived, what was raised, what was missed."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.links.opening import Opened, Opening
from venule.desk.pulse import Moment, Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskStretch, Stretch
from venule.desk.session import Archive
from venule.desk.timebar.basis import LIVE_IS_BOTH
from venule.desk.timebar.events import (
    BasisRequested,
    LiveRequested,
    LoopRequested,
    PlayRequested,
    SeekRequested,
    SpanChanged,
    StretchChosen,
)
from venule.desk.timebar.view import TimeBar
from venule.domain.basis import Basis
from venule.domain.clock import Clock
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant

EVERY = 5 * SECOND
SHARE = 20
"""An answer that took a second is asked for at most every twenty: years of alarms must not hold up all else."""

AHEAD = 10 * MINUTE
LONGEST_LIVE, LONGEST_RECORDING = 24 * HOUR, 35 * DAY
"""A recording shows a month at once: who reviews it looks for the day first."""

MARGIN = 0.01
BLANK = "Nothing was recorded yet."
NO_STRETCH = "Choose a stretch of time first: drag on the time bar with Shift, or set its ends with [ and ]."

AT_BEGIN = "The recording begins here: it can be played forwards, or looped."
AT_END = "The recording ends here: it can be played backwards, or looped."


class TimeLink(QObject):
    """A finished recording has no present to go back to: LIVE brings its last moment there.

    A hand that drags holds the clock; where it lets go the replay runs on. ``told`` carries a sentence why something
    cannot be done.
    """

    told = Signal(str)

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
        self._due_at: Instant = 0
        self._basis = Basis.KNOWN
        self._held: Clock | None = None
        opening.opened.connect(self.show_opened)
        pulse.ticked.connect(self.show_moment)
        query.answered.connect(self.take)
        bar.seek_requested.connect(self.seek)
        bar.play_requested.connect(self.play)
        bar.live_requested.connect(self.go_live)
        bar.span_changed.connect(self.follow_span)
        bar.loop_requested.connect(self.loop)
        bar.basis_requested.connect(self.hold_against)

    @Slot(object)
    def show_opened(self, opened: Opened) -> None:
        """Show the stretch that ends with the newest data: a day while live, a whole recording up to a month."""
        extent = opened.extent
        first = extent.first_recorded if extent.first_recorded is not None else self._bar.strip.picture.first
        self._bar.set_extent(first, extent.last_recorded)
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
        if moment.wall >= self._due_at or moment.clock.basis is not self._basis:
            self.ask()

    @property
    def stretch(self) -> StretchChosen | None:
        """The stretch of time that a person has chosen on the bar."""
        return self._bar.stretch

    @Slot(object)
    def seek(self, wish: SeekRequested) -> None:
        """Look at another time: under a hand that drags the clock stands, and goes on as before where it lets go."""
        if not wish.final:
            self._held = self._held or self._pulse.clock
            self._pulse.stand_at(wish.instant)
            return
        held, self._held = self._held or self._pulse.clock, None
        there = held.seek(wish.instant, self._pulse.moment().wall)
        self._pulse.follow(replace(there, basis=self._pulse.clock.basis))  # it may have been switched under the hand

    @Slot(object)
    def play(self, wish: PlayRequested) -> None:
        """Replay, under a hand that drags too; says so where there is nothing further that way."""
        self._held = None
        self._pulse.play(wish.speed)
        if wish.speed and not self._pulse.clock.running:
            self.told.emit(AT_BEGIN if wish.speed < 0 else AT_END)

    def toggle_play(self) -> None:
        """Pause what runs, or let run what stands, at its speed and in its direction."""
        self._bar.keys.toggle_play()

    def toggle_reverse(self) -> None:
        """Replay backwards, or pause that."""
        self._bar.keys.toggle_reverse()

    @Slot(object)
    def loop(self, wish: LoopRequested) -> None:
        """Play the chosen stretch over and over, or let the replay go on beyond it."""
        stretch = self.stretch
        if not wish.on:
            self._held = None if self._held is None else replace(self._held, loop=None)
            self._pulse.loop(None)
        elif stretch is None:
            self.told.emit(NO_STRETCH)
        else:
            self._held = None
            self._pulse.loop((stretch.start, stretch.end))
            if not self._pulse.clock.running:
                self._pulse.play(self._bar.keys.speed)

    def toggle_loop(self) -> None:
        """The same, for the key."""
        self.loop(LoopRequested(self._pulse.clock.loop is None))

    def begin_stretch(self) -> None:
        """The chosen stretch begins with the time on the desk."""
        self._bar.begin_stretch()

    def end_stretch(self) -> None:
        """The chosen stretch ends with the time on the desk."""
        self._bar.end_stretch()

    def let_stretch_go(self) -> None:
        """No stretch is chosen any more."""
        self._bar.let_stretch_go()

    @Slot(object)
    def hold_against(self, wish: BasisRequested) -> None:
        """Show what was known then, or what happened by then."""
        self._pulse.hold_against(wish.basis)

    def switch_basis(self) -> None:
        """The other of the two; live there is nothing to switch."""
        clock = self._pulse.clock
        if clock.live:
            self.told.emit(LIVE_IS_BOTH)
        else:
            self._pulse.hold_against(Basis.HAPPENED if clock.basis is Basis.KNOWN else Basis.KNOWN)

    @Slot(object)
    def go_live(self, wish: LiveRequested) -> None:
        """Back to the present, or to the end of a recording."""
        self.to_present()

    def to_present(self) -> None:
        """The same, for the key."""
        self._held = None
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
        moment = self._pulse.moment()
        self._asked_at, self._due_at, self._basis = moment.wall, moment.wall + EVERY, moment.clock.basis
        start, end = self._bar.span
        self._query.ask("stretch", AskStretch(start, end, self._bar.bins, moment.wall, self._basis))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Show it."""
        if isinstance(answer.value, Stretch):
            took = self._pulse.moment().wall - (self._asked_at or 0)
            self._due_at = max(self._due_at, (self._asked_at or 0) + SHARE * took)
            self._bar.set_arrivals(answer.value.arrivals)
            self._bar.set_gaps(answer.value.gaps)
            self._bar.set_alarms(answer.value.alarms)
