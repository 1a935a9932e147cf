"""The pulse: one timer, one clock, one cursor. It asks what is new and tells the models, live and in replay alike."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskAlarms, AskCatalogue, AskChanges, AskHealth, AskLatest, AskNotes, AskPlacements
from venule.desk.session import Archive
from venule.domain.basis import Basis
from venule.domain.clock import LIVE, Clock, Loop
from venule.domain.instant import SECOND, Instant
from venule.store.answers import Catalogue, Cursor, Values

CALM_MS = 250
FAST_MS = 100
FAST_SPEED = 10.0
SLOW_BEAT = SECOND
CATALOGUE_BEAT = 2 * SECOND
BESIDE = ("alarms", "placements", "notes", "health")
"""Slots of what is told of a time beside its values."""

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

    Everything comes again where something older was written meanwhile, as by an import into the open file, and at
    each beat of a clock that runs backwards. While jumps follow each other faster than they are answered, as under a
    hand that drags, each answer is shown on the way to the newest; no more than one waits. What else is told of the
    time of a jump is held back until its values are there, so that all is shown at once; ``landed`` follows.
    ``begin`` and ``end`` are the first moment of a recording and the last of a finished one: a replay stops there
    instead of running on into silence.
    """

    jumped = Signal(object)
    landed = Signal(object)
    pulsed = Signal(object)
    catalogued = Signal(object)
    alarms_changed = Signal(object)
    placements_changed = Signal(object)
    notes_changed = Signal(object)
    health_changed = Signal(object)
    clock_changed = Signal(object)
    ticked = Signal(object)
    failed = Signal(object)

    def __init__(self, query: QueryThread[Archive], wall: Callable[[], Instant], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = query
        self._wall = wall
        self.clock: Clock = LIVE
        self.begin: Instant | None = None
        self.end: Instant | None = None
        self.settled = False
        self._awaited: AskLatest | AskChanges | None = None
        self._cursor: Cursor | None = None
        self._version = -1
        self._seen: Instant | None = None
        self._reached: Instant | None = None
        self._catalogue_due: Instant = 0
        self._catalogue_asked: Instant | None = None
        self._slow_at: Instant | None = None
        self._held: dict[str, Answer] = {}
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
        self._set_clock(self.clock.seek(self._within(instant), self._wall()))
        self._jump()

    def stand_at(self, instant: Instant) -> None:
        """Look at another time, and stay there."""
        wall = self._wall()
        self._set_clock(self.clock.play(0.0, wall).seek(self._within(instant), wall))
        self._jump()

    def play(self, speed: float) -> None:
        """Replay from here at a speed, below 0 backwards; 0 pauses."""
        self._set_clock(self.clock.play(speed, self._wall()))
        self.beat()

    def loop(self, stretch: Loop | None) -> None:
        """Replay a stretch over and over, as far as it was recorded; ``None`` lets it go on beyond."""
        within = None if stretch is None else (self._within(stretch[0]), self._within(stretch[1]))
        self.follow(self.clock.looping(within, self._wall()))

    def hold_against(self, basis: Basis) -> None:
        """Show what was known then, or what happened by then; live it is one and the same."""
        self.follow(self.clock.on(basis, self._wall()))

    def follow(self, clock: Clock) -> None:
        """Take a clock as it is, such as the one before a drag, or that of another desk."""
        before = self.moment()
        self._set_clock(clock)
        after = self.moment()
        if clock.basis is not before.clock.basis or abs(after.now - before.now) > SECOND:
            self._jump()
        else:
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
        if self._at_a_bound(moment):
            moment = self.moment()
        self.ticked.emit(moment)
        self._beat_slowly(moment)
        if self._awaited is None and self._version >= 0 and moment.now != self._seen:
            self._ask(self._next_question(moment))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Receive what the query thread answered; what was overtaken by a jump is let go."""
        if answer.slot == "catalogue":
            self._take_catalogue(answer)
        elif answer.slot == "pulse":
            self._take_values(answer)
        elif answer.slot in BESIDE and isinstance(self._awaited, AskLatest):
            self._held[answer.slot] = answer
        elif answer.slot in BESIDE:
            self._tell(answer)
        if answer.problem and answer.slot in ("catalogue", "pulse"):
            self.failed.emit(answer.problem)

    def refresh_alarms(self) -> None:
        """Ask for the alarms at once: something was acknowledged, or time jumped."""
        self._query.ask("alarms", AskAlarms(self.moment().now, self.clock.basis))

    def refresh_placements(self) -> None:
        """Ask at once where assets were put by hand: one was put somewhere, or time jumped."""
        self._query.ask("placements", AskPlacements(self.moment().now))

    def refresh_notes(self) -> None:
        """Ask for the notes at once: one was written or withdrawn, or time jumped."""
        self._query.ask("notes", AskNotes(self.moment().now, self.clock.basis))

    def _within(self, instant: Instant) -> Instant:
        """The instant, or the end of the recording beyond which it lies."""
        late = instant if self.end is None else min(instant, self.end)
        return late if self.begin is None else max(late, self.begin)

    def _set_clock(self, clock: Clock) -> None:
        self.clock = clock
        fast = not clock.live and abs(clock.speed) >= FAST_SPEED
        self._timer.setInterval(FAST_MS if fast else CALM_MS)
        self.clock_changed.emit(clock)
        self.ticked.emit(self.moment())

    def _at_a_bound(self, moment: Moment) -> bool:
        """Stop a replay at either end of its recording; let one that caught up with the wall go live."""
        clock = moment.clock
        if clock.live or clock.speed == 0 or clock.loop is not None:
            return False
        if clock.backwards:
            return self.begin is not None and self._stopped(moment, self.begin, moment.now <= self.begin)
        if self.end is not None:
            return self._stopped(moment, self.end, moment.now >= self.end)
        if moment.now >= moment.wall:
            self._set_clock(LIVE)
            return True
        return False

    def _stopped(self, moment: Moment, bound: Instant, reached: bool) -> bool:
        if reached:
            self._set_clock(moment.clock.play(0.0, moment.wall).seek(bound, moment.wall))
        return reached

    def _beat_slowly(self, moment: Moment) -> None:
        if self._slow_at is not None and 0 <= moment.wall - self._slow_at < SLOW_BEAT:
            return
        self._slow_at = moment.wall
        self._query.ask("health", AskHealth(moment.now, moment.wall))
        self._query.ask("alarms", AskAlarms(moment.now, moment.clock.basis))
        self._query.ask("placements", AskPlacements(moment.now))
        self._query.ask("notes", AskNotes(moment.now, moment.clock.basis))

    def _jump(self) -> None:
        self._cursor = None
        if self._version >= 0:
            self._refresh()
            self._ask(AskLatest(self.moment().now, self.clock.basis))

    def _refresh(self) -> None:
        moment = self.moment()
        self._query.ask("health", AskHealth(moment.now, moment.wall))
        self.refresh_alarms()
        self.refresh_placements()
        self.refresh_notes()

    def _next_question(self, moment: Moment) -> AskLatest | AskChanges:
        """What is new, or everything where time has turned back: a replay runs backwards, or its loop begins anew."""
        turned = not moment.clock.live and self._reached is not None and moment.now < self._reached
        if turned and not moment.clock.backwards:
            self._refresh()
        if self._cursor is None or turned:
            return AskLatest(moment.now, moment.clock.basis)
        return AskChanges(self._cursor, moment.now, moment.clock.basis)

    def _ask(self, question: AskLatest | AskChanges) -> None:
        self._awaited, self._reached = question, question.as_of
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
        if answer.question is not self._awaited:
            self._pass_by(answer)
            return
        jumped, self._awaited = isinstance(answer.question, AskLatest), None
        values = answer.value
        if not isinstance(values, Values):
            self._cursor = None if jumped else self._cursor
            self._tell_held()
            return
        self._cursor = values.cursor
        self._seen = None if values.more else values.as_of
        if jumped or values.whole:
            self._land(values)
        else:
            self.pulsed.emit(values)
        self.settled = True
        self._follow_catalogue(values.catalogue_version)
        if values.more:
            self.beat()

    def _pass_by(self, answer: Answer) -> None:
        """An answer that a newer jump has overtaken: in a look back it is shown until the next one comes."""
        asked, values = answer.question, answer.value
        if not (isinstance(asked, AskLatest) and isinstance(self._awaited, AskLatest) and isinstance(values, Values)):
            return
        if not self.clock.live and asked.basis is self.clock.basis:
            self._land(values)

    def _land(self, values: Values) -> None:
        self.jumped.emit(values)
        self._tell_held()
        self.landed.emit(values)

    def _tell_held(self) -> None:
        held, self._held = self._held, {}
        for answer in held.values():
            self._tell(answer)

    def _tell(self, answer: Answer) -> None:
        """Tell what is known of a time beside its values."""
        told = (self.alarms_changed, self.placements_changed, self.notes_changed, self.health_changed)
        if answer.value is not None:
            dict(zip(BESIDE, told, strict=True))[answer.slot].emit(answer.value)
        if answer.problem:
            self.failed.emit(answer.problem)

    def _follow_catalogue(self, version: int) -> None:
        if version > self._version and self._catalogue_asked is None and self._wall() >= self._catalogue_due:
            self._ask_catalogue()
