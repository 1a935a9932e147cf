"""Vector tiles of a server as a base map: fetched and kept like its pictures would be, painted by the map's worker."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QImage

from venule.desk.map.camera import QUARTER, Bounds
from venule.desk.map.tiles.archive import WORLD
from venule.desk.map.tiles.basemap import Look, Name, Tile, UnreadableBasemap
from venule.desk.map.tiles.online.tiles import OnlineTiles
from venule.desk.map.tiles.tilecache import grid, quarter_level, quarter_side, tile_box
from venule.desk.map.tiles.vector.mvt import BrokenTile, decode
from venule.desk.map.tiles.work.archive import source_level
from venule.desk.map.tiles.work.served import ServedSource
from venule.desk.map.tiles.work.wishes import TileWish
from venule.desk.map.tiles.work.worker import Worker

MOST_KNOWN = 4096
"""Tiles that are known to be on the disk; beyond it all are looked for again."""


class OnlineVectors:
    """Implements :class:`~venule.desk.map.tiles.basemap.Basemap`. A level is a quarter step of zoom.

    A picture is painted once all tiles that it shows are on the disk. A tile that its server has changed is painted
    when the worker reads it the next time. There is no list of names to look for a place in: for that the whole city
    would have to be fetched.
    """

    names: Sequence[Name] = ()
    bounds: Bounds | None = None

    def __init__(self, supply: OnlineTiles, source: ServedSource, worker: Worker) -> None:
        self.attribution = supply.attribution
        self._supply, self._source, self._worker = supply, source, worker
        self._opened = worker.open(source)
        self._tiles, self.labels = self._opened.claim(), self._opened.claim()
        self._here: set[Tile] = set()
        self._look: Look | None = None
        self._problem = ""

    @property
    def problem(self) -> str:
        return self._supply.problem or self._problem or self._worker.problem

    def level(self, zoom: float, ratio: float) -> int:
        return max(quarter_level(zoom), quarter_level(self._source.zooms[0]))

    def side(self, level: int) -> float:
        return quarter_side(level)

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        self._look = look
        shown = {tile: self._shown_by(tile) for tile in tiles}
        needed = dict.fromkeys(source for sources in shown.values() for source in sources)
        self._supply.want([source for source in needed if source not in self._here], look)
        self._note()
        self._tiles.want([TileWish(tile, look) for tile, sources in shown.items() if self._here.issuperset(sources)])

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        self._note()
        taken: list[tuple[Tile, QImage | None]] = []
        for done in self._tiles.take():
            self._problem = done.painted.problem
            if isinstance(done.wish, TileWish) and done.wish.look == self._look:
                taken.append((done.wish.tile, done.painted.image))
        return taken

    def listen(self, arrived: Callable[[], None]) -> None:
        self._supply.listen(arrived)
        self._tiles.listen(arrived)
        self.labels.listen(arrived)

    def close(self) -> None:
        self._supply.close()
        self._opened.close()

    def twin(self) -> "OnlineVectors":
        return OnlineVectors(self._supply.twin(), self._source, self._worker)

    def _shown_by(self, tile: Tile) -> list[Tile]:
        """The server's tiles that a picture shows parts of."""
        level = source_level(tile.level / QUARTER, self._source.zooms)
        return grid(level, 0.5**level, tile_box(tile, quarter_side(tile.level)), WORLD)

    def _note(self) -> None:
        """Some tiles have come to the disk: names that were drawn without them are drawn anew."""
        come = {tile for tile, _ in self._supply.take()} - self._here
        if come:
            self._here = come if len(self._here) + len(come) > MOST_KNOWN else self._here | come
            self.labels.outdate()


def checked(body: bytes, name: str) -> QImage | None:
    """A body that is a vector tile: there is no picture in it; raises :class:`UnreadableBasemap`."""
    try:
        decode(body, ())
    except BrokenTile as problem:
        raise UnreadableBasemap(f"A tile of the base map {name} is left out: {problem}") from None
    return None
