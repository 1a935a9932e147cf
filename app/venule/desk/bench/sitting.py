"""A desk that is measured: the whole of it on a recording, built as the program builds it, in an event loop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from venule.desk.building import Desk, Means, build
from venule.desk.collecting import Collector
from venule.desk.pulse import Pulse
from venule.desk.query import QueryThread
from venule.desk.questions import AlarmsSeen
from venule.desk.session import Archive, open_session
from venule.desk.style.look import Look, prepare
from venule.domain.instant import Instant
from venule.store.answers import Values
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

PATIENCE_S = 60.0
LOOK_EVERY_MS = 5
LONGEST_COURSE = 100_000
"""Pulses that are remembered: more than two hours of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """At a time on the wall the desk showed ``reached``, when its clock said ``due``."""

    wall: Instant
    due: Instant
    reached: Instant
    rows: int
    whole: bool


class Watch(QObject):
    """Notes by the watch when a full copy comes and when the models have it, and how a replay goes on."""

    def __init__(self, pulse: Pulse) -> None:
        super().__init__(pulse)
        self._pulse = pulse
        self.came_s = self.modelled_s = 0.0
        self.alarms_of: Instant | None = None
        self.course: list[Shown] = []
        pulse.jumped.connect(self.note_copy)

    def follow(self) -> None:
        """Hear from now on what the models have heard."""
        self._pulse.jumped.connect(self.note_values)
        self._pulse.pulsed.connect(self.note_values)
        self._pulse.alarms_changed.connect(self.note_alarms)

    @Slot(object)
    def note_copy(self, _: Values) -> None:
        """A full copy has come."""
        self.came_s = perf_counter()

    @Slot(object)
    def note_values(self, values: Values) -> None:
        """The models have the values. What was not handed out yet is not shown yet."""
        self.modelled_s = perf_counter()
        reached = values.cursor.recorded_at if values.more else values.as_of
        now = wall()
        self.course.append(Shown(now, self._pulse.clock.now(now), reached, len(values.datastream), values.whole))
        del self.course[:-LONGEST_COURSE]

    @Slot(object)
    def note_alarms(self, seen: AlarmsSeen) -> None:
        """The alarms of a moment are shown."""
        self.alarms_of = seen.as_of


class TooSlow(Exception):
    """The desk did not come to rest; the message says within which time."""


class Sitting:
    """An open desk, and ways to wait for it. ``watch`` heard the pulse before the models did."""

    def __init__(self, application: QApplication, desk: Desk, query: QueryThread[Archive], watch: "Watch") -> None:
        self._application = application
        self.desk, self.query, self.watch = desk, query, watch
        self._alarm_clock = QTimer(desk.window)  # wakes a wait for events in which nothing happens
        self._alarm_clock.start(LOOK_EVERY_MS)

    def run_until(self, done: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Let the desk run until something is so; raises :class:`TooSlow` when it does not come."""
        end = perf_counter() + patience_s
        while not done():
            if perf_counter() > end:
                raise TooSlow(f"The desk did not come to rest within {patience_s:g} seconds.")
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def run_for(self, seconds: float) -> None:
        """Let the desk run."""
        end = perf_counter() + seconds
        while perf_counter() < end:
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self) -> None:
        """Until every question is answered and everything is painted."""
        self.run_until(self.at_rest)
        self.paint()

    def at_rest(self) -> bool:
        """Whether every question is answered, and the map has drawn what it was told."""
        return self.desk.pulse.settled and self.query.idle and self.desk.map.settled

    def paint(self) -> None:
        """What is due to be painted is painted when this returns."""
        self._application.sendPostedEvents(None, QEvent.Type.UpdateRequest)


@contextmanager
def sitting(cache: Path, at: Instant, size: tuple[int, int]) -> Iterator[Sitting]:
    """A desk on a recording, looking back at a time; it is taken down in the end."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["venule"])
    prepare(application)
    collector, look = Collector(), Look()
    look.switch(look.palette.theme)
    query: QueryThread[Archive] = QueryThread(lambda: Archive(cache))
    query.start()
    pulse = Pulse(query, wall)
    watch = Watch(pulse)
    desk = build(Means(open_session(cache, "bench"), query, pulse, look, Guard(discover())), at)
    try:
        desk.window.resize(*size)
        desk.window.show()
        desk.opening.start()
        watch.follow()
        yield Sitting(application, desk, query, watch)
    finally:
        pulse.stop()
        query.stop()
        desk.window.close()
        desk.window.deleteLater()
        application.processEvents()
        collector.stop()


def wall() -> Instant:
    """The time by the system."""
    return time.time_ns() // 1000
