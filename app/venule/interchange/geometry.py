"""What a row says of its geometry: a place, or a shape, in the degrees that everything else here counts in."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from venule.domain.geo import Floats, Position, position
from venule.domain.shape import NotAShape, Shape
from venule.interchange.mapping import TableMapping
from venule.interchange.places import declared_projection
from venule.interchange.projection import ToDegrees
from venule.interchange.table import Row, Table, blank
from venule.interchange.wkt import NotWkt, decode
from venule.store.wkb import Form, Geometry

ToShape: TypeAlias = Callable[[Row], Shape | Position | None]
"""Raises :class:`venule.domain.shape.NotAShape` where a row says something that is neither."""

JSON_FORMS = {"Point": Form.POINTS, "LineString": Form.LINES, "Polygon": Form.POLYGONS}


def reader_of_shapes(table: Table, mapping: TableMapping) -> ToShape:
    """The function from a row to its shape, or to a place that was told in the shape's stead."""
    if mapping.shape:
        return _reader_of_text(table, mapping)
    project = declared_projection(table, mapping, table.crs if table.place else "")
    if project is None:
        return lambda row: None
    return lambda row: None if row.geometry is None else in_degrees(row.geometry, project)


def _reader_of_text(table: Table, mapping: TableMapping) -> ToShape:
    """Reads a column of well-known text."""
    place = table.place_of(mapping.shape)
    crs = mapping.crs or "EPSG:4326"
    project = declared_projection(table, mapping, crs)

    def read(row: Row) -> Shape | Position | None:
        cell = row.cells[place] if place < len(row.cells) else None
        if blank(cell) or project is None:
            return None
        try:
            geometry, named = decode(str(cell))
        except NotWkt as problem:
            raise NotAShape(str(problem)) from None
        if named and named != crs:
            raise NotAShape(f"counts in {named}, and 'crs' in the mapping is {crs}")
        return in_degrees(geometry, project)

    return read


def in_degrees(geometry: Geometry, project: ToDegrees) -> Shape | Position | None:
    """A geometry as a shape, a single point as a place; raises :class:`NotAShape` where it is neither."""
    if not geometry.parts:
        return None
    parts = tuple(tuple(_projected(points, project) for points in part) for part in geometry.parts)
    if geometry.form is not Form.POINTS:
        return Geometry(geometry.form, parts).shape()
    if sum(len(points) for part in parts for points in part) != 1:
        raise NotAShape("has several points, and an asset is one point, a line or an area")
    return position(*parts[0][0][0].tolist())


def _projected(points: Floats, project: ToDegrees) -> Floats:
    return np.column_stack(project(points[:, 0], points[:, 1]))


def from_json(geometry: Mapping[str, Any]) -> Geometry | None:
    """A geometry of GeoJSON; nothing where it is empty. Raises :class:`NotAShape`."""
    kind, coordinates = str(geometry.get("type", "")), geometry.get("coordinates")
    form = JSON_FORMS.get(kind.removeprefix("Multi"))
    if form is None:
        raise NotAShape(f"is a {kind or 'geometry without a type'}, and an asset is a point, a line or an area")
    if not coordinates:
        return None
    several = coordinates if kind.startswith("Multi") else [coordinates]
    try:
        if form is Form.POLYGONS:
            parts = tuple(tuple(map(_points, rings)) for rings in several)
        else:
            parts = tuple((_points([part] if form is Form.POINTS else part),) for part in several)
    except (TypeError, ValueError, IndexError, KeyError):
        raise NotAShape(f"is a {kind} whose coordinates cannot be read") from None
    return Geometry(form, parts)


def _points(points: Any) -> Floats:
    return np.array([(float(x), float(y)) for x, y, *_ in points], np.float64).reshape(-1, 2)
