"""Packs: exactly the tiles of an area, in one file that is there whole or not at all."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QNetworkAccessManager
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.mvttiles import encoded, write_vector_mbtiles, write_vector_pmtiles
from tests.desk.map.tiles.plans import picture, tiles, write_mbtiles, write_pmtiles
from tests.desk.map.tiles.tileserver import Given, TileServer, tile_server
from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import Tile, UnreadableBasemap
from venule.desk.map.tiles.online.fetch import Fetcher
from venule.desk.map.tiles.online.store import Kept, TileStore
from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.packing.estimate import Estimate, WrongArea, estimate
from venule.desk.map.tiles.packing.onlinesupply import Errands, NotAllowed
from venule.desk.map.tiles.packing.packer import Made, Packer, Progress
from venule.desk.map.tiles.packing.supply import Supply, archive_supply
from venule.desk.style.palette import DARK
from venule.domain.instant import Instant, from_iso

NOON: Instant = from_iso("2026-05-03T12:00:00Z")
WORLD = Bounds(0.0, 0.0, 1.0, 1.0)
NORTH_WEST = Bounds(0.1, 0.1, 0.4, 0.4)
HOUSE = encoded({"name": "building", "features": [{"geometry": "POLYGON((0 0, 0 9, 9 9, 0 0))", "properties": {}}]})
TOLD = {"attribution": "© Town", "vector_layers": [{"id": "roads"}, {"id": "earth"}, {"id": "water"}]}
NOT_STOPPED = Event()

Write = Callable[..., Path]


def pack(qtbot: QtBot, supply: Supply, area: Area, path: Path) -> tuple[Made, list[Progress]]:
    """Make a pack and wait for it."""
    packer, told = Packer(supply, area, path), []
    packer.progressed.connect(told.append)
    with qtbot.waitSignal(packer.made, timeout=20_000) as heard:
        packer.start()
    packer.wait()
    return heard.args[0], told


def files(folder: Path) -> list[str]:
    """All that lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


unit = st.floats(0, 1)


