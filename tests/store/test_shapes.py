"""Shapes in the file: well-known binary that others read, columns that come back as they went, and older files."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.rows import T0, row, written
from tests.store.shapes import SHAPES
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.shape import NotAShape, Shape, area, line
from venule.store import schema
from venule.store.answers import NO_SHAPES
from venule.store.batch import Batch
from venule.store.problem import Damaged, OlderFile
from venule.store.reader import Reader
from venule.store.shapes import columns, faults
from venule.store.verification import verify
from venule.store.wkb import Form, NotWkb, decode, digest, encode
from venule.store.writer import Writer

PIPE = line([(2.0, 41.0), (2.0, 43.0)])
DISTRICT = area([[(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (3, 1), (3, 3), (1, 3)]], [[(9, 9), (8, 8), (9, 8)]])

BEFORE_SHAPES = """
ALTER TABLE asset DROP COLUMN shape;
DELETE FROM _sqlite_migrations WHERE name = '0003_shapes';
PRAGMA user_version = 2;
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "city.venule"


def execute(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(statement, values).fetchall()
        connection.commit()
    return found


@given(SHAPES)
def test_that_a_shape_comes_back_from_its_bytes_as_it_was(shape: Shape) -> None:
    assert decode(encode(shape)).shape() == shape
    assert list(faults(encode(shape))) == []


@given(st.lists(SHAPES, min_size=1, max_size=6))
def test_that_columns_hold_each_shape_as_it_was(shapes: list[Shape]) -> None:
    rows = np.arange(1, 2 * len(shapes), 2, dtype=np.int32)
    found = columns(rows, [encode(shape) for shape in shapes])
    assert [found.of(row) for row in rows.tolist()] == shapes
    assert [found.of(row) for row in (0, 2 * len(shapes))] == [None, None]
    assert len(found) == len(shapes)
    assert found.part[-1] == len(found.longitude) == sum(shape.points for shape in shapes)


def test_that_what_is_written_is_the_well_known_binary_of_the_standard() -> None:
    assert encode(PIPE) == struct.pack("<BII4d", 1, 2, 2, 2.0, 41.0, 2.0, 43.0)
    triangle = area([[(0, 0), (1, 0), (0, 1)]])
    assert encode(triangle) == struct.pack("<BIII8d", 1, 3, 1, 4, 0, 0, 1, 0, 0, 1, 0, 0)
    assert struct.unpack_from("<BI", encode(DISTRICT)) == (1, 6)
    assert struct.unpack_from("<BI", encode(line([(0, 0), (1, 1)], [(2, 2), (3, 3)]))) == (1, 5)


@given(SHAPES)
def test_that_another_library_reads_what_is_written(shape: Shape) -> None:
    shapely = pytest.importorskip("shapely")
    told = shapely.from_wkb(encode(shape))
    single = "Polygon" if shape.closed else "LineString"
    several = len(list(shape.polygons())) > 1 if shape.closed else len(shape.parts) > 1
    assert told.geom_type == (f"Multi{single}" if several else single)
    assert shapely.get_num_coordinates(told) == shape.points + len(shape.parts) * shape.closed
    assert shapely.to_wkb(told, byte_order=1) == encode(shape)


@pytest.mark.parametrize(
    ("blob", "form", "points"),
    [
        (struct.pack(">BI2d", 0, 1, 7, 8), Form.POINTS, [[7, 8]]),
        (struct.pack("<BII6d", 1, 1002, 2, 1, 2, 99, 3, 4, 99), Form.LINES, [[1, 2], [3, 4]]),
        (struct.pack("<BII6d", 1, 0x80000002, 2, 1, 2, 99, 3, 4, 99), Form.LINES, [[1, 2], [3, 4]]),
        (struct.pack("<BII8d", 1, 3002, 2, 1, 2, 9, 9, 3, 4, 9, 9), Form.LINES, [[1, 2], [3, 4]]),
        (struct.pack("<BIII4d", 1, 0x20000002, 4326, 2, 1, 2, 3, 4), Form.LINES, [[1, 2], [3, 4]]),
    ],
)
def test_that_the_dialects_of_others_are_read(blob: bytes, form: Form, points: list[list[float]]) -> None:
    found = decode(blob)
    assert found.form is form
    assert found.parts[0][0].tolist() == points


@given(st.binary(max_size=80))
def test_that_bytes_that_are_no_geometry_are_refused(blob: bytes) -> None:
    with pytest.raises((NotWkb, NotAShape)):
        decode(b"\x01\x08" + blob).shape()


@given(SHAPES, st.data())
def test_that_no_beginning_of_a_shape_is_taken_for_one(shape: Shape, data: st.DataObject) -> None:
    blob = encode(shape)
    cut = blob[: data.draw(st.integers(0, len(blob) - 1))]
    with pytest.raises(NotWkb):
        decode(cut)
    with pytest.raises(Damaged):
        columns(np.zeros(1, np.int32), [cut])
    with pytest.raises(NotWkb):
        decode(blob + b"\x00")


def test_that_a_count_beyond_the_bytes_costs_nothing() -> None:
    for blob in (struct.pack("<BII", 1, code, 2**32 - 1) for code in (2, 3, 5, 6)):
        with pytest.raises(NotWkb):
            decode(blob)
        with pytest.raises(Damaged):
            columns(np.zeros(1, np.int32), [blob])


def test_that_the_digest_tells_shapes_apart() -> None:
    assert digest(line([(-1.0, 0), (0, 0)])) != digest(line([(-2.0, 0), (0, 0)]))


def test_that_the_catalogue_tells_the_shapes_and_where_their_signs_stand(cache: Path) -> None:
    assets = [
        Asset("net", "lamp", position=Position(5, 6)),
        Asset("net", "pipe", shape=PIPE),
        Asset("net", "valve"),
        Asset("net", "district", position=Position(0.25, 0.25), shape=DISTRICT),
    ]
    with written(cache, Batch(assets=assets)) as reader:
        found = reader.catalogue().assets
    assert found.shapes.asset.tolist() == [1, 3]
    assert found.shapes.closed.tolist() == [False, True]
    assert [found.shapes.of(row) for row in range(4)] == [None, PIPE, None, DISTRICT]
    assert found.longitude.tolist()[1:2] == [2.0]
    assert found.latitude.tolist()[1:2] == [42.0]
    assert found.longitude[3] == 0.25
    assert np.isnan(found.longitude[2])


def test_that_a_file_without_shapes_tells_none(cache: Path) -> None:
    with written(cache, Batch(assets=[Asset("net", "lamp")])) as reader:
        assert reader.catalogue().assets.shapes is NO_SHAPES


def test_that_an_empty_shape_erases_nothing_and_another_replaces_it(cache: Path) -> None:
    moved = line([(2.0, 41.0), (3.0, 41.0)])
    with Writer(cache) as writer, Reader(cache) as reader:

        def told(asset: Asset) -> tuple[bool, Shape | None, float]:
            before = reader.catalogue_version()
            writer.write(Batch(assets=[asset]))
            assets = reader.catalogue().assets
            return reader.catalogue_version() > before, assets.shapes.of(0), float(assets.longitude[0])

        assert told(Asset("net", "pipe", shape=PIPE)) == (True, PIPE, 2.0)
        assert told(Asset("net", "pipe", shape=PIPE)) == (False, PIPE, 2.0)
        assert told(Asset("net", "pipe")) == (False, PIPE, 2.0)
        assert told(Asset("net", "pipe", "water.pipe")) == (True, PIPE, 2.0)
        assert told(Asset("net", "pipe", shape=moved)) == (True, moved, 2.5)
    with Writer(cache) as writer, Reader(cache) as reader:
        version = reader.catalogue_version()
        writer.write(Batch(assets=[Asset("net", "pipe", "water.pipe", shape=moved)]))
        assert reader.catalogue_version() == version


def test_that_a_file_of_the_second_version_keeps_everything(cache: Path) -> None:
    lamp = Asset("net", "lamp", "light.lamp", "Lamp", "roof", Position(5, 6), {"pole": "12"})
    with Writer(cache) as writer:
        writer.write(Batch(assets=[lamp], observations=[row("lamp", T0, 2.5)]))
        writer.compact()
    with closing(sqlite3.connect(cache)) as connection:
        connection.executescript(BEFORE_SHAPES)
        before = list(connection.iterdump())
    with pytest.raises(OlderFile, match="venule compact"):
        Reader(cache)
    with Writer(cache):
        pass
    with Reader(cache) as reader:
        assets = reader.catalogue().assets
        assert (assets.name, assets.label, assets.longitude.tolist()) == (("lamp",), ("Lamp",), [5])
        assert reader.asset_properties(1) == {"pole": "12"}
        assert [one.value for one in reader.observations()] == [2.5]
    assert verify(cache).findings == ()
    assert verify(cache).version == schema.VERSION == 3
    with closing(sqlite3.connect(cache)) as connection:
        connection.executescript(BEFORE_SHAPES)
        assert list(connection.iterdump()) == before
    with Writer(cache) as writer:
        writer.write(Batch(assets=[Asset("net", "pipe", shape=PIPE)]))
    with Reader(cache) as reader:
        assert reader.catalogue().assets.shapes.of(1) == PIPE


def test_that_a_new_file_and_an_old_one_brought_up_to_date_have_the_same_tables(cache: Path) -> None:
    question = "SELECT name FROM pragma_table_info('asset')"
    with Writer(cache):
        pass
    new = execute(cache, question)
    with closing(sqlite3.connect(cache)) as connection:
        connection.executescript(BEFORE_SHAPES)
    with Writer(cache):
        pass
    assert execute(cache, question) == new


@pytest.mark.parametrize(
    ("blob", "fault"),
    [
        (encode(PIPE)[:-1], "breaks off"),
        (encode(PIPE) + b"\x00", "1 bytes after its end"),
        (b"\x01\x07\x00\x00\x00\x00\x00\x00\x00", "neither point, line nor polygon"),
        (struct.pack("<BII4d", 1, 2, 2, 0, 0, 999, 0), "no degrees"),
        (struct.pack(">BII4d", 0, 2, 2, 0, 0, 1, 0), "not as Venule writes it"),
        ("text", "Venule never writes"),
    ],
)
def test_that_a_broken_shape_is_found(cache: Path, blob: object, fault: str) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(assets=[Asset("net", "pipe", shape=PIPE), Asset("net", "other", shape=PIPE)]))
    assert verify(cache).findings == ()
    execute(cache, "UPDATE asset SET shape = ? WHERE name = 'other'", blob)
    (finding,) = verify(cache).findings
    assert "The shape of asset 2" in finding
    assert fault in finding


def test_that_a_reader_says_that_a_shape_is_broken(cache: Path) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(assets=[Asset("net", "pipe", shape=PIPE)]))
    for blob, why in ((b"\x01\x02", "a shape breaks off"), ("POINT (1 2)", "no well-known binary")):
        execute(cache, "UPDATE asset SET shape = ?", blob)
        with Reader(cache) as reader, pytest.raises(Damaged, match=why):
            reader.catalogue()


def test_that_one_broken_shape_among_others_is_not_passed_over() -> None:
    for blob in (b"", b"\x01", encode(PIPE)[:-1], encode(DISTRICT)[:-1], encode(line([(0, 0), (1, 1)]))[:9]):
        with pytest.raises(Damaged):
            columns(np.arange(3, dtype=np.int32), [encode(PIPE), blob, encode(DISTRICT)])
