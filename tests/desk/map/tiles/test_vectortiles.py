"""Vector tiles as a base map: every place in its colour at every zoom, and what is broken leaves only a gap."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pmtiles.tile import TileType
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.mvttiles import encoded, write_vector_pmtiles
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.archive import WORLD, Archive
from venule.desk.map.tiles.basemap import Basemap, Look, Tile
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.schemas.schema import recognise
from venule.desk.map.tiles.tilelayer import TileLayer
from venule.desk.map.tiles.work.archive import ArchiveAtlas, source_level
from venule.desk.map.tiles.work.hands import Hear, OwnHands, ProcessHands
from venule.desk.map.tiles.work.jobs import Fallen, Order, Ready
from venule.desk.map.tiles.work.worker import AT_ONCE, Worker
from venule.desk.map.tiles.work.working import Working
from venule.desk.style.palette import DARK, LIGHT, Palette

LOOK = Look(DARK, 1.0)
TOLD = {"vector_layers": [{"id": name} for name in ("land", "water", "building", "street", "place")]}
LOWEST, DEEPEST = 2, 3
MISSING, BROKEN = (3, 6, 1), (3, 1, 6)
EVERYWHERE = "POLYGON((-64 -64, -64 4160, 4160 4160, 4160 -64, -64 -64))"
"""A whole tile and its margin, which reaches into the neighbours."""

Place = tuple[int, int, int]


class Slow:
    """Hands that carry an order out when the test says so, one at a time."""

    def __init__(self, hear: Hear) -> None:
        self.hear = hear
        self.orders: deque[Order] = deque()
        self._working = Working()

    def start(self) -> None:
        self.hear(Ready(1, 0))

    def order(self, life: int, order: Order) -> None:
        self.orders.append(order)

    def shake(self, life: int) -> None:
        """It may take its time."""

    def stop(self) -> None:
        self.orders.clear()

    def work(self) -> None:
        """Carry out all there is."""
        while self.orders:
            if (answer := self._working.carry_out(self.orders.popleft())) is not None:
                self.hear(answer)


def is_wet(column: int, row: int) -> bool:
    """Whether a tile of the deepest zoom is water: a chessboard."""
    return (column + row) % 2 == 0


def tile(place: Place) -> bytes:
    """Water or wood all over, a street down its middle, and a suburb there."""
    zoom, column, row = place
    ground = "water" if zoom == DEEPEST and is_wet(column, row) else "land"
    street = {"geometry": "LINESTRING(2048 0, 2048 4096)", "properties": {"kind": "minor", "name": f"Lane {column}"}}
    suburb = {"geometry": "POINT(2048 2048)", "properties": {"kind": "suburb", "name": f"Ward {column}.{row}"}}
    return encoded(
        {"name": ground, "features": [{"geometry": EVERYWHERE, "properties": {"kind": "wood"}}]},
        {"name": "street", "features": [street]},
        {"name": "place", "features": [suburb]},
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world on two zooms, with one tile missing and one broken."""
    places = [(zoom, x, y) for zoom in (LOWEST, DEEPEST) for x in range(2**zoom) for y in range(2**zoom)]
    bodies = {place: tile(place) for place in places if place != MISSING}
    bodies[BROKEN] = bodies[BROKEN][:-9]
    return write_vector_pmtiles(tmp_path_factory.mktemp("world"), bodies, TOLD, kind=TileType.MVT)


@pytest.fixture
def basemap(archive: Path, styled: QApplication) -> Basemap:
    """The archive as a base map that is painted at once."""
    return open_basemap(archive, Worker(hire=OwnHands))


def frame(layer: TileLayer, camera: Camera, look: Look = LOOK) -> QImage:
    """One frame of the layer alone."""
    return painted(layer, camera, look)[0]


def painted(layer: TileLayer, camera: Camera, look: Look = LOOK) -> tuple[QImage, bool]:
    """The same, and whether tiles are missing."""
    image = QImage(camera.width, camera.height, QImage.Format.Format_RGB32)
    image.fill(QColor(look.palette.land))
    with QPainter(image) as painter:
        return image, layer.paint(painter, camera, look, False)


def seen(image: QImage, camera: Camera, x: float, y: float) -> str:
    """The colour at a place of the unit square."""
    at_x, at_y = camera.to_screen(x, y)
    return image.pixelColor(round(at_x), round(at_y)).name()