@given(st.tuples(unit, unit), st.tuples(unit, unit), st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_that_tiles_are_counted_exactly(x: tuple[float, float], y: tuple[float, float], z: tuple[int, int]) -> None:
    box = Bounds(min(x), min(y), max(x), max(y))
    area = Area(box, min(z), max(z))
    found = list(area.tiles())
    assert len(found) == area.count
    assert [number for number, _ in found] == sorted({number for number, _ in found})
    assert {area.tile(number) for number in range(area.count)} == {tile for _, tile in found}
    for _, (level, column, row) in found:
        side = 0.5**level
        assert column * side <= box.right
        assert box.left <= (column + 1) * side
        assert row * side <= box.bottom
        assert box.top <= (row + 1) * side


def test_that_an_area_is_cut_to_what_there_is() -> None:
    area = Area(Bounds(0.0, 0.0, 0.5, 0.5), 0, 9).within(Bounds(0.25, 0.25, 1.0, 1.0), (2, 4))
    assert area == Area(Bounds(0.25, 0.25, 0.5, 0.5), 2, 4)
    assert Area(NORTH_WEST, 0, 3).within(Bounds(0.6, 0.6, 1.0, 1.0), (0, 3)).count == 0
    assert Area(NORTH_WEST, 0, 3).within(WORLD, (5, 9)).count == 0


@pytest.mark.parametrize("write", [write_pmtiles, write_mbtiles])
def test_that_a_pack_holds_the_pictures_of_its_area(qtbot: QtBot, tmp_path: Path, write: Write) -> None:
    supply, area = archive_supply(write(tmp_path)), Area(NORTH_WEST, 1, 2)
    made, told = pack(qtbot, supply, area, tmp_path / "part.pmtiles")
    assert made == Made(tmp_path / "part.pmtiles", 5, sum(len(tiles()[tile]) for _, tile in area.tiles()))
    archive = open_archive(tmp_path / "part.pmtiles")
    assert archive.zooms == (1, 2)
    assert archive.attribution.startswith("© Example")
    assert astuple(archive.bounds) == pytest.approx(astuple(NORTH_WEST), abs=1e-6)
    for place, body in tiles().items():
        assert archive.get(*place) == (body if Tile(*place) in {tile for _, tile in area.tiles()} else None)
    assert told[-1] == Progress(5, 5, made.bytes)


@pytest.mark.parametrize("write", [write_vector_pmtiles, write_vector_mbtiles])
@pytest.mark.parametrize("zipped", [True, False])
def test_that_vector_tiles_keep_what_is_said_of_them(qtbot: QtBot, tmp_path: Path, write: Write, zipped: bool) -> None:
    body = gzip.compress(HOUSE) if zipped or write is write_vector_pmtiles else HOUSE
    supply = archive_supply(write(tmp_path, {(zoom, 0, 0): body for zoom in range(4)}, TOLD))
    made, _ = pack(qtbot, supply, Area(Bounds(0.0, 0.0, 0.05, 0.05), 1, 3), tmp_path / "part.pmtiles")
    assert made.tiles == 3
    again = archive_supply(tmp_path / "part.pmtiles")
    assert again.vector
    assert again.metadata["attribution"] == "© Town"
    assert again.metadata["vector_layers"] == TOLD["vector_layers"]
    packed = again.get(Tile(3, 0, 0), NOT_STOPPED)
    assert packed is not None
    assert gzip.decompress(packed) == HOUSE


def test_that_a_pack_of_a_pack_is_the_same(qtbot: QtBot, tmp_path: Path, shared_data: Path) -> None:
    supply = archive_supply(shared_data / "basemap" / "usgs_mt_whitney_z8-15_webp512.pmtiles")
    area = Area(supply.bounds, 8, 12)
    pack(qtbot, supply, area, tmp_path / "one.pmtiles")
    once = archive_supply(tmp_path / "one.pmtiles")
    pack(qtbot, once, area, tmp_path / "two.pmtiles")
    assert (tmp_path / "one.pmtiles").read_bytes() == (tmp_path / "two.pmtiles").read_bytes()
    for _, tile in area.tiles():
        assert once.get(tile, NOT_STOPPED) == supply.get(tile, NOT_STOPPED)


def test_that_the_size_is_estimated_well(tmp_path: Path, shared_data: Path) -> None:
    supply = archive_supply(shared_data / "basemap" / "usgs_mt_whitney_z8-15_webp512.pmtiles")
    area = Area(supply.bounds, *supply.zooms)
    assert supply.tile_px == 512
    found = estimate(area, supply)
    true = sum(len(supply.get(tile, NOT_STOPPED) or b"") for _, tile in area.tiles())
    assert found.tiles == area.count
    assert found.bytes == pytest.approx(true, rel=0.4)


def test_that_too_much_and_nothing_are_refused_with_a_sentence(tmp_path: Path) -> None:
    supply = archive_supply(write_pmtiles(tmp_path))
    with pytest.raises(WrongArea, match="250,000 go into one pack"):
        estimate(Area(WORLD, 0, 10), supply)
    with pytest.raises(WrongArea, match="no tiles of this area"):
        estimate(Area(NORTH_WEST, 3, 2), supply)


def test_that_an_area_without_a_single_tile_leaves_no_file(qtbot: QtBot, tmp_path: Path) -> None:
    supply = archive_supply(write_pmtiles(tmp_path))
    made, _ = pack(qtbot, supply, Area(NORTH_WEST, 4, 5), tmp_path / "part.pmtiles")
    assert "not a single tile" in made.problem
    assert files(tmp_path) == ["world.pmtiles"]


def test_that_a_stopped_pack_leaves_what_was_there_before(qtbot: QtBot, tmp_path: Path) -> None:
    supply = archive_supply(write_pmtiles(tmp_path))
    (tmp_path / "part.pmtiles").write_bytes(b"earlier")
    packer = Packer(supply, Area(WORLD, 0, 2), tmp_path / "part.pmtiles")
    with qtbot.waitSignal(packer.made) as heard:
        packer.stop()
        packer.start()
    packer.wait()
    assert heard.args == [Made(tmp_path / "part.pmtiles")]
    assert (tmp_path / "part.pmtiles").read_bytes() == b"earlier"
    assert files(tmp_path) == ["part.pmtiles", "world.pmtiles"]


def test_that_a_source_taken_away_meanwhile_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path)
    supply = archive_supply(path)
    path.unlink()
    made, _ = pack(qtbot, supply, Area(WORLD, 0, 2), tmp_path / "part.pmtiles")
    assert "world.pmtiles cannot be read" in made.problem
    assert files(tmp_path) == []


def test_that_a_folder_that_takes_no_file_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    supply = archive_supply(write_pmtiles(tmp_path))
    made, _ = pack(qtbot, supply, Area(WORLD, 0, 2), tmp_path / "no" / "part.pmtiles")
    assert "part.pmtiles cannot be written" in made.problem


class Sea:
    """A server, and what a desk has for it."""

    def __init__(self, server: TileServer, folder: Path, allowed: bool) -> None:
        self.now = NOON
        self.store = TileStore(folder, 10_000_000)
        self.source = server.source(offline_allowed=allowed)
        self.manager = QNetworkAccessManager()
        self.fetcher = Fetcher(self.source, self.manager, lambda: self.now)
        self.errands = Errands(self.fetcher, self.store, lambda: self.now, self.manager)


