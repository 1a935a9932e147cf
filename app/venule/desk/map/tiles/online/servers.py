"""All tile servers of a desk: one network, one store of tiles, and one door to each server, whoever goes through."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkAccessManager

from venule.config import BasemapSettings
from venule.desk.map.tiles.basemap import Basemap
from venule.desk.map.tiles.online.fetch import Fetcher
from venule.desk.map.tiles.online.manners import Clock
from venule.desk.map.tiles.online.store import TileStore
from venule.desk.map.tiles.online.tiles import OnlineTiles
from venule.desk.map.tiles.online.vectors import OnlineVectors, checked
from venule.desk.map.tiles.packing.onlinesupply import Errands
from venule.desk.map.tiles.work.served import ServedSource
from venule.desk.map.tiles.work.worker import Worker

MIB = 1024 * 1024


class Servers(QObject):
    """Nothing goes out before tiles of a server are wanted."""

    def __init__(self, folder: Path, room_mib: int, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._clock = TileStore(folder, room_mib * MIB), clock
        self._manager = QNetworkAccessManager(self)
        self._fetchers: dict[BasemapSettings, Fetcher] = {}

    def basemap(self, source: BasemapSettings, worker: Worker) -> Basemap:
        """A server as a base map; vector tiles are painted by the worker."""
        fetcher = self._fetcher(source)
        if not source.vector:
            return OnlineTiles(fetcher, self._store, self._clock)
        supply = OnlineTiles(fetcher, self._store, self._clock, decode=checked)
        served = ServedSource(source.name, source.url, (source.min_zoom, source.max_zoom), self._store.folder)
        return OnlineVectors(supply, served, worker)

    def errands(self, source: BasemapSettings) -> Errands:
        """A server as the source of a pack."""
        return Errands(self._fetcher(source), self._store, self._clock, self)

    def _fetcher(self, source: BasemapSettings) -> Fetcher:
        """All go through one, so that together they ask no more of a server than one may."""
        if source not in self._fetchers:
            self._fetchers[source] = Fetcher(source, self._manager, self._clock)
        return self._fetchers[source]
