"""What the map lies on: chosen by command or dropped, remembered, and missed without harm when it is gone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.tiles.plans import picture, write_mbtiles, write_plan, write_pmtiles
from tests.desk.map.tiles.tileserver import Given, TileServer, tile_server
from tests.desk.sitting import Sitting
from venule.desk.links.basemaps import BasemapLink
from venule.desk.links.packs import PackLink, size_words
from venule.desk.map.camera import Camera
from venule.desk.map.tiles.archive import open_archive
from venule.desk.style.palette import DARK
from venule.desk.views.pack_sheet import Box, PackSheet

Sit = Callable[..., Sitting]
ENTRY = """
[[basemap]]
name = "Harbour"
url = "http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"
attribution = "© Harbour"
contact = "ops@example.org"
offline_allowed = {allowed}
"""


@pytest.fixture
def server() -> Iterator[TileServer]:
    """A server that has the same picture everywhere."""
    with tile_server(lambda _: Given(200, picture(DARK.water))) as started:
        yield started


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    """A folder with two files of tiles and one that is none."""
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "a broken one.pmtiles").write_bytes(b"no tiles")
    write_pmtiles(folder)
    write_mbtiles(folder)
    return folder


def enter(tmp_path: Path, server: TileServer, allowed: bool = True) -> None:
    """Put an entry of the server beside the recording of the next sitting."""
    text = ENTRY.format(port=server.port, allowed=str(allowed).lower())
    (tmp_path / "upper_town.basemaps.toml").write_text(text, encoding="utf-8")


def link(sitting: Sitting) -> BasemapLink:
    """What chooses the base map."""
    (found,) = sitting.window.findChildren(BasemapLink)
    return found


def packs(sitting: Sitting) -> PackLink:
    """What saves areas of it."""
    (found,) = sitting.window.findChildren(PackLink)
    return found


def run(sitting: Sitting, title: str) -> None:
    """Run a command as it is run from the search box."""
    (command,) = [one for one in sitting.panes.search._commands if one.title == title]
    command.run()


def credit(sitting: Sitting) -> str:
    """Who is named on the map; nobody where there is no base map."""
    tiles = sitting.desk.map._frame.tiles
    return tiles.basemap.attribution if tiles is not None else ""


def problem(sitting: Sitting) -> str:
    """What the map says of its base map."""
    frame = sitting.desk.map._frame
    return frame.basemap_problem or (frame.tiles.basemap.problem if frame.tiles is not None else "")


def drop(sitting: Sitting, path: Path) -> None:
    """Let a file or folder go over the map."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    keys, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    action = Qt.DropAction.CopyAction
    QApplication.sendEvent(sitting.desk.map, QDragEnterEvent(QPoint(50, 50), action, mime, button, keys))
    QApplication.sendEvent(sitting.desk.map, QDropEvent(QPointF(50, 50), action, mime, button, keys))


def again(qtbot: QtBot, sitting: Sitting) -> Sitting:
    """Leave, and sit down at the same recording."""
    sitting.rest()
    sitting.close()
    return Sitting(qtbot, sitting.cache)


def test_that_a_file_that_is_opened_is_remembered_for_the_recording(sit: Sit, qtbot: QtBot, maps: Path) -> None:
    sitting = sit()
    assert credit(sitting) == ""
    link(sitting).open_file(str(maps / "world.pmtiles"))
    assert credit(sitting) == "© Example & others"
    later = again(qtbot, sitting)
    assert credit(later) == "© Example & others"
    later.close()


def test_that_no_base_map_is_remembered_too(sit: Sit, qtbot: QtBot, tmp_path: Path) -> None:
    shutil.copyfile(write_plan(tmp_path), tmp_path / "upper_town.basemap.geojson")
    sitting = sit()
    assert credit(sitting) == "Test town"
    run(sitting, "Base map: none")
    assert credit(sitting) == ""
    later = again(qtbot, sitting)
    assert credit(later) == ""
    later.close()


def test_that_a_dropped_folder_shows_its_first_base_map_and_tells_of_the_others(
    sit: Sit, qtbot: QtBot, maps: Path
) -> None:
    sitting = sit()
    drop(sitting, maps)
    assert credit(sitting) == "© Example"
    assert "first of 3 base maps" in sitting.window.notice.text
    later = again(qtbot, sitting)
    assert credit(later) == "© Example"
    later.close()


