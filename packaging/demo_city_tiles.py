"""A town as vector tiles: clipped, simplified for each zoom, thinned out at low ones, in one PMTiles archive."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import mapbox_vector_tile
import numpy as np
import numpy.typing as npt
import shapely
from demo_city_features import DETAIL, NAMED_FROM, Feature
from demo_city_ground import ATTRIBUTION, EDGE_EAST_M, EDGE_NORTH_M, NAME, Floats, degrees, unit_square
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

Shapes = npt.NDArray[np.object_]

EXTENT, MARGIN = 4096, 64
FIRST_ZOOM = 8
LAYERS = ("land", "water", "building", "street", "place")
FINEST = {DETAIL: 0.5, DETAIL - 1: 0.7, DETAIL - 2: 1.6}
COARSE = 4.0
"""Tile units that a simplified line may be off; 8 of them are a pixel."""

SMALLEST = {DETAIL: 0.0, DETAIL - 1: 0.0, DETAIL - 2: 60.0}
SMALL = 700.0
"""Square tile units below which an area is left out."""


class NothingToShow(Exception):
    """No feature leaves anything on any tile, and an archive without tiles is none."""


class Tile(NamedTuple):
    """One square of a zoom's grid."""

    zoom: int
    column: int
    row: int


class Sheet(NamedTuple):
    """A map and where it lies: west, south, east and north in the measure of its shapes, and what that is on Earth."""

    name: str
    attribution: str
    frame: tuple[float, float, float, float]
    unit_square: Callable[[Floats], Floats]
    degrees: Callable[[Floats], Floats]


DEMO = Sheet(NAME, ATTRIBUTION, (-EDGE_EAST_M, -EDGE_NORTH_M, EDGE_EAST_M, EDGE_NORTH_M), unit_square, degrees)


def in_units(features: list[Feature], zoom: int, sheet: Sheet) -> tuple[list[Feature], list[BaseGeometry]]:
    """What a zoom tells, and its shapes in tile units of the whole world, simplified."""
    told = [one for one in features if one.first <= zoom <= one.last]
    side = EXTENT * 2.0**zoom
    clipped = shapely.clip_by_rect(np.array([one.shape for one in told], dtype=object), *sheet.frame)
    shapes = shapely.transform(clipped, lambda points: sheet.unit_square(points) * side)
    shapes = shapely.simplify(shapes, FINEST.get(zoom, COARSE))
    ample = (shapely.get_dimensions(shapes) < 2) | (shapely.area(shapes) >= SMALLEST.get(zoom, SMALL))
    kept = np.flatnonzero(ample & ~shapely.is_empty(shapes))
    return [told[index] for index in kept], [shapes[index] for index in kept]


def grid(zoom: int, sheet: Sheet) -> Iterator[Tile]:
    """The tiles of a zoom that the map reaches into."""
    west, south, east, north = sheet.frame
    (left, top), (right, bottom) = sheet.unit_square(np.array(((west, north), (east, south)))) * 2**zoom
    for column in range(math.floor(left), math.floor(right) + 1):
        for row in range(math.floor(top), math.floor(bottom) + 1):
            yield Tile(zoom, column, row)


def cut(shapes: Shapes, tile: Tile) -> Shapes:
    """Shapes in a tile's own whole units, clipped to it and its margin; empty where nothing is left."""
    left, top = tile.column * EXTENT, tile.row * EXTENT
    box = (left - MARGIN, top - MARGIN, left + EXTENT + MARGIN, top + EXTENT + MARGIN)
    bounds = shapely.bounds(shapes)
    across = (bounds[:, 0] < box[0]) | (bounds[:, 1] < box[1]) | (bounds[:, 2] > box[2]) | (bounds[:, 3] > box[3])
    flat = shapely.get_dimensions(shapes) == 2
    shapes = shapes.copy()
    shapes[across & ~flat] = shapely.clip_by_rect(shapes[across & ~flat], *box)
    shapes[across & flat] = shapely.intersection(shapely.make_valid(shapes[across & flat]), shapely.box(*box))
    moved = shapely.transform(shapes, lambda points: points - (left, top))
    rounded: Shapes = shapely.orient_polygons(shapely.set_precision(moved, 1.0))
    return rounded


