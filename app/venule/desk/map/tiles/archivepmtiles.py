"""Reading PMTiles files of version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md)."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import orjson
from pmtiles.tile import (
    Compression,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    deserialize_header,
    zxy_to_tileid,
)

from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.vector.mvt import inflated
from venule.desk.map.tiles.vector.wire import BrokenTile, row

HEADER_BYTES = 127
LARGEST_TILE_BYTES = 16 * 1024 * 1024
LARGEST_DIRECTORY_BYTES = 4 * 1024 * 1024
LARGEST_METADATA_BYTES = 16 * 1024 * 1024
"""A file with larger pieces, as they are without compression, counts as damaged."""

DIRECTORIES_KEPT = 64
DEEPEST_DIRECTORY = 4
DEEPEST_ZOOM = 30
LARGEST_OFFSET = 2**62
LAST_TILE = -1

Numbers = npt.NDArray[np.int64]


class Entry(NamedTuple):
    """Where some tiles' body, or a further directory, lies."""

    offset: int
    length: int
    is_directory: bool


class Directory(NamedTuple):
    """Entries in order of tiles: the first tile of each, for how many it stands (0: it is a directory), and where."""

    tile: Numbers
    run: Numbers
    length: Numbers
    offset: Numbers

    def find(self, tile: int) -> Entry | None:
        """The entry that has a tile, or may know of it."""
        place = int(np.searchsorted(self.tile, tile, side="right")) - 1
        if place < 0 or 0 < self.run[place] <= tile - int(self.tile[place]):
            return None
        return Entry(int(self.offset[place]), int(self.length[place]), bool(self.run[place] == 0))


class PMTilesFile:
    """Tiles by zoom, column and row, read from any thread, with the directories parsed once and kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._directory = lru_cache(DIRECTORIES_KEPT)(self._read_directory)
        self.header = self._read_header()
        self.metadata = self._read_metadata()

    def get(self, zoom: int, column: int, row: int) -> bytes | None:
        """One tile's body as it is stored."""
        if not (0 <= zoom <= DEEPEST_ZOOM and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
            return None
        return self._find(zxy_to_tileid(zoom, column, row))

    def last(self) -> bytes | None:
        """The last tile's body: one of the deepest zoom."""
        return self._find(LAST_TILE)

    def damaged(self) -> UnreadableBasemap:
        """The sentence for a file that is not what it says of itself."""
        return UnreadableBasemap(f"The base map {self._path.name} is cut off or damaged: copy the file again.")

    def _find(self, tile: int) -> bytes | None:
        """The body of a tile; of the last one there is if it is :data:`LAST_TILE`."""
        header = self.header
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(DEEPEST_DIRECTORY):
            directory = self._directory(offset, length)
            known = int(directory.tile[-1]) if tile == LAST_TILE and len(directory.tile) else tile
            entry = directory.find(known)
            if entry is None:
                return None
            if not entry.is_directory:
                return self._read(header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise self.damaged()

    def _read_header(self) -> HeaderDict:
        name = self._path.name
        try:
            header = deserialize_header(self._read(0, HEADER_BYTES))
        except (MagicNumberNotFound, UnicodeDecodeError):
            raise UnreadableBasemap(f"The base map {name} is not a PMTiles file.") from None
        except (SpecVersionUnsupported, ValueError):
            raise UnreadableBasemap(f"The base map {name} is of a PMTiles version other than 3.") from None
        if header["tile_data_offset"] + header["tile_data_length"] > self._path.stat().st_size:
            raise self.damaged()
        if not header["min_zoom"] <= header["max_zoom"] <= DEEPEST_ZOOM:
            raise self.damaged()
        if header["internal_compression"] not in (Compression.NONE, Compression.GZIP):
            raise UnreadableBasemap(f"The base map {name} is packed in a way that is not understood: use gzip.")
        return header

    def _read_metadata(self) -> Mapping[str, object]:
        raw = self._unpacked(self.header["metadata_offset"], self.header["metadata_length"], LARGEST_METADATA_BYTES)
        try:
            metadata = orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise self.damaged() from None
        return metadata if isinstance(metadata, dict) else {}

    def _read_directory(self, offset: int, length: int) -> Directory:
        raw = self._unpacked(offset, length, LARGEST_DIRECTORY_BYTES)
        try:
            numbers = row(np.frombuffer(raw, np.uint8))[0].astype(np.int64)
        except BrokenTile:
            raise self.damaged() from None
        if not len(numbers) or len(numbers) != 1 + 4 * int(numbers[0]):
            raise self.damaged()
        step, run, length_of, place = numbers[1:].reshape(4, -1)
        return Directory(np.cumsum(step), run, length_of, _offsets(place, length_of))

    def _unpacked(self, offset: int, length: int, largest: int) -> bytes:
        """One of the file's own structures."""
        raw = self._read(offset, length)
        if self.header["internal_compression"] is Compression.NONE and length <= largest:
            return raw
        try:
            return inflated(raw, largest)
        except BrokenTile:
            raise self.damaged() from None

    def _read(self, offset: int, length: int) -> bytes:
        if not (0 <= length <= LARGEST_TILE_BYTES and 0 <= offset < LARGEST_OFFSET):
            raise self.damaged()
        try:
            with self._path.open("rb") as file:  # anew for each tile: threads share nothing, and nothing is left open
                file.seek(offset)
                found = file.read(length)
        except OSError as problem:
            raise UnreadableBasemap(f"The base map {self._path.name} cannot be read: {problem.strerror}.") from None
        if len(found) < length:
            raise self.damaged()
        return found


def _offsets(place: Numbers, length: Numbers) -> Numbers:
    """Where entries lie: one more than that is written, or 0 for an entry that lies behind the one before it."""
    if not len(place):
        return place
    told = place > 0
    told[0] = True
    lead = np.flatnonzero(told)[np.cumsum(told) - 1]
    before = np.cumsum(length) - length
    offset: Numbers = place[lead] - 1 + before - before[lead]
    return offset