def test_that_a_folder_without_base_maps_is_told_and_changes_nothing(sit: Sit, maps: Path, tmp_path: Path) -> None:
    sitting = sit()
    link(sitting).open_file(str(maps / "world.pmtiles"))
    (tmp_path / "empty").mkdir()
    drop(sitting, tmp_path / "empty")
    assert credit(sitting) == "© Example & others"
    assert "no base map in the folder empty" in problem(sitting)


def test_that_a_configured_server_is_offered_by_name_and_remembered(
    sit: Sit, qtbot: QtBot, tmp_path: Path, server: TileServer
) -> None:
    enter(tmp_path, server)
    sitting = sit()
    run(sitting, "Base map: Harbour")
    assert credit(sitting) == "© Harbour"
    qtbot.waitUntil(lambda: len(server.requests) > 0, timeout=10_000)
    later = again(qtbot, sitting)
    assert credit(later) == "© Harbour"
    later.close()


def test_that_a_second_map_lies_on_the_same_base_map(sit: Sit, maps: Path) -> None:
    sitting = sit()
    link(sitting).open_file(str(maps / "world.pmtiles"))
    run(sitting, "Show or put away the second map")
    credits = [view._frame.tiles for view in link(sitting)._views]
    assert len(credits) == 2
    assert all(tiles is not None and tiles.basemap.attribution == "© Example & others" for tiles in credits)
    run(sitting, "Base map: none")
    assert [view._frame.tiles for view in link(sitting)._views] == [None, None]


def test_that_an_entry_that_is_gone_is_told(sit: Sit, qtbot: QtBot, tmp_path: Path, server: TileServer) -> None:
    enter(tmp_path, server)
    sitting = sit()
    run(sitting, "Base map: Harbour")
    (tmp_path / "upper_town.basemaps.toml").unlink()
    later = again(qtbot, sitting)
    assert credit(later) == ""
    assert "no entry of the base map Harbour" in later.window.notice.text
    later.close()


def test_that_a_broken_file_of_entries_is_told(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / "upper_town.basemaps.toml").write_text("[[basemap]]\nname = 3\n", encoding="utf-8")
    assert "basemap 1: name must be a text" in sit().window.notice.text


def test_that_a_remembered_file_that_is_gone_leaves_the_points(sit: Sit, qtbot: QtBot, maps: Path) -> None:
    sitting = sit()
    link(sitting).open_file(str(maps / "world.pmtiles"))
    shutil.rmtree(maps)
    later = again(qtbot, sitting)
    assert credit(later) == ""
    assert "world.pmtiles cannot be read" in problem(later)
    assert later.desk.map._frame.assets.pyramid.placed == 3
    later.close()


def test_that_a_file_taken_away_at_run_time_is_told_and_the_map_goes_on(sit: Sit, qtbot: QtBot, maps: Path) -> None:
    sitting = sit()
    view = sitting.desk.map
    link(sitting).open_file(str(maps / "world.pmtiles"))
    shutil.rmtree(maps)
    view.look_from(Camera(0.25, 0.25, 2.0))
    qtbot.waitUntil(lambda: "world.pmtiles cannot be read" in problem(sitting), timeout=10_000)
    qtbot.waitUntil(lambda: view.settled, timeout=10_000)
    assert view._frame.assets.pyramid.placed == 3


def test_that_a_server_that_is_gone_is_told_and_the_map_goes_on(sit: Sit, qtbot: QtBot, tmp_path: Path) -> None:
    with tile_server(lambda _: Given(200)) as server:
        enter(tmp_path, server)
    sitting = sit()
    run(sitting, "Base map: Harbour")
    qtbot.waitUntil(lambda: "cannot be reached" in problem(sitting), timeout=10_000)
    assert credit(sitting) == "© Harbour"
    run(sitting, "Base map: none")
    assert problem(sitting) == ""


def sheet_of(sitting: Sitting, path: Path) -> PackSheet:
    """The sheet, open over a base map, with what it weighed."""
    link(sitting).open_file(str(path))
    sitting.desk.map.look_from(Camera(0.25, 0.25, 2.0))
    run(sitting, "Base map: save an area for offline…")
    sheet = packs(sitting).sheet
    sitting.qtbot.waitUntil(lambda: "about" in sheet.told, timeout=10_000)
    return sheet


