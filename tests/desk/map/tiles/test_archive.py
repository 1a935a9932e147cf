"""Files of tiles: every tile is where it belongs, and what cannot be read is said in one sentence."""

import gzip
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pmtiles.reader import MmapSource, all_tiles
from pmtiles.tile import Compression, Entry, TileType, serialize_directory, serialize_header
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.mvttiles import encoded, layer, write_vector_mbtiles, write_vector_pmtiles
from tests.desk.map.tiles.plans import tiles, write_mbtiles, write_plan, write_pmtiles
from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.plan import read_plan
from venule.desk.map.tiles.rastertiles import decoded
from venule.desk.map.tiles.vector.mvt import decode
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker

Write = Callable[..., Path]
WRITERS = [write_pmtiles, write_mbtiles]
VECTOR_WRITERS = [write_vector_pmtiles, write_vector_mbtiles]
HOUSE = encoded({"name": "building", "features": [{"geometry": "POLYGON((0 0, 0 9, 9 9, 0 0))", "properties": {}}]})
TOWN = {(zoom, 1, 0): gzip.compress(HOUSE) for zoom in (1, 2, 3)}
TOLD = {"attribution": "Test &amp; town", "vector_layers": [{"id": "roads"}, {"id": "earth"}, {"id": "water"}]}
MANY = 20_000


@pytest.mark.parametrize("write", WRITERS)
def test_that_every_tile_is_found_where_it_belongs(tmp_path: Path, write: Write, qtbot: QtBot) -> None:
    archive = open_archive(write(tmp_path))
    assert archive.zooms == (0, 2)
    assert archive.schema is None
    for place, data in tiles().items():
        assert archive.get(*place) == data


@pytest.mark.parametrize("name", ["stamen_toner_raster_z3", "usgs_mt_whitney_z8-15_webp512"])
def test_that_every_tile_of_the_archives_at_hand_is_read_as_the_library_reads_it(shared_data: Path, name: str) -> None:
    path = shared_data / "basemap" / f"{name}.pmtiles"
    archive = open_archive(path)
    with path.open("rb") as file:
        found = dict(all_tiles(MmapSource(file)))
    assert len(found) > 40
    for place, data in found.items():
        assert archive.get(*place) == data


def test_that_tiles_are_found_through_directories_of_directories(tmp_path: Path) -> None:
    places = random.Random(4).sample([(9, x, y) for x in range(512) for y in range(512)], MANY)
    bodies = {place: repr(place).encode() for place in places}
    archive = open_archive(write_vector_pmtiles(tmp_path, bodies, TOLD))
    assert [archive.get(*place) for place in places] == list(bodies.values())
    missing = next((9, x, y) for x in range(512) for y in range(512) if (9, x, y) not in bodies)
    assert archive.get(*missing) is None


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("place", [(9, 3, 3), (1, 2, 0), (1, 0, -1), (40, 0, 0)])
def test_that_a_missing_tile_is_no_problem(
    tmp_path: Path, write: Write, place: tuple[int, int, int], qtbot: QtBot
) -> None:
    assert open_archive(write(tmp_path)).get(*place) is None


def test_that_an_attribution_is_told_without_its_markup(tmp_path: Path, qtbot: QtBot) -> None:
    assert open_archive(write_pmtiles(tmp_path)).attribution == "© Example & others"


@pytest.mark.parametrize("write", VECTOR_WRITERS)
def test_that_an_archive_of_vector_tiles_tells_its_schema(tmp_path: Path, write: Write) -> None:
    archive = open_archive(write(tmp_path, TOWN, TOLD))
    assert archive.schema is not None
    assert archive.schema.name == "Protomaps"
    assert archive.zooms == (1, 3)
    body = archive.get(3, 1, 0)
    assert body is not None
    assert decode(body).keys() == {"building"}


@pytest.mark.parametrize("write", VECTOR_WRITERS)
@pytest.mark.parametrize("told", [{}, {"vector_layers": []}, {"vector_layers": "roads"}, {"vector_layers": [1, 2]}])
def test_that_a_tile_tells_the_schema_where_the_archive_does_not(
    tmp_path: Path, write: Write, told: dict[str, object]
) -> None:
    archive = open_archive(write(tmp_path, TOWN, told))
    assert archive.schema is not None
    assert archive.schema.name == "OpenMapTiles"


def test_that_tiles_may_be_stored_as_they_are(tmp_path: Path) -> None:
    archive = open_archive(write_vector_pmtiles(tmp_path, {(0, 0, 0): HOUSE}, {}, Compression.NONE))
    body = archive.get(0, 0, 0)
    assert body is not None
    assert decode(body).keys() == {"building"}


