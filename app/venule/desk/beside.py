"""A second window of the same process on another recording, or on the same at another time: two desks, one clock."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog

from venule.desk.building import Desk, Means, build
from venule.desk.links.beside import ClockPair
from venule.desk.links.memory import recall, remember
from venule.desk.links.opening import Opened
from venule.desk.pulse import Pulse
from venule.desk.query import QueryThread
from venule.desk.session import Archive, Session, open_session
from venule.desk.views.banner import Ribbon
from venule.desk.views.name_box import NameBox
from venule.desk.views.search_box import Command
from venule.domain.instant import DAY, Instant
from venule.domain.shift import shift_of, spelled
from venule.store.problem import StoreProblem

WORKSPACE = "beside"
ASIDE = QPoint(48, 48)
LONGEST_SHIFT = 40
HINT = "How much earlier or later, such as -1d; 0 for the same time"


@dataclass(frozen=True, slots=True)
class Second:
    """What stands while the second window is open."""

    session: Session
    desk: Desk
    query: QueryThread[Archive]
    pair: ClockPair


class Beside(QObject):
    """Holds one second window at most: another one takes its place. It ends with the first at the latest."""

    def __init__(self, means: Means, wall: Callable[[], Instant], remembered: bool = True) -> None:
        super().__init__()
        self._means, self._wall, self._remembered = means, wall, remembered
        self._first: Desk | None = None
        self._second: Second | None = None
        self._box: NameBox | None = None
        self._chosen = means.session.cache

    @property
    def second(self) -> Second | None:
        """The second window with all that is behind it."""
        return self._second

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be asked or drawn in it."""
        second = self._second
        if second is None:
            return True
        drawn = bool(getattr(second.desk.window.panes.map, "settled", True))
        return second.desk.pulse.settled and second.query.idle and drawn

    def commands(self) -> tuple[Command, ...]:
        """What the search of the first window offers."""
        here = self._means.session.cache
        return (
            Command("Open a recording beside this one, on one clock", "", self.ask_file, "side by side compare"),
            Command("Open this recording beside itself, a day earlier", "", partial(self.offer, here, -DAY)),
            Command("Open this recording beside itself, a week earlier", "", partial(self.offer, here, -7 * DAY)),
            Command("Close the window beside this one", "", self.close),
        )

    def attach(self, desk: Desk) -> None:
        """The first window is built."""
        self._first = desk
        self._box = NameBox(HINT, LONGEST_SHIFT, desk.window.centre)
        self._box.named.connect(self.open_shifted)

    @Slot()
    def ask_file(self) -> None:
        """Let the operator choose a recording, then by how much it is shifted."""
        assert self._first is not None
        dialog = QFileDialog(self._first.window, "Open beside this one", str(self._chosen.parent))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Recordings (*.venule)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.choose)
        dialog.open()

    @Slot(str)
    def choose(self, path: str) -> None:
        """A recording was chosen: by how much?"""
        assert self._box is not None
        self._chosen = Path(path)
        self._box.open("-1d" if self._chosen == self._means.session.cache else "0")

    @Slot(str)
    def open_shifted(self, typed: str) -> None:
        """Open what was chosen as far away as was typed."""
        try:
            shift = shift_of(typed)
        except ValueError as problem:
            self._say(f"{problem}.")
        else:
            self.offer(self._chosen, shift)

    def offer(self, cache: Path, shift: int) -> None:
        """Open a recording, or say why that cannot be."""
        try:
            self.open(cache, shift)
        except StoreProblem as problem:
            self._say(str(problem))

    def open(self, cache: Path, shift: int) -> None:
        """Open a recording so far from the first one's time, in microseconds.

        Raises :class:`venule.store.problem.StoreProblem` where it cannot be read.
        """
        assert self._first is not None
        first = self._means
        session = open_session(cache, first.session.who, workspace=WORKSPACE)
        self.close()
        query: QueryThread[Archive] = QueryThread(lambda: Archive(cache))
        query.start()
        pulse = Pulse(query, self._wall)
        pair = ClockPair(self._first.pulse, pulse, shift, self)
        desk = build(Means(session, query, pulse, first.look, first.guard), pair.opens_at)
        desk.opening.opened.connect(self._begin, Qt.ConnectionType.QueuedConnection)  # when its clock runs
        desk.window.closed.connect(self._let_go)
        self._second = Second(session, desk, query, pair)
        self._dress(desk, session, shift)
        desk.opening.start()

    @Slot()
    def close(self) -> None:
        """Close the second window, if there is one; the first goes on."""
        second, self._second = self._second, None
        if second is None:
            return
        second.desk.window.closed.disconnect(self._let_go)
        second.pair.end()
        second.pair.deleteLater()
        if self._remembered:
            remember(second.desk, second.session, self._means.look.palette.theme, second.query.ask)
        second.desk.pulse.stop()
        second.query.stop()
        second.desk.window.close()
        second.desk.window.deleteLater()

    def picture(self) -> QPixmap | None:
        """What the second window shows."""
        return None if self._second is None else self._second.desk.window.grab()

    def _dress(self, desk: Desk, session: Session, shift: int) -> None:
        """Its place, what was remembered, and in its frame whose clock it follows."""
        assert self._first is not None
        window, name = desk.window, self._means.session.cache.name
        window.arrange_by_size(QSize(self._first.window.size()))
        if self._remembered:
            recall(desk, session)
        if window.pos() == self._first.window.pos():
            window.move(window.pos() + ASIDE)
        window.setWindowTitle(f"{session.city}, {spelled(shift)} – Venule")
        ribbon = Ribbon("notice")
        window.add_strip(ribbon)
        ribbon.say(f"This window follows the clock of {name}, {spelled(shift)}; its own controls move both.")
        window.show()

    @Slot(object)
    def _begin(self, opened: Opened) -> None:
        if self._second is not None:
            self._second.pair.begin(may_be_live=not opened.finished)

    @Slot()
    def _let_go(self) -> None:
        QTimer.singleShot(0, self, self.close)  # once its own closing is over

    def _say(self, sentence: str) -> None:
        assert self._first is not None
        self._first.window.notice.say(sentence)
