"""A tile server as the source of a pack: tile by tile with the manners of the map, from the disk where it is fresh."""

from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal, Slot

from venule.desk.map.tiles.archive import WORLD
from venule.desk.map.tiles.basemap import Tile, UnreadableBasemap
from venule.desk.map.tiles.online.answers import Answer, Ask, Outcome
from venule.desk.map.tiles.online.fetch import Fetcher
from venule.desk.map.tiles.online.manners import Clock
from venule.desk.map.tiles.online.store import Kept, TileStore
from venule.desk.map.tiles.packing.supply import VECTOR_PX, Supply, packed

MOST_TILES = 20_000
TRIES = 5
LOOK_S = 0.1


class NotAllowed(UnreadableBasemap):
    """A source's entry does not allow to save areas of it; the message is one sentence."""


class Errands(QObject):
    """Carries a pack's wishes to the fetcher, which lives in the GUI thread, and the answers back."""

    asked = Signal(object)

    def __init__(self, fetcher: Fetcher, store: TileStore, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetcher, self._store, self._clock = fetcher, store, clock
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._client = fetcher.client(self._hear, _nothing)
        self._wanted: Tile | None = None
        self.asked.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def supply(self) -> Supply:
        """The server as a supply; raises :class:`NotAllowed`."""
        source = self._fetcher.source
        if not source.offline_allowed:
            raise NotAllowed(f"The entry of {source.name} does not allow to save areas of it (offline_allowed).")
        metadata = {"name": source.name, "attribution": source.attribution}
        zooms, side = (source.min_zoom, source.max_zoom), VECTOR_PX if source.vector else source.tile_px
        return Supply(
            source.name, WORLD, zooms, source.vector, metadata, MOST_TILES, self.get, self.measure, side
        )  # fmt: skip

    def leave(self) -> None:
        """Nothing more is wanted."""
        self._fetcher.leave(self._client)

    def measure(self, tile: Tile) -> int | None:
        """The size of a tile that is on the disk; no server is asked for an estimate."""
        kept = self._store.get(self._fetcher.source.url, tile)
        return None if kept is None else len(kept.body)

    def get(self, tile: Tile, stopped: Event) -> bytes | None:
        """A tile, fetched where there is no fresh one. Called in the packing thread, which waits."""
        kept = self._store.get(self._fetcher.source.url, tile)
        if kept is not None and kept.fresh_until > self._clock():
            return self._packed(kept.body)
        problem = ""
        for _ in range(TRIES):
            self.asked.emit(Ask(tile, kept.tag, kept.modified) if kept is not None else Ask(tile))
            answer = self._answer(tile, stopped)
            if answer is None:
                return None
            if answer.outcome is not Outcome.FAILED:
                return self._taken_in(answer, kept)
            problem = answer.problem
        raise UnreadableBasemap(f"{problem} No pack was written; what was fetched is kept: try again later.")

    def _answer(self, tile: Tile, stopped: Event) -> Answer | None:
        """What the server says of a tile; nothing when the pack was stopped meanwhile."""
        while not stopped.is_set():
            with suppress(Empty):
                answer = self._answers.get(timeout=LOOK_S)
                if answer.tile == tile:
                    return answer
        return None

    def _taken_in(self, answer: Answer, kept: Kept | None) -> bytes | None:
        """Keep what has come, so that a pack that is begun again need not ask for it again."""
        taken = Kept(answer.body, answer.validity.fresh_until, answer.tag, answer.modified)
        if kept is not None and answer.outcome is Outcome.UNCHANGED:
            taken = kept._replace(fresh_until=answer.validity.fresh_until)
        if answer.validity.keep:
            with suppress(OSError):  # the pack has it all the same
                self._store.put(self._fetcher.source.url, answer.tile, taken)
        return self._packed(taken.body)

    def _packed(self, body: bytes) -> bytes | None:
        """A body as it goes into the pack; nothing where the server has nothing."""
        return (packed(body) if self._fetcher.source.vector else body) if body else None

    @Slot(object)
    def _ask(self, ask: Ask) -> None:
        self._wanted = ask.tile
        self._client.want([ask])

    def _hear(self, answer: Answer) -> None:
        if answer.tile == self._wanted:
            self._answers.put(answer)


def _nothing() -> None:
    """A pack waits for its tile; the fetcher knows when to go on."""