def test_that_the_vector_archive_at_hand_is_recognised(shared_data: Path) -> None:
    archive = open_archive(shared_data / "basemap" / "boston_buildings.mbtiles")
    assert archive.schema is not None
    assert archive.schema.name == "OpenMapTiles"
    assert archive.attribution == "© OpenMapTiles © OpenStreetMap contributors"


@pytest.mark.parametrize("write", VECTOR_WRITERS)
def test_that_a_schema_nobody_knows_is_told_with_those_that_are_known(tmp_path: Path, write: Write) -> None:
    mapbox = {"vector_layers": [{"id": name} for name in ("road", "admin", "place_label", "poi_label", "water")]}
    with pytest.raises(UnreadableBasemap) as caught:
        open_archive(write(tmp_path, TOWN, mapbox))
    said = str(caught.value)
    assert said.startswith("The base map town.")
    assert "admin, place_label, poi_label, road, water" in said
    assert said.endswith("OpenMapTiles, Protomaps, Venule.")


@pytest.mark.parametrize("write", VECTOR_WRITERS)
@pytest.mark.parametrize("body", [b"", b"no tile", layer("moon"), b"\x1f\x8b"])
def test_that_an_archive_without_vector_tiles_in_it_is_refused(tmp_path: Path, write: Write, body: bytes) -> None:
    with pytest.raises(UnreadableBasemap, match=r"town\..*\.$"):
        open_archive(write(tmp_path, {(0, 0, 0): body}, {}))


@pytest.mark.parametrize(
    ("kind", "compression"),
    [
        (TileType.MVT, Compression.BROTLI),
        (TileType.MVT, Compression.ZSTD),
        (TileType.AVIF, Compression.NONE),
        (TileType.PNG, Compression.GZIP),
        (TileType.UNKNOWN, Compression.NONE),
    ],
)
def test_that_tiles_of_another_kind_are_refused(tmp_path: Path, kind: TileType, compression: Compression) -> None:
    with pytest.raises(UnreadableBasemap, match="neither PNG"):
        open_archive(write_vector_pmtiles(tmp_path, TOWN, TOLD, compression, kind))


def test_that_an_mbtiles_file_of_another_kind_is_refused(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(UnreadableBasemap, match="neither PNG"):
        open_archive(write_mbtiles(tmp_path, "utfgrid"))


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("keep", [0, 5, 100, 130, 600])
def test_that_a_file_cut_off_anywhere_is_refused_with_a_sentence(
    tmp_path: Path, write: Write, keep: int, qtbot: QtBot
) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableBasemap, match=rf"{path.name}.*\.$"):
        open_archive(path)


@pytest.mark.parametrize("write", VECTOR_WRITERS)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_that_vector_tiles_cut_off_anywhere_are_refused_with_a_sentence(
    tmp_path: Path, write: Write, share: float
) -> None:
    path = write(tmp_path, TOWN, TOLD)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableBasemap, match=rf"{path.name}.*\.$"):
        list(map(open_archive(path).get, *zip(*TOWN, strict=True)))


