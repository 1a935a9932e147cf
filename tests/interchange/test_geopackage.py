"""GeoPackages: each layer a table, in its own system, its points, lines and areas as they are."""

import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.interchange.conftest import Import
from tests.interchange.test_shapes import reasons, told
from venule.domain.geo import Position
from venule.domain.shape import area, line
from venule.interchange.mapping import TableMapping
from venule.interchange.problem import InterchangeProblem
from venule.store.problem import StoreProblem
from venule.store.reader import Reader
from venule.store.wkb import encode

TABLES = """
PRAGMA application_id = 0x47504B47;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
    organization_coordsys_id INTEGER, definition TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('', 4326, 'EPSG', 4326, ''), ('', -1, 'NONE', -1, ''), ('', 0, 'NONE', 0, ''),
    ('', 32631, 'epsg', 32631, ''), ('', 100000, 'HOUSE', 1, '');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
INSERT INTO gpkg_contents VALUES ('notes', 'attributes', 'notes');
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
"""
STREET = line([(2, 41), (2, 43)])
ZONE = area([[(0, 0), (1, 0), (1, 1)]])
POINT = struct.pack("<BI2d", 1, 1, 2.0, 41.0)


def kept(geometry: bytes, envelope: int = 0, flags: int = 0) -> bytes:
    """A geometry as a GeoPackage keeps it: with a header of its own, and maybe its bounds."""
    doubles = {0: 0, 1: 4, 2: 6, 3: 6, 4: 8}[envelope]
    return b"GP" + struct.pack("<BBi", 0, 1 | envelope << 1 | flags, 4326) + bytes(8 * doubles) + geometry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "city.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)
    return path


def add(path: Path, layer: str, rows: Iterable[tuple[str, object]], srs: int = 4326) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?)", (layer, layer))
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'GEOMETRY', ?)", (layer, 'the "geom', srs))
        columns = '"the ""geom" BLOB, name TEXT, photo BLOB'
        connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY, {columns})')
        statement = f'INSERT INTO "{layer}" ("the ""geom", name, photo) VALUES (?, ?, ?)'
        connection.executemany(statement, [(geometry, name, b"\x00\xff") for name, geometry in rows])
        connection.commit()


def test_that_points_lines_and_areas_become_assets(path: Path, cache: Path, import_files: Import) -> None:
    rows = [
        ("lamp", kept(POINT)),
        ("street", kept(encode(STREET), envelope=1)),
        ("zone", kept(encode(ZONE), envelope=4)),
        ("nowhere", None),
        ("empty", kept(struct.pack("<BI2d", 1, 1, float("nan"), float("nan")), flags=16)),
    ]
    add(path, "things", rows)
    summary = import_files(path)
    assert told(cache) == {
        "lamp": (None, Position(2, 41)),
        "street": (STREET, Position(2, 42)),
        "zone": (ZONE, Position(0.75, 0.5)),
        "nowhere": (None, None),
        "empty": (None, None),
    }
    assert (summary.rejects, summary.without_place) == (0, 2)
    with Reader(cache) as reader:
        assert reader.asset_properties(1) == {"fid": "1"}
        assert [network.name for network in reader.catalogue().networks] == ["city"]


def test_that_each_of_several_layers_is_a_network_of_its_own(path: Path, cache: Path, import_files: Import) -> None:
    add(path, "city garages", [("A", kept(POINT))])
    add(path, "pipes", [("A", kept(encode(STREET)))])
    summary = import_files(path)
    with Reader(cache) as reader:
        catalogue = reader.catalogue()
    assert [network.name for network in catalogue.networks] == ["city garages", "pipes"]
    assert [catalogue.kinds[kind] if kind >= 0 else "" for kind in catalogue.assets.kind] == ["town.garage", ""]
    assert (len(catalogue.assets.name), len(summary.assets), summary.files) == (2, 2, 2)


def test_that_a_mapping_may_be_meant_for_one_layer(path: Path, cache: Path, import_files: Import) -> None:
    add(path, "garages", [("A", kept(POINT))])
    add(path, "pipes", [("A", kept(POINT))])
    with pytest.raises(InterchangeProblem, match=r"fits the file name 'city\.gpkg/garages'"):
        import_files(path, mapping=TableMapping(match="city.gpkg/pipes"))
    import_files(path, mapping=TableMapping(match="city.gpkg", network="town", asset="name"))
    assert list(told(cache)) == ["A"]


def test_that_the_system_of_a_layer_counts(path: Path, cache: Path, import_files: Import) -> None:
    add(path, "plan", [("A", kept(encode(line([(1, 41), (2, 41)])))), ("B", kept(_utm()))], srs=32631)
    import_files(path)
    place = told(cache)["B"][1]
    assert place == pytest.approx((2.2945, 48.8582), abs=1e-4)


@pytest.mark.parametrize(("srs", "sentence"), [(0, "declare 'crs' in a mapping"), (100_000, "in HOUSE:1")])
def test_that_a_system_that_is_not_known_gives_no_places_and_says_so(
    path: Path, cache: Path, import_files: Import, srs: int, sentence: str
) -> None:
    add(path, "plan", [("A", kept(encode(STREET))), ("B", kept(POINT))], srs=srs)
    summary = import_files(path)
    assert told(cache) == {"A": (None, None), "B": (None, None)}
    assert sentence in summary.remarks[0]


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (b"GP\x00\x01\x00", "none of a GeoPackage"),
        (b"XX" + kept(POINT)[2:], "none of a GeoPackage"),
        (b"GP\x00\x0b" + bytes(40), "none of a GeoPackage"),
        (kept(POINT[:-1]), "breaks off"),
        (kept(struct.pack("<BII", 1, 8, 0)), "neither point, line nor polygon"),
        (kept(struct.pack("<BIIBI2dBI2d", 1, 4, 2, 1, 1, 0, 1, 1, 1, 2, 3)), "has several points"),
    ],
)
def test_that_a_broken_geometry_costs_its_row_alone(
    path: Path, cache: Path, import_files: Import, geometry: bytes, reason: str
) -> None:
    add(path, "things", [("broken", geometry), ("lamp", kept(POINT))])
    import_files(path)
    assert list(told(cache)) == ["lamp"]
    assert [reason in why for why in reasons(cache)] == [True]


def test_that_another_file_is_told_of(tmp_path: Path, path: Path, import_files: Import) -> None:
    with pytest.raises(InterchangeProblem, match="holds no features"):
        import_files(path)
    for name, content in (("text.gpkg", b"no database at all, but a text " * 40), ("empty.gpkg", b"")):
        other = tmp_path / name
        other.write_bytes(content)
        with pytest.raises(StoreProblem, match=name):
            import_files(other)


def test_that_a_layer_whose_geometry_is_not_there_is_told_of(path: Path, import_files: Import) -> None:
    add(path, "things", [("lamp", kept(POINT))])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE gpkg_geometry_columns SET column_name = 'elsewhere'")
        connection.commit()
    with pytest.raises(StoreProblem, match="elsewhere"):
        import_files(path)


def test_that_nothing_is_written_beside_or_into_the_file(path: Path, import_files: Import) -> None:
    add(path, "things", [("lamp", kept(POINT))])
    before = path.read_bytes()
    import_files(path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("city.gpkg-*"))


def _utm() -> bytes:
    return struct.pack("<BI2d", 1, 1, 448_251.795, 5_411_932.678)
