"""Files of raster tiles behind one face: PMTiles (https://github.com/protomaps/PMTiles) and MBTiles."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TypeVar

import numpy as np
import orjson
from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.domain.geo import to_mercator
from venule.store.tiles import NotTiles, TileFile

HEADER_BYTES = 127
LARGEST_TILE_BYTES = 16 * 1024 * 1024
DIRECTORIES_KEPT = 64
DEEPEST_DIRECTORY = 4
E7 = 1e7
PICTURES = {TileType.PNG, TileType.JPEG, TileType.WEBP}
PICTURE_NAMES = {"png", "jpg", "jpeg", "webp"}
WORLD = Bounds(0.0, 0.0, 1.0, 1.0)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Archive:
    """What a file of tiles says about itself, and a function that gives a tile's picture, still encoded.

    ``get(zoom, column, row)`` may be called from any thread; it gives ``None`` where there is no tile and raises
    :class:`UnreadableBasemap`. ``size_px`` is the side of its pictures, measured on one of them later when 0.
    """

    name: str
    attribution: str
    zooms: tuple[int, int]
    bounds: Bounds
    get: Callable[[int, int, int], bytes | None]


def open_archive(path: Path) -> Archive:
    """Open a file by its ending; raises :class:`UnreadableBasemap` with a sentence for the operator."""
    return open_mbtiles(path) if path.suffix.lower() == ".mbtiles" else PMTilesFile(path).archive()


class PMTilesFile:
    """Reads a PMTiles file of version 3, with its directories parsed once and kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._directory = lru_cache(DIRECTORIES_KEPT)(self._read_directory)
        self._header = self._read_header()

    def archive(self) -> Archive:
        """The file as an archive."""
        header = self._header
        west, south = header["min_lon_e7"] / E7, header["min_lat_e7"] / E7
        east, north = header["max_lon_e7"] / E7, header["max_lat_e7"] / E7
        zooms = header["min_zoom"], header["max_zoom"]
        return Archive(self._path.name, self._attribution(), zooms, _box(west, south, east, north), self.get)

    def get(self, zoom: int, column: int, row: int) -> bytes | None:
        """One tile's picture."""
        wanted, header = zxy_to_tileid(zoom, column, row), self._header
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(DEEPEST_DIRECTORY):
            entry = find_tile(list(self._directory(offset, length)), wanted)
            if entry is None:
                return None
            if entry.run_length:
                return self._read(header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        raise self._damaged()

    def _read_header(self) -> HeaderDict:
        try:
            header = deserialize_header(self._read(0, HEADER_BYTES))
        except (MagicNumberNotFound, UnicodeDecodeError):
            raise UnreadableBasemap(f"The base map {self._path.name} is not a PMTiles file.") from None
        except (SpecVersionUnsupported, ValueError):
            raise UnreadableBasemap(f"The base map {self._path.name} is of a PMTiles version other than 3.") from None
        if header["tile_type"] not in PICTURES or header["tile_compression"] not in (
            Compression.NONE,
            Compression.UNKNOWN,
        ):
            raise vector_tiles(self._path.name)
        if header["tile_data_offset"] + header["tile_data_length"] > self._path.stat().st_size:
            raise self._damaged()
        return header

    def _attribution(self) -> str:
        offset, length = self._header["metadata_offset"], self._header["metadata_length"]
        raw = self._read(offset, length)
        if self._header["internal_compression"] is Compression.GZIP:
            raw = self._parsed(lambda: zlib.decompress(raw, 31))
        metadata = self._parsed(lambda: orjson.loads(raw))
        return plain(str(metadata.get("attribution") or "")) if isinstance(metadata, dict) else ""

    def _read_directory(self, offset: int, length: int) -> tuple[Entry, ...]:
        return tuple(self._parsed(lambda: deserialize_directory(self._read(offset, length))))

    def _parsed(self, parse: Callable[[], Answer]) -> Answer:
        """What a parser makes of the file's own structures, or the sentence that the file is damaged."""
        try:
            return parse()
        except (EOFError, ValueError, OSError, IndexError, zlib.error):
            raise self._damaged() from None

    def _read(self, offset: int, length: int) -> bytes:
        if length > LARGEST_TILE_BYTES:
            raise self._damaged()
        try:
            with self._path.open("rb") as file:  # anew for each tile: threads share nothing, and nothing is left open
                file.seek(offset)
                found = file.read(length)
        except OSError as problem:
            raise UnreadableBasemap(f"The base map {self._path.name} cannot be read: {problem.strerror}.") from None
        if len(found) < length:
            raise self._damaged()
        return found

    def _damaged(self) -> UnreadableBasemap:
        return UnreadableBasemap(f"The base map {self._path.name} is cut off or damaged: copy the file again.")


def open_mbtiles(path: Path) -> Archive:
    """Open an MBTiles file as an archive."""
    try:
        file = TileFile(path)
    except NotTiles as problem:
        raise UnreadableBasemap(str(problem)) from None
    if file.metadata.get("format", "png").lower() not in PICTURE_NAMES:
        raise vector_tiles(path.name)

    def get(zoom: int, column: int, row: int) -> bytes | None:
        try:
            return file.tile(zoom, column, row)
        except NotTiles as problem:
            raise UnreadableBasemap(str(problem)) from None

    try:
        bounds = _box(*(float(edge) for edge in file.metadata.get("bounds", "").split(",")))
    except (TypeError, ValueError):
        bounds = WORLD
    return Archive(path.name, plain(file.metadata.get("attribution", "")), file.zooms, bounds, get)


def vector_tiles(name: str) -> UnreadableBasemap:
    """The sentence for a file of tiles that are not pictures."""
    return UnreadableBasemap(f"The base map {name} holds no PNG, JPEG or WebP pictures, the only tiles shown so far.")


def plain(text: str) -> str:
    """An attribution without its HTML, which sources often write."""
    return unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _box(west: float, south: float, east: float, north: float) -> Bounds:
    """Degrees as a box of the unit square; the whole world where they make no box."""
    if not (west < east and south < north):
        return WORLD
    x, y = to_mercator(np.array([west, east]), np.array([north, south]))
    return Bounds(float(x[0]), float(y[0]), float(x[1]), float(y[1]))