def middle(place: Place, aside: float = 0.3) -> tuple[float, float]:
    """A place near the middle of a tile, aside from its street, in the unit square."""
    zoom, column, row = place
    return (column + 0.5 + aside) / 2**zoom, (row + 0.5 + aside) / 2**zoom


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("zoom", [3.75, 4.0, 4.25, 5.5, 7.0, 9.75])
def test_that_every_place_has_its_colour_at_every_zoom(basemap: Basemap, zoom: float, palette: Palette) -> None:
    layer = TileLayer(basemap)
    for column, row in ((3, 3), (4, 3), (4, 4)):
        x, y = middle((DEEPEST, column, row))
        camera = Camera(x, y, zoom, 64, 64)
        expected = palette.water if is_wet(column, row) else palette.wood
        assert seen(frame(layer, camera, Look(palette, 1.0)), camera, x, y) == expected
    assert basemap.problem == ""


@pytest.mark.parametrize(("zoom", "level"), [(0.0, 2), (3.5, 2), (3.75, 3), (4.5, 3), (4.75, 3), (15.0, 3)])
def test_that_the_archives_own_zooms_are_used_and_its_last_one_enlarged(zoom: float, level: int) -> None:
    assert source_level(zoom, (LOWEST, DEEPEST)) == level


@pytest.mark.parametrize("zoom", [3.75, 4.0, 4.5, 6.25])
def test_that_no_tile_bleeds_into_the_next_and_no_seam_is_seen(basemap: Basemap, zoom: float) -> None:
    camera = Camera(0.5, 0.5, zoom, 40, 40)  # where four tiles meet
    image = frame(TileLayer(basemap), camera)
    for x, y, column, row in ((5, 5, 3, 3), (34, 5, 4, 3), (5, 34, 3, 4), (34, 34, 4, 4)):
        assert image.pixelColor(x, y).name() == (DARK.water if is_wet(column, row) else DARK.wood)
    line = [image.pixelColor(x, 5).name() for x in range(40)]
    assert line == sorted(line, key=line.index), "the colour changes once"
    assert set(line) <= {DARK.water, DARK.wood, DARK.shore}


def test_that_a_missing_tile_is_bare_land_and_no_problem(basemap: Basemap) -> None:
    x, y = middle(MISSING)
    camera = Camera(x, y, 7.0, 200, 200)
    assert seen(frame(TileLayer(basemap), camera), camera, x, y) == DARK.land
    assert basemap.problem == ""


def test_that_a_broken_tile_is_bare_land_and_told_and_its_neighbours_are_shown(basemap: Basemap) -> None:
    x, y = middle(BROKEN)
    camera, layer = Camera(x, y, 4.0, 1400, 1400), TileLayer(basemap)
    image = frame(layer, camera)
    assert seen(image, camera, x, y) == DARK.land
    for column, row in ((0, 6), (1, 5), (2, 6)):
        assert seen(image, camera, *middle((DEEPEST, column, row))) == (
            DARK.water if is_wet(column, row) else DARK.wood
        )
    assert basemap.problem.startswith("A tile of the base map town.pmtiles is left out: ")
    assert painted(layer, camera)[1] is False, "nothing is missing: it is not tried for ever"


def test_that_an_archive_that_is_gone_is_told(archive: Path, styled: QApplication, tmp_path: Path) -> None:
    copy = tmp_path / "here.pmtiles"
    copy.write_bytes(archive.read_bytes())
    slow = list[Slow]()
    worker = Worker(hire=lambda hear: slow.append(Slow(hear)) or slow[0])
    basemap, camera = open_basemap(copy, worker), Camera(0.5, 0.5, 4.0, 64, 64)
    layer = TileLayer(basemap)
    frame(layer, camera)
    copy.unlink()
    slow[0].work()
    assert frame(layer, camera).pixelColor(5, 5).name() == DARK.land
    assert "here.pmtiles" in basemap.problem


@pytest.fixture
def hands() -> list[Slow]:
    """The hands of the slow worker."""
    return []


@pytest.fixture
def slow(archive: Path, styled: QApplication, hands: list[Slow]) -> TileLayer:
    """The archive as a base map that is painted when the test says so."""

    def hire(hear: Hear) -> Slow:
        hands.append(Slow(hear))
        return hands[-1]

    return TileLayer(open_basemap(archive, Worker(hire=hire)))


HERE = Camera(*middle((DEEPEST, 3, 3)), 5.0, 64, 64)
THERE = Camera(*middle((DEEPEST, 4, 3)), 5.0, 64, 64)


def test_that_the_old_colours_stay_until_the_new_ones_come(slow: TileLayer, hands: list[Slow]) -> None:
    frame(slow, HERE)
    hands[0].work()
    dark, before = frame(slow, HERE), slow.used_bytes
    assert frame(slow, HERE, Look(LIGHT, 1.0)) == dark
    hands[0].work()
    light = frame(slow, HERE, Look(LIGHT, 1.0))
    assert (dark.pixelColor(32, 32).name(), light.pixelColor(32, 32).name()) == (DARK.water, LIGHT.water)
    assert slow.used_bytes == before, "the old ones are let go in the end"


