"""GeoPackage (OGC 12-128r19): each table of features comes in as a table of points, lines or areas."""

from collections.abc import Iterator
from pathlib import Path

from venule.interchange.problem import InterchangeProblem
from venule.interchange.table import Cell, Row, Table
from venule.store.geopackage import Feature, Layer, bare, features, layers
from venule.store.wkb import Form, Geometry, NotWkb, decode

PLACE = ("geometry x", "geometry y")


def geopackage_tables(path: Path) -> tuple[Table, ...]:
    """A table a layer; the layers of a file that has several bear their own names."""
    found = layers(path)
    if not found:
        raise InterchangeProblem(f"{path.name} holds no features.")
    return tuple(_table(path, layer, layer.name if len(found) > 1 else "") for layer in found)


def _table(path: Path, layer: Layer, name: str) -> Table:
    def read() -> Iterator[Row]:
        return (_row(number, feature) for number, feature in enumerate(features(path, layer), 1))

    return Table(path, (*layer.columns, *PLACE), read, place=PLACE, crs=layer.crs, layer=name)


def _row(number: int, feature: Feature) -> Row:
    cells = tuple(map(_cell, feature.cells))
    try:
        geometry = _geometry(feature)
    except (NotWkb, ValueError) as problem:
        return Row(number, (*cells, None, None), f"has a geometry that cannot be read: it {problem}")
    is_place = geometry is not None and geometry.form is Form.POINTS and len(geometry.parts) == 1
    if geometry is None or not is_place:
        return Row(number, (*cells, None, None), "", geometry)
    return Row(number, (*cells, *geometry.parts[0][0][0].tolist()))


def _geometry(feature: Feature) -> Geometry | None:
    binary = None if feature.geometry is None else bare(feature.geometry)
    geometry = None if binary is None else decode(binary)
    return geometry if geometry is not None and geometry.parts else None


def _cell(value: object) -> Cell:
    """A value of SQLite as a cell; bytes are no text."""
    return value if value is None or isinstance(value, str | int | float) else None
