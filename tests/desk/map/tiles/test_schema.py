"""Vector tiles of each schema show on our map what they mean."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.map.tiles.mvttiles import encoded, feature, layer, read_by_oracle, stored_tiles, stroke
from venule.desk.map.tiles.basemap import Name, Rank, Tile
from venule.desk.map.tiles.schemas.schema import SCHEMAS, Schema, recognise, unknown
from venule.desk.map.tiles.schemas.shapes import areas
from venule.desk.map.tiles.vector.content import Area, Content, Line, Shapes
from venule.desk.map.tiles.vector.mvt import POLYGON, decode, plain

OPENMAPTILES, PROTOMAPS, VENULE = SCHEMAS
TILE = Tile(2, 1, 3)
SQUARE = "POLYGON((0 0, 0 400, 400 400, 400 0, 0 0))"
LINE = "LINESTRING(1024 1024, 2048 1024, 2048 3072)"
POINT = "POINT(1024 3072)"


def shown(schema: Schema, name: str, geometry: str, /, **known: object) -> Content:
    """What one feature of a layer is on the map; ``__`` stands for a colon in keys."""
    properties = {key.replace("__", ":"): value for key, value in known.items()}
    body = encoded({"name": name, "features": [{"geometry": geometry, "properties": properties}]})
    return schema.content(decode(body, schema.layers), TILE)


def area(schema: Schema, name: str, /, **known: object) -> Area | None:
    """What ground a square is."""
    return next(iter(shown(schema, name, SQUARE, **known).areas), None)


def line(schema: Schema, name: str, /, **known: object) -> Line | None:
    """What way a line on the ground is."""
    return next(iter(shown(schema, name, LINE, **known).lines), None)


def bridge(schema: Schema, name: str, /, **known: object) -> Line | None:
    """What way a line above the ground is."""
    return next(iter(shown(schema, name, LINE, **known).bridges), None)


def name_of(schema: Schema, layer: str, geometry: str, /, **known: object) -> tuple[str, Rank] | None:
    """How a feature is called, and how much that matters."""
    names = shown(schema, layer, geometry, **known).names
    return (names[0].text, names[0].rank) if names else None


@pytest.mark.parametrize(
    ("layers", "schema"),
    [
        (["water", "landcover", "transportation", "transportation_name", "poi", "housenumber"], OPENMAPTILES),
        (["building"], OPENMAPTILES),
        (["boundaries", "buildings", "earth", "landuse", "places", "pois", "roads", "water"], PROTOMAPS),
        (["earth", "water", "natural", "physical_line", "transit", "mask", "roads"], PROTOMAPS),
        (["land", "water", "building", "street", "place"], VENULE),
        (["street", "building"], VENULE),
        (["roads", "buildings", "my_pipes"], PROTOMAPS),
        (["road", "admin", "place_label", "landuse", "water"], None),
        (["streets", "street_labels", "water_polygons", "buildings"], None),
        (["poi", "housenumber"], None),
        ([], None),
    ],
)
def test_that_a_schema_is_told_by_its_layers(layers: list[str], schema: Schema | None) -> None:
    assert recognise(layers) is schema
    assert recognise(set(layers)) is schema


def test_that_every_layer_that_matters_is_known() -> None:
    for schema in SCHEMAS:
        assert schema.layers <= schema.known


def test_that_many_unknown_layers_are_told_in_short() -> None:
    assert unknown([f"layer{number}" for number in range(9)]).startswith(
        "has the layers layer0, layer1, layer2, layer3, layer4, layer5, …, and so is of none"
    )
    assert unknown([]).startswith("has no layers, and so is of none")


@pytest.mark.parametrize(
    ("schema", "layer", "known", "expected"),
    [
        (OPENMAPTILES, "landuse", {"class": "residential"}, Area.URBAN),
        (OPENMAPTILES, "landuse", {"class": "industrial"}, Area.INDUSTRIAL),
        (OPENMAPTILES, "landuse", {"class": "cemetery"}, Area.GREEN),
        (OPENMAPTILES, "landuse", {"class": "pitch"}, Area.PITCH),
        (OPENMAPTILES, "landuse", {"class": "dam"}, None),
        (OPENMAPTILES, "landcover", {"class": "grass", "subclass": "park"}, Area.GREEN),
        (OPENMAPTILES, "landcover", {"class": "wood"}, Area.WOOD),
        (OPENMAPTILES, "landcover", {"class": "sand"}, Area.SAND),
        (OPENMAPTILES, "landcover", {"class": "farmland"}, None),
        (OPENMAPTILES, "landcover", {}, None),
        (OPENMAPTILES, "aeroway", {"class": "runway"}, Area.INDUSTRIAL),
        (OPENMAPTILES, "water", {"class": "river"}, Area.WATER),
        (OPENMAPTILES, "water", {"class": "lake", "intermittent": 0}, Area.WATER),
        (OPENMAPTILES, "water", {"class": "river", "brunnel": "tunnel"}, None),
        (OPENMAPTILES, "building", {"render_height": 9}, Area.BUILDING),
        (OPENMAPTILES, "transportation", {"class": "path"}, None),
        (PROTOMAPS, "landuse", {"kind": "park"}, Area.GREEN),
        (PROTOMAPS, "landuse", {"kind": "wood"}, Area.WOOD),
        (PROTOMAPS, "landuse", {"kind": "national_park"}, None),
        (PROTOMAPS, "landcover", {"kind": "forest"}, Area.WOOD),
        (PROTOMAPS, "landcover", {"kind": "urban_area"}, Area.URBAN),
        (PROTOMAPS, "landuse", {"pmap__kind": "industrial"}, Area.INDUSTRIAL),
        (PROTOMAPS, "landuse", {"pmap__kind": "park", "leisure": "pitch"}, Area.PITCH),
        (PROTOMAPS, "natural", {"pmap__kind": "wood", "natural": "wood"}, Area.WOOD),
        (PROTOMAPS, "natural", {"landuse": "forest"}, Area.WOOD),
        (PROTOMAPS, "natural", {"natural": "sand"}, Area.SAND),
        (PROTOMAPS, "water", {"kind": "ocean"}, Area.WATER),
        (PROTOMAPS, "water", {"pmap__kind": "water"}, Area.WATER),
        (PROTOMAPS, "buildings", {"kind": "building"}, Area.BUILDING),
        (PROTOMAPS, "earth", {"kind": "earth"}, None),
        (VENULE, "land", {"kind": "urban"}, Area.URBAN),
        (VENULE, "land", {"kind": "industrial"}, Area.INDUSTRIAL),
        (VENULE, "land", {"kind": "green"}, Area.GREEN),
        (VENULE, "land", {"kind": "wood"}, Area.WOOD),
        (VENULE, "land", {"kind": "pitch"}, Area.PITCH),
        (VENULE, "land", {"kind": "sand"}, Area.SAND),
        (VENULE, "land", {"kind": "building"}, None),
        (VENULE, "water", {"kind": "river"}, Area.WATER),
        (VENULE, "building", {}, Area.BUILDING),
    ],
)
def test_that_ground_is_what_its_feature_says(
    schema: Schema, layer: str, known: dict[str, Any], expected: Area | None
) -> None:
    assert area(schema, layer, **known) is expected


@pytest.mark.parametrize(
    ("schema", "layer", "known", "expected"),
    [
        (OPENMAPTILES, "transportation", {"class": "motorway"}, Line.MOTORWAY),
        (OPENMAPTILES, "transportation", {"class": "motorway", "ramp": 1}, Line.TERTIARY),
        (OPENMAPTILES, "transportation", {"class": "motorway", "ramp": 0, "brunnel": "tunnel"}, Line.MOTORWAY),
        (OPENMAPTILES, "transportation", {"class": "trunk"}, Line.PRIMARY),
        (OPENMAPTILES, "transportation", {"class": "secondary"}, Line.SECONDARY),
        (OPENMAPTILES, "transportation", {"class": "tertiary"}, Line.TERTIARY),
        (OPENMAPTILES, "transportation", {"class": "minor"}, Line.MINOR),
        (OPENMAPTILES, "transportation", {"class": "service", "service": "alley"}, Line.MINOR),
        (OPENMAPTILES, "transportation", {"class": "service", "service": "driveway"}, Line.PATH),
        (OPENMAPTILES, "transportation", {"class": "path", "subclass": "steps", "ramp": 1}, Line.PATH),
        (OPENMAPTILES, "transportation", {"class": "track"}, Line.PATH),
        (OPENMAPTILES, "transportation", {"class": "rail", "service": "yard"}, Line.RAIL),
        (OPENMAPTILES, "transportation", {"class": "transit", "subclass": "tram"}, Line.RAIL),
        (OPENMAPTILES, "transportation", {"class": "transit", "brunnel": "tunnel"}, None),
        (OPENMAPTILES, "transportation", {"class": "ferry"}, None),
        (OPENMAPTILES, "transportation", {"class": "minor_construction"}, None),
        (OPENMAPTILES, "waterway", {"class": "stream"}, Line.WATERWAY),
        (OPENMAPTILES, "waterway", {"class": "stream", "brunnel": "tunnel"}, None),
        (OPENMAPTILES, "boundary", {"admin_level": 4, "maritime": 0}, Line.BOUNDARY),
        (OPENMAPTILES, "boundary", {"admin_level": 4, "maritime": 1}, None),
        (OPENMAPTILES, "boundary", {"admin_level": 8}, None),
        (PROTOMAPS, "roads", {"kind": "highway", "kind_detail": "motorway"}, Line.MOTORWAY),
        (PROTOMAPS, "roads", {"kind": "highway", "kind_detail": "motorway_link", "is_link": True}, Line.TERTIARY),
        (PROTOMAPS, "roads", {"kind": "major_road", "kind_detail": "secondary"}, Line.SECONDARY),
        (PROTOMAPS, "roads", {"kind": "major_road"}, Line.PRIMARY),
        (PROTOMAPS, "roads", {"kind": "minor_road", "kind_detail": "residential"}, Line.MINOR),
        (PROTOMAPS, "roads", {"kind": "minor_road", "kind_detail": "driveway"}, Line.PATH),
        (PROTOMAPS, "roads", {"kind": "minor_road", "kind_detail": "alley"}, Line.MINOR),
        (PROTOMAPS, "roads", {"kind": "path", "kind_detail": "footway"}, Line.PATH),
        (PROTOMAPS, "roads", {"kind": "rail", "kind_detail": "tram"}, Line.RAIL),
        (PROTOMAPS, "roads", {"kind": "rail", "kind_detail": "subway", "is_tunnel": True}, None),
        (PROTOMAPS, "roads", {"kind": "ferry"}, None),
        (PROTOMAPS, "roads", {"pmap__kind": "medium_road", "pmap__level": 0}, Line.SECONDARY),
        (PROTOMAPS, "roads", {"pmap__kind": "highway", "pmap__link": 1}, Line.TERTIARY),
        (PROTOMAPS, "roads", {"pmap__kind": "minor_road", "pmap__level": -1}, Line.MINOR),
        (PROTOMAPS, "transit", {"pmap__kind": "rail", "pmap__level": 0}, Line.RAIL),
        (PROTOMAPS, "transit", {"pmap__kind": "railway"}, Line.RAIL),
        (PROTOMAPS, "transit", {"pmap__kind": "rail", "pmap__level": -1}, None),
        (PROTOMAPS, "water", {"kind": "river"}, Line.WATERWAY),
        (PROTOMAPS, "water", {"kind": "other", "kind_detail": "canal"}, Line.WATERWAY),
        (PROTOMAPS, "physical_line", {"pmap__kind": "stream", "pmap__level": 0}, Line.WATERWAY),
        (PROTOMAPS, "physical_line", {"pmap__kind": "waterway"}, Line.WATERWAY),
        (PROTOMAPS, "physical_line", {"pmap__kind": "cliff"}, None),
        (PROTOMAPS, "boundaries", {"kind": "country", "kind_detail": 2}, Line.BOUNDARY),
        (PROTOMAPS, "boundaries", {"pmap__min_admin_level": 6}, Line.BOUNDARY),
        (PROTOMAPS, "boundaries", {"kind": "locality", "kind_detail": 8}, None),
        *((VENULE, "street", {"kind": kind.name.lower()}, kind) for kind in Line),
        (VENULE, "street", {"kind": "river"}, None),
    ],
)
def test_that_a_way_is_what_its_feature_says(
    schema: Schema, layer: str, known: dict[str, Any], expected: Line | None
) -> None:
    assert line(schema, layer, **known) is expected


@pytest.mark.parametrize(
    ("schema", "layer", "known"),
    [
        (OPENMAPTILES, "transportation", {"class": "primary", "brunnel": "bridge"}),
        (PROTOMAPS, "roads", {"kind": "major_road", "is_bridge": True}),
        (PROTOMAPS, "roads", {"pmap__kind": "major_road", "pmap__level": 1}),
        (VENULE, "street", {"kind": "primary", "bridge": True}),
    ],
)
def test_that_bridges_are_above_the_ground(schema: Schema, layer: str, known: dict[str, Any]) -> None:
    assert bridge(schema, layer, **known) is Line.PRIMARY
    assert line(schema, layer, **known) is None


@pytest.mark.parametrize(
    ("schema", "layer", "geometry", "known", "expected"),
    [
        (OPENMAPTILES, "transportation_name", LINE, {"class": "primary", "name": "High Road"}, Rank.MAIN_STREET),
        (OPENMAPTILES, "transportation_name", LINE, {"class": "minor", "name": "High Road"}, Rank.STREET),
        (OPENMAPTILES, "transportation_name", LINE, {"class": "rail", "name": "High Road"}, None),
        (OPENMAPTILES, "transportation_name", LINE, {"class": "primary", "ref": "A 40"}, None),
        (OPENMAPTILES, "place", POINT, {"class": "town", "name": "High Road"}, Rank.CITY),
        (OPENMAPTILES, "place", POINT, {"class": "quarter", "name": "High Road"}, Rank.SUBURB),
        (OPENMAPTILES, "place", POINT, {"class": "continent", "name": "High Road"}, None),
        (OPENMAPTILES, "water_name", POINT, {"class": "lake", "name": "High Road"}, Rank.WATER),
        (OPENMAPTILES, "waterway", LINE, {"class": "river", "name": "High Road"}, Rank.WATER),
        (PROTOMAPS, "roads", LINE, {"kind": "highway", "name": "High Road"}, Rank.MAIN_STREET),
        (PROTOMAPS, "roads", LINE, {"pmap__kind": "minor_road", "name": "High Road"}, Rank.STREET),
        (PROTOMAPS, "places", POINT, {"kind": "locality", "kind_detail": "city", "name": "High Road"}, Rank.CITY),
        (PROTOMAPS, "places", POINT, {"pmap__kind": "locality", "place": "town", "name": "High Road"}, Rank.CITY),
        (PROTOMAPS, "places", POINT, {"pmap__kind": "city", "name": "High Road"}, Rank.CITY),
        (PROTOMAPS, "places", POINT, {"kind": "locality", "kind_detail": "hamlet", "name": "High Road"}, Rank.SUBURB),
        (PROTOMAPS, "places", POINT, {"kind": "neighbourhood", "name": "High Road"}, Rank.SUBURB),
        (PROTOMAPS, "water", POINT, {"kind": "lake", "name": "High Road"}, Rank.WATER),
        (PROTOMAPS, "physical_point", POINT, {"pmap__kind": "water", "name": "High Road"}, Rank.WATER),
        (PROTOMAPS, "physical_point", POINT, {"pmap__kind": "peak", "name": "High Road"}, None),
        (PROTOMAPS, "earth", POINT, {"kind": "island", "name": "High Road"}, None),
        (VENULE, "place", POINT, {"kind": "city", "name": "High Road"}, Rank.CITY),
        (VENULE, "place", POINT, {"kind": "village", "name": "High Road"}, Rank.SUBURB),
        (VENULE, "street", LINE, {"kind": "secondary", "name": "High Road"}, Rank.MAIN_STREET),
        (VENULE, "street", LINE, {"kind": "tertiary", "name": "High Road"}, Rank.STREET),
        (VENULE, "street", LINE, {"kind": "waterway", "name": "High Road"}, Rank.WATER),
        (VENULE, "street", LINE, {"kind": "boundary", "name": "High Road"}, None),
        (VENULE, "street", SQUARE, {"kind": "tertiary", "name": "High Road"}, None),
    ],
)
def test_that_names_are_given_with_their_weight(
    schema: Schema, layer: str, geometry: str, known: dict[str, Any], expected: Rank | None
) -> None:
    assert name_of(schema, layer, geometry, **known) == (None if expected is None else ("High Road", expected))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"name": "Αθήνα", "name__latin": "Athína"}, "Athína"),
        ({"name": "Αθήνα", "name__latin": ""}, "Αθήνα"),
        ({"name": "Αθήνα", "name__latin": 7}, "Αθήνα"),
        ({"name": "  Two\n lines "}, "Two lines"),
        ({"name": " "}, None),
        ({"name": "a" * 81}, None),
        ({"name_en": "Athens"}, None),
        ({}, None),
    ],
)
def test_that_the_latin_name_is_told_where_there_is_one(known: dict[str, Any], expected: str | None) -> None:
    names = shown(OPENMAPTILES, "place", POINT, **{"class": "city", **known}).names
    assert [name.text for name in names] == ([] if expected is None else [expected])


def ends(name: Name) -> list[tuple[float, float]]:
    """Where a name's line begins and ends."""
    return [(float(name.x[at]), float(name.y[at])) for at in (0, -1)]


