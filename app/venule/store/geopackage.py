"""Reads the features of a GeoPackage, which is an SQLite file (OGC 12-128r19), as rows with their bare geometries."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from venule.store.problem import StoreProblem, explained

_LAYERS = """
SELECT contents.table_name, geometry.column_name, coalesce(upper(system.organization), ''),
    coalesce(system.organization_coordsys_id, geometry.srs_id)
FROM gpkg_contents AS contents
    JOIN gpkg_geometry_columns AS geometry ON geometry.table_name = contents.table_name
    LEFT JOIN gpkg_spatial_ref_sys AS system ON system.srs_id = geometry.srs_id
WHERE contents.data_type = 'features'
ORDER BY contents.table_name
"""

UNDEFINED = (0, -1)
"""Numbers of systems that GeoPackage keeps for coordinates of which nobody knows in which they are."""

_MAGIC = b"GP"
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


class NotAGeoPackage(StoreProblem):
    """The file is something else."""


class Layer(NamedTuple):
    """A table of features: its columns without the one of the geometry, and its system, such as ``"EPSG:25832"``.

    The system is empty where the file says that it is not defined.
    """

    name: str
    columns: tuple[str, ...]
    geometry: str
    crs: str


class Feature(NamedTuple):
    """A row: its cells in the order of the layer's columns, and its geometry as GeoPackage has it."""

    cells: tuple[object, ...]
    geometry: bytes | None


def layers(path: Path) -> tuple[Layer, ...]:
    """The tables of features in a file; raises :class:`NotAGeoPackage` where it is another."""
    with _opened(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= tables:
            raise NotAGeoPackage(f"{path} is no GeoPackage with features.")
        found = connection.execute(_LAYERS).fetchall()
        return tuple(_layer(connection, *row) for row in found if row[0] in tables)


def features(path: Path, layer: Layer) -> Iterator[Feature]:
    """The rows of a layer, in the order in which they lie in the file."""
    columns = ", ".join(map(_quoted, (*layer.columns, layer.geometry)))
    with _opened(path) as connection:
        for *cells, geometry in connection.execute(f"SELECT {columns} FROM {_quoted(layer.name)}"):
            yield Feature(tuple(cells), geometry if isinstance(geometry, bytes) else None)


def bare(geometry: bytes) -> bytes | None:
    """The well-known binary in a geometry of GeoPackage (clause 2.1.3), ``None`` for an empty one.

    Raises :class:`ValueError` with the reason, as the rest of a sentence.
    """
    flags = geometry[3] if len(geometry) >= 8 else 0
    envelope = _ENVELOPES.get(flags >> 1 & 7)
    if not geometry.startswith(_MAGIC) or len(geometry) < 8 or envelope is None:
        raise ValueError("has a geometry that is none of a GeoPackage")
    return None if flags >> 4 & 1 else geometry[8 + envelope :]


def _layer(connection: sqlite3.Connection, name: str, geometry: str, organization: str, number: object) -> Layer:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")]
    crs = "" if number in UNDEFINED else f"{organization or 'EPSG'}:{number}"
    return Layer(name, tuple(column for column in columns if column != geometry), geometry, crs)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Nothing in the file can change, and no function in a view of it can do harm."""
    with explained(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def _quoted(name: str) -> str:
    """A name that SQLite takes for nothing else: between double quotes an unknown one would be a text."""
    return "`" + name.replace("`", "``") + "`"
