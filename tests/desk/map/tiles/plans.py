"""A small town plan as GeoJSON, and files of raster tiles, for the tests of base maps."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from venule.desk.style.palette import DARK

WEST, SOUTH, EAST, NORTH = 10.0, 53.5, 10.02, 53.51
TILE_PX = 256
LEVELS = (0, 1, 2)


def feature(layer: str, shape: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    """One feature of a plan."""
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"layer": layer, **properties}, "geometry": geometry}


def box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    """A rectangle as the coordinates of a polygon."""
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def plan() -> dict[str, Any]:
    """Green in the north, water in the south, two roads, a house, and two places."""
    middle = (SOUTH + NORTH) / 2
    return {
        "type": "FeatureCollection",
        "attribution": "Test town",
        "features": [
            feature("green", "Polygon", box(WEST, middle, EAST, NORTH)),
            feature("water", "MultiPolygon", [box(WEST, SOUTH, EAST, middle - 0.002)]),
            feature("road_major", "LineString", [[WEST, middle], [EAST, middle]], name="Amber Avenue"),
            feature("road", "MultiLineString", [[[10.01, SOUTH], [10.01, NORTH]]], name="Birch Lane"),
            feature("building", "Polygon", box(10.004, 53.506, 10.006, 53.508)),
            feature("place", "Point", [10.01, middle], name="Lindenhaven", kind="city"),
            feature("place", "Point", [10.003, 53.502], name="West Wharf"),
            feature("moon", "Point", [10.003, 53.502], name="not shown"),
        ],
    }


def write_plan(folder: Path) -> Path:
    """The plan as a file."""
    path = folder / "town.geojson"
    path.write_bytes(orjson.dumps(plan()))
    return path


def picture(colour: str) -> bytes:
    """A tile of one colour, as PNG."""
    image = QImage(TILE_PX, TILE_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def tiles() -> dict[tuple[int, int, int], bytes]:
    """The whole world on three levels; the north-western quarter has another colour."""
    return {
        (zoom, x, y): picture(DARK.warning if zoom and x < 2 ** (zoom - 1) and y < 2 ** (zoom - 1) else DARK.water)
        for zoom in LEVELS
        for x in range(2**zoom)
        for y in range(2**zoom)
    }


def write_pmtiles(folder: Path, kind: TileType = TileType.PNG) -> Path:
    """The tiles as a PMTiles file."""
    path = folder / "world.pmtiles"
    header = {
        "tile_type": kind,
        "tile_compression": Compression.NONE,
        "min_lon_e7": -1_800_000_000,
        "min_lat_e7": -850_000_000,
        "max_lon_e7": 1_800_000_000,
        "max_lat_e7": 850_000_000,
        "center_zoom": 0,
        "center_lon_e7": 0,
        "center_lat_e7": 0,
    }
    with path.open("wb") as file:
        writer = Writer(file)
        for place, data in sorted(tiles().items(), key=lambda tile: zxy_to_tileid(*tile[0])):
            writer.write_tile(zxy_to_tileid(*place), data)
        writer.finalize(header, {"attribution": '<a href="https://example.org">© Example &amp; others</a>'})
    return path


def write_mbtiles(folder: Path, picture_format: str = "png") -> Path:
    """The tiles as an MBTiles file, whose rows count from the south."""
    path = folder / "world.mbtiles"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        told = {"format": picture_format, "attribution": "© Example", "bounds": "-180,-85,180,85"}
        file.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
        rows = [(zoom, x, 2**zoom - 1 - y, data) for (zoom, x, y), data in tiles().items()]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    file.close()
    return path
