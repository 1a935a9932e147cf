"""Vector tiles of a server: painted as those of a file are, once they are on the disk, and what fails is told."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.mvttiles import encoded, write_vector_pmtiles
from tests.desk.map.tiles.test_packing import NORTH_WEST, pack
from tests.desk.map.tiles.test_vectortiles import DEEPEST, LOOK, LOWEST, MISSING, TOLD, middle, painted, tile
from tests.desk.map.tiles.tileserver import PAGE, Given, Request, TileServer, tile_server
from venule.config import BasemapSettings
from venule.desk.map.camera import Camera
from venule.desk.map.tiles.archive import open_archive
from venule.desk.map.tiles.basemap import Basemap
from venule.desk.map.tiles.labellayer import LabelLayer
from venule.desk.map.tiles.online.servers import Servers
from venule.desk.map.tiles.opening import open_basemap
from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.tilelayer import TileLayer
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.domain.instant import Instant, from_iso

NOON: Instant = from_iso("2026-05-03T12:00:00Z")
WET = Camera(*middle((DEEPEST, 3, 3)), 4.0, 300, 200)
NAMED = Camera(*middle((DEEPEST, 3, 3), 0.0), 13.0, 300, 200)


def served(request: Request) -> Given:
    """The world on two zooms, with one tile missing."""
    zoom, column, row = (int(part) for part in request.path.removesuffix(".pbf").split("/")[1:])
    if (zoom, column, row) == MISSING or not LOWEST <= zoom <= DEEPEST:
        return Given(404)
    return Given(200, gzip.compress(tile((zoom, column, row))), (("Content-Type", "application/x-protobuf"),))


class Town:
    """A map that lies on the vector tiles of a server."""

    def __init__(self, qtbot: QtBot, server: TileServer, folder: Path, **more: object) -> None:
        self.qtbot, self.servers = qtbot, Servers(folder, 10, lambda: NOON)
        self.source: BasemapSettings = server.source("pbf", min_zoom=LOWEST, **{"max_zoom": DEEPEST, **more})
        self.basemap: Basemap = self.servers.basemap(self.source, Worker(self.servers, OwnHands))
        self.layer = TileLayer(self.basemap)

    def whole(self, camera: Camera) -> QImage:
        """The picture once nothing is missing."""
        image, missing = painted(self.layer, camera)

        def complete() -> bool:
            nonlocal image, missing
            image, missing = painted(self.layer, camera)
            return not missing

        self.qtbot.waitUntil(complete, timeout=10_000)
        return image

    def told(self, word: str, camera: Camera = WET) -> None:
        """Go on until a problem is told."""

        def heard() -> bool:
            painted(self.layer, camera)
            return word in self.basemap.problem

        self.qtbot.waitUntil(heard, timeout=10_000)


@pytest.fixture
def server() -> Iterator[TileServer]:
    """A server of vector tiles."""
    with tile_server(served) as started:
        yield started


@pytest.fixture
def sit(styled: QApplication, qtbot: QtBot, server: TileServer, tmp_path: Path) -> Iterator[Callable[..., Town]]:
    """Lie on the server's tiles, with those of a folder."""
    towns: list[Town] = []

    def start(**more: object) -> Town:
        towns.append(Town(qtbot, server, tmp_path / "tiles", **more))
        return towns[-1]

    yield start
    for town in towns:
        town.basemap.close()
        town.servers.deleteLater()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The same tiles in a file."""
    places = [(zoom, x, y) for zoom in (LOWEST, DEEPEST) for x in range(2**zoom) for y in range(2**zoom)]
    return write_vector_pmtiles(tmp_path, {place: tile(place) for place in places if place != MISSING}, TOLD)


@pytest.mark.parametrize("zoom", [3.0, 4.0, 4.25, 6.5])
def test_that_they_look_like_those_of_a_file(sit: Callable[..., Town], archive: Path, zoom: float) -> None:
    for place in ((3, 3, 3), MISSING):
        camera = Camera(*middle(place), zoom, 300, 200)
        expected = painted(TileLayer(open_basemap(archive, Worker(hire=OwnHands))), camera)[0]
        town = sit()
        assert town.whole(camera) == expected
        assert town.basemap.problem == ""


def test_that_only_what_is_seen_is_fetched_and_only_once(sit: Callable[..., Town], server: TileServer) -> None:
    first = sit().whole(WET)
    asked = sorted(request.path for request in server.requests)
    assert len(set(asked)) == len(asked)
    assert "/3/3/3.pbf" in asked
    assert "/3/6/6.pbf" not in asked
    assert all("mapbox-vector-tile" in request.headers["accept"] for request in server.requests)
    assert sit().whole(WET) == first
    assert len(server.requests) == len(asked)


def test_that_names_are_drawn_anew_when_tiles_have_come(sit: Callable[..., Town], server: TileServer) -> None:
    town = sit()
    assert town.basemap.labels is not None
    names = LabelLayer(town.basemap.labels)

    def named() -> bytes:
        image = QImage(NAMED.width, NAMED.height, QImage.Format.Format_RGB32)
        image.fill(0)
        with QPainter(image) as painter:
            names.paint(painter, NAMED, LOOK, False)
        return bytes(image.constBits())

    before = named()
    town.whole(NAMED)
    assert named() != before


def test_that_the_view_stays_and_a_sentence_tells_when_the_server_fails(
    sit: Callable[..., Town], server: TileServer
) -> None:
    town = sit()
    town.whole(WET)
    server.answer = lambda _: Given(200, PAGE, (("Content-Type", "text/html"),))
    town.told("a page instead of vector tiles", Camera(*middle((DEEPEST, 6, 6)), 4.0, 300, 200))
    assert not painted(town.layer, WET)[1], "what was seen before is still there"


@pytest.mark.parametrize(
    ("body", "more", "word"),
    [
        (tile((3, 3, 3))[:-9], (), "A tile of the base map Test is left out"),
        (
            encoded(*({"name": name, "features": []} for name in ("soil", "crops", "fences"))),
            (),
            "of none of the schemas known here",
        ),
        (tile((3, 3, 3)), (("Cache-Control", "no-store"),), "does not allow to keep its tiles"),
    ],
)
def test_that_what_cannot_be_shown_is_told(
    sit: Callable[..., Town], server: TileServer, body: bytes, more: tuple[tuple[str, str], ...], word: str
) -> None:
    server.answer = lambda _: Given(200, body, more)
    sit().told(word)


def test_that_an_area_is_saved_as_vector_tiles(
    sit: Callable[..., Town], qtbot: QtBot, archive: Path, tmp_path: Path
) -> None:
    town = sit(offline_allowed=True)
    errands = town.servers.errands(town.source)
    pack(qtbot, errands.supply(), Area(NORTH_WEST, LOWEST, DEEPEST), tmp_path / "saved.pmtiles")
    saved = open_archive(tmp_path / "saved.pmtiles")
    assert saved.schema is not None
    camera = Camera(*middle((DEEPEST, 1, 1)), 4.0, 64, 64)
    seen = [
        painted(TileLayer(open_basemap(path, Worker(hire=OwnHands))), camera)[0]
        for path in (archive, tmp_path / "saved.pmtiles")
    ]
    assert seen[0] == seen[1]
    errands.leave()
