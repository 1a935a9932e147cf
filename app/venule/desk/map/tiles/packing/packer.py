"""The thread that makes a pack, tells how far it is, and can be stopped at any tile."""

from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.packing.packfile import NoTiles, PackFile
from venule.desk.map.tiles.packing.supply import Supply

PORTION = 16
BREATH_S = 0.001
"""After each portion the thread steps aside, so that the map's frames do not wait for it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tiles of all are done, and how many bytes that made."""

    done: int
    tiles: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: a file with so many tiles, a problem in one sentence, or neither when it was stopped."""

    path: Path
    tiles: int = 0
    bytes: int = 0
    problem: str = ""


class Packer(QThread):
    """``progressed`` tells how far it is, at most once for each portion of tiles; ``made`` what came of it."""

    progressed = Signal(object)
    made = Signal(object)

    def __init__(self, supply: Supply, area: Area, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._supply, self._area, self._path = supply, area, path
        self._stopped = Event()

    def stop(self) -> None:
        """End soon, and leave nothing behind."""
        self._stopped.set()

    def run(self) -> None:
        """The thread's own life."""
        try:
            made = self._pack()
        except (UnreadableBasemap, NoTiles) as problem:
            made = Made(self._path, problem=str(problem))
        except OSError as problem:
            made = Made(self._path, problem=f"{self._path} cannot be written: {problem.strerror or problem}.")
        self.made.emit(made)

    def _pack(self) -> Made:
        tiles = self._area.count
        with PackFile(self._path, self._supply.vector) as pack:
            for done, (number, tile) in enumerate(self._area.tiles()):
                if done % PORTION == 0:
                    self.progressed.emit(Progress(done, tiles, pack.bytes))
                    self._stopped.wait(BREATH_S)
                body = None if self._stopped.is_set() else self._supply.get(tile, self._stopped)
                if self._stopped.is_set():
                    return Made(self._path)
                if body:
                    pack.write(number, body)
            self.progressed.emit(Progress(tiles, tiles, pack.bytes))
            pack.finish(self._area, self._supply.metadata)
            return Made(self._path, pack.tiles, pack.bytes)
