"""The pulse: one timer, one clock, one cursor. It asks what is new and tells the models, live and in replay alike."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskAlarms, AskCatalogue, AskChanges, AskHealth, AskLatest, AskPlacements
from venule.desk.session import Archive
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import SECOND, Instant
from venule.store.answers import Catalogue, Cursor, Values

CALM_MS = 250
FAST_MS = 100
FAST_SPEED = 10.0
SLOW_BEAT = SECOND
CATALOGUE_BEAT = 2 * SECOND
CATALOGUE_SHARE = 10
"""A catalogue that took a second to fetch is fetched at most every ten: a city that is growing must not stall."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The time on the desk, with the clock and the wall time it was read from."""

    now: Instant
    wall: Instant
    clock: Clock


class Pulse(QObject):
    """Emits frozen values. After a jump ``jumped`` carries everything, on each pulse ``pulsed`` what is new.

    Everything comes again where something older was written meanwhile, as by an import into the open file.
    ``end`` is the last moment of a finished recording: a replay stops there instead of running on into silence.
    """

    jumped = Signal(object)
    pulsed = Signal(object)
    catalogued = Signal(object)
    alarms_changed = Signal(object)
    placements_changed = Signal(object)
    health_changed = Signal(object)
    clock_changed = Signal(object)
    ticked = Signal(object)
    failed = Signal(object)

    def __init__(self, query: QueryThread[Archive], wall: Callable[[], Instant], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = query
        self._wall = wall
        self.clock: Clock = LIVE
        self.end: Instant | None = None
        self.settled = False
        self._awaited: AskLatest | AskChanges | None = None
        self._cursor: Cursor | None = None
        self._version = -1
        self._seen: Instant | None = None
        self._catalogue_due: Instant = 0
        self._catalogue_asked: Instant | None = None
        self._slow_at: Instant | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.beat)
        query.answered.connect(self.take)

    def start(self, clock: Clock = LIVE) -> None:
        """Begin: names first, then a full copy, then pulses."""
        self._set_clock(clock)
        self._ask_catalogue()
        self._timer.start()

    def stop(self) -> None:
        """No further question."""
        self._timer.stop()

    def moment(self) -> Moment:
        """The time on the desk now."""
        wall = self._wall()
        return Moment(self.clock.now(wall), wall, self.clock)

    def seek(self, instant: Instant) -> None:
        """Look at another time."""
        self._set_clock(self.clock.seek(instant, self._wall()))
        self._jump()

    def play(self, speed: float) -> None:
        """Replay from here at a speed; 0 pauses."""
        self._set_clock(self.clock.play(speed, self._wall()))
        self.beat()

    def go_live(self) -> None:
        """Back to the wall's time."""
        if not self.clock.live:
            self._set_clock(LIVE)
            self._jump()

    @Slot()
    def beat(self) -> None:
        """One beat of the timer: what is new since the last answer."""
        moment = self.moment()
        if self._at_end(moment):
            moment = self.moment()
        self.ticked.emit(moment)
        self._beat_slowly(moment)
        if self._awaited is None and self._version >= 0 and moment.now != self._seen:
            self._ask(AskLatest(moment.now) if self._cursor is None else AskChanges(self._cursor, moment.now))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Receive what the query thread answered; what was overtaken by a jump is let go."""
        if answer.slot == "catalogue":
            self._take_catalogue(answer)
        elif answer.slot == "pulse" and answer.question is self._awaited:
            self._take_values(answer)
        elif answer.slot == "alarms" and answer.value is not None:
            self.alarms_changed.emit(answer.value)
        elif answer.slot == "placements" and answer.value is not None:
            self.placements_changed.emit(answer.value)
        elif answer.slot == "health" and answer.value is not None:
            self.health_changed.emit(answer.value)
        if answer.problem and answer.slot in ("catalogue", "pulse", "alarms", "placements", "health"):
            self.failed.emit(answer.problem)

    def refresh_alarms(self) -> None:
        """Ask for the alarms at once: something was acknowledged, or time jumped."""
        self._query.ask("alarms", AskAlarms(self.moment().now))

    def refresh_placements(self) -> None:
        """Ask at once where assets were put by hand: one was put somewhere, or time jumped."""
        self._query.ask("placements", AskPlacements(self.moment().now))

    def _set_clock(self, clock: Clock) -> None:
        self.clock = clock
        fast = not clock.live and clock.speed >= FAST_SPEED
        self._timer.setInterval(FAST_MS if fast else CALM_MS)
        self.clock_changed.emit(clock)
        self.ticked.emit(self.moment())

    def _at_end(self, moment: Moment) -> bool:
        """Stop a replay at the end of its recording; let one that caught up with the wall go live."""
        if moment.clock.live or moment.clock.speed == 0:
            return False
        if self.end is not None and moment.now >= self.end:
            self._set_clock(Clock(False, self.end, moment.wall, 0.0))
        elif moment.now >= moment.wall:
            self._set_clock(LIVE)
        else:
            return False
        return True

    def _beat_slowly(self, moment: Moment) -> None:
        if self._slow_at is not None and 0 <= moment.wall - self._slow_at < SLOW_BEAT:
            return
        self._slow_at = moment.wall
        self._query.ask("health", AskHealth(moment.now, moment.wall))
        self._query.ask("alarms", AskAlarms(moment.now))
        self._query.ask("placements", AskPlacements(moment.now))

    def _jump(self) -> None:
        self._cursor = None
        if self._version >= 0:
            self._ask(AskLatest(self.moment().now))
            self.refresh_alarms()
            self.refresh_placements()

    def _ask(self, question: AskLatest | AskChanges) -> None:
        self._awaited = question
        self._query.ask("pulse", question)

    def _ask_catalogue(self) -> None:
        self._catalogue_asked = self._wall()
        self._query.ask("catalogue", AskCatalogue())

    def _take_catalogue(self, answer: Answer) -> None:
        wall = self._wall()
        took, self._catalogue_asked = wall - (self._catalogue_asked or wall), None
        self._catalogue_due = wall + max(CATALOGUE_BEAT, CATALOGUE_SHARE * took)
        if isinstance(answer.value, Catalogue):
            first, self._version = self._version < 0, answer.value.version
            self.catalogued.emit(answer.value)
            if first:
                self._jump()

    def _take_values(self, answer: Answer) -> None:
        jumped, self._awaited = isinstance(answer.question, AskLatest), None
        values = answer.value
        if not isinstance(values, Values):
            self._cursor = None if jumped else self._cursor
            return
        self._cursor = values.cursor
        self._seen = None if values.more else values.as_of
        (self.jumped if jumped or values.whole else self.pulsed).emit(values)
        self.settled = True
        self._follow_catalogue(values.catalogue_version)
        if values.more:
            self.beat()

    def _follow_catalogue(self, version: int) -> None:
        if version > self._version and self._catalogue_asked is None and self._wall() >= self._catalogue_due:
            self._ask_catalogue()
