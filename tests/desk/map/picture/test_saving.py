"""Pictures taken at the desk: by command, into files and onto the clipboard, one at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from venule.desk.links.pictures import BUSY, FILTERS, PictureLink

Sit = Callable[..., Sitting]


@pytest.fixture
def link(sit: Sit) -> PictureLink:
    """Pictures of a sitting's map."""
    sitting = sit()
    found = sitting.window.findChildren(PictureLink)
    assert len(found) == 1
    return found[0]


def told(link: PictureLink, qtbot: QtBot, act: Callable[[], None]) -> str:
    """What is said when something is done."""
    with qtbot.waitSignal(link.told) as heard:
        act()
    assert heard.args is not None
    return str(heard.args[0])


def test_that_the_commands_are_in_the_list(sit: Sit) -> None:
    titles = [command.title for command in sit().panes.search._commands]
    assert "Save the map as a picture…" in titles
    assert "Copy the map as a picture" in titles


def test_that_a_png_is_as_sharp_as_asked(link: PictureLink, qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "map.png"
    camera = link._view.camera
    assert told(link, qtbot, lambda: link.save(place, 3)) == "Saved as map.png."
    image = QImage(str(place))
    assert (image.width(), image.height()) == (3 * camera.width, 3 * camera.height)
    assert not link.busy


def test_that_an_svg_can_be_read(link: PictureLink, qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "map.SVG"
    assert told(link, qtbot, lambda: link.save(place)) == "Saved as map.SVG."
    assert QSvgRenderer(str(place)).isValid()


def test_that_a_copy_is_on_the_clipboard(link: PictureLink, qtbot: QtBot) -> None:
    camera = link._view.camera
    assert "clipboard" in told(link, qtbot, link.copy)
    assert QGuiApplication.clipboard().image().width() == 2 * camera.width


def test_that_another_ending_is_refused(link: PictureLink, qtbot: QtBot, tmp_path: Path) -> None:
    assert "map.jpg is no picture" in told(link, qtbot, lambda: link.save(tmp_path / "map.jpg"))
    assert not list(tmp_path.glob("map.*"))


def test_that_a_place_that_cannot_be_written_is_told(link: PictureLink, qtbot: QtBot, tmp_path: Path) -> None:
    said = told(link, qtbot, lambda: link.save(tmp_path / "nowhere" / "map.png"))
    assert said.startswith("map.png cannot be written")


def test_that_one_picture_is_taken_at_a_time_and_a_cancelled_one_is_not_written(
    link: PictureLink, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venule.desk.map.picture.still.Still.order", lambda _: 5)
    link.save(tmp_path / "map.png")
    assert link.busy
    assert told(link, qtbot, link.copy) == BUSY
    assert link._progress is not None
    link._progress.canceled.emit()
    assert not link.busy
    QThreadPool.globalInstance().waitForDone()
    assert not list(tmp_path.glob("map.*"))


def test_that_missing_tiles_are_told(
    link: PictureLink, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venule.desk.map.picture.still.Still.order", lambda _: 3)
    link._limit_ms = 0
    said = told(link, qtbot, lambda: link.save(tmp_path / "map.png"))
    assert said == "Saved as map.png. 3 tiles of the map had not come within 0 s and are missing in it."


def test_that_the_question_for_a_file_lets_the_desk_go_on(link: PictureLink, qtbot: QtBot, tmp_path: Path) -> None:
    link.ask_file()
    dialog = link._window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.nameFilters() == list(FILTERS)
    drawing = list(FILTERS)[-1]
    dialog.selectNameFilter(drawing)
    dialog.filterSelected.emit(drawing)
    assert Path(dialog.selectedFiles()[0]).suffix == ".svg"
    place = tmp_path / "chosen.png"
    assert told(link, qtbot, lambda: dialog.fileSelected.emit(str(place))) == "Saved as chosen.png."
    dialog.reject()