def test_that_a_picture_in_colours_given_up_meanwhile_is_not_shown(slow: TileLayer, hands: list[Slow]) -> None:
    frame(slow, HERE)
    frame(slow, HERE, Look(LIGHT, 1.0))
    for _ in range(AT_ONCE + 1):
        hands[0].work()
        image = frame(slow, HERE, Look(LIGHT, 1.0))
    assert image.pixelColor(32, 32).name() == LIGHT.water


def test_that_nothing_is_blank_while_the_worker_is_down(slow: TileLayer, hands: list[Slow]) -> None:
    frame(slow, HERE)
    hands[0].work()
    frame(slow, HERE)
    hands[0].hear(Fallen(1))
    assert frame(slow, THERE).pixelColor(32, 32).name() == DARK.wood, "an ancestor stands in"


def test_that_the_map_goes_on_after_its_worker_was_killed(archive: Path, styled: QApplication, qtbot: QtBot) -> None:
    worker = Worker(hire=ProcessHands)
    basemap = open_basemap(archive, worker)
    layer = TileLayer(basemap)

    def shows(camera: Camera, colour: str) -> Callable[[], bool]:
        return lambda: frame(layer, camera).pixelColor(32, 32).name() == colour

    qtbot.waitUntil(shows(HERE, DARK.water))
    assert worker.process is not None
    os.kill(worker.process, signal.SIGKILL)
    far = Camera(*middle((DEEPEST, 3, 4)), 8.0, 64, 64)
    qtbot.waitUntil(lambda: painted(layer, far)[1] is False)
    assert basemap.problem == ""
    worker.stop()


def test_that_all_names_are_gathered_while_there_is_nothing_to_paint(basemap: Basemap, slow: TileLayer) -> None:
    layer = TileLayer(basemap)
    frame(layer, HERE)
    frame(layer, HERE)
    wards = {name.text: name for name in basemap.names if name.text.startswith("Ward")}
    assert len(wards) == 4**DEEPEST - 2, "one tile is missing and one is broken"
    assert (float(wards["Ward 3.4"].x[0]), float(wards["Ward 3.4"].y[0])) == middle((DEEPEST, 3, 4), 0.0)
    frame(slow, HERE)
    assert slow.basemap.names == ()


class Shelf:
    """An archive that counts how often it is read."""

    def __init__(self) -> None:
        self.read: list[Place] = []

    def get(self, zoom: int, column: int, row: int) -> bytes | None:
        self.read.append((zoom, column, row))
        return tile((zoom, column, row))

    @property
    def archive(self) -> Archive:
        return Archive("shelf", "", (LOWEST, DEEPEST), WORLD, self.get, recognise(("land", "water", "street")))


def box(column: int, row: int) -> Bounds:
    """A box inside a tile of the deepest zoom."""
    x, y = middle((DEEPEST, column, row))
    return Bounds(x - 1e-3, y - 1e-3, x + 1e-3, y + 1e-3)


def test_that_the_newest_tiles_stay_decoded_and_only_so_many() -> None:
    shelf = Shelf()
    schema = shelf.archive.schema
    assert schema is not None
    atlas = ArchiveAtlas(shelf.archive, lambda _: schema, kept=2)

    def look_at(*columns: int) -> Iterator[str]:
        for column in columns:
            for sheet in atlas.sheets(box(column, 0), 4.0):
                yield sheet.content.names[0].text

    assert list(look_at(0, 1, 0, 1, 0, 2, 0, 1)) == [f"Ward {column}.0" for column in (0, 1, 0, 1, 0, 2, 0, 1)]
    assert [column for _, column, _ in shelf.read] == [0, 1, 2, 1]


def test_that_a_box_of_more_tiles_than_a_view_has_is_left_empty() -> None:
    shelf = Shelf()
    schema = shelf.archive.schema
    assert schema is not None
    atlas = ArchiveAtlas(Archive("shelf", "", (7, 9), WORLD, shelf.get, schema), lambda _: schema)
    assert list(atlas.sheets(WORLD, 2.0)) == []
    assert shelf.read == []


def test_that_a_map_never_asks_for_less_detail_than_there_is(basemap: Basemap) -> None:
    assert basemap.level(0.0, 1.0) == LOWEST * 4
    assert basemap.level(4.25, 1.0) == 17
    assert Tile(basemap.level(22.0, 1.0), 0, 0).level == 88
