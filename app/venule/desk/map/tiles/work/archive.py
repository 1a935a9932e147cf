"""An archive of vector tiles as the worker sees it: tiles are decoded once, and the newest ones kept."""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.archive import WORLD, Archive, open_archive
from venule.desk.map.tiles.basemap import Name, Tile, UnreadableBasemap
from venule.desk.map.tiles.schemas.schema import Schema
from venule.desk.map.tiles.tilecache import grid
from venule.desk.map.tiles.vector.content import EMPTY, Content
from venule.desk.map.tiles.vector.mvt import BrokenTile, decode
from venule.desk.map.tiles.work.atlas import Sheet, Square, sheet
from venule.desk.map.tiles.work.basemap import BasemapHandler
from venule.desk.map.tiles.work.wishes import Surveyed

KEPT = 64
"""Decoded tiles that are kept: more than a large view touches, at 0.2 to 2 MB each."""

MOST_SHEETS = 64
"""Nothing is shown of a box that touches more tiles: that is far outside what the archive is made for."""

STREET_LEVEL = 14
"""All streets have their names in tiles of this zoom."""

MOST_SURVEYED = 4096
"""Tiles that are gone through for names: a large city, in less than a minute in all."""

PORTION = 8
"""Tiles that are gone through for names at a time, so that no picture waits for long."""

ROUNDED_UP = 0.26
"""The last quarter step below a zoom is painted from that zoom already: its streets have all their names."""


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """The vector tiles in a file; implements :class:`~venule.desk.map.tiles.work.jobs.Source`."""

    path: Path

    def open(self) -> BasemapHandler:
        """Open it, in the worker."""
        archive = open_archive(self.path)
        schema = archive.schema
        if schema is None:
            raise UnreadableBasemap(f"The base map {archive.name} holds pictures now: open it again.")
        return BasemapHandler(ArchiveAtlas(archive, lambda _: schema))


class NotHere(Exception):
    """A tile is still on its way from its server: it is left out, and looked for again."""


class ArchiveAtlas:
    """Implements :class:`~venule.desk.map.tiles.work.atlas.Atlas`. ``schema_of`` tells what a tile's body means."""

    def __init__(self, archive: Archive, schema_of: Callable[[bytes], Schema], kept: int = KEPT) -> None:
        self.problem = ""
        self._archive, self._schema_of, self._room = archive, schema_of, kept
        self._kept: OrderedDict[Tile, tuple[Sheet, str]] = OrderedDict()
        self._surveyed: list[Tile] = []

    def sheets(self, box: Bounds, zoom: float) -> Iterator[Sheet]:
        """The tiles that touch a box. Beyond the archive's deepest zoom its last tiles are shown larger."""
        level = source_level(zoom, self._archive.zooms)
        self.problem = ""
        tiles = grid(level, math.pow(0.5, level), box, self._archive.bounds)
        for tile in tiles if len(tiles) <= MOST_SHEETS else ():
            try:
                found, problem = self._sheet(tile)
            except NotHere:
                continue
            self.problem = problem or self.problem
            yield found

    def survey(self, portion: int) -> Surveyed:
        """The names in some tiles, the middle ones first, in the greatest detail in which all can be gone through."""
        tiles = self._surveyed = self._surveyed or self._whole()
        names: list[Name] = []
        for tile in tiles[portion * PORTION : (portion + 1) * PORTION]:
            with suppress(UnreadableBasemap, BrokenTile):  # it is said when its picture is wanted
                names.extend(self._read(tile).names)
        return Surveyed(tuple(names), len(tiles) > (portion + 1) * PORTION)

    def _whole(self) -> list[Tile]:
        """All tiles of one zoom, the deepest at which there are not too many."""
        lowest, highest = self._archive.zooms
        for level in range(min(highest, STREET_LEVEL), lowest - 1, -1):
            if tiles := grid(level, math.pow(0.5, level), WORLD, self._archive.bounds, MOST_SURVEYED):
                return tiles
        return []

    def _sheet(self, tile: Tile) -> tuple[Sheet, str]:
        """One tile, and what is wrong with it. A broken one is empty, and kept like any other."""
        if tile in self._kept:
            self._kept.move_to_end(tile)
            return self._kept[tile]
        problem = ""
        try:
            content = self._read(tile)
        except UnreadableBasemap as trouble:
            content, problem = EMPTY, str(trouble)
        except BrokenTile as trouble:
            content, problem = EMPTY, f"A tile of the base map {self._archive.name} is left out: {trouble}"
        side = math.pow(0.5, tile.level)
        self._kept[tile] = sheet(Square(tile.column * side, tile.row * side, side), content), problem
        while len(self._kept) > self._room:
            self._kept.popitem(last=False)
        return self._kept[tile]

    def _read(self, tile: Tile) -> Content:
        data = self._archive.get(*tile)
        if data is None:
            return EMPTY
        schema = self._schema_of(data)
        return schema.content(decode(data, schema.layers), tile)


def source_level(zoom: float, zooms: tuple[int, int]) -> int:
    """The zoom of the tiles that are shown at a zoom of the map: a tile is then 430 to 860 pixels wide.

    Zooms of archives are counted as if their tiles were 512 pixels wide, which is one less than the map counts.
    """
    lowest, highest = zooms
    return min(max(math.floor(zoom - 1.0 + ROUNDED_UP), lowest), highest)
