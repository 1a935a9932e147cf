"""Things dropped on the map: an asset without a place, one that has one, base maps, and what is none."""

from pathlib import Path

import numpy as np
import orjson
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import CONTROL, KEYS, LEFT, NO_KEY, SHIFT, pixel, shown_view
from tests.desk.map.tiles.plans import plan
from venule.desk.map.events import AssetPlaced
from venule.desk.map.view import MapView
from venule.desk.models.dragging import asset_mime

UNPLACED, PLACED = 4, 1


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """The small town, whose fifth asset has no place."""
    view = shown_view(qtbot)
    view.set_describe(lambda row: f"Lamp {row}\nok")
    return view


def enters(view: MapView, mime: QMimeData) -> bool:
    """Whether the map would take a drag."""
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
    event.ignore()
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def drop(view: MapView, mime: QMimeData, at: QPoint, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Let go of something over a pixel, which it was dragged to."""
    enters(view, mime)
    QApplication.sendEvent(view, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, keys))


def url_of(path: Path) -> QMimeData:
    """What a drag of a file carries."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def test_that_an_unplaced_asset_is_put_where_it_is_let_go_of(view: MapView, qtbot: QtBot) -> None:
    mime = asset_mime(int(KEYS[UNPLACED]))
    assert enters(view, mime)
    with qtbot.waitSignal(view.asset_placed) as heard:
        drop(view, mime, pixel(view, 0))
    placed: AssetPlaced = heard.args[0]
    assert placed.row == UNPLACED
    assert (placed.longitude, placed.latitude) == pytest.approx((10.0, 53.5), abs=1e-3)
    assert view.pin is not None
    assert view.pin.text == f"Lamp {UNPLACED}"


def test_that_a_placing_can_be_undone(view: MapView, qtbot: QtBot) -> None:
    drop(view, asset_mime(int(KEYS[UNPLACED])), pixel(view, 0))
    with qtbot.waitSignal(view.placing_undone) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert heard.args == [UNPLACED]
    assert view.pin is None


def test_that_the_offer_to_undo_can_be_clicked(view: MapView, qtbot: QtBot) -> None:
    drop(view, asset_mime(int(KEYS[UNPLACED])), pixel(view, 0))
    view.grab()
    with qtbot.waitSignal(view.placing_undone):
        qtbot.mouseClick(view, LEFT, pos=QPoint(400, 20))


def test_that_a_placed_asset_is_moved_only_with_shift_and_goes_back(view: MapView, qtbot: QtBot) -> None:
    placed: list[AssetPlaced] = []
    view.asset_placed.connect(placed.append)
    mime, there = asset_mime(int(KEYS[PLACED])), pixel(view, 0)
    drop(view, mime, there)
    assert placed == []
    drop(view, mime, there, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert [one.row for one in placed] == [PLACED, PLACED]
    assert (placed[1].longitude, placed[1].latitude) == pytest.approx((10.01, 53.51))


def test_that_escape_takes_pin_and_offer_off_the_glass(view: MapView, qtbot: QtBot) -> None:
    before = view.grab().toImage()
    drop(view, asset_mime(int(KEYS[UNPLACED])), pixel(view, 0))
    assert view.grab().toImage() != before
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.pin is None
    assert view.grab().toImage() == before


def test_that_a_base_map_is_laid_under_and_told(view: MapView, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "town.geojson"
    path.write_bytes(orjson.dumps(plan()))
    assert enters(view, url_of(path))
    with qtbot.waitSignal(view.basemap_dropped) as heard:
        drop(view, url_of(path), QPoint(100, 100))
    assert heard.args[0].path == path
    assert view._frame.tiles is not None


def test_that_a_broken_base_map_leaves_the_one_there_is_and_a_sentence(
    view: MapView, tmp_path: Path, qtbot: QtBot
) -> None:
    good, broken = tmp_path / "town.geojson", tmp_path / "town.pmtiles"
    good.write_bytes(orjson.dumps(plan()))
    broken.write_bytes(b"PMTiles\x03 and no more")
    drop(view, url_of(good), QPoint(100, 100))
    tiles = view._frame.tiles
    with qtbot.assertNotEmitted(view.basemap_dropped):
        drop(view, url_of(broken), QPoint(100, 100))
    assert view._frame.tiles is tiles
    assert "town.pmtiles" in view._frame.basemap_problem


def test_that_a_folder_may_be_a_base_map_and_other_things_are_none(view: MapView, tmp_path: Path) -> None:
    assert enters(view, url_of(tmp_path))
    assert not enters(view, url_of(tmp_path / "picture.png"))
    assert not enters(view, QMimeData())
    text = QMimeData()
    text.setText("lamp")
    assert not enters(view, text)


def test_that_an_asset_nobody_knows_is_let_fall(view: MapView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.asset_placed):
        drop(view, asset_mime(4711), QPoint(100, 100))


def test_that_the_marked_place_goes_with_the_map(view: MapView) -> None:
    drop(view, asset_mime(int(KEYS[UNPLACED])), pixel(view, 0))
    pin = view.pin
    assert pin is not None
    assert view.camera.to_screen(pin.x, pin.y) == pytest.approx((pixel(view, 0).x(), pixel(view, 0).y()), abs=1.0)
    assert np.isfinite(pin.x)
