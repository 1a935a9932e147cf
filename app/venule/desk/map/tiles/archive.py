"""Files of tiles behind one face: PMTiles and MBTiles, with pictures or with vector tiles in them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import orjson
from pmtiles.tile import Compression, TileType

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.archivepmtiles import PMTilesFile
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.schemas.schema import Schema, recognise, unknown
from venule.desk.map.tiles.vector.mvt import BrokenTile, decode
from venule.domain.geo import to_mercator
from venule.store.tiles import NotTiles, TileFile

E7 = 1e7
PICTURES = {TileType.PNG, TileType.JPEG, TileType.WEBP}
PICTURE_NAMES = {"png", "jpg", "jpeg", "webp"}
VECTOR_NAMES = {"pbf", "mvt", "application/vnd.mapbox-vector-tile"}
PLAIN = {Compression.NONE, Compression.UNKNOWN}
WORLD = Bounds(0.0, 0.0, 1.0, 1.0)

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Archive:
    """What a file of tiles says about itself, and a function that gives a tile's body as it is stored.

    ``get(zoom, column, row)`` may be called from any thread; it gives ``None`` where there is no tile and raises
    :class:`UnreadableBasemap`. ``schema`` tells what its vector tiles mean; tiles are pictures where it is ``None``.
    """

    name: str
    attribution: str
    zooms: tuple[int, int]
    bounds: Bounds
    get: Callable[[int, int, int], bytes | None]
    schema: Schema | None = None


def open_archive(path: Path) -> Archive:
    """Open a file by its ending; raises :class:`UnreadableBasemap` with a sentence for the operator."""
    return open_mbtiles(path) if path.suffix.lower() == ".mbtiles" else open_pmtiles(path)


def open_pmtiles(path: Path) -> Archive:
    """Open a PMTiles file as an archive."""
    file = PMTilesFile(path)
    header, schema = file.header, None
    if header["tile_type"] is TileType.MVT and header["tile_compression"] in PLAIN | {Compression.GZIP}:
        schema = told_schema(path.name, file.metadata, file.last)
    elif header["tile_type"] not in PICTURES or header["tile_compression"] not in PLAIN:
        raise not_shown(path.name)
    west, south, east, north = header["min_lon_e7"], header["min_lat_e7"], header["max_lon_e7"], header["max_lat_e7"]
    bounds = _box(west / E7, south / E7, east / E7, north / E7)
    attribution = plain(str(file.metadata.get("attribution") or ""))
    return Archive(path.name, attribution, (header["min_zoom"], header["max_zoom"]), bounds, file.get, schema)


def open_mbtiles(path: Path) -> Archive:
    """Open an MBTiles file as an archive."""
    file = _asked(TileFile, path)
    stored, schema = file.metadata.get("format", "png").lower(), None
    if stored in VECTOR_NAMES:
        schema = told_schema(path.name, _parsed(file.metadata.get("json", "")), lambda: _asked(file.last))
    elif stored not in PICTURE_NAMES:
        raise not_shown(path.name)

    def get(zoom: int, column: int, row: int) -> bytes | None:
        return _asked(file.tile, zoom, column, row)

    try:
        bounds = _box(*(float(edge) for edge in file.metadata.get("bounds", "").split(",")))
    except (TypeError, ValueError):
        bounds = WORLD
    return Archive(path.name, plain(file.metadata.get("attribution", "")), file.zooms, bounds, get, schema)


def not_shown(name: str) -> UnreadableBasemap:
    """The sentence for a file of tiles of another kind."""
    return UnreadableBasemap(f"The base map {name} holds neither PNG, JPEG or WebP pictures nor vector tiles (MVT).")


def plain(text: str) -> str:
    """An attribution without its HTML, which sources often write."""
    return unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _asked(question: Callable[Asked, Answer], *args: Asked.args, **named: Asked.kwargs) -> Answer:
    """What an MBTiles file answers."""
    try:
        return question(*args, **named)
    except NotTiles as problem:
        raise UnreadableBasemap(str(problem)) from None


def told_schema(name: str, metadata: Mapping[str, object], sample: Callable[[], bytes | None]) -> Schema:
    """The schema of vector tiles, by what the file says of its layers, or else by the layers of one of its tiles."""
    told = metadata.get("vector_layers")
    layers = [str(layer.get("id")) for layer in told if isinstance(layer, dict)] if isinstance(told, list) else []
    try:
        found = layers or list(decode(sample() or b""))
    except BrokenTile:
        raise UnreadableBasemap(f"The base map {name} does not hold the vector tiles that it should.") from None
    schema = recognise(found)
    if schema is None:
        raise UnreadableBasemap(f"The base map {name} {unknown(found)}.")
    return schema


def _parsed(text: str) -> Mapping[str, object]:
    """What an MBTiles file says of its vector tiles; nothing if that cannot be read."""
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _box(west: float, south: float, east: float, north: float) -> Bounds:
    """Degrees as a box of the unit square; the whole world where they make no box."""
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return WORLD
    x, y = to_mercator(np.array([west, east]), np.array([north, south]))
    return Bounds(float(x[0]), float(y[0]), float(x[1]), float(y[1]))
