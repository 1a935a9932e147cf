"""Links the base map: none, a file, a folder or a tile server, chosen by command or dropped, and remembered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from venule.config import Basemaps, BasemapSettings
from venule.desk.map.events import BasemapDropped
from venule.desk.map.tiles.folder import archives_in
from venule.desk.map.tiles.online.servers import Servers
from venule.desk.map.view import MapView
from venule.desk.session import Session
from venule.desk.views.search_box import Command
from venule.desk.writings import WriteMemory

MEMORY = "basemap"
FILES = "Base maps (*.pmtiles *.mbtiles *.geojson)"
NONE, FILE, SERVER = "none", "file", "server"

Chosen: TypeAlias = Path | BasemapSettings | None


class BasemapLink(QObject):
    """``told`` carries a sentence for the operator, ``problem`` one from the beginning.

    All maps of the desk lie on the same base map.
    """

    told = Signal(str)
    changed = Signal(object)

    def __init__(
        self,
        view: MapView,
        session: Session,
        ask: Callable[[str, WriteMemory], None],
        *,
        basemaps: Basemaps,
        servers: Servers,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._ask, self._window = session, ask, window
        self._sources = {source.name: source for source in basemaps.sources}
        self.servers = servers
        self._views: list[MapView] = []
        self.problem = ""
        self.chosen = self._recalled()
        self.join(view)

    def join(self, view: MapView) -> None:
        """One more map, which lies on the same base map."""
        self._views.append(view)
        view.basemap_dropped.connect(self.take_dropped)
        if len(self._views) > 1 or self.chosen != self._session.basemap:
            self._lay(view)

    def commands(self) -> tuple[Command, ...]:
        """What can be chosen."""
        servers = (
            Command(f"Base map: {name}", "", partial(self.choose, source)) for name, source in self._sources.items()
        )
        return (
            Command("Base map: none", "", partial(self.choose, None)),
            Command("Base map: open a file…", "", self.ask_file),
            *servers,
        )

    def offered(self) -> tuple[tuple[str, Chosen], ...]:
        """What there is to choose from, by its title: none, the file beside the recording, the choice, servers."""
        files = [path for path in (self._session.basemap, self.chosen) if isinstance(path, Path)]
        beside = ((path.name, path) for path in dict.fromkeys(files))
        return ("None", None), *beside, *self._sources.items()

    @Slot()
    def ask_file(self) -> None:
        """Let a file be named; the desk goes on meanwhile."""
        dialog = QFileDialog(self._window, "Open a base map", self._folder(), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def open_file(self, name: str) -> None:
        """Lie on the base map in a file."""
        self.choose(Path(name))

    def choose(self, chosen: Chosen) -> None:
        """Lie on a file or a server, or on none, from now on and at the next sitting."""
        self._take(chosen)
        for view in self._views:
            self._lay(view)

    @Slot(object)
    def take_dropped(self, dropped: BasemapDropped) -> None:
        """A file or folder was dropped on one map, which lies on it already."""
        self._take(dropped.path)
        for view in self._views:
            if view is not self.sender():
                self._lay(view)
        others = len(archives_in(dropped.path)) - 1 if dropped.path.is_dir() else 0
        if others > 0:
            self.told.emit(
                f"This is the first of {others + 1} base maps in {dropped.path.name}: drop another by itself."
            )

    def _lay(self, view: MapView) -> None:
        """Lay the choice under one map; what cannot be read is told on the map, which goes on with points alone."""
        if isinstance(self.chosen, BasemapSettings):
            view.set_basemap(self.servers.basemap(self.chosen, view.worker))
        elif self.chosen is not None:
            view.open_basemap(self.chosen)
        else:
            view.set_basemap(None)

    def _take(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.changed.emit(chosen)
        self._ask(f"memory/{MEMORY}", WriteMemory(self._session.memory_key(MEMORY), encoded(chosen)))

    def _recalled(self) -> Chosen:
        """What was chosen at the last sitting, if its entry is still there; else what lies beside the recording."""
        kept = self._session.remembered.get(MEMORY, b"").decode(errors="replace")
        match kept.split("\t", 1):
            case [word] if word == NONE:
                return None
            case [word, name] if word == FILE:
                return Path(name)
            case [word, name] if word == SERVER and name in self._sources:
                return self._sources[name]
            case [word, name] if word == SERVER:
                self.problem = f"There is no entry of the base map {name} any more: choose another with Ctrl+K."
        return self._session.basemap

    def _folder(self) -> str:
        """Where to look for a file first."""
        return str((self.chosen if isinstance(self.chosen, Path) else self._session.cache).parent)


def encoded(chosen: Chosen) -> bytes:
    """A choice as it is written down."""
    if chosen is None:
        return NONE.encode()
    if isinstance(chosen, BasemapSettings):
        return f"{SERVER}\t{chosen.name}".encode()
    return f"{FILE}\t{chosen.absolute()}".encode()
