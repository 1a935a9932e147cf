"""Inventories: every row becomes exactly one asset, wherever it stands and whatever it is called."""

import json
import sys
from math import isnan
from pathlib import Path

import pytest

from tests.interchange.conftest import Import
from venule.domain.geo import Position
from venule.interchange.mapping import TableMapping
from venule.store.reader import Reader


def assets(cache: Path) -> dict[str, tuple[str, Position | None]]:
    with Reader(cache) as reader:
        catalogue = reader.catalogue()
    table = catalogue.assets
    places = zip(table.longitude.tolist(), table.latitude.tolist(), strict=True)
    kinds = [catalogue.kinds[kind] if kind >= 0 else "" for kind in table.kind.tolist()]
    return {
        name: (kind, None if isnan(x) else Position(x, y))
        for name, kind, (x, y) in zip(table.name, kinds, places, strict=True)
    }


def test_that_rows_without_a_name_are_called_by_their_file_and_place_in_it(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "bristol.csv"
    path.write_text("longitude,latitude\n-2.5,51.4\n-2.5,51.4\n")
    summary = import_files(path)
    assert assets(cache) == {
        "bristol-000001": ("", Position(-2.5, 51.4)),
        "bristol-000002": ("", Position(-2.5, 51.4)),
    }
    assert summary.sentence() == "1 file: 2 assets, 0 new observations, nothing refused."


def test_that_an_id_names_assets_only_if_it_is_filled_and_unique(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("FACILITYID,GLOBALID,SHORTID,lon,lat\n1,,A,1,2\n1,x,B,1,2\n")
    import_files(path)
    assert set(assets(cache)) == {"A", "B"}


def test_that_decoys_of_coordinates_are_passed_over(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("id,X,Y,centrLat,centrLon,XCOORD,YCOORD\nA,398000,136000,38.8,-77.9,-77.01,38.89\n")
    import_files(path)
    assert assets(cache)["A"][1] == Position(-77.01, 38.89)


def test_that_a_place_out_of_range_or_empty_leaves_an_asset_without_one(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("id,lon,lat\nA,1,2\nB,,\nC,500,2\nD,0,0\nE,3,4\n")
    summary = import_files(path)
    assert {name for name, (_, place) in assets(cache).items() if place is None} == {"B", "C", "D"}
    assert summary.without_place == 3


def test_that_a_pair_in_one_cell_is_latitude_before_longitude(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "bays.csv"
    path.write_text('KerbsideID,Location\n7,"-37.81, 144.96"\n8,"(-37.82, 144.97)"\n')
    import_files(path)
    assert assets(cache) == {"7": ("", Position(144.96, -37.81)), "8": ("", Position(144.97, -37.82))}


def test_that_the_kind_is_known_by_the_file_s_name(tmp_path: Path, cache: Path, import_files: Import) -> None:
    for name, kind in (("city-garages.csv", "town.garage"), ("WaterTanks.csv", "town.tank"), ("things.csv", "")):
        path = tmp_path / name
        path.write_text("id,lon,lat\n" + f"{name},1,2\n")
        import_files(path)
        assert assets(cache)[name][0] == kind


def test_that_other_columns_become_properties_where_they_say_something(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("id,lon,lat,wattage,pole,shade\nA,1,2,70,N/A,\n")
    import_files(path)
    with Reader(cache) as reader:
        assert reader.asset_properties(1) == {"wattage": "70"}


def test_that_the_same_inventory_twice_adds_nothing(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text("lon,lat\n1,2\n3,4\n")
    import_files(path)
    before = assets(cache)
    import_files(path)
    assert assets(cache) == before


def test_that_geojson_points_come_in_with_their_properties(tmp_path: Path, cache: Path, import_files: Import) -> None:
    path = tmp_path / "lamps.geojson"
    point = {"type": "Point", "coordinates": [2.17, 41.4]}
    some = {"type": "GeometryCollection", "geometries": []}
    features = [
        {"type": "Feature", "id": 5, "geometry": point, "properties": {"pole": "steel", "tags": {"a": 1}}},
        {"type": "Feature", "id": 6, "geometry": None, "properties": {}},
        {"type": "Feature", "id": 7, "geometry": some, "properties": {}},
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    summary = import_files(path)
    assert assets(cache) == {"5": ("", Position(2.17, 41.4)), "6": ("", None)}
    with Reader(cache) as reader:
        assert reader.asset_properties(1) == {"pole": "steel", "tags": '{"a":1}'}
        assert [refusal.reason for refusal in reader.rejects(2**62)] == [
            "is a GeometryCollection, and an asset is a point, a line or an area"
        ]
    assert summary.rejects == 1


def test_that_geojson_in_an_unknown_plan_gives_assets_without_a_place(
    tmp_path: Path, cache: Path, import_files: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyproj", None)
    path = tmp_path / "nodes.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3547"}}
    feature = {"geometry": {"type": "Point", "coordinates": [20.0, 40.0]}, "properties": {"name": "J-1"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    summary = import_files(path)
    assert assets(cache) == {"J-1": ("", None)}
    assert "EPSG:3547" in summary.remarks[0]
    assert "pip install 'venule[crs]'" in summary.remarks[0]


INP = """\
[TITLE]
A small network
[JUNCTIONS]
;ID  Elev
 J1  12.5  0.1  pattern ; a comment
 J2  13.0
[TANKS]
 T1  80
[COORDINATES]
 J1  389000  5819000
 T1  389100  5819100
[END]
"""


def test_that_epanet_nodes_have_no_place_until_their_plan_is_declared(
    tmp_path: Path, cache: Path, import_files: Import
) -> None:
    path = tmp_path / "net.inp"
    path.write_text(INP)
    summary = import_files(path)
    assert assets(cache) == {"J1": ("", None), "J2": ("", None), "T1": ("town.tank", None)}
    assert summary.remarks == ["net.inp does not say in which system its coordinates are: declare 'crs' in a mapping."]
    import_files(path, mapping=TableMapping(match="*.inp", asset="id", crs="EPSG:32633"))
    place = assets(cache)["J1"][1]
    assert place is not None
    assert abs(place.longitude - 13.366) < 0.01
    assert abs(place.latitude - 52.508) < 0.01
    assert assets(cache)["J2"][1] is None


def test_that_a_property_nested_beyond_measure_costs_nothing(tmp_path: Path, cache: Path, import_files: Import) -> None:
    deep = "[" * 500 + "]" * 500
    feature = '{"type": "Feature", "id": "A", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": '
    path = tmp_path / "deep.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}{{"deep": {deep}}}}}]}}')
    import_files(path)
    assert assets(cache) == {"A": ("", Position(1, 2))}
