"""A town plan read from GeoJSON (RFC 7946), as if it were one large vector tile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import Name, Rank, UnreadableBasemap
from venule.desk.map.tiles.vector.content import Area, Content, Line, Shapes, Starts
from venule.desk.map.tiles.work.atlas import Sheet, Square, sheet
from venule.desk.map.tiles.work.basemap import BasemapHandler
from venule.desk.map.tiles.work.wishes import Surveyed
from venule.domain.geo import Floats, to_mercator

GROUND = {"green": Area.GREEN, "water": Area.WATER, "building": Area.BUILDING}
WAYS = {
    "country_lane": Line.MINOR,
    "road": Line.MINOR,
    "country_road": Line.SECONDARY,
    "road_major": Line.PRIMARY,
}
LAYERS = {way: tuple(layer for layer, kind in WAYS.items() if kind is way) for way in WAYS.values()}
PLACE = "place"
LARGEST_BYTES = 64 * 1024 * 1024
AREAS = {"Polygon", "MultiPolygon"}
LINES = {"LineString", "MultiLineString"}
SMALLEST_SIDE = 1e-9
"""A plan of a single point has some extent, too: a few centimetres."""

Parts = tuple[tuple[Floats, Floats], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A whole plan: one sheet, in units of a square that holds it."""

    attribution: str
    bounds: Bounds
    square: Square
    content: Content


@dataclass(frozen=True, slots=True)
class PlanSource:
    """The plan in a file; implements :class:`~venule.desk.map.tiles.work.jobs.Source`."""

    path: Path

    def open(self) -> BasemapHandler:
        """Read it, in the worker."""
        plan = read_plan(self.path)
        return BasemapHandler(PlanAtlas(sheet(plan.square, plan.content)))


class PlanAtlas:
    """Implements :class:`~venule.desk.map.tiles.work.atlas.Atlas` with one sheet that serves at every zoom."""

    problem = ""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def survey(self, portion: int) -> Surveyed:
        """All names at once."""
        return Surveyed(self._sheet.content.names, False)

    def sheets(self, box: Bounds, zoom: float) -> Iterator[Sheet]:
        """The one there is."""
        yield self._sheet


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One feature on its way in: its layer, name and parts, each with its shapes as world coordinates."""

    layer: str
    name: str
    rank: Rank
    shapes: tuple[Parts, ...]


def read_plan(path: Path) -> Plan:
    """Read a plan; raises :class:`UnreadableBasemap` with a sentence that says what is wrong with the file."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnreadableBasemap(f"The town plan {path.name} is too large: plans above 64 MB want vector tiles.")
        collection = orjson.loads(path.read_bytes())
        features = [kept for feature in collection["features"] if (kept := _feature(feature)) is not None]
    except OSError as problem:
        raise UnreadableBasemap(f"The town plan {path.name} cannot be read: {problem.strerror}.") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise UnreadableBasemap(f"The town plan {path.name} is not GeoJSON, or it is cut off.") from None
    if not any(feature.shapes for feature in features):
        raise UnreadableBasemap(f"The town plan {path.name} holds no streets, water, green, buildings or places.")
    attribution = collection.get("attribution") or f"Town plan: {collection.get('name') or path.stem}"
    return _plan(str(attribution), features)


def _feature(feature: Mapping[str, Any]) -> Feature | None:
    """Read one feature; ``None`` for layers and geometries that a plan does not show."""
    properties: Mapping[str, Any] = feature.get("properties") or {}
    geometry: Mapping[str, Any] = feature.get("geometry") or {}
    layer, name = str(properties.get("layer", "")), str(properties.get("name") or "")
    shape, coordinates = str(geometry.get("type", "")), geometry.get("coordinates", ())
    if layer == PLACE and shape == "Point" and name:
        return Feature(layer, name, _place_rank(properties), ((_line([coordinates]),),))
    if layer in GROUND and shape in AREAS:
        polygons = [coordinates] if shape == "Polygon" else coordinates
        areas = (tuple(_rings(polygon)) for polygon in polygons)
        return Feature(layer, "", Rank.STREET, tuple(area for area in areas if area))
    if layer in WAYS and shape in LINES:
        lines = map(_line, [coordinates] if shape == "LineString" else coordinates)
        rank = Rank.MAIN_STREET if WAYS[layer] is Line.PRIMARY else Rank.STREET
        return Feature(layer, name, rank, tuple((line,) for line in lines if len(line[0]) > 1))
    return None


def _rings(polygon: Any) -> Iterator[tuple[Floats, Floats]]:
    """The rings of a polygon without their closing points; holes turn the other way, however the file has them."""
    for number, ring in enumerate(polygon):
        x, y = (values[:-1] for values in _line(ring))
        if len(x) > 2:
            twice_area = float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
            forward = (twice_area > 0) == (number == 0)
            yield (x, y) if forward else (x[::-1], y[::-1])


def _place_rank(properties: Mapping[str, Any]) -> Rank:
    """Cities and towns are written large, everything else as a suburb."""
    words = {str(properties.get(key, "")).lower() for key in ("kind", "place", "rank", "class")}
    return Rank.CITY if words & {"city", "town", "1"} else Rank.SUBURB


def _line(coordinates: Any) -> tuple[Floats, Floats]:
    """Positions of GeoJSON as places in the unit square; heights are dropped."""
    degrees = np.array([position[:2] for position in coordinates], np.float64).reshape(-1, 2)
    if not np.isfinite(degrees).all():
        raise ValueError("a coordinate is not a number")
    return to_mercator(degrees[:, 0], degrees[:, 1])


def _plan(attribution: str, features: list[Feature]) -> Plan:
    """Put features into kinds of ground, ways and names."""
    lines = [line for feature in features for parts in feature.shapes for line in parts]
    left, right = min(float(x.min()) for x, _ in lines), max(float(x.max()) for x, _ in lines)
    top, bottom = min(float(y.min()) for _, y in lines), max(float(y.max()) for _, y in lines)
    bounds = Bounds(left, top, right, bottom)
    square = Square(left, top, max(right - left, bottom - top, SMALLEST_SIDE))
    areas = {area: _shapes(features, square, layer) for layer, area in GROUND.items()}
    ways = {way: _shapes(features, square, *layers) for way, layers in LAYERS.items()}
    names = (Name(one.name, one.rank, x, y) for one in features if one.name for ((x, y),) in one.shapes)
    return Plan(attribution, bounds, square, Content(areas, ways, {}, tuple(names)))


def _shapes(features: list[Feature], square: Square, *layers: str) -> Shapes:
    """The shapes of layers, in units of the plan's square."""
    shapes = [parts for feature in features if feature.layer in layers for parts in feature.shapes]
    lines = [line for parts in shapes for line in parts]
    x = np.concatenate([np.empty(0), *(x for x, _ in lines)])
    y = np.concatenate([np.empty(0), *(y for _, y in lines)])
    return Shapes(
        (x - square.left) / square.side,
        (y - square.top) / square.side,
        _starts([len(x) for x, _ in lines]),
        _starts([len(parts) for parts in shapes]),
    )


def _starts(counts: list[int]) -> Starts:
    """Where runs of these lengths begin, and the end of the last."""
    return np.cumsum([0, *counts]).astype(np.int32)
