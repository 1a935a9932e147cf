"""A town plan read from GeoJSON (RFC 7946): shapes by layer, ready to be painted at any zoom, and the names on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import Name, Rank, UnreadableBasemap
from venule.domain.geo import Floats, to_mercator

LAYERS = ("green", "water", "building", "country_lane", "country_road", "road", "road_major")
ROADS = {"road", "road_major", "country_lane", "country_road"}
PLACE = "place"
UNITS = 2.0**22
"""Plan units per side of the unit square, counted from the plan's own corner, which keeps coordinates small."""

LARGEST_BYTES = 64 * 1024 * 1024
AREAS = {"Polygon": 1, "MultiPolygon": 2}
LINES = {"LineString": 0, "MultiLineString": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Shapes of one layer. ``boxes`` has a row of left, top, right, bottom in plan units for each path."""

    paths: tuple[QPainterPath, ...]
    boxes: Floats

    def within(self, box: Bounds) -> Iterator[QPainterPath]:
        """The shapes whose boxes meet a box in plan units."""
        left, top, right, bottom = self.boxes.T
        near = (right >= box.left) & (left <= box.right) & (bottom >= box.top) & (top <= box.bottom)
        for row in np.flatnonzero(near):
            yield self.paths[row]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A whole plan. ``left`` and ``top`` are where its units begin in the unit square."""

    attribution: str
    bounds: Bounds
    layers: Mapping[str, Layer]
    names: tuple[Name, ...]

    def to_units(self, box: Bounds) -> Bounds:
        """A box of the unit square in plan units."""
        left, top = self.bounds.left, self.bounds.top
        edges = (box.left - left, box.top - top, box.right - left, box.bottom - top)
        return Bounds(*(edge * UNITS for edge in edges))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One feature on its way in: its layer, name and parts as world coordinates."""

    layer: str
    name: str
    rank: Rank
    closed: bool
    lines: tuple[tuple[Floats, Floats], ...]


def read_plan(path: Path) -> Plan:
    """Read a plan; raises :class:`UnreadableBasemap` with a sentence that says what is wrong with the file."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnreadableBasemap(f"The town plan {path.name} is too large: plans above 64 MB want vector tiles.")
        collection = orjson.loads(path.read_bytes())
        parts = [part for feature in collection["features"] if (part := _part(feature)) is not None]
    except OSError as problem:
        raise UnreadableBasemap(f"The town plan {path.name} cannot be read: {problem.strerror}.") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise UnreadableBasemap(f"The town plan {path.name} is not GeoJSON, or it is cut off.") from None
    if not any(len(x) for part in parts for x, _ in part.lines):
        raise UnreadableBasemap(f"The town plan {path.name} holds no streets, water, green, buildings or places.")
    attribution = collection.get("attribution") or f"Town plan: {collection.get('name') or path.stem}"
    return _plan(str(attribution), parts)


def _part(feature: Mapping[str, Any]) -> Part | None:
    """Read one feature; ``None`` for layers and geometries that a plan does not show."""
    properties: Mapping[str, Any] = feature.get("properties") or {}
    geometry: Mapping[str, Any] = feature.get("geometry") or {}
    layer, name = str(properties.get("layer", "")), str(properties.get("name") or "")
    shape, coordinates = str(geometry.get("type", "")), geometry.get("coordinates", ())
    if layer == PLACE and shape == "Point" and name:
        return Part(layer, name, _place_rank(properties), False, (_line([coordinates]),))
    if layer not in LAYERS:
        return None
    if shape in AREAS:
        rings = coordinates if AREAS[shape] == 1 else [ring for polygon in coordinates for ring in polygon]
        return Part(layer, "", Rank.STREET, True, tuple(_line(ring) for ring in rings))
    if shape in LINES:
        lines = [coordinates] if LINES[shape] == 0 else coordinates
        rank = Rank.MAIN_STREET if layer == "road_major" else Rank.STREET
        return Part(layer, name if layer in ROADS else "", rank, False, tuple(map(_line, lines)))
    return None


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


def _plan(attribution: str, parts: list[Part]) -> Plan:
    """Put the features of a plan into its layers and names."""
    all_x = np.concatenate([x for part in parts for x, _ in part.lines])
    all_y = np.concatenate([y for part in parts for _, y in part.lines])
    bounds = Bounds(float(all_x.min()), float(all_y.min()), float(all_x.max()), float(all_y.max()))
    layers = {name: _layer([part for part in parts if part.layer == name], bounds) for name in LAYERS}
    names = tuple(Name(part.name, part.rank, x, y) for part in parts if part.name for x, y in part.lines if len(x))
    return Plan(attribution, bounds, layers, names)


def _layer(parts: list[Part], bounds: Bounds) -> Layer:
    """Paths and boxes of one layer; the lines of a street stay apart so that few are painted in vain."""
    paths: list[QPainterPath] = []
    for part in parts:
        if part.closed:
            paths.append(_path(part.lines, True, bounds))
        else:
            paths.extend(_path((line,), False, bounds) for line in part.lines)
    rectangles = [path.controlPointRect() for path in paths]
    boxes = [(box.left(), box.top(), box.right(), box.bottom()) for box in rectangles]
    return Layer(tuple(paths), np.array(boxes, np.float64).reshape(-1, 4))


def _path(lines: tuple[tuple[Floats, Floats], ...], closed: bool, bounds: Bounds) -> QPainterPath:
    """Lines or rings as one path in plan units."""
    path = QPainterPath()
    for x, y in lines:
        points = zip(((x - bounds.left) * UNITS).tolist(), ((y - bounds.top) * UNITS).tolist(), strict=True)
        path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
        if closed:
            path.closeSubpath()
    return path
