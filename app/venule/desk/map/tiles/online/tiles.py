"""Pictures of a tile server as a base map: from the disk at once, however old, and renewed from the server after."""

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from venule.config import BasemapSettings
from venule.desk.map.camera import WORLD_PX, Bounds
from venule.desk.map.tiles.basemap import Look, Name, Tile, UnreadableBasemap
from venule.desk.map.tiles.online.answers import Answer, Ask, Outcome
from venule.desk.map.tiles.online.fetch import Fetcher
from venule.desk.map.tiles.online.manners import Clock
from venule.desk.map.tiles.online.store import Kept, TileStore
from venule.desk.map.tiles.rastertiles import decoded, dressed
from venule.desk.map.tiles.work.claims import Claim

READ_AT_ONCE = 2
MOST_STALE = 64
"""Tiles that wait to be renewed: what a view shows. The ones shown longest ago go first."""

ANCESTORS = 6
"""How far up it is looked for a tile that can stand in for a missing one."""

NOT_TO_BE_KEPT = (
    "The server of {} does not allow to keep its tiles for a while, and vector tiles cannot be shown without it."
)

Decode = Callable[[bytes, str], QImage | None]
"""The picture in a body of a source of that name, ``None`` where it has none; raises :class:`UnreadableBasemap`."""


class Shown(NamedTuple):
    """A tile as it is kept, and a picture of it or of an ancestor of it."""

    tile: Tile
    kept: Kept | None
    picture_of: Tile | None = None
    image: QImage | None = None
    problem: str = ""
    fetched: bool = False


class Arrivals(QObject):
    """Carries what was read and decoded from the pool's threads to the GUI thread."""

    read = Signal(object)


class Reading(QRunnable):
    """Reads a tile from the disk, or the nearest ancestor that is there; with a body it keeps and decodes that."""

    def __init__(
        self, store: TileStore, source: BasemapSettings, decode: Decode, arrivals: Arrivals, tile: Tile
    ) -> None:
        super().__init__()
        self._store, self._source, self._decode, self._arrivals, self._tile = store, source, decode, arrivals, tile
        self.to_keep: Kept | None = None
        self.may_keep = True

    def run(self) -> None:
        """Runs in a thread of the pool."""
        shown = self._read() if self.to_keep is None else self._taken_in(self.to_keep)
        with suppress(RuntimeError):  # the program is closing and has taken the signal away
            self._arrivals.read.emit(shown)

    def _read(self) -> Shown:
        kept = self._store.get(self._source.url, self._tile)
        if kept is not None and not (shown := self._decoded(self._tile, kept)).problem:
            return shown
        for step in range(1, min(ANCESTORS, self._tile.level - self._source.min_zoom) + 1):
            ancestor = Tile(self._tile.level - step, self._tile.column >> step, self._tile.row >> step)
            above = self._store.get(self._source.url, ancestor)
            if above is not None and above.body:
                return self._decoded(ancestor, above)._replace(tile=self._tile, kept=None, problem="")
        return Shown(self._tile, None)

    def _taken_in(self, kept: Kept) -> Shown:
        shown = self._decoded(self._tile, kept)._replace(fetched=True)
        if shown.problem:
            return shown
        if not self.may_keep:
            return shown._replace(problem=NOT_TO_BE_KEPT.format(self._source.name) if self._source.vector else "")
        try:
            self._store.put(self._source.url, self._tile, kept)
        except OSError as problem:
            told = (
                f"Tiles of {self._source.name} cannot be kept on this disk ({problem.strerror}): each is fetched anew."
            )
            return shown._replace(problem=told)
        return shown

    def _decoded(self, tile: Tile, kept: Kept) -> Shown:
        if not kept.body:
            return Shown(tile, kept, tile)
        try:
            return Shown(tile, kept, tile, self._decode(kept.body, self._source.name))
        except UnreadableBasemap as problem:
            return Shown(tile, kept, tile, None, str(problem))


