"""Links kept views: from the map into the operator's file at once, and back by key, menu and search."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from venule.desk.map.bookmarks import LONGEST_NAME, WITH_KEYS, Bookmark, Bookmarks, TooManyViews, decoded
from venule.desk.map.places import Place
from venule.desk.map.view import MapView
from venule.desk.session import Session
from venule.desk.views.name_box import NameBox
from venule.desk.writings import WriteMemory

MEMORY = "views"
NONE_YET = "No view is kept under Ctrl+{}: Ctrl+D keeps the one you see."


class BookmarkLink(QObject):
    """``told`` carries a sentence for the operator."""

    told = Signal(str)

    def __init__(
        self, view: MapView, session: Session, ask: Callable[[str, WriteMemory], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._view, self._session, self._ask = view, session, ask
        self._name = NameBox("Name of this view", LONGEST_NAME, view)
        self._name.named.connect(self.keep)
        self.views: Bookmarks = decoded(session.remembered.get(MEMORY))
        for number in range(1, WITH_KEYS + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window)
            shortcut.activated.connect(partial(self.go_to_number, number))

    @Slot()
    def ask_name(self) -> None:
        """Have the view that is seen named, to be kept."""
        self._name.open(self.views.free_name())

    @Slot(str)
    def keep(self, name: str) -> None:
        """Keep the view that is seen."""
        try:
            self._take(self.views.kept(name, self._view.camera))
        except TooManyViews as problem:
            self.told.emit(str(problem))

    def forget(self, name: str) -> None:
        """Keep a view no longer."""
        self._take(self.views.without(name))

    def go(self, view: Bookmark, on: MapView | None = None) -> None:
        """Look from there again, on the first map or on another one."""
        shown = on or self._view
        shown.fly(view.seen_from(shown.camera))

    def go_to_number(self, number: int) -> None:
        """Look from the view that has a key."""
        if number <= len(self.views.every):
            self.go(self.views.every[number - 1])
        else:
            self.told.emit(NONE_YET.format(number))

    def find(self, text: str, limit: int) -> Sequence[Place]:
        """Kept views and the base map's places for a text."""
        kept = self.views.find(text)[:limit]
        return [*kept, *self._view.find_places(text, limit - len(kept))]

    def fill(self, menu: QMenu, on: MapView) -> None:
        """Put the kept views into the menu of a map, to go to and to forget; they are kept from the first map."""
        if on is self._view:
            menu.addAction("Keep this view…\tCtrl+D", self.ask_name)
        for number, view in enumerate(self.views.every, 1):
            key = f"\tCtrl+{number}" if number <= WITH_KEYS else ""
            menu.addAction(view.name.replace("&", "&&") + key, partial(self.go, view, on))
        if self.views.every:
            forget = menu.addMenu("Forget")
            for view in self.views.every:
                forget.addAction(view.name.replace("&", "&&"), partial(self.forget, view.name))

    def _take(self, views: Bookmarks) -> None:
        self.views = views
        self._ask(f"memory/{MEMORY}", WriteMemory(self._session.memory_key(MEMORY), views.encoded()))
