"""The desk as a program: its own process, a picture, an exit status, and what it remembers."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import alarm, write_town
from venule.desk import whole
from venule.desk.app import WrongQt, refuse_deadly_qt
from venule.desk.links.memory import recall, recalled_theme, remember
from venule.desk.map.camera import Camera
from venule.desk.models.alarms import Column
from venule.desk.screenshot import Screenshot
from venule.desk.session import find_basemap, open_session
from venule.desk.style.palette import Theme
from venule.domain.instant import HOUR
from venule.store.problem import NoSuchFile

PROGRAM = """
import sys
from pathlib import Path
from venule.desk.app import run
sys.exit(run(Path(sys.argv[1]), screenshot=Path(sys.argv[2]), size=(1280, 800), theme="light", select="tank-1"))
"""


def test_that_a_picture_is_drawn_saved_and_the_program_ends_cleanly(tmp_path: Path) -> None:
    cache, picture = write_town(tmp_path / "town.venule", [alarm("tank-1")]), tmp_path / "town.png"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PROGRAM, cache, picture],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1280, 800)
    assert len({image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}) > 20


def test_that_a_picture_that_does_not_fit_on_the_disk_leaves_the_old_one(
    sit: Callable[..., Sitting], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting, place = sit(), tmp_path / "town.png"
    place.write_bytes(b"old")
    monkeypatch.setattr(whole.QSaveFile, "write", lambda file, content: len(content) - 1)
    camera = Screenshot(sitting.desk, sitting.query, place, settle_s=0.0)
    camera.look()
    assert camera.status == 1
    assert place.read_bytes() == b"old"


def test_that_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile):
        open_session(tmp_path / "nowhere.venule", "Ada")


def test_that_the_deadly_pair_of_qt_and_python_is_refused_with_the_way_out() -> None:
    with pytest.raises(WrongQt, match=r"install PySide6-Essentials 6\.11\.3"):
        refuse_deadly_qt("6.12.0", (3, 11))
    refuse_deadly_qt("6.12.0", (3, 12))
    refuse_deadly_qt("6.11.3", (3, 11))


def test_that_no_call_of_qt_takes_a_reference_to_none(qtbot: QtBot) -> None:
    from PySide6.QtCore import QObject

    thing, before = QObject(), sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 500


def test_that_a_map_beside_the_cache_is_found(tmp_path: Path) -> None:
    assert find_basemap(tmp_path / "town.venule") is None
    (tmp_path / "town.basemap.geojson").touch()
    assert find_basemap(tmp_path / "town.venule") == tmp_path / "town.basemap.geojson"


def test_that_the_desk_starts_where_it_was_left(sit: Callable[..., Sitting]) -> None:
    parent = alarm("gw-hill", of_gateway=True)
    town = (parent, alarm("tank-1", parent=parent.uid))
    left = sit(*town)
    left.desk.selection.open(left.row("tank-2"))
    left.qtbot.waitUntil(lambda: bool(left.desk.trends.shown()))
    left.desk.trends.set_span(6 * HOUR)
    left.desk.trends.arrange("stacked")
    left.window.centre.set_share(0.6)
    left.desk.map.look_from(Camera(0.53, 0.35, 13.25))
    left.panes.alarms.table.setColumnWidth(Column.ASSET, 177)
    left.desk.alarms.set_folded(parent.uid, False)
    remember(left.desk, open_session(left.cache, "Ada"), Theme.LIGHT, left.query.ask)
    left.rest()
    left.close()
    session = open_session(left.cache, "Ada")
    assert recalled_theme(session) is Theme.LIGHT
    again = sit(*town)
    recall(again.desk, session)
    again.qtbot.waitUntil(lambda: again.desk.trends.shown() == [("water", "tank-2", "level")])
    assert again.desk.selection.key == ("water", "tank-2")
    assert again.desk.trends.span == 6 * HOUR
    assert again.desk.trends.arrangement == "stacked"
    assert again.window.centre.share == pytest.approx(0.6)
    assert (again.desk.map.camera.x, again.desk.map.camera.y, again.desk.map.camera.zoom) == (0.53, 0.35, 13.25)
    assert again.panes.alarms.table.columnWidth(Column.ASSET) == 177
    assert [line.depth for line in again.desk.alarms.lines] == [0, 1]


def test_that_each_workspace_is_kept_for_itself_and_begins_as_the_unnamed_one(sit: Callable[..., Sitting]) -> None:
    left = sit()
    for name, share in (("", 0.3), ("night", 0.7)):
        left.window.centre.set_share(share)
        remember(left.desk, open_session(left.cache, "Ada", workspace=name), Theme.DARK, left.query.ask)
        left.rest()
    shares = [open_session(left.cache, "Ada", workspace=name).remembered["share"] for name in ("", "night", "new")]
    assert shares == [b"0.300", b"0.700", b"0.300"]


def test_that_a_folder_that_cannot_be_written_is_told_and_the_desk_still_opens(
    sit: Callable[..., Sitting], tmp_path: Path
) -> None:
    (tmp_path / "upper_town.desk.sqlite").mkdir()
    sitting = sit(alarm("tank-1"))
    assert "cannot be kept" in sitting.window.notice.text
    sitting.panes.alarms.table.selectAll()
    sitting.panes.alarms.acknowledge()
    sitting.rest()
    assert "was not written down" in sitting.window.notice.text


def test_that_no_one_asks_the_system_for_the_time_but_the_app() -> None:
    rooms = Path(__file__).parents[2] / "app" / "venule" / "desk"
    asking = {
        path.name
        for path in rooms.rglob("*.py")
        if path.parent.name != "bench"
        and any(call in path.read_text(encoding="utf-8") for call in ("time.time", "datetime.now", "currentDateTime"))
    }
    assert asking == {"app.py"}
