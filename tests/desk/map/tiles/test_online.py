"""Tiles of a server: fetched with manners, kept on the disk, and never missed for longer than there is none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import TILE_PX, picture
from tests.desk.map.tiles.tileserver import PAGE, Given, TileServer, tile_server
from venule import __version__
from venule.desk.map.tiles.basemap import Look, Tile
from venule.desk.map.tiles.online.fetch import Fetcher
from venule.desk.map.tiles.online.store import Kept, TileStore
from venule.desk.map.tiles.online.tiles import OnlineTiles
from venule.desk.style.palette import DARK
from venule.domain.instant import MINUTE, SECOND, Instant, from_iso

NOON = from_iso("2026-05-03T12:00:00Z")
DAY = 24 * 60 * MINUTE
LOOK = Look(DARK, 1.0)
HERE = Tile(3, 4, 2)
WATER, LAND = picture(DARK.water), picture(DARK.warning)
PICTURE = Given(200, WATER, (("Content-Type", "image/png"), ("ETag", '"one"')))


class Wall:
    """The wall clock, moved by hand."""

    def __init__(self) -> None:
        self.now: Instant = NOON

    def __call__(self) -> Instant:
        return self.now


class Desk:
    """A base map from a server, as a map would use it."""

    def __init__(self, qtbot: QtBot, server: TileServer, folder: Path, **source: object) -> None:
        self.qtbot, self.server, self.wall = qtbot, server, Wall()
        self.store = TileStore(folder, 10_000_000)
        self.manager = QNetworkAccessManager()
        self.source = server.source(**source)
        self.fetcher = Fetcher(self.source, self.manager, self.wall, patience_ms=500)
        self.tiles = OnlineTiles(self.fetcher, self.store, self.wall)
        self.shown: dict[Tile, QImage | None] = {}
        self.came = 0
        self.tiles.listen(self.take)

    def take(self) -> None:
        """Look at what has come."""
        for tile, image in self.tiles.take():
            self.shown[tile] = image
            self.came += 1

    def want(self, *tiles: Tile) -> None:
        """As a map does in every frame: what is shown already is not wanted."""
        self.tiles.want([tile for tile in tiles if tile not in self.shown], LOOK)

    def until(self, happened: Callable[[], bool], *tiles: Tile) -> None:
        """Let frame follow frame until something has happened."""

        def frame() -> bool:
            self.want(*tiles)
            return happened()

        self.qtbot.waitUntil(frame, timeout=10_000)

    def end(self) -> None:
        """Take it down."""
        self.tiles.close()
        self.manager.deleteLater()

    def show(self, *tiles: Tile) -> None:
        """Until all are shown."""
        self.until(lambda: set(tiles) <= self.shown.keys(), *tiles)

    def fail(self, word: str, *tiles: Tile) -> None:
        """Until a problem is told."""
        self.until(lambda: word in self.tiles.problem, *tiles)


@pytest.fixture
def server() -> Iterator[TileServer]:
    """A server that has the same picture everywhere."""
    with tile_server(lambda _: PICTURE) as started:
        yield started


@pytest.fixture
def sit(qtbot: QtBot) -> Iterator[Callable[..., Desk]]:
    """Sit down at a server, with the tiles of a folder."""
    desks: list[Desk] = []

    def start(server: TileServer, folder: Path, **source: object) -> Desk:
        desks.append(Desk(qtbot, server, folder, **source))
        return desks[-1]

    yield start
    for sat in desks:
        sat.end()


@pytest.fixture
def desk(sit: Callable[..., Desk], server: TileServer, tmp_path: Path) -> Desk:
    """A desk with an empty store."""
    return sit(server, tmp_path / "tiles")


def test_that_a_tile_is_fetched_shown_and_kept(desk: Desk) -> None:
    desk.show(HERE)
    image = desk.shown[HERE]
    assert image is not None
    assert (image.width(), image.height()) == (TILE_PX, TILE_PX)
    assert desk.server.requests[0].path == "/3/4/2.png"
    kept = desk.store.get(desk.source.url, HERE)
    assert kept == Kept(WATER, NOON + 7 * DAY, '"one"', "")
    assert desk.tiles.problem == ""
    assert desk.tiles.attribution == "© Test"


def test_that_foreign_pictures_are_toned_down(desk: Desk) -> None:
    desk.show(HERE)
    image = desk.shown[HERE]
    assert image is not None
    assert image.pixelColor(9, 9).name() not in {DARK.water, DARK.land}


def test_that_every_request_says_who_asks_and_never_refuses_what_is_cached(desk: Desk) -> None:
    desk.show(HERE)
    headers = desk.server.requests[0].headers
    assert headers["user-agent"].startswith(f"Venule/{__version__} ")
    assert "ops@example.org" in headers["user-agent"]
    assert not {"cache-control", "pragma", "cookie", "if-none-match"} & headers.keys()


def test_that_a_fresh_tile_is_asked_for_once(
    desk: Desk, sit: Callable[..., Desk], server: TileServer, tmp_path: Path
) -> None:
    desk.show(HERE)
    again = sit(server, tmp_path / "tiles")
    again.wall.now = NOON + 6 * DAY
    again.show(HERE, Tile(3, 5, 2))
    assert [request.path for request in server.requests] == ["/3/4/2.png", "/3/5/2.png"]


def test_that_a_stale_tile_is_shown_at_once_and_renewed_after(desk: Desk, server: TileServer) -> None:
    desk.store.put(desk.source.url, HERE, Kept(LAND, NOON - SECOND, '"old"', "Sat, 02 May 2026 12:00:00 GMT"))
    server.shut = True
    desk.show(HERE)
    before = desk.shown[HERE]
    server.open_door()
    desk.until(lambda: desk.came == 2, HERE)
    assert desk.shown[HERE] != before
    headers = server.requests[0].headers
    assert headers["if-none-match"] == '"old"'
    assert headers["if-modified-since"] == "Sat, 02 May 2026 12:00:00 GMT"
    kept = desk.store.get(desk.source.url, HERE)
    assert kept is not None
    assert kept.body == WATER


def test_that_an_unchanged_tile_is_fresh_again(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(304, headers=(("Cache-Control", "max-age=3600"),))
    desk.store.put(desk.source.url, HERE, Kept(LAND, NOON - SECOND, '"old"'))
    desk.until(lambda: desk.came == 2, HERE)
    assert desk.store.get(desk.source.url, HERE) == Kept(LAND, NOON + 3600 * SECOND, '"old"')
    assert desk.tiles.problem == ""


def test_that_a_tile_that_is_never_fresh_is_not_asked_for_over_and_over(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(200, WATER, (("Cache-Control", "no-cache"),))
    desk.show(HERE)
    desk.show(Tile(3, 5, 2))
    assert len(server.requests) == 2


def test_that_what_must_not_be_stored_is_shown_only(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(200, WATER, (("Cache-Control", "no-store"),))
    desk.show(HERE)
    assert desk.shown[HERE] is not None
    assert desk.store.get(desk.source.url, HERE) is None


def test_that_there_are_never_more_than_two_requests_at_once(desk: Desk, server: TileServer) -> None:
    server.shut = True
    view = [Tile(3, column, 2) for column in range(8)]
    desk.until(lambda: len(server.requests) == 2, *view)
    server.open_door()
    desk.show(*view)
    assert server.most_at_once == 2
    assert len(server.requests) == len(view)


def test_that_what_is_out_of_view_is_not_fetched(desk: Desk, server: TileServer) -> None:
    server.shut = True
    desk.until(lambda: len(server.requests) == 2, *(Tile(3, column, 2) for column in range(8)))
    elsewhere = Tile(3, 0, 7)
    desk.until(lambda: elsewhere in desk.tiles._absent, elsewhere)
    server.open_door()
    desk.show(elsewhere)
    assert len(server.requests) == 3


def test_that_a_tile_the_server_has_not_shows_nothing_and_is_believed(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(404, PAGE)
    desk.show(HERE)
    assert desk.shown[HERE] is None
    assert desk.store.get(desk.source.url, HERE) == Kept(b"", NOON + DAY)
    assert desk.tiles.problem == ""


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (Given(429, b"slow down", (("Retry-After", "120"),)), "asks for a pause"),
        (Given(500, PAGE), "fails (500)"),
        (Given(503), "fails (503)"),
        (Given(403, PAGE), "refuses (403)"),
        (Given(304), "fails (304)"),
        (Given(200, PAGE, (("Content-Type", "text/html"),)), "a page instead of pictures"),
        (Given(200, b"\x1f\x8b\x08 a vector tile"), "something else instead of pictures"),
        (Given(200, WATER[:60], promised=len(WATER)), "it ended the connection"),
    ],
)
def test_that_a_server_that_fails_is_told_and_left_alone(
    desk: Desk, server: TileServer, given: Given, word: str
) -> None:
    server.answer = lambda _: given
    desk.fail(word, HERE)
    assert desk.tiles.problem.startswith("The tile server of Test ")
    assert desk.tiles.problem.endswith(".")
    asked = len(server.requests)
    desk.fetcher.go_on()
    desk.until(lambda: desk.fetcher.wait_s > 0, HERE)
    assert len(server.requests) == asked
    assert HERE not in desk.shown
    assert desk.store.get(desk.source.url, HERE) is None


def test_that_a_server_is_asked_again_after_the_pause_it_asked_for(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(429, headers=(("Retry-After", "120"),))
    desk.fail("pause", HERE)
    desk.wall.now += 119 * SECOND
    desk.fetcher.go_on()
    assert len(server.requests) == 1
    server.answer = lambda _: PICTURE
    desk.wall.now += 2 * SECOND
    desk.fetcher.go_on()
    desk.show(HERE)
    assert len(server.requests) == 2
    assert desk.tiles.problem == ""


def test_that_a_silent_server_is_given_up_for_a_while(desk: Desk, server: TileServer) -> None:
    server.shut = True
    desk.fail("it is silent", HERE)
    assert desk.fetcher.wait_s > 0


def test_that_a_server_that_is_gone_leaves_what_was_seen_before(sit: Callable[..., Desk], tmp_path: Path) -> None:
    with tile_server(lambda _: PICTURE) as server:
        desk = sit(server, tmp_path)
    desk.store.put(desk.source.url, Tile(1, 1, 0), Kept(LAND, NOON - DAY))
    desk.fail("takes no connection", HERE)
    assert HERE not in desk.shown
    assert desk.shown[Tile(1, 1, 0)] is not None


@pytest.mark.parametrize("size", [4_200_000, 40_000_000])
def test_that_too_large_a_tile_is_not_taken(desk: Desk, server: TileServer, size: int) -> None:
    server.answer = lambda _: Given(200, WATER + bytes(size))
    desk.fail("sends", HERE)
    assert HERE not in desk.shown


def test_that_a_broken_picture_is_told_and_not_kept(desk: Desk, server: TileServer) -> None:
    server.answer = lambda _: Given(200, WATER[:8] + bytes(100))
    desk.show(HERE)
    assert desk.shown[HERE] is None
    assert "Test is damaged" in desk.tiles.problem
    assert desk.store.get(desk.source.url, HERE) is None


def test_that_a_disk_that_takes_nothing_is_told_and_tiles_are_shown(
    sit: Callable[..., Desk], server: TileServer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    desk = sit(server, tmp_path / "file")
    desk.show(HERE)
    assert desk.shown[HERE] is not None
    assert "cannot be kept on this disk" in desk.tiles.problem


def test_that_rows_may_be_counted_from_the_south(desk: Desk) -> None:
    source = desk.server.source()
    from_the_south = type(source)("S", source.url.replace("{y}", "{-y}"), "© S", "ops@example.org")
    assert from_the_south.address(3, 4, 2).endswith("/3/4/5.png")


def test_that_zooms_stay_within_what_the_server_has(desk: Desk) -> None:
    assert [desk.tiles.level(zoom, 1.0) for zoom in (-1.0, 3.4, 3.6, 19.0)] == [0, 3, 4, 12]
    assert desk.tiles.level(3.4, 2.0) == 4


def test_that_a_closed_base_map_asks_for_nothing_more(desk: Desk, server: TileServer) -> None:
    server.shut = True
    other = desk.fetcher.client(lambda _: None, lambda: None)
    desk.until(lambda: len(server.requests) == 2, *(Tile(3, column, 2) for column in range(8)))
    desk.tiles.close()
    server.open_door()
    other.want([])
    desk.qtbot.waitUntil(lambda: not desk.fetcher._under_way)
    assert len(server.requests) == 2
    desk.fetcher.leave(other)
    desk.tiles = OnlineTiles(desk.fetcher, desk.store, desk.wall)
