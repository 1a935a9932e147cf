"""The tile layer: sharp when it can, an ancestor meanwhile, never more memory than it was given."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import EAST, NORTH, SOUTH, WEST, write_plan, write_pmtiles
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.basemap import Basemap, Look, Tile
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.plan import read_plan
from venule.desk.map.tiles.tilelayer import TileLayer
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.style.palette import DARK, LIGHT
from venule.domain.geo import to_mercator

LOOK = Look(DARK, 1.0)


def whole(basemap: Basemap, width: int = 600, height: int = 400) -> Camera:
    """A view of all of a base map."""
    assert basemap.bounds is not None
    return Camera(width=width, height=height).fitted(basemap.bounds, 0.0)


@pytest.fixture
def worker(styled: QApplication) -> Worker:
    """A worker that does what it is told at once."""
    return Worker(hire=OwnHands)


def frame(layer: TileLayer, camera: Camera, look: Look = LOOK, zooming: bool = False) -> QImage:
    """One frame of the layer alone."""
    image = QImage(camera.width, camera.height, QImage.Format.Format_RGB32)
    image.fill(QColor(look.palette.land))
    with QPainter(image) as painter:
        layer.paint(painter, camera, look, zooming)
    return image


def finished(layer: TileLayer, camera: Camera, look: Look = LOOK) -> QImage:
    """The frame after which nothing is left to do."""
    frame(layer, camera, look)
    return frame(layer, camera, look)


def colour_at(image: QImage, camera: Camera, longitude: float, latitude: float) -> QColor:
    """The colour at a place in degrees."""
    x, y = camera.to_screen(*(float(value) for value in to_mercator(longitude, latitude)))  # type: ignore[arg-type]
    return image.pixelColor(round(x), round(y))


def test_that_a_plan_is_painted_in_the_colours_of_the_palette(tmp_path: Path, worker: Worker, qtbot: QtBot) -> None:
    basemap = open_basemap(write_plan(tmp_path), worker)
    layer, camera = TileLayer(basemap), whole(basemap)
    for palette in (DARK, LIGHT):
        image = finished(layer, camera, Look(palette, 1.0))
        assert colour_at(image, camera, 10.015, 53.508) == QColor(palette.green)
        assert colour_at(image, camera, 10.015, 53.5012) == QColor(palette.water)
        assert colour_at(image, camera, 10.005, 53.507) == QColor(palette.building)
        assert colour_at(image, camera, 10.015, 53.505) == QColor(palette.primary)


def test_that_a_plan_covers_what_it_says(tmp_path: Path) -> None:
    plan = read_plan(write_plan(tmp_path))
    x, y = to_mercator(np.array([WEST, EAST]), np.array([NORTH, SOUTH]))
    assert plan.bounds == Bounds(float(x[0]), float(y[0]), float(x[1]), float(y[1]))
    assert plan.attribution == "Test town"
    assert {name.text for name in plan.content.names} == {"Amber Avenue", "Birch Lane", "Lindenhaven", "West Wharf"}


def test_that_a_coarser_tile_stands_in_for_one_not_there_yet(tmp_path: Path, worker: Worker, qtbot: QtBot) -> None:
    basemap = open_basemap(write_plan(tmp_path), worker)
    layer, camera = TileLayer(basemap), whole(basemap)
    finished(layer, camera)
    near = camera.zoomed(camera.zoom + 1.25, 300, 100)
    image = frame(layer, near, zooming=True)
    assert image.pixelColor(200, 60) == QColor(DARK.green)


def test_that_the_cache_stays_within_its_bytes(tmp_path: Path, worker: Worker, qtbot: QtBot) -> None:
    basemap = open_basemap(write_plan(tmp_path), worker)
    room = 20 * 512 * 512 * 4  # more than twice the six tiles of a view of this size and the four of the whole map
    layer, camera = TileLayer(basemap, cache_bytes=room), whole(basemap)
    for step in range(12):
        finished(layer, camera.zoomed(camera.zoom + step / 4, 300, 200))
        assert layer.used_bytes <= room
    assert layer.used_bytes > room / 2


def test_that_a_view_larger_than_the_room_for_tiles_is_still_made_whole(
    tmp_path: Path, worker: Worker, qtbot: QtBot
) -> None:
    basemap = open_basemap(write_plan(tmp_path), worker)
    layer, camera = TileLayer(basemap, cache_bytes=1), whole(basemap, 1600, 1200)
    image = finished(layer, camera)
    with QPainter(image) as painter:
        assert not layer.paint(painter, camera, LOOK, False), "nothing is missing"
    kept = layer.kept_tiles
    assert layer.used_bytes > 8 * 512 * 512 * 4, "it is larger than the room"
    finished(layer, camera)
    assert layer.kept_tiles == kept


def test_that_raster_tiles_arrive_and_lie_where_they_belong(tmp_path: Path, worker: Worker, qtbot: QtBot) -> None:
    basemap = open_basemap(write_pmtiles(tmp_path), worker)
    layer, camera = TileLayer(basemap), Camera(0.5, 0.5, 1.0, 512, 512)
    arrivals: list[int] = []
    basemap.listen(lambda: arrivals.append(1))

    def arrived() -> bool:
        image = frame(layer, camera)
        return image.pixelColor(400, 400) != QColor(DARK.land) and image.pixelColor(100, 100) != QColor(DARK.land)

    qtbot.waitUntil(arrived)
    assert arrivals
    image = frame(layer, camera)
    assert image.pixelColor(100, 100) != image.pixelColor(400, 400)
    assert image.pixelColor(400, 100) == image.pixelColor(100, 400) == image.pixelColor(400, 400)
    assert image.pixelColor(255, 300) == image.pixelColor(256, 300), "no seam between tiles"


def test_that_a_tile_that_cannot_be_read_is_told_and_the_others_shown(
    tmp_path: Path, worker: Worker, qtbot: QtBot
) -> None:
    path = write_pmtiles(tmp_path)
    basemap = open_basemap(path, worker)
    data = path.read_bytes()
    path.write_bytes(data[:-40])
    layer, arrivals = TileLayer(basemap), []
    basemap.listen(lambda: arrivals.append(1))
    frame(layer, Camera(0.5, 0.5, 2.0, 1100, 1100))
    qtbot.waitUntil(lambda: basemap.problem != "")
    assert path.name in basemap.problem


class Wishes:
    """A base map that only writes down what is wanted."""

    attribution, problem, names = "", "", ()
    bounds: Bounds | None = None
    labels: Claim | None = None

    def __init__(self) -> None:
        self.wanted: list[Tile] = []

    def level(self, zoom: float, ratio: float) -> int:
        return int(zoom)

    def side(self, level: int) -> float:
        return 0.5**level

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        self.wanted = list(tiles)

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        return []

    def listen(self, arrived: object) -> None:
        """Nothing arrives."""

    def close(self) -> None:
        """There is nothing to let go of."""


def test_that_all_tiles_in_view_are_wanted_and_the_middle_ones_first(qtbot: QtBot) -> None:
    wishes = Wishes()
    frame(TileLayer(wishes), Camera(0.5, 0.5, 3.0, 1000, 600))
    assert set(wishes.wanted) == {Tile(3, x, y) for x in range(2, 6) for y in range(2, 6)}
    assert set(wishes.wanted[:4]) == {Tile(3, x, y) for x in (3, 4) for y in (3, 4)}


def test_that_nothing_is_wanted_during_a_zoom(qtbot: QtBot) -> None:
    wishes = Wishes()
    frame(TileLayer(wishes), Camera(0.5, 0.5, 3.0, 1000, 600), zooming=True)
    assert wishes.wanted == []