def test_that_names_are_in_the_unit_square() -> None:
    (street,) = shown(VENULE, "street", LINE, kind="minor", name="Low Lane").names
    assert ends(street) == [((1 + 0.25) / 4, (3 + 0.25) / 4), ((1 + 0.5) / 4, (3 + 0.75) / 4)]
    (place,) = shown(VENULE, "place", POINT, kind="city", name="Lindenhaven").names
    assert ends(place)[0] == ((1 + 0.25) / 4, (3 + 0.75) / 4)


@pytest.mark.parametrize(("x", "inside"), [(-1, False), (0, True), (4095, True), (4096, False)])
def test_that_a_place_in_the_margin_is_named_in_the_next_tile(x: int, inside: bool) -> None:
    for point in (f"POINT({x} 9)", f"POINT(9 {x})"):
        assert bool(shown(VENULE, "place", point, kind="city", name="Lindenhaven").names) is inside


def test_that_a_street_of_several_lines_is_named_along_each() -> None:
    lines = "MULTILINESTRING((0 0, 9 9), (50 50, 60 60, 70 70))"
    assert [len(name.x) for name in shown(VENULE, "street", lines, kind="minor", name="Low Lane").names] == [2, 3]


def test_that_names_come_by_their_weight() -> None:
    body = encoded(
        {
            "name": "street",
            "features": [
                {"geometry": LINE, "properties": {"kind": kind, "name": kind}} for kind in ("minor", "primary")
            ],
        },
        {"name": "place", "features": [{"geometry": POINT, "properties": {"kind": "suburb", "name": "suburb"}}]},
    )
    names = VENULE.content(decode(body), TILE).names
    assert [name.text for name in names] == ["suburb", "primary", "minor"]


