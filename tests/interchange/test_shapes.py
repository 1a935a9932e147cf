"""Lines and areas come in from every format that has them, and go out and in again as they were."""

import json
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interchange.conftest import NOW, Import
from tests.store.shapes import SHAPES
from venule.domain.asset import Asset
from venule.domain.geo import Position
from venule.domain.shape import MAX_POINTS, Shape, area, line
from venule.interchange.export import export
from venule.interchange.importing import import_sources
from venule.interchange.mapping import TableMapping
from venule.interchange.selection import Selection
from venule.interchange.sources import open_sources
from venule.interchange.wkt import NotWkt, decode
from venule.store.batch import Batch
from venule.store.operator import OperatorFile, placements_beside
from venule.store.reader import Reader
from venule.store.wkb import Form
from venule.store.writer import Writer
from venule.verticals.guard import Guard

Told = dict[str, tuple[Shape | None, Position | None]]

POINT = {"type": "Point", "coordinates": [2.0, 41.0]}
STREET = {"type": "LineString", "coordinates": [[2.0, 41.0], [2.0, 43.0, 17.5]]}
STREETS = {"type": "MultiLineString", "coordinates": [[[0, 0], [1, 0]], [[5, 5], [6, 6]]]}
ZONE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]], [[1, 1], [3, 1], [3, 3], [1, 1]]]}
ZONES = {
    "type": "MultiPolygon",
    "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 5], [6, 5], [6, 6], [5, 5]]]],
}


def told(cache: Path) -> Told:
    with Reader(cache) as reader:
        assets = reader.catalogue().assets
    places = [None if math.isnan(x) else Position(x, y) for x, y in zip(assets.longitude, assets.latitude, strict=True)]
    return {name: (assets.shapes.of(row), places[row]) for row, name in enumerate(assets.name)}


def reasons(cache: Path) -> list[str]:
    with Reader(cache) as reader:
        return [refusal.reason for refusal in reader.rejects(2**62)]


def collection(path: Path, geometries: Sequence[object], crs: str = "") -> Path:
    named = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"name": f"A{number}"}}
        for number, geometry in enumerate(geometries)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", **named, "features": features}))
    return path


def test_that_lines_and_areas_of_geojson_become_shapes(tmp_path: Path, cache: Path, import_files: Import) -> None:
    empty = {"type": "LineString", "coordinates": []}
    summary = import_files(collection(tmp_path / "a.geojson", [POINT, STREET, STREETS, ZONE, ZONES, empty]))
    hole = [(1, 1), (3, 1), (3, 3)]
    assert told(cache) == {
        "A0": (None, Position(2, 41)),
        "A1": (line([(2, 41), (2, 43)]), Position(2, 42)),
        "A2": (line([(0, 0), (1, 0)], [(5, 5), (6, 6)]), told(cache)["A2"][1]),
        "A3": (area([[(0, 0), (0, 4), (4, 4), (4, 0)], hole]), Position(1, 2)),
        "A4": (area([[(0, 0), (1, 0), (1, 1)]], [[(5, 5), (6, 5), (6, 6)]]), told(cache)["A4"][1]),
        "A5": (None, None),
    }
    assert (summary.rejects, summary.without_place) == (0, 1)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "LineString", "coordinates": [[0, 0]]}, "has a line of fewer than 2 points"),
        ({"type": "LineString", "coordinates": [[0, 0], [1]]}, "is a LineString whose coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": [[0, 0], [1, 1]]}, "is a Polygon whose coordinates cannot be read"),
        ({"type": "LineString", "coordinates": [[0, 0], ["x", 1]]}, "is a LineString whose coordinates cannot be read"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2]]]}, "has an area that encloses nothing"),
        ({"type": "LineString", "coordinates": [[0, 0], [500, 1]]}, "has a point at 500, 1, which are no degrees"),
        ({"type": "MultiPoint", "coordinates": [[0, 1], [2, 3]]}, "has several points"),
        ({"coordinates": [[0, 1], [2, 3]]}, ""),
    ],
)
def test_that_a_geometry_that_is_none_is_refused_and_the_rest_comes_in(
    tmp_path: Path, cache: Path, import_files: Import, geometry: object, reason: str
) -> None:
    import_files(collection(tmp_path / "a.geojson", [geometry, STREET]))
    assert told(cache)["A1"][0] == line([(2, 41), (2, 43)])
    assert [why.startswith(reason) for why in reasons(cache)] == [True] * bool(reason)


