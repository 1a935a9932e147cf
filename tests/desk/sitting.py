"""A sitting at the desk for tests: the whole desk on a real file, with a wall clock that moves when told."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.desk.town import NOON
from venule.desk.building import Desk, Means, build
from venule.desk.pulse import Pulse
from venule.desk.query import QueryThread
from venule.desk.session import Archive, open_session
from venule.desk.style.look import Look
from venule.desk.style.palette import Theme
from venule.domain.instant import SECOND, Instant
from venule.verticals.guard import Guard


class Wall:
    """The wall clock."""

    def __init__(self, now: Instant = NOON) -> None:
        self.now = now

    def __call__(self) -> Instant:
        return self.now

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.now += round(seconds * SECOND)


class Sitting:
    """Opens the desk and lets it come to rest."""

    def __init__(
        self,
        qtbot: QtBot,
        cache: Path,
        at: Instant | None = None,
        guard: Guard | None = None,
        *,
        wall: Instant = NOON,
        theme: Theme = Theme.DARK,
    ) -> None:
        self.qtbot, self.cache, self.wall, self.look = qtbot, cache, Wall(wall), Look(theme)
        self.look.switch(self.look.palette.theme)
        session = open_session(cache, "Ada")
        self.query: QueryThread[Archive] = QueryThread(lambda: Archive(cache))
        self.query.start()
        self.pulse = Pulse(self.query, self.wall)
        self.desk: Desk = build(Means(session, self.query, self.pulse, self.look, guard or Guard(())), at)
        self.window = self.desk.window
        self.panes = self.window.panes
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        self.desk.opening.start()
        self.rest()

    def rest(self) -> None:
        """Until every question is answered."""
        self.qtbot.waitUntil(lambda: self.pulse.settled and self.query.idle, timeout=10_000)

    def beat(self, seconds: float = 2.0) -> None:
        """Let time pass, and the pulse beat once."""
        self.wall.go(seconds)
        self.pulse.beat()
        self.rest()

    def row(self, name: str) -> int:
        """An asset's row."""
        return self.desk.city.catalogue.assets.name.index(name)

    def close(self) -> None:
        """Take the desk down."""
        self.pulse.stop()
        self.query.stop()
        self.window.close()