def test_that_an_area_is_weighed_and_saved_as_a_base_map(sit: Sit, maps: Path, tmp_path: Path) -> None:
    sitting = sit()
    sheet = sheet_of(sitting, maps / "world.pmtiles")
    sheet.set_box(Box(-170.0, 10.0, -10.0, 80.0))
    sitting.qtbot.waitUntil(lambda: sheet.told.startswith("6 tiles, about "), timeout=10_000)
    packs(sitting).save(str(tmp_path / "part.pmtiles"))
    sitting.qtbot.waitUntil(lambda: "part.pmtiles is written: 6 tiles" in sheet.told, timeout=10_000)
    assert open_archive(tmp_path / "part.pmtiles").zooms == (0, 2)
    link(sitting).open_file(str(tmp_path / "part.pmtiles"))
    assert credit(sitting) == "© Example & others"


def test_that_the_base_map_itself_is_not_written_over(sit: Sit, maps: Path) -> None:
    sitting = sit()
    sheet = sheet_of(sitting, maps / "world.pmtiles")
    before = (maps / "world.pmtiles").read_bytes()
    packs(sitting).save(str(maps / "world.pmtiles"))
    assert "choose another name" in sheet.told
    assert (maps / "world.pmtiles").read_bytes() == before


def test_that_the_chosen_box_is_on_the_map_until_the_sheet_is_left(sit: Sit, maps: Path) -> None:
    sitting = sit()
    sheet = sheet_of(sitting, maps / "world.pmtiles")
    assert sitting.desk.map._glass.box is not None
    sitting.qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert sitting.desk.map._glass.box is None
    assert sitting.desk.map.hasFocus()


def test_that_the_sheet_is_walked_by_keys(sit: Sit, maps: Path) -> None:
    sitting = sit()
    sheet = sheet_of(sitting, maps / "world.pmtiles")
    stops = []
    for _ in range(9):
        focused = QApplication.focusWidget()
        assert focused is not None
        assert sheet.isAncestorOf(focused)
        stops.append(focused)
        sitting.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert len(set(stops)) == 9
    assert QApplication.focusWidget() is stops[0]


def test_that_what_cannot_be_saved_is_told_in_a_sentence(
    sit: Sit, tmp_path: Path, server: TileServer, maps: Path
) -> None:
    enter(tmp_path, server, allowed=False)
    sitting = sit()
    title = "Base map: save an area for offline…"
    for choose, word in (
        (lambda: run(sitting, "Base map: none"), "There is no base map to save"),
        (lambda: run(sitting, "Base map: Harbour"), "The entry of Harbour does not allow"),
        (lambda: link(sitting).open_file(str(write_plan(tmp_path))), "town.geojson is a town plan"),
        (lambda: link(sitting).open_file(str(maps / "a broken one.pmtiles")), "a broken one.pmtiles"),
    ):
        choose()
        run(sitting, title)
        assert word in sitting.window.notice.text
        assert not packs(sitting).sheet.isVisible()


def test_that_a_pack_of_a_server_can_be_stopped_and_the_desk_closed(
    sit: Sit, tmp_path: Path, server: TileServer
) -> None:
    enter(tmp_path, server)
    sitting = sit()
    run(sitting, "Base map: Harbour")
    run(sitting, "Base map: save an area for offline…")
    sheet = packs(sitting).sheet
    sitting.qtbot.waitUntil(sheet.save.isEnabled, timeout=10_000)
    server.shut = True
    packs(sitting).save(str(tmp_path / "sea.pmtiles"))
    packs(sitting).stop()
    sitting.qtbot.waitUntil(lambda: sheet.told == "Stopped: no file was written.", timeout=10_000)
    packs(sitting).save(str(tmp_path / "sea.pmtiles"))
    sitting.window.close()
    assert not list(tmp_path.glob("*sea*"))


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0.0 KB"), (820_000, "820 KB"), (3_040_000, "3.0 MB"), (12_400_000, "12 MB"), (1_400_000_000, "1.4 GB")],
)
def test_that_sizes_are_told_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