class OnlineTiles(QObject):
    """Implements :class:`~venule.desk.map.tiles.basemap.Basemap`. A level is a zoom of the server.

    What a failing server does not give is left missing, so that coarser tiles stand in for it. Nothing is fetched
    that is not in view.
    """

    names: Sequence[Name] = ()
    labels: Claim | None = None
    bounds: Bounds | None = None

    def __init__(
        self,
        fetcher: Fetcher,
        store: TileStore,
        clock: Clock,
        parent: QObject | None = None,
        *,
        decode: Decode = decoded,
    ) -> None:
        super().__init__(parent)
        self._source = fetcher.source
        self.attribution = self._source.attribution
        self._fetcher, self._store, self._clock, self._decode = fetcher, store, clock, decode
        self._wanted: list[Tile] = []
        self._reading: set[Tile] = set()
        self._absent: set[Tile] = set()
        self._stale: OrderedDict[Tile, Kept] = OrderedDict()
        self._ready: list[tuple[Tile, QImage | None]] = []
        self._look: Look | None = None
        self._disk_problem = ""
        self._arrived: Callable[[], None] = _nobody
        self._arrivals = Arrivals()  # without a parent: readings under way keep it alive
        self._arrivals.read.connect(self._receive)
        self._client = fetcher.client(self._hear, self._go_on)

    @property
    def problem(self) -> str:
        return self._fetcher.problem or self._disk_problem

    def level(self, zoom: float, ratio: float) -> int:
        fitting = round(zoom + math.log2(ratio * WORLD_PX / self._source.tile_px))
        return min(max(fitting, self._source.min_zoom), self._source.max_zoom)

    def side(self, level: int) -> float:
        return math.pow(0.5, level)

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        self._look = look
        self._absent &= set(tiles)
        self._wanted = [tile for tile in tiles if tile not in self._absent]
        self._read_on()
        self._client.want([*(Ask(tile) for tile in tiles if tile in self._absent), *self._renewals()])

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        ready, self._ready = self._ready, []
        return dressed(ready, self._look)

    def listen(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived

    def close(self) -> None:
        self._wanted.clear()
        self._fetcher.leave(self._client)
        self._arrived = _nobody

    def twin(self) -> "OnlineTiles":
        return OnlineTiles(self._fetcher, self._store, self._clock, decode=self._decode)

    def _renewals(self) -> list[Ask]:
        return [Ask(tile, kept.tag, kept.modified) for tile, kept in self._stale.items()]

    def _read_on(self) -> None:
        """Look on the disk for what is wanted."""
        while self._wanted and len(self._reading) < READ_AT_ONCE:
            tile = self._wanted.pop(0)
            if tile not in self._reading:
                self._start(self._reading_of(tile), tile)

    def _reading_of(self, tile: Tile) -> Reading:
        return Reading(self._store, self._source, self._decode, self._arrivals, tile)

    def _start(self, reading: Reading, tile: Tile) -> None:
        self._reading.add(tile)
        QThreadPool.globalInstance().start(reading)

    @Slot(object)
    def _receive(self, shown: Shown) -> None:
        """A tile was read, or taken in."""
        self._reading.discard(shown.tile)
        self._disk_problem = shown.problem
        if shown.picture_of is not None:
            self._ready.append((shown.picture_of, shown.image))
        if shown.kept is None:
            self._absent.add(shown.tile)
        elif not shown.fetched and shown.kept.fresh_until <= self._clock():
            self._stale[shown.tile] = shown.kept
            while len(self._stale) > MOST_STALE:
                self._stale.popitem(last=False)
        self._read_on()
        self._arrived()

    def _hear(self, answer: Answer) -> None:
        """The server has answered, whoever asked."""
        tile, before = answer.tile, self._stale.get(answer.tile)
        if answer.outcome is Outcome.FAILED:
            return self._arrived()
        if before is None and (tile not in self._absent or answer.outcome is Outcome.UNCHANGED):
            return None
        self._absent.discard(tile)
        self._stale.pop(tile, None)
        reading = self._reading_of(tile)
        reading.to_keep = Kept(answer.body, answer.validity.fresh_until, answer.tag, answer.modified)
        if before is not None and answer.outcome is Outcome.UNCHANGED:
            reading.to_keep = before._replace(fresh_until=answer.validity.fresh_until)
        reading.may_keep = answer.validity.keep
        return self._start(reading, tile)

    def _go_on(self) -> None:
        """The server may be asked again: the map wants anew what it lacks."""
        self._arrived()


def _nobody() -> None:
    """Nobody listens yet."""