def test_that_shapes_of_one_kind_come_together_from_all_layers() -> None:
    body = encoded(
        {"name": "landuse", "features": [{"geometry": SQUARE, "properties": {"class": "cemetery"}}] * 2},
        {"name": "landcover", "features": [{"geometry": SQUARE, "properties": {"class": "grass"}}]},
    )
    green = OPENMAPTILES.content(decode(body), TILE).areas[Area.GREEN]
    assert len(green) == 3
    assert green.first.tolist() == [0, 4, 8, 12]
    assert green.shape.tolist() == [0, 1, 2, 3]


def test_that_lines_of_one_point_are_not_drawn() -> None:
    commands = stroke((5, 5)) + stroke((7, 7), (9, 9), start=(5, 5))
    way = decode(layer("waterway", feature(2, commands)))
    shapes = OPENMAPTILES.content(way, TILE).lines[Line.WATERWAY]
    assert (shapes.x * 4096).tolist() == [7.0, 9.0]


OUTER = [(0, 0), (40, 0), (40, 40), (0, 40)]
HOLE = [(10, 10), (10, 20), (20, 20), (20, 10)]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_that_holes_belong_to_the_ring_before_them_whichever_way_it_is_wound(version: int, turned: bool) -> None:
    commands, pen = [], (0, 0)
    rings = [OUTER, HOLE, [(50, 50), (51, 50)], [(x + 100, y) for x, y in OUTER]]
    for ring in (ring[::-1] if turned else ring for ring in rings):
        commands += stroke(*ring, start=pen, close=True)
        pen = ring[-1]
    water = decode(layer("water", feature(POLYGON, commands), version=version))["water"]
    shapes = areas(water, np.ones(1, np.bool_))
    assert shapes.shape.tolist() == [0, 2, 3]
    assert shapes.first.tolist() == [0, 4, 8, 12]


