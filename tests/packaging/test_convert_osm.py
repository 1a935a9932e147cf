"""The converter of extracts: what becomes of tags, what is left out, and what is said of a bad extract."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles

from tests.packaging.extracts import EAST, NORTH, SOUTH, WEST, Extract, square
from venule.desk.map.tiles.basemap import Tile
from venule.desk.map.tiles.schemas.schema import VENULE
from venule.desk.map.tiles.vector.content import Area, Content, Line
from venule.desk.map.tiles.vector.mvt import decode

Script = Callable[[str], ModuleType]
MEMBERS = ("areas", "lines", "bridges")


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    return Extract(tmp_path / "town.osm.pbf")


@pytest.fixture
def convert(script: Script, tmp_path: Path) -> Callable[..., Path]:
    """Convert an extract; returns the archive."""

    def run(extract: Extract, *options: str) -> Path:
        target = tmp_path / "town.pmtiles"
        assert script("convert_osm").main([str(extract.write()), str(target), *options]) == 0
        return target

    return run


def contents(archive: Path, zoom: int) -> list[Content]:
    """All tiles of a zoom."""
    tiles = all_tiles(MemorySource(archive.read_bytes()))
    return [VENULE.content(decode(data), Tile(*place)) for place, data in tiles if place[0] == zoom]


def shown(archive: Path, zoom: int) -> set[Area | Line]:
    """The kinds there are at a zoom."""
    return {kind for content in contents(archive, zoom) for member in MEMBERS for kind in getattr(content, member)}


def names(archive: Path, zoom: int) -> set[str]:
    """The names there are at a zoom."""
    return {name.text for content in contents(archive, zoom) for name in content.names}


def drawn(archive: Path, zoom: int, kind: Area | Line) -> float:
    """How much of a kind there is at a zoom: points of lines and areas in all tiles."""
    found = [getattr(content, member).get(kind) for content in contents(archive, zoom) for member in MEMBERS]
    return sum(len(shapes.x) for shapes in found if shapes is not None)


def test_that_the_archive_says_what_it_covers_and_whom_to_thank(extract: Extract, convert: Callable[..., Path]) -> None:
    extract.way((0.1, 0.1), (0.9, 0.9), highway="primary")
    reader = Reader(MemorySource(convert(extract).read_bytes()))
    header, told = reader.header(), reader.metadata()
    corners = [header[f"{end}_{axis}_e7"] / 1e7 for end in ("min", "max") for axis in ("lon", "lat")]
    assert corners == pytest.approx([WEST, SOUTH, EAST, NORTH])
    assert (told["name"], told["attribution"]) == ("Town", "© OpenStreetMap contributors")


def test_that_without_a_box_the_archive_covers_what_there_is(tmp_path: Path, convert: Callable[..., Path]) -> None:
    extract = Extract(tmp_path / "town.osm.pbf", boxed=False)
    extract.way((0.2, 0.3), (0.8, 0.7), highway="primary")
    header = Reader(MemorySource(convert(extract).read_bytes())).header()
    assert header["min_lon_e7"] / 1e7 == pytest.approx(WEST + 0.2 * (EAST - WEST))
    assert header["max_lat_e7"] / 1e7 == pytest.approx(SOUTH + 0.7 * (NORTH - SOUTH))


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "motorway"}, Line.MOTORWAY),
        ({"highway": "trunk"}, Line.PRIMARY),
        ({"highway": "secondary"}, Line.SECONDARY),
        ({"highway": "primary_link"}, Line.TERTIARY),
        ({"highway": "residential"}, Line.MINOR),
        ({"highway": "footway"}, Line.PATH),
        ({"railway": "tram"}, Line.RAIL),
        ({"waterway": "stream"}, Line.WATERWAY),
        ({"boundary": "administrative", "admin_level": "4"}, Line.BOUNDARY),
    ],
)
def test_that_a_way_is_what_its_tags_say(
    extract: Extract, convert: Callable[..., Path], tags: dict[str, str], kind: Line
) -> None:
    extract.way((0.1, 0.1), (0.9, 0.9), **tags)
    archive = convert(extract)
    assert shown(archive, 15) == {kind}


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes", "natural": "water"}, Area.BUILDING),
        ({"natural": "water", "water": "river"}, Area.WATER),
        ({"waterway": "riverbank"}, Area.WATER),
        ({"landuse": "forest"}, Area.WOOD),
        ({"leisure": "park"}, Area.GREEN),
        ({"leisure": "pitch"}, Area.PITCH),
        ({"natural": "beach"}, Area.SAND),
        ({"landuse": "industrial"}, Area.INDUSTRIAL),
        ({"landuse": "residential"}, Area.URBAN),
    ],
)
def test_that_a_closed_way_is_what_its_tags_say(
    extract: Extract, convert: Callable[..., Path], tags: dict[str, str], kind: Area
) -> None:
    extract.way(*square(0.2, 0.2, 0.3), closed=True, **tags)
    assert shown(convert(extract), 15) == {kind}


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "primary", "tunnel": "yes"},
        {"railway": "subway", "tunnel": "yes"},
        {"waterway": "stream", "tunnel": "culvert"},
        {"highway": "proposed"},
        {"railway": "abandoned"},
        {"boundary": "administrative", "admin_level": "9"},
        {"boundary": "administrative"},
    ],
)
def test_that_what_is_not_on_the_ground_is_left_out(
    extract: Extract, convert: Callable[..., Path], tags: dict[str, str]
) -> None:
    extract.way((0.1, 0.1), (0.9, 0.9), highway="residential")
    extract.way((0.1, 0.9), (0.9, 0.1), **tags)
    assert shown(convert(extract), 15) == {Line.MINOR}


def test_that_service_roads_and_paths_are_told_from_near_only(extract: Extract, convert: Callable[..., Path]) -> None:
    extract.way((0.1, 0.1), (0.9, 0.9), highway="service")
    extract.way((0.1, 0.2), (0.9, 0.8), highway="cycleway")
    extract.way((0.1, 0.3), (0.9, 0.3), highway="footway", footway="sidewalk")
    archive = convert(extract)
    assert [shown(archive, zoom) for zoom in (13, 14)] == [set(), {Line.MINOR, Line.PATH}]
    assert drawn(archive, 15, Line.PATH) > drawn(archive, 14, Line.PATH) * 2


def test_that_bridges_are_above_the_ground(extract: Extract, convert: Callable[..., Path]) -> None:
    extract.way((0.1, 0.1), (0.5, 0.5), highway="primary", bridge="viaduct")
    extract.way((0.5, 0.5), (0.9, 0.9), highway="primary", bridge="no")
    found = contents(convert(extract), 12)
    assert any(Line.PRIMARY in content.bridges for content in found)
    assert any(Line.PRIMARY in content.lines for content in found)


def test_that_a_lake_keeps_its_island(extract: Extract, convert: Callable[..., Path]) -> None:
    lake, island = extract.way(*square(0.2, 0.2, 0.5), closed=True), extract.way(*square(0.4, 0.4, 0.1), closed=True)
    extract.area(lake, island, natural="water", name="Mere")
    archive = convert(extract)
    (water,) = (content.areas[Area.WATER] for content in contents(archive, 8) if content.areas)
    assert water.shape.tolist() == [0, 2], "one shape of a ring and a hole"
    assert names(archive, 12) == {"Mere"}


def test_that_pieces_of_a_street_are_one_line(extract: Extract, convert: Callable[..., Path]) -> None:
    for tenth in range(1, 9):
        places = (tenth / 10, 0.5 + tenth**2 / 1e4), (tenth / 10 + 0.1, 0.5 + (tenth + 1) ** 2 / 1e4)
        extract.way((places[0]), (places[1]), highway="primary", name="Long Street", lanes=str(tenth))
    (content,) = contents(convert(extract), 8)
    assert len(content.lines[Line.PRIMARY]) == 1


def test_that_a_way_does_not_leap_over_what_the_extract_lacks(extract: Extract, convert: Callable[..., Path]) -> None:
    extract.way((0.1, 0.5), (0.2, 0.5), (0.5, 0.9), (0.8, 0.5), (0.9, 0.5), lost=[2], highway="primary")
    (content,) = contents(convert(extract), 8)
    assert len(content.lines[Line.PRIMARY]) == 2


def test_that_places_have_their_names_and_nameless_ones_none(extract: Extract, convert: Callable[..., Path]) -> None:
    extract.node((0.5, 0.5), place="city", name="Altstadt am Wasser")
    extract.node((0.6, 0.6), place="suburb", name="Hafen")
    extract.node((0.4, 0.4), place="village")
    archive = convert(extract)
    assert names(archive, 8) == {"Altstadt am Wasser"}
    assert names(archive, 15) == {"Altstadt am Wasser", "Hafen"}


def test_that_lamps_and_parking_areas_become_inventories(
    extract: Extract, convert: Callable[..., Path], tmp_path: Path
) -> None:
    lamp = extract.node((0.5, 0.5), highway="street_lamp", lamp_type="electric", note="leans")
    car_park = extract.way(*square(0.2, 0.2, 0.1), closed=True, amenity="parking", capacity="40", name="Markt")
    extract.way((0.1, 0.1), (0.9, 0.9), highway="residential")
    lamps, parking = tmp_path / "lamps.geojson", tmp_path / "parking.geojson"
    convert(extract, "--lamps", str(lamps), "--parking", str(parking))
    (light,), (area,) = (json.loads(file.read_text("utf-8"))["features"] for file in (lamps, parking))
    assert light["geometry"] == {"type": "Point", "coordinates": [10.05, 53.05]}
    assert light["properties"] == {
        "network": "lamps", "asset": f"node-{lamp}", "kind": "lighting.luminaire", "label": None,
        "lamp_type": "electric",
    }  # fmt: skip
    assert area["geometry"]["type"].endswith("Polygon")
    assert area["properties"] == {
        "network": "parking", "asset": f"way-{car_park}", "kind": "parking.zone", "label": "Markt", "capacity": "40"
    }  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"no extract at all", None])
def test_that_a_bad_extract_is_told_in_a_sentence_and_takes_nothing(
    body: bytes | None, script: Script, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract, target = tmp_path / "town.osm.pbf", tmp_path / "town.pmtiles"
    if body is not None:
        extract.write_bytes(body)
    target.write_bytes(b"the archive of before")
    assert script("convert_osm").main([str(extract), str(target)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert told.err.endswith(".\n")
    assert "town.osm.pbf" in told.err
    assert target.read_bytes() == b"the archive of before"


def test_that_an_extract_without_anything_to_show_is_told(
    extract: Extract, script: Script, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract.node((0.5, 0.5), natural="tree")
    assert script("convert_osm").main([str(extract.write()), str(tmp_path / "town.pmtiles")]) == 1
    assert capsys.readouterr().err.endswith("town.osm.pbf holds nothing that a map shows.\n")


def test_that_half_an_extract_is_refused(extract: Extract, script: Script, tmp_path: Path) -> None:
    for number in range(2000):
        extract.way((0.1, number / 2000), (0.9, number / 2000), highway="primary", name=f"Street {number}")
    path = extract.write()
    path.write_bytes(path.read_bytes()[:-200])
    assert script("convert_osm").main([str(path), str(tmp_path / "town.pmtiles")]) == 1
    assert not list(tmp_path.glob("*.pmtiles*"))
