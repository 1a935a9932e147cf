"""Foreign data: Helsinki from OpenStreetMap, converted by the tool, and its real lamps over its own streets."""

import gzip
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import pytest
from pmtiles.reader import MemorySource, all_tiles
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.house.tree import ROOT
from venule.cli import main
from venule.desk.map.assets.looking import look
from venule.desk.map.assets.sight import Mode
from venule.desk.map.camera import Camera
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.schemas.schema import VENULE, recognise
from venule.desk.map.tiles.vector.mvt import decode
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.style.look import prepare
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.domain.alarm import Status
from venule.domain.geo import Floats, to_mercator
from venule.store.reader import Reader

LAMPS = 586
NEAR = 17.0
PLACES = {
    "Pohjoisesplanadi": (24.94614, 60.167735, "primary"),
    "Unioninkatu": (24.95039, 60.17494, "secondary"),
    "Fabianinkatu": (24.94912, 60.17100, "minor"),
    "the bay, which is known by its coast": (24.94700, 60.17670, "water"),
}
ELSEWHERE = 25.5, 60.5
BOX_PX = 4
PATIENCE_MS = 10_000


@pytest.fixture(scope="module")
def converted(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the archive and the inventory of lamps."""
    folder = tmp_path_factory.mktemp("helsinki")
    extract = shared_data / "basemap" / "helsinki_centre.osm.pbf"
    tool = [sys.executable, str(ROOT / "packaging" / "convert_osm.py")]
    asked = [*tool, extract, folder / "helsinki.pmtiles", "--lamps", folder / "lamps.geojson"]
    done = subprocess.run([*map(str, asked)], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture(scope="module")
def lamps(converted: Path) -> tuple[Floats, Floats]:
    """Where the lamps of the recording stand, in degrees."""
    cache = converted / "lamps.venule"
    assert main(["import", str(converted / "lamps.geojson"), "--cache", str(cache)]) == 0
    with Reader(cache) as reader:
        catalogue = reader.catalogue()
    assert {catalogue.kinds[kind] for kind in catalogue.assets.kind.tolist()} == {"lighting.luminaire"}
    assert all(name.startswith("node-") for name in catalogue.assets.name)
    return catalogue.assets.longitude, catalogue.assets.latitude


@pytest.fixture(params=[DARK, LIGHT], ids=lambda palette: palette.theme)
def palette(request: pytest.FixtureRequest) -> Palette:
    """Both looks."""
    return request.param


@pytest.fixture
def view(palette: Palette, converted: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[MapView]:
    """A map that lies on the archive, and of whose assets none is near."""
    prepare(qapp)
    worker = Worker(qapp, OwnHands)
    view = MapView(palette, worker=worker)
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.set_assets(np.array([ELSEWHERE[0]]), np.array([ELSEWHERE[1]]), np.zeros(1, np.int8))
    view.set_basemap(open_basemap(converted / "helsinki.pmtiles", worker))
    with qtbot.waitExposed(view):
        view.show()
    yield view
    worker.stop()


def look_at(view: MapView, longitude: float, latitude: float) -> None:
    """Have a place in the middle of the view, from near."""
    x, y = to_mercator(np.array([longitude]), np.array([latitude]))
    view.look_from(Camera(float(x[0]), float(y[0]), NEAR, view.width(), view.height()))


def picture(view: MapView) -> QImage:
    """What is seen."""
    return view.grab().toImage()


def colour_in_the_middle(view: MapView) -> str:
    """The commonest colour around the middle of the view."""
    image = picture(view)
    x, y = image.width() // 2, image.height() // 2
    box = range(-BOX_PX, BOX_PX + 1)
    return Counter(image.pixelColor(x + right, y + down).name() for right in box for down in box).most_common(1)[0][0]


def test_that_every_tile_is_read_and_holds_what_another_reader_finds(converted: Path) -> None:
    tiles = dict(all_tiles(MemorySource((converted / "helsinki.pmtiles").read_bytes())))
    assert {zoom for zoom, _, _ in tiles} == set(range(8, 16))
    for data in tiles.values():
        mine = decode(data)
        other = mapbox_vector_tile.decode(gzip.decompress(data))
        assert {name: len(features) for name, features in mine.items()} == {
            name: len(layer["features"]) for name, layer in other.items()
        }
        assert recognise(set(mine)) is VENULE


@pytest.mark.parametrize("place", PLACES)
def test_that_streets_and_the_sea_are_where_they_are(view: MapView, palette: Palette, place: str, qtbot: QtBot) -> None:
    longitude, latitude, role = PLACES[place]
    look_at(view, longitude, latitude)
    qtbot.waitUntil(lambda: colour_in_the_middle(view) == getattr(palette, role), timeout=PATIENCE_MS)


def test_that_the_contributors_are_named(converted: Path) -> None:
    basemap = open_basemap(converted / "helsinki.pmtiles", Worker(hire=OwnHands))
    assert basemap.attribution == "© OpenStreetMap contributors"


def test_that_all_lamps_are_counted_at_every_zoom(view: MapView, lamps: tuple[Floats, Floats]) -> None:
    status = np.full(LAMPS, Status.UNKNOWN, np.int8)
    view.set_assets(*lamps, status)
    x, y = view.camera.to_screen(*to_mercator(*lamps))
    assert len(x) == LAMPS
    assert ((x >= 0) & (x <= view.width()) & (y >= 0) & (y <= view.height())).all(), "all are in view at first"
    pyramid = view._frame.assets.pyramid
    for zoom in range(21):
        side = 256 * 2**zoom
        for mode in Mode:
            assert look(pyramid, Camera(0.5, 0.5, float(zoom), side, side), mode).totals.sum() == LAMPS


def test_that_each_lamp_in_view_is_drawn_at_its_place(
    view: MapView, palette: Palette, lamps: tuple[Floats, Floats], qtbot: QtBot
) -> None:
    look_at(view, *PLACES["Pohjoisesplanadi"][:2])
    qtbot.waitUntil(lambda: colour_in_the_middle(view) == palette.primary, timeout=PATIENCE_MS)
    bare = picture(view)
    view.set_assets(*lamps, np.zeros(LAMPS, np.int8))
    look_at(view, *PLACES["Pohjoisesplanadi"][:2])
    lit = picture(view)
    x, y = (np.rint(part).astype(int) for part in view.camera.to_screen(*to_mercator(*lamps)))
    seen = np.flatnonzero((x > 0) & (x < 1279) & (y > 60) & (y < 720))
    assert len(seen) > 50
    for lamp in seen.tolist():
        assert lit.pixel(int(x[lamp]), int(y[lamp])) != bare.pixel(int(x[lamp]), int(y[lamp]))