def as_polygons(shapes: Shapes) -> list[list[list[list[int]]]]:
    """Shapes as lists of closed rings of whole numbers."""
    points = np.rint(np.stack((shapes.x, shapes.y), 1) * 4096).astype(int).tolist()
    rings = [points[a:b] for a, b in zip(shapes.first[:-1], shapes.first[1:], strict=True)]
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings]
    return [closed[a:b] for a, b in zip(shapes.shape[:-1], shapes.shape[1:], strict=True)]


def polygons_by_oracle(body: bytes, name: str) -> list[Any]:
    """The polygons that mapbox-vector-tile finds in a layer."""
    found = []
    for one in read_by_oracle(body)[name]["features"]:
        shape = one["geometry"]
        found += shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return found


corners = st.tuples(st.integers(-200, 5000), st.integers(-200, 5000))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.lists(corners, min_size=1, max_size=7), min_size=1, max_size=6), max_size=8))
def test_that_any_rings_are_grouped_as_the_library_groups_them(drawn: list[list[list[tuple[int, int]]]]) -> None:
    features = []
    for rings in drawn:
        commands, pen = [], (0, 0)
        for ring in rings:
            commands += stroke(*ring, start=pen, close=True)
            pen = ring[-1]
        features.append(feature(POLYGON, commands))
    body = layer("water", *features)
    found = decode(body)["water"]
    assert as_polygons(areas(found, np.ones(len(found), np.bool_))) == polygons_by_oracle(body, "water")


def test_that_the_buildings_at_hand_are_all_shown(shared_data: Path) -> None:
    for tile in stored_tiles(shared_data / "basemap" / "boston_buildings.mbtiles"):
        content = OPENMAPTILES.content(decode(tile), TILE)
        assert content.areas.keys() == {Area.BUILDING}
        assert as_polygons(content.areas[Area.BUILDING]) == polygons_by_oracle(plain(tile), "building")


def test_that_a_tile_without_anything_known_is_empty() -> None:
    content = VENULE.content(decode(layer("land") + layer("moon", feature(POLYGON, stroke(*OUTER, close=True)))), TILE)
    assert (content.areas, content.lines, content.bridges, content.names) == ({}, {}, {}, ())
