"""Vector tiles written by hand and by mapbox-vector-tile, and what that library reads in them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from venule.desk.map.tiles.vector.mvt import LINE, POINT, POLYGON, Features

UINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
READ = {"geojson": False, "y_coord_down": True}
WRITE = {"y_coord_down": True}


def varint(number: int) -> bytes:
    """A number as protobuf writes it."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*written, number))


def number(field: int, value: int) -> bytes:
    """A field that is a number."""
    return varint(field << 3 | UINT) + varint(value)


def block(field: int, content: bytes | str) -> bytes:
    """A field that is a text or a message."""
    content = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | BYTES) + varint(len(content)) + content


def packed(field: int, *values: int) -> bytes:
    """A field of many numbers."""
    return block(field, b"".join(varint(value) for value in values))


def unpacked(field: int, *values: int) -> bytes:
    """The same in the old way, a field for each number."""
    return b"".join(number(field, value) for value in values)


def step(value: int) -> int:
    """A step as a number in zigzag."""
    return value << 1 if value >= 0 else (-value << 1) - 1


def stroke(*points: tuple[int, int], start: tuple[int, int] = (0, 0), close: bool = False) -> list[int]:
    """The commands that draw a line or a ring from where the pen is."""
    steps = np.diff(np.array([start, *points]), axis=0)
    written = [step(value) for value in steps.ravel().tolist()]
    commands = [1 << 3 | 1, *written[:2]]
    if len(points) > 1:
        commands += [(len(points) - 1) << 3 | 2, *written[2:]]
    return [*commands, 15] if close else commands


def feature(kind: int, commands: list[int], *tags: int) -> bytes:
    """A feature as a field of its layer."""
    return block(2, packed(2, *tags) + number(3, kind) + packed(4, *commands))


def layer(name: str, *fields: bytes, extent: int = 4096, version: int = 2) -> bytes:
    """A layer as a field of its tile."""
    return block(3, number(15, version) + block(1, name) + b"".join(fields) + number(5, extent))


def read_by_oracle(tile: bytes) -> dict[str, Any]:
    """What mapbox-vector-tile makes of a tile: layers by name."""
    return mapbox_vector_tile.decode(tile, default_options=READ)


def encoded(*layers: dict[str, Any], extents: int = 4096) -> bytes:
    """A tile written by mapbox-vector-tile."""
    return mapbox_vector_tile.encode(list(layers), default_options={**WRITE, "extents": extents})


def as_oracle(features: Features, extent: int) -> list[dict[str, Any]]:
    """A decoded layer in the words of mapbox-vector-tile, with whole numbers for coordinates."""
    points = np.rint(np.stack((features.x, features.y), 1) * extent).astype(int).tolist()
    parts = [points[a:b] for a, b in zip(features.first[:-1], features.first[1:], strict=True)]
    known: list[dict[str, object]] = [{} for _ in range(len(features))]
    for owner, key, value in zip(features.owner, features.key, features.value, strict=True):
        known[owner][features.keys[key]] = features.values[value]
    told = []
    for row, kind in enumerate(features.kind.tolist()):
        own = range(features.part[row], features.part[row + 1])
        shape = _geometry(kind, [parts[part] for part in own], features.area[own.start : own.stop])
        told.append({"type": kind, "properties": known[row], "geometry": shape})
    return told


def without_ids(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The features that mapbox-vector-tile read, without what is of no use to a map."""
    return [{key: value for key, value in feature.items() if key != "id"} for feature in layer["features"]]


def _geometry(kind: int, parts: list[Any], areas: Any) -> dict[str, Any]:
    if kind == POINT:
        points = [point for part in parts for point in part]
        return _one_or_many("Point", points)
    if kind == LINE:
        return _one_or_many("LineString", parts or [[]])
    assert kind == POLYGON
    return _one_or_many("Polygon", _polygons(parts, areas))


def _one_or_many(name: str, members: list[Any]) -> dict[str, Any]:
    alone = len(members) == 1
    return {"type": name if alone else f"Multi{name}", "coordinates": members[0] if alone else members}


def _polygons(rings: list[Any], areas: Any) -> list[Any]:
    """Rings, closed and in groups of one outer ring and its holes."""
    polygons: list[Any] = []
    outer = next((np.sign(area) for area in areas if area), 1.0)
    for ring, area in zip(rings, areas, strict=True):
        closed = ring if ring[0] == ring[-1] and len(ring) > 1 else [*ring, ring[0]]
        if np.sign(area) == outer:
            polygons.append([closed])
        elif area:
            polygons[-1].append(closed)
    return polygons


def stored_tiles(path: Path) -> list[bytes]:
    """All tiles of an MBTiles file, as they are stored."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        return [data for (data,) in file.execute("SELECT tile_data FROM tiles")]


def write_vector_pmtiles(
    folder: Path,
    tiles: dict[tuple[int, int, int], bytes],
    metadata: dict[str, object],
    compression: Compression = Compression.GZIP,
    kind: TileType = TileType.MVT,
) -> Path:
    """Vector tiles as a PMTiles file."""
    path = folder / "town.pmtiles"
    with path.open("wb") as file:
        writer = Writer(file)
        for place, data in sorted(tiles.items(), key=lambda tile: zxy_to_tileid(*tile[0])):
            writer.write_tile(zxy_to_tileid(*place), data)
        writer.finalize({"tile_type": kind, "tile_compression": compression}, metadata)
    return path


def write_vector_mbtiles(
    folder: Path, tiles: dict[tuple[int, int, int], bytes], metadata: dict[str, object], **told: str
) -> Path:
    """Vector tiles as an MBTiles file."""
    path = folder / "town.mbtiles"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        rows = {"format": "pbf", "json": json.dumps(metadata), **told}
        file.executemany("INSERT INTO metadata VALUES (?, ?)", rows.items())
        stored = [(zoom, x, 2**zoom - 1 - y, data) for (zoom, x, y), data in tiles.items()]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", stored)
    return path