def properties(one: Feature, zoom: int) -> dict[str, str | bool]:
    """What is told of a feature beside its shape."""
    told: dict[str, str | bool] = {"kind": one.kind} if one.kind else {}
    if one.name and zoom >= NAMED_FROM.get(one.kind, FIRST_ZOOM):
        told["name"] = one.name
    if one.bridge:
        told["bridge"] = True
    return told


def simple(shape: BaseGeometry, layer: str) -> Iterator[BaseGeometry]:
    """The parts of a clipped shape that a layer can hold."""
    kinds = {"street": ("LineString",), "place": ("Point",), "water": ("Polygon", "Point")}.get(layer, ("Polygon",))
    for part in shapely.get_parts(shape):
        if part.geom_type in kinds:
            yield part
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from simple(part, layer)


def encoded(features: list[Feature], shapes: Shapes, zoom: int) -> bytes:
    """One tile's layers; empty if it holds nothing."""
    layers: dict[str, list[dict[str, object]]] = {}
    for one, shape in zip(features, shapes, strict=True):
        for part in simple(shape, one.layer):
            if not part.is_empty:
                layers.setdefault(one.layer, []).append({"geometry": part, "properties": properties(one, zoom)})
    if not layers:
        return b""
    body = [{"name": name, "features": layers[name]} for name in LAYERS if name in layers]
    options = {"extents": EXTENT, "y_coord_down": True, "check_winding_order": False}
    return bytes(mapbox_vector_tile.encode(body, default_options=options))


def tiles(features: list[Feature], sheet: Sheet) -> Iterator[tuple[Tile, bytes]]:
    """All tiles that hold something, compressed."""
    for zoom in range(FIRST_ZOOM, DETAIL + 1):
        told, shapes = in_units(features, zoom, sheet)
        if not told:
            continue
        every, tree = np.array(shapes, dtype=object), STRtree(shapes)
        for tile in grid(zoom, sheet):
            left, top = tile.column * EXTENT, tile.row * EXTENT
            box = shapely.box(left - MARGIN, top - MARGIN, left + EXTENT + MARGIN, top + EXTENT + MARGIN)
            found = np.sort(tree.query(box, predicate="intersects"))
            body = encoded([told[index] for index in found], cut(every[found], tile), zoom) if len(found) else b""
            if body:
                yield tile, gzip.compress(body, 9, mtime=0)


def write_archive(target: Path, features: list[Feature], sheet: Sheet = DEMO) -> None:
    """The archive, its tiles in the order of their numbers."""
    numbered = sorted((zxy_to_tileid(*tile), data) for tile, data in tiles(features, sheet))
    if not numbered:
        raise NothingToShow
    west, south, east, north = sheet.frame
    spots = ((west, south), (east, north), ((west + east) / 2, (south + north) / 2))
    low, high, middle = np.round(sheet.degrees(np.array(spots)) * 1e7).astype(int).tolist()
    fields = {"kind": "String", "name": "String", "bridge": "Boolean"}
    layers = [{"id": layer, "fields": fields, "minzoom": FIRST_ZOOM, "maxzoom": DETAIL} for layer in LAYERS]
    with write(str(target)) as writer:
        for number, data in numbered:
            writer.write_tile(number, data)
        header = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "min_lon_e7": low[0],
            "min_lat_e7": low[1],
            "max_lon_e7": high[0],
            "max_lat_e7": high[1],
            "center_zoom": 13,
            "center_lon_e7": middle[0],
            "center_lat_e7": middle[1],
        }
        writer.finalize(header, {"name": sheet.name, "attribution": sheet.attribution, "vector_layers": layers})