def test_that_a_shape_of_too_many_points_is_refused_and_not_cut(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    many = {"type": "LineString", "coordinates": [[place * 1e-6, 1] for place in range(MAX_POINTS + 1)]}
    import_files(collection(tmp_path / "a.geojson", [many, STREET]))
    assert list(told(cache)) == ["A1"]
    assert reasons(cache) == ["has 100,001 points, and a shape may have 100,000"]


def test_that_shapes_of_a_plan_are_turned_into_degrees(tmp_path: Path, cache: Path, import_files: Import) -> None:
    feet = {"type": "LineString", "coordinates": [[448_251.795, 5_411_932.678], [448_251.795, 5_412_932.678]]}
    import_files(collection(tmp_path / "a.geojson", [feet], "urn:ogc:def:crs:EPSG::32631"))
    shape, _ = told(cache)["A0"]
    assert shape is not None
    assert shape.parts[0][0] == pytest.approx((2.2945, 48.8582), abs=1e-4)
    assert shape.parts[0][1].latitude == pytest.approx(48.8582 + 1000 / 111_200, abs=1e-4)


def test_that_shapes_of_an_unknown_plan_have_no_place_and_a_sentence_says_why(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    summary = import_files(collection(tmp_path / "a.geojson", [STREET], "urn:ogc:def:crs:EPSG::999999"))
    assert told(cache) == {"A0": (None, None)}
    assert summary.without_place == 1
    assert "EPSG:999999" in summary.remarks[0]


def test_that_a_column_of_well_known_text_is_found(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "zones.csv"
    path.write_text(
        'id,the_geom\nA,"LINESTRING (2 41, 2 43)"\nB,"POINT Z (2 41 7)"\nC,\n'
        'D,"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"\nE,"SRID=4326;LINESTRING (2 41, 2 43)"\nF,LINESTRING EMPTY\n'
    )
    import_files(path)
    street = line([(2, 41), (2, 43)])
    assert told(cache) == {
        "A": (street, Position(2, 42)),
        "B": (None, Position(2, 41)),
        "C": (None, None),
        "D": (area([[(0, 0), (1, 0), (1, 1)]]), Position(0.75, 0.5)),
        "E": (street, Position(2, 42)),
        "F": (None, None),
    }
    with Reader(cache) as reader:
        assert reader.asset_properties(1) == {}


def test_that_well_known_text_of_a_plan_wants_a_mapping(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "pipes.csv"
    path.write_text('id,wkt\nA,"LINESTRING (448251.795 5411932.678, 448251.795 5412932.678)"\nB,"POINT (1"\n')
    mapping = TableMapping(asset="id", shape="wkt", crs="EPSG:32631")
    import_files(path, mapping=mapping)
    shape, _ = told(cache)["A"]
    assert shape is not None
    assert shape.parts[0][0] == pytest.approx((2.2945, 48.8582), abs=1e-4)
    assert ["no well-known text" in reason for reason in reasons(cache)] == [True]


def test_that_a_text_that_names_another_plan_than_the_mapping_is_refused(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "pipes.csv"
    path.write_text('id,wkt\nA,"SRID=25832;LINESTRING (1 2, 3 4)"\n')
    import_files(path, mapping=TableMapping(asset="id", shape="wkt"))
    assert reasons(cache) == ["counts in EPSG:25832, and 'crs' in the mapping is EPSG:4326"]


NO_TEXTS = """
LINESTRING
LINESTRING (1 2, 3)
LINESTRING (1 2, 3 4
LINESTRING ((1 2, 3 4))
MULTILINESTRING (1 2, 3 4)
POLYGON (0 0, 1 1, 2 0)
POLYGON ((0 0, 1 1), )
POLYGON (((0 0, 1 1, 2 0)))
MULTIPOLYGON ((0 0, 1 1, 2 0))
CURVEPOLYGON (0 0)
POINT (x y)
POINT (1 2 3 4 5)
"""


@pytest.mark.parametrize("text", NO_TEXTS.splitlines())
def test_that_a_text_that_is_no_geometry_is_refused(text: str) -> None:
    with pytest.raises(NotWkt):
        decode(text)


@given(SHAPES)
def test_that_well_known_text_means_what_it_says(shape: Shape) -> None:
    def points(part: Sequence[Position]) -> str:
        return "(" + ", ".join(f"{x!r} {y!r}" for x, y in part) + ")"

    if shape.closed:
        body = [f"({', '.join(points((*ring, ring[0])) for ring in rings)})" for rings in shape.polygons()]
        text = f"multipolygon({','.join(body)})" if len(body) > 1 else f"Polygon {body[0]}"
    else:
        body = [points(part) for part in shape.parts]
        text = f"MULTILINESTRING ({', '.join(body)})" if len(body) > 1 else f"LINESTRING{body[0]}"
    geometry, named = decode(text)
    assert geometry.form is (Form.POLYGONS if shape.closed else Form.LINES)
    assert (geometry.shape(), named) == (shape, "")


INP = """\
[JUNCTIONS]
 1  12.5
 2  13.0
 3  13.0
[TANKS]
 T1  80
[PIPES]
;ID  Node1 Node2 Length Diameter
 1   1  2   500  100
 P2  2  T1  20   50
 P2  1  T1  20   50
 P3  2  3   10   50
[PUMPS]
 PU1 1 T1 HEAD 1
[VALVES]
 V1 2 1 14 PRV 40 0
[COORDINATES]
 1   389000  5819000
 2   389100  5819000
 T1  389100  5819100
[VERTICES]
 1   389050  5819050
[END]
"""


def test_that_the_links_of_an_epanet_network_are_lines_over_their_vertices(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "net.inp"
    path.write_text(INP)
    summary = import_files(path, mapping=TableMapping(match="*.inp", crs="EPSG:32633"))
    found = told(cache)
    assert list(found) == ["1", "2", "3", "T1", "pipe 1", "P2", "P3", "PU1", "V1"]
    assert [name for name, (shape, _) in found.items() if shape is not None] == ["pipe 1", "P2", "PU1", "V1"]
    pipe, _ = found["pipe 1"]
    assert pipe is not None
    assert len(pipe.parts[0]) == 3
    assert (pipe.parts[0][0], pipe.parts[0][-1]) == (found["1"][1], found["2"][1])
    assert reasons(cache) == ["names the pipe 'P2', and another line before has named one so"]
    assert (summary.rejects, summary.without_place) == (1, 2), (
        "a node without coordinates, and the pipe that ends there"
    )
    with Reader(cache) as reader:
        catalogue = reader.catalogue()
        kinds = ["" if kind < 0 else catalogue.kinds[kind] for kind in catalogue.assets.kind]
        assert kinds[3] == "town.tank"
        sizes = {"length": "500", "diameter": "100"}
        assert reader.asset_properties(5) == {"type": "pipe", "from": "1", "to": "2", **sizes}
        assert reader.asset_properties(9)["diameter"] == "14"


def test_that_an_epanet_network_comes_in_whole_but_without_places_where_nobody_says_in_which_system(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "net.inp"
    path.write_text(INP)
    summary = import_files(path)
    assert {place for _, place in told(cache).values()} == {None}
    assert len(told(cache)) == 9
    assert summary.remarks == ["net.inp does not say in which system its coordinates are: declare 'crs' in a mapping."]


def exported(cache: Path, out: Path) -> Path:
    with Reader(cache) as reader:
        export(reader, Selection(), str(out), placements=partial(placements_beside, cache))
    return out


places = st.one_of(st.none(), st.builds(Position, st.floats(1, 179), st.floats(1, 89)))
assets = st.lists(st.tuples(st.one_of(st.none(), SHAPES), places), min_size=1, max_size=5)


@given(assets)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_shapes_and_places_come_back_as_they_went(
    tmp_path_factory: pytest.TempPathFactory, guard: Guard, told_assets: list[tuple[Shape | None, Position | None]]
) -> None:
    folder = tmp_path_factory.mktemp("identity")
    batch = [
        Asset(f"net {number % 2}", f"a{number}", ("town.tank", "gone.pump", "")[number % 3], f"No {number}",
              position=place, shape=shape)
        for number, (shape, place) in enumerate(told_assets)
    ]  # fmt: skip
    with Writer(folder / "one.venule", durable=False) as writer:
        writer.write(Batch(assets=batch))
    first = exported(folder / "one.venule", folder / "one.geojson")
    import_sources(open_sources([first], (), guard.kinds), folder / "two.venule", guard, NOW)
    assert told(folder / "two.venule") == told(folder / "one.venule")
    second = exported(folder / "two.venule", folder / "two.geojson")
    assert second.read_text() == first.read_text()


def test_that_an_export_carries_where_an_operator_put_an_asset_and_who_it_was(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(assets=[Asset("net", "lamp"), Asset("net", "pipe", shape=line([(2, 41), (2, 43)]))]))
    with OperatorFile(OperatorFile.path_beside(cache)) as operator:
        operator.place("net", "lamp", Position(2.5, 41.5), NOW, "kim")
        operator.place("net", "pipe", Position(2.0, 41.25), NOW, "kim")
    out = exported(cache, tmp_path / "o.geojson")
    lamp, pipe = json.loads(out.read_text())["features"]
    assert lamp["geometry"] == {"type": "Point", "coordinates": [2.5, 41.5]}
    assert lamp["properties"]["placed_by"] == "kim"
    assert lamp["properties"]["placed_at"] == "2026-11-22T12:00:00Z"
    assert pipe["place"] == [2.0, 41.25]
    cache.unlink()
    import_files(out)
    assert told(cache) == {
        "lamp": (None, Position(2.5, 41.5)),
        "pipe": (line([(2, 41), (2, 43)]), Position(2.0, 41.25)),
    }


def test_that_an_export_as_of_a_time_knows_no_later_places(tmp_path: Path, cache: Path) -> None:
    with Writer(cache) as writer:
        writer.write(Batch(assets=[Asset("net", "lamp")]))
    with OperatorFile(OperatorFile.path_beside(cache)) as operator:
        operator.place("net", "lamp", Position(2.5, 41.5), NOW, "kim")
    out = tmp_path / "o.geojson"
    with Reader(cache) as reader:
        export(reader, Selection(end=NOW), str(out), placements=partial(placements_beside, cache))
    assert json.loads(out.read_text())["features"][0]["geometry"] is None
