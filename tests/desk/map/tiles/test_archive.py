"""Files of raster tiles: every tile is where it belongs, and what cannot be read is said in one sentence."""

from pathlib import Path

import pytest
from pmtiles.tile import TileType
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import tiles, write_mbtiles, write_plan, write_pmtiles
from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.rastertiles import decoded

WRITERS = [write_pmtiles, write_mbtiles]


@pytest.mark.parametrize("write", WRITERS)
def test_that_every_tile_is_found_where_it_belongs(tmp_path: Path, write: object, qtbot: QtBot) -> None:
    assert callable(write)
    archive = open_archive(write(tmp_path))
    assert archive.zooms == (0, 2)
    for place, data in tiles().items():
        assert archive.get(*place) == data


def test_that_an_attribution_is_told_without_its_markup(tmp_path: Path, qtbot: QtBot) -> None:
    assert open_archive(write_pmtiles(tmp_path)).attribution == "© Example & others"


def test_that_a_missing_tile_is_no_problem(tmp_path: Path, qtbot: QtBot) -> None:
    assert open_archive(write_mbtiles(tmp_path)).get(9, 3, 3) is None


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("keep", [0, 5, 100, 130, 600])
def test_that_a_file_cut_off_anywhere_is_refused_with_a_sentence(
    tmp_path: Path, write: object, keep: int, qtbot: QtBot
) -> None:
    assert callable(write)
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableBasemap, match=rf"{path.name}.*\.$"):
        open_basemap(path)


@pytest.mark.parametrize("at", range(96, 600, 7))
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


def test_that_vector_tiles_are_refused_with_a_sentence(tmp_path: Path, qtbot: QtBot) -> None:
    for path in (write_pmtiles(tmp_path, TileType.MVT), write_mbtiles(tmp_path, "pbf")):
        with pytest.raises(UnreadableBasemap, match="no PNG, JPEG or WebP"):
            open_basemap(path)


@pytest.mark.parametrize("name", ["nowhere.pmtiles", "nowhere.mbtiles", "nowhere.geojson", "picture.bmp"])
def test_that_a_file_that_is_not_there_or_no_map_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableBasemap, match=rf"{name}"):
        open_basemap(tmp_path / name)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"features": 3}', '{"features": []}', '{"features": [{}]}'])
def test_that_a_broken_plan_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "town.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableBasemap, match=r"town\.geojson .*\.$"):
        open_basemap(path)


@pytest.mark.parametrize("keep", [50, 500, 900])
def test_that_a_plan_cut_off_is_refused_with_a_sentence(tmp_path: Path, keep: int) -> None:
    path = write_plan(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableBasemap, match="cut off"):
        open_basemap(path)


def test_that_a_tile_that_is_no_picture_is_named() -> None:
    with pytest.raises(UnreadableBasemap, match=r"world\.pmtiles is damaged"):
        decoded(b"no picture", "world.pmtiles")
