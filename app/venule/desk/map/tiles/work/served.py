"""The vector tiles of a server as the worker sees them: those that the desk has fetched and put on the disk."""

from dataclasses import dataclass
from pathlib import Path

from venule.desk.map.tiles.archive import WORLD, Archive
from venule.desk.map.tiles.basemap import Tile, UnreadableBasemap
from venule.desk.map.tiles.online.store import TileStore
from venule.desk.map.tiles.schemas.schema import Schema, recognise, unknown
from venule.desk.map.tiles.vector.mvt import decode
from venule.desk.map.tiles.work.archive import ArchiveAtlas, NotHere
from venule.desk.map.tiles.work.basemap import BasemapHandler

TELLING = 3
"""A tile with so many layers tells the schema for good: the sea alone has one that several schemas know."""


@dataclass(frozen=True, slots=True)
class ServedSource:
    """The tiles of a server in a folder of the disk; implements :class:`~venule.desk.map.tiles.work.jobs.Source`."""

    name: str
    url: str
    zooms: tuple[int, int]
    folder: Path

    def open(self) -> BasemapHandler:
        """Nothing is read before a tile is wanted."""
        store = TileStore(self.folder, 0)  # nothing is put there

        def get(level: int, column: int, row: int) -> bytes | None:
            kept = store.get(self.url, Tile(level, column, row))
            if kept is None:
                raise NotHere
            return kept.body or None

        archive = Archive(self.name, "", self.zooms, WORLD, get)
        return BasemapHandler(ArchiveAtlas(archive, Recognition(self.name)))


class Recognition:
    """Tells the schema of a server by the layers of the tiles that are met."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._told: Schema | None = None

    def __call__(self, body: bytes) -> Schema:
        """The schema by which a tile is read; raises :class:`UnreadableBasemap` and ``BrokenTile``."""
        if self._told is not None:
            return self._told
        layers = list(decode(body))
        schema = recognise(layers)
        if schema is None:
            raise UnreadableBasemap(f"The base map {self._name} {unknown(layers)}.")
        if len(layers) >= TELLING:
            self._told = schema
        return schema