@pytest.mark.parametrize("at", range(7, 500, 7))
def test_that_a_damaged_file_never_does_worse_than_say_so(tmp_path: Path, at: int, qtbot: QtBot) -> None:
    path = write_pmtiles(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    said = path.name
    try:
        archive = open_archive(path)
        for place in tiles():
            if (tile := archive.get(*place)) is not None:
                decoded(tile, path.name)
    except UnreadableBasemap as problem:
        said = str(problem)
    assert path.name in said


def write_directory(folder: Path, directory: bytes, metadata: bytes = b"{}") -> Path:
    """A PMTiles file with a root directory of one's own, which also is its only further directory."""
    metadata = gzip.compress(metadata)
    header = {
        "root_offset": 127,
        "root_length": len(directory),
        "metadata_offset": 127 + len(directory),
        "metadata_length": len(metadata),
        "leaf_directory_offset": 127,
        "leaf_directory_length": len(directory),
        "tile_data_offset": 127 + len(directory) + len(metadata),
        "tile_data_length": 0,
        "clustered": True,
        "internal_compression": Compression.GZIP,
        "tile_compression": Compression.NONE,
        "tile_type": TileType.PNG,
        "min_zoom": 0,
        "max_zoom": 4,
    }
    path = folder / "liar.pmtiles"
    path.write_bytes(serialize_header(header) + directory + metadata)  # type: ignore[arg-type]
    return path


LIES = {
    "further directories without end": serialize_directory([Entry(0, 0, 60, 0)]),
    "a tile beyond the file": serialize_directory([Entry(0, 4000, 60, 1)]),
    "a tile beyond all files": serialize_directory([Entry(0, 2**63, 60, 1)]),
    "a tile of a billion bytes": serialize_directory([Entry(0, 0, 10**9, 1)]),
    "more entries than there are": gzip.compress(b"\x7f\x00\x01\x01\x01"),
    "half a number": gzip.compress(b"\x80"),
    "nothing": gzip.compress(b""),
    "more than any directory": gzip.compress(bytes(20_000_000)),
    "no compression": b"\x01\x00\x01\x01\x01",
}


@pytest.mark.parametrize("directory", LIES.values(), ids=LIES.keys())
def test_that_a_directory_that_lies_is_told(tmp_path: Path, directory: bytes) -> None:
    with pytest.raises(UnreadableBasemap, match=r"liar\.pmtiles is cut off or damaged"):
        open_archive(write_directory(tmp_path, directory)).get(0, 0, 0)


def test_that_an_empty_directory_has_no_tiles(tmp_path: Path) -> None:
    assert open_archive(write_directory(tmp_path, gzip.compress(b"\x00"))).get(0, 0, 0) is None


@pytest.mark.parametrize("metadata", [b"{", b"\xff", bytes(20_000_000)])
def test_that_metadata_that_are_none_are_told(tmp_path: Path, metadata: bytes) -> None:
    with pytest.raises(UnreadableBasemap, match=r"liar\.pmtiles is cut off or damaged"):
        open_archive(write_directory(tmp_path, serialize_directory([]), metadata))


def test_that_metadata_may_be_of_little_use(tmp_path: Path) -> None:
    assert open_archive(write_directory(tmp_path, serialize_directory([]), b"[]")).attribution == ""


def change(path: Path, statement: str, *values: object) -> Path:
    """Change something in an MBTiles file."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement, values)
    return path


@pytest.mark.parametrize("zoom", ["deep", -3, 99])
def test_that_zooms_that_are_none_are_told(tmp_path: Path, zoom: object) -> None:
    path = write_vector_mbtiles(tmp_path, TOWN, TOLD)
    with pytest.raises(UnreadableBasemap, match=r"town\.mbtiles is damaged"):
        open_archive(change(path, "UPDATE tiles SET zoom_level = ?", zoom))


@pytest.mark.parametrize("body", [b"", "a text", 7, None])
def test_that_a_tile_that_is_no_tile_is_missing_or_empty(tmp_path: Path, body: object) -> None:
    path = change(write_vector_mbtiles(tmp_path, TOWN, TOLD), "UPDATE tiles SET tile_data = ?", body)
    assert not open_archive(path).get(3, 1, 0)


def test_that_a_tile_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    path = write_vector_mbtiles(tmp_path, TOWN, TOLD)
    change(path, "UPDATE tiles SET tile_data = zeroblob(20000000) WHERE zoom_level = 2")
    archive = open_archive(path)
    assert archive.get(3, 1, 0) is not None
    with pytest.raises(UnreadableBasemap, match="20,000,000 bytes"):
        archive.get(2, 1, 0)


@pytest.mark.parametrize("bounds", ["", "1,2,3", "west", "10,53,9,54", "-300,0,10,10", "nan,0,10,10"])
def test_that_bounds_that_are_none_are_the_world(tmp_path: Path, bounds: str) -> None:
    archive = open_archive(write_vector_mbtiles(tmp_path, TOWN, TOLD, bounds=bounds))
    assert archive.bounds == Bounds(0.0, 0.0, 1.0, 1.0)


@pytest.mark.parametrize("name", ["nowhere.pmtiles", "nowhere.mbtiles", "nowhere.geojson", "picture.bmp"])
def test_that_a_file_that_is_not_there_or_no_map_is_refused_with_a_sentence(
    tmp_path: Path, name: str, qtbot: QtBot
) -> None:
    with pytest.raises(UnreadableBasemap, match=rf"{name}"):
        open_basemap(tmp_path / name, Worker(hire=OwnHands))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"features": 3}', '{"features": []}', '{"features": [{}]}'])
def test_that_a_broken_plan_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "town.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableBasemap, match=r"town\.geojson .*\.$"):
        read_plan(path)


@pytest.mark.parametrize("keep", [50, 500, 900])
def test_that_a_plan_cut_off_is_refused_with_a_sentence(tmp_path: Path, keep: int) -> None:
    path = write_plan(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableBasemap, match="cut off"):
        read_plan(path)


def test_that_a_tile_that_is_no_picture_is_named() -> None:
    with pytest.raises(UnreadableBasemap, match=r"world\.pmtiles is damaged"):
        decoded(b"no picture", "world.pmtiles")
