"""A base map of vector tiles or of a town plan: its pictures and names are painted by the map's worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import Look, Name, Tile
from venule.desk.map.tiles.tilecache import quarter_level, quarter_side
from venule.desk.map.tiles.vectornames import NameGatherer
from venule.desk.map.tiles.work.jobs import Source
from venule.desk.map.tiles.work.wishes import TileWish
from venule.desk.map.tiles.work.worker import Worker


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a base map before any of it is painted. Nothing is painted below ``lowest_zoom``."""

    attribution: str
    bounds: Bounds
    lowest_zoom: float = 0.0


class VectorTiles:
    """Implements :class:`~venule.desk.map.tiles.basemap.Basemap`. A level is a quarter step of zoom."""

    def __init__(self, facts: Facts, source: Source, worker: Worker) -> None:
        self.attribution = facts.attribution
        self.bounds: Bounds | None = facts.bounds
        self._lowest_level = quarter_level(facts.lowest_zoom)
        self._facts, self._source, self._worker = facts, source, worker
        self._opened = worker.open(source)
        self._tiles, self.labels = self._opened.claim(), self._opened.claim()
        self._gatherer = NameGatherer(self._opened.claim(), (self._tiles, self.labels))
        self._look: Look | None = None
        self._problem = ""

    @property
    def problem(self) -> str:
        return self._problem or self._worker.problem

    @property
    def names(self) -> Sequence[Name]:
        return self._gatherer.names

    def level(self, zoom: float, ratio: float) -> int:
        return max(quarter_level(zoom), self._lowest_level)

    def side(self, level: int) -> float:
        return quarter_side(level)

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        self._look = look
        self._tiles.want([TileWish(tile, look) for tile in tiles])
        if not tiles:
            self._gatherer.go_on()

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        taken: list[tuple[Tile, QImage | None]] = []
        for done in self._tiles.take():
            self._problem = done.painted.problem or self._problem
            if isinstance(done.wish, TileWish) and done.wish.look == self._look:
                taken.append((done.wish.tile, done.painted.image))
        return taken

    def listen(self, arrived: Callable[[], None]) -> None:
        self._tiles.listen(arrived)
        self.labels.listen(arrived)

    def close(self) -> None:
        self._opened.close()

    def twin(self) -> "VectorTiles":
        return VectorTiles(self._facts, self._source, self._worker)