@pytest.fixture
def server() -> Iterator[TileServer]:
    """A server that has the same picture everywhere."""
    with tile_server(lambda _: Given(200, picture(DARK.water))) as started:
        yield started


@pytest.fixture
def sea(qtbot: QtBot, server: TileServer, tmp_path: Path) -> Iterator[Sea]:
    """It may be saved."""
    made = Sea(server, tmp_path / "tiles", allowed=True)
    yield made
    made.errands.leave()
    made.manager.deleteLater()


def test_that_a_server_whose_entry_is_silent_is_not_saved(server: TileServer, qtbot: QtBot, tmp_path: Path) -> None:
    sea = Sea(server, tmp_path, allowed=False)
    with pytest.raises(NotAllowed, match=r"Test does not allow .*offline_allowed"):
        sea.errands.supply()


def test_that_an_area_of_a_server_is_saved_once_and_then_from_the_disk(
    qtbot: QtBot, sea: Sea, server: TileServer, tmp_path: Path
) -> None:
    area = Area(NORTH_WEST, 1, 4)
    made, _ = pack(qtbot, sea.errands.supply(), area, tmp_path / "sea.pmtiles")
    assert made.tiles == area.count == len(server.requests)
    archive = open_archive(tmp_path / "sea.pmtiles")
    assert archive.attribution == "© Test"
    assert archive.get(4, 2, 2) == picture(DARK.water)
    pack(qtbot, sea.errands.supply(), area, tmp_path / "again.pmtiles")
    assert len(server.requests) == area.count
    assert server.most_at_once == 1


def test_that_no_server_is_asked_for_an_estimate(sea: Sea, server: TileServer) -> None:
    supply = sea.errands.supply()
    assert estimate(Area(NORTH_WEST, 1, 1), supply) == Estimate(1, 20_000, 0)
    sea.store.put(sea.source.url, Tile(1, 0, 0), Kept(bytes(700), NOON))
    assert estimate(Area(NORTH_WEST, 1, 1), supply) == Estimate(1, 700, 1)
    with pytest.raises(WrongArea, match="20,000 go into one pack"):
        estimate(Area(WORLD, 0, 8), supply)
    assert server.requests == []


def test_that_a_pack_waits_while_its_server_asks_for_a_pause(
    qtbot: QtBot, sea: Sea, server: TileServer, tmp_path: Path
) -> None:
    server.answer = lambda _: Given(429, headers=(("Retry-After", "60"),))
    packer = Packer(sea.errands.supply(), Area(NORTH_WEST, 1, 1), tmp_path / "sea.pmtiles")
    made: list[Made] = []
    packer.made.connect(made.append)
    packer.start()
    qtbot.waitUntil(lambda: sea.fetcher.wait_s > 0)
    server.answer = lambda _: Given(200, picture(DARK.water))
    sea.now += 61_000_000
    sea.fetcher.go_on()
    qtbot.waitUntil(lambda: bool(made), timeout=10_000)
    packer.wait()
    assert made[0].tiles == 1
    assert len(server.requests) == 2


def test_that_a_server_that_does_not_recover_ends_the_pack_with_a_sentence(
    qtbot: QtBot, sea: Sea, server: TileServer, tmp_path: Path
) -> None:
    server.answer = lambda _: Given(500)
    packer = Packer(sea.errands.supply(), Area(NORTH_WEST, 1, 1), tmp_path / "sea.pmtiles")
    made: list[Made] = []
    packer.made.connect(made.append)
    packer.start()

    def go_on() -> bool:
        sea.now += 3_600_000_000
        sea.fetcher.go_on()
        return bool(made)

    qtbot.waitUntil(go_on, timeout=10_000)
    packer.wait()
    assert "fails (500)" in made[0].problem
    assert "what was fetched is kept" in made[0].problem
    assert not (tmp_path / "sea.pmtiles").exists()
    assert len(server.requests) == 5


def test_that_a_waiting_pack_can_be_stopped(qtbot: QtBot, sea: Sea, server: TileServer, tmp_path: Path) -> None:
    server.shut = True
    packer = Packer(sea.errands.supply(), Area(NORTH_WEST, 1, 1), tmp_path / "sea.pmtiles")
    packer.start()
    qtbot.waitUntil(lambda: len(server.requests) == 1)
    with qtbot.waitSignal(packer.made) as heard:
        packer.stop()
    packer.wait()
    assert heard.args == [Made(tmp_path / "sea.pmtiles")]


def test_that_what_cannot_be_read_is_no_supply(tmp_path: Path) -> None:
    (tmp_path / "broken.mbtiles").write_bytes(b"no database")
    with pytest.raises(UnreadableBasemap, match=r"broken\.mbtiles"):
        archive_supply(tmp_path / "broken.mbtiles")
