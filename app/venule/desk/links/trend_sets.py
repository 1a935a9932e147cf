"""Links sets of trends kept by name: from the chart into the operator's file at once, and back by menu and search."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from venule.desk.links.trends import TrendLink
from venule.desk.session import Session
from venule.desk.trends.sets import LONGEST_NAME, TooManySets, TrendSet, TrendSets, decoded
from venule.desk.trends.view import TrendView
from venule.desk.views.name_box import NameBox
from venule.desk.views.search_box import Command
from venule.desk.writings import WriteMemory

MEMORY = "trends"
NOTHING_SHOWN = "No trends are shown that could be kept: open an asset first."


class SetLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(
        self,
        view: TrendView,
        trends: TrendLink,
        session: Session,
        ask: Callable[[str, WriteMemory], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._trends, self._session, self._ask = view, trends, session, ask
        self._offer: Callable[[tuple[Command, ...]], None] = lambda commands: None
        self._name = NameBox("Name of these trends", LONGEST_NAME, view)
        self._name.named.connect(self.keep)
        self.sets: TrendSets = decoded(session.remembered.get(MEMORY))
        key = QShortcut(QKeySequence("K"), view, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.ask_name)
        self._menu = view.menu.addMenu("Kept trends")
        self._forget: QMenu | None = None
        self._menu.aboutToShow.connect(self.fill)

    @Slot()
    def ask_name(self) -> None:
        """Have what is shown named, to be kept."""
        if self._view.lines:
            self._name.open(self.sets.free_name())
        else:
            self.told.emit(NOTHING_SHOWN)

    @Slot(str)
    def keep(self, name: str) -> None:
        """Keep what is shown under a name, in place of what was kept under it."""
        stage = self._view.stage
        try:
            self._take(self.sets.kept(TrendSet(name, stage.window.span, self._trends.kept(), stage.arrangement)))
        except TooManySets as problem:
            self.told.emit(str(problem))
            return
        self._view.header.say(f"Kept as {' '.join(name.split())}.")

    def recall(self, name: str) -> None:
        """Show the set of that name again, as far as this file holds its lines."""
        for one in self.sets.every:
            if one.name == name:
                self._show(one)

    def _show(self, one: TrendSet) -> None:
        lines = self._trends.made_again(one.lines)
        if not lines:
            self.told.emit(f"This file holds nothing of what is kept as {one.name}.")
            return
        self._view.show_datastreams(lines)
        self._view.set_span(one.span_us)
        self._trends.arrange(one.arrangement)
        if len(lines) < len(one.lines):
            self._view.header.say(f"{len(lines)} of {len(one.lines)} lines are in this file.")

    def forget(self, name: str) -> None:
        """Keep a set no longer."""
        self._take(self.sets.without(name))

    @Slot()
    def fill(self) -> None:
        """Put the kept sets into the menu, to recall and to forget."""
        self._menu.clear()
        if self._forget is not None:
            self._forget.deleteLater()
            self._forget = None
        self._menu.addAction("Keep these…\tK", self.ask_name)
        if self.sets.every:
            self._menu.addSeparator()
        for one in self.sets.every:
            self._menu.addAction(one.name.replace("&", "&&"), partial(self.recall, one.name))
        if self.sets.every:
            self._forget = self._menu.addMenu("Forget")
            for one in self.sets.every:
                self._forget.addAction(one.name.replace("&", "&&"), partial(self.forget, one.name))

    def offer(self, offer: Callable[[tuple[Command, ...]], None]) -> None:
        """Tell the commands now, and whenever there are others."""
        self._offer = offer
        offer(self.commands())

    def commands(self) -> tuple[Command, ...]:
        """To keep what is shown, and to show each kept set again."""
        recalled = tuple(Command(f"Trends: {one.name}", "", partial(self.recall, one.name)) for one in self.sets.every)
        return (Command("Keep the trends shown under a name", "", self.ask_name), *recalled)

    def _take(self, sets: TrendSets) -> None:
        self.sets = sets
        self._ask(f"memory/{MEMORY}", WriteMemory(self._session.memory_key(MEMORY), sets.encoded()))
        self._offer(self.commands())
