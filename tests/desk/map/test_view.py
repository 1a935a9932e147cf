"""The map under a person's hands: clicks, wheel, keys and what it says to the rest of the desk."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import LATITUDE, LEFT, LONGITUDE, NO_KEY, STATUS, pixel, pixel_of, shown_view
from venule.desk.map.assets.signs import kind_signs
from venule.desk.map.camera import Camera
from venule.desk.map.events import AssetPick, ContextAsked, GatewayPick, ViewMoved
from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK, LIGHT
from venule.domain.alarm import Status


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """A shown map of four placed assets, two of them at one place, and one without a place."""
    return shown_view(qtbot)


def picture(view: MapView) -> QImage:
    """What the widget shows."""
    return view.grab().toImage()


def town(view: MapView, count: int, seed: int = 1) -> None:
    """Give a map many assets."""
    random = np.random.default_rng(seed)
    status = np.zeros(count, np.int8)
    view.set_assets(10 + random.normal(0, 0.01, count), 53.5 + random.normal(0, 0.01, count), status)


def test_that_all_assets_are_in_view_at_first(view: MapView) -> None:
    for row in range(4):
        assert view.rect().contains(pixel(view, row))


def test_that_a_click_picks_and_rings_the_asset_under_it(view: MapView, qtbot: QtBot) -> None:
    before = picture(view)
    with qtbot.waitSignal(view.asset_picked) as heard:
        qtbot.mouseClick(view, LEFT, pos=pixel(view, 1))
    assert heard.args == [AssetPick((1,), NO_KEY, current=1)]
    assert picture(view) != before


def test_that_a_click_on_assets_at_one_place_tells_all_of_them(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.asset_picked) as heard:
        qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ControlModifier, pixel(view, 2))
    assert heard.args[0].rows == (2, 3)
    assert heard.args[0].modifiers == Qt.KeyboardModifier.ControlModifier


def test_that_a_click_on_the_ground_picks_nothing(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.asset_picked) as heard:
        qtbot.mouseClick(view, LEFT, pos=QPoint(3, 3))
    assert heard.args[0].rows == ()


def test_that_a_double_click_activates(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.asset_activated) as heard:
        qtbot.mouseDClick(view, LEFT, pos=pixel(view, 0))
    assert heard.args[0].rows == (0,)


def test_that_a_drag_moves_the_map_and_picks_nothing(view: MapView, qtbot: QtBot) -> None:
    picked: list[AssetPick] = []
    view.asset_picked.connect(picked.append)
    start, place = pixel(view, 1), pixel(view, 1)
    qtbot.mousePress(view, LEFT, pos=start)
    for step in (10, 40, 70):
        qtbot.mouseMove(view, start + QPoint(step, step // 2))
    qtbot.mouseRelease(view, LEFT, pos=start + QPoint(70, 35))
    assert picked == []
    assert (pixel(view, 1) - place - QPoint(70, 35)).manhattanLength() <= 1


def wheel(view: MapView, at: QPoint, turn: int) -> None:
    """Turn the wheel over a pixel."""
    where = QPointF(at)
    event = QWheelEvent(
        where, where, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, event)


def test_that_the_wheel_zooms_about_the_pointer_and_rests_on_a_step(view: MapView, qtbot: QtBot) -> None:
    zoom, at = view.camera.zoom, pixel(view, 0)
    wheel(view, at, 120)
    wheel(view, at, 120)
    qtbot.waitUntil(lambda: view.settled)
    assert view.camera.zoom == zoom + 1.0
    assert (pixel(view, 0) - at).manhattanLength() <= 1


def test_that_a_fine_wheel_comes_to_rest_on_a_quarter_step(view: MapView, qtbot: QtBot) -> None:
    zoom = view.camera.zoom
    wheel(view, QPoint(400, 300), 37)
    assert view.camera.zoom == pytest.approx(zoom + 37 / 240)
    qtbot.waitUntil(lambda: view.camera.zoom == zoom + 0.25)


def test_that_keys_pan_zoom_and_fit(view: MapView, qtbot: QtBot) -> None:
    fitted = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: view.settled)
    assert view.camera.zoom == fitted.zoom + 0.5
    assert view.camera.x > fitted.x
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.camera == fitted


def test_that_tab_walks_through_the_alarms_in_view_and_then_leaves(qtbot: QtBot) -> None:
    window, view, button = QWidget(), MapView(DARK), QPushButton("next")
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(view)
    column.addWidget(button)
    window.resize(600, 500)
    view.set_assets(LONGITUDE, LATITUDE, STATUS)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    picked: list[tuple[int, ...]] = []
    view.asset_picked.connect(lambda pick: picked.append(pick.rows))
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert picked == [(1,), (2,)]
    with qtbot.waitSignal(view.asset_activated) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args[0].rows == (2,)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert button.hasFocus()


def test_that_a_click_on_a_cluster_zooms_until_its_assets_part(view: MapView, qtbot: QtBot) -> None:
    town(view, 20_000)
    picked: list[AssetPick] = []
    view.asset_picked.connect(picked.append)
    zoom = view.camera.zoom
    shown = view._frame.assets.sight(view.camera)
    middle = int(np.hypot(shown.x - 400, shown.y - 300).argmin())
    qtbot.mouseClick(view, LEFT, pos=QPoint(round(shown.x[middle]), round(shown.y[middle])))
    qtbot.waitUntil(lambda: view.settled)
    assert view.camera.zoom > zoom
    assert picked == []


def test_that_a_cluster_that_no_zoom_parts_is_told_as_a_whole(view: MapView, qtbot: QtBot) -> None:
    view.set_assets(np.full(3000, 10.0), np.full(3000, 53.5), np.zeros(3000, np.int8))
    with qtbot.waitSignal(view.asset_picked) as heard:
        qtbot.mouseClick(view, LEFT, pos=view.rect().center())
    assert len(heard.args[0].rows) == 3000


def test_that_a_gateway_can_be_picked(view: MapView, qtbot: QtBot) -> None:
    view.set_gateways(np.array([np.nan, 10.015]), np.array([np.nan, 53.505]), np.array([True, False]))
    with qtbot.waitSignal(view.gateway_picked) as heard:
        qtbot.mouseClick(view, LEFT, pos=pixel_of(view, 10.015, 53.505))
    assert heard.args == [GatewayPick(1)]


def test_that_a_right_click_tells_the_place_and_what_is_there(view: MapView, qtbot: QtBot) -> None:
    at = pixel(view, 0)
    with qtbot.waitSignal(view.context_requested) as heard:
        QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at)))
    asked: ContextAsked = heard.args[0]
    assert asked.rows == (0,)
    assert (asked.longitude, asked.latitude) == pytest.approx((10.0, 53.5), abs=1e-3)


def test_that_the_view_is_told_in_degrees_after_it_came_to_rest(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.view_moved) as heard:
        view.fly_to(0)
    moved: ViewMoved = heard.args[0]
    assert moved.west < 10.0 < moved.east
    assert moved.south < 53.5 < moved.north


def test_that_flying_to_an_asset_without_a_place_stays_here(view: MapView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.settled)
    before = view.camera
    view.fly_to(4)
    assert view.settled
    assert view.camera == before


def test_that_a_view_taken_by_hand_survives_new_assets_and_another_size(view: MapView, qtbot: QtBot) -> None:
    view.look_from(Camera(0.6, 0.4, 9.0))
    view.set_assets(LONGITUDE, LATITUDE, STATUS)
    view.resize(700, 500)
    assert (view.camera.x, view.camera.zoom) == (0.6, 9.0)


def test_that_a_selection_follows_its_asset_when_rows_change(view: MapView) -> None:
    view.set_selected(1)
    order = np.array([3, 1, 0])
    view.set_assets(LONGITUDE[order], LATITUDE[order], STATUS[order], keys=np.array([14, 12, 11]))
    assert view.selected == 1
    view.set_assets(LONGITUDE[:1], LATITUDE[:1], STATUS[:1], keys=np.array([11]))
    assert view.selected is None


def test_that_only_unacknowledged_symbols_in_view_blink(view: MapView, qtbot: QtBot) -> None:
    picture(view)
    assert not view.blinking
    view.set_unacknowledged(np.array([1]))
    lit = picture(view)
    assert view.blinking
    view._rhythm._turn()
    assert picture(view) != lit
    view.look_from(Camera(0.1, 0.1, 12.0))
    picture(view)
    assert not view.blinking


def test_that_a_change_of_status_is_seen(view: MapView) -> None:
    before = picture(view)
    view.set_status(np.array([0]), np.array([Status.WARNING], np.int8))
    assert picture(view) != before


def test_that_many_changes_lead_to_one_repaint(view: MapView, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    QApplication.processEvents()
    painted: list[int] = []
    paint = view._frame.paint
    monkeypatch.setattr(view._frame, "paint", lambda *given: (painted.append(1), paint(*given))[1])
    for value in range(50):
        view.set_status(np.array([0]), np.array([value % 5], np.int8))
    QApplication.processEvents()
    assert len(painted) == 1


def test_that_the_palette_is_switched_live(view: MapView) -> None:
    assert picture(view).pixelColor(20, 20) == QColor(DARK.land)
    view.set_palette(LIGHT)
    assert picture(view).pixelColor(20, 20) == QColor(LIGHT.land)


def test_that_links_are_drawn_and_taken_away(view: MapView) -> None:
    before = picture(view)
    view.set_links(np.full(2, 10.005), np.full(2, 53.505), np.array([0, 1]))
    assert picture(view) != before
    view.set_links(np.empty(0), np.empty(0), np.empty(0, np.int64))
    assert picture(view) == before


def test_that_the_card_tells_the_name_or_the_counts(view: MapView, qtbot: QtBot) -> None:
    view.set_describe(lambda row: f"Lamp {row}\noff since noon")
    frame = view._frame
    assert frame.words(np.array([1])) == ["Lamp 1", "off since noon"]
    assert frame.words(np.array([0, 1, 2])) == ["3 assets", "2 alarm", "1 ok"]
    before = picture(view)
    qtbot.mouseMove(view, pixel(view, 1))
    assert picture(view) != before


def test_that_a_base_map_that_cannot_be_read_leaves_the_points_and_a_sentence(
    view: MapView, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "town.pmtiles"
    path.write_bytes(b"PMTiles\x03 and no more")
    before = picture(view)
    view.open_basemap(path)
    assert "town.pmtiles" in view._frame.basemap_problem
    assert picture(view) != before
    with qtbot.waitSignal(view.asset_picked):
        qtbot.mouseClick(view, LEFT, pos=pixel(view, 1))


def test_that_kinds_have_letters_of_their_own() -> None:
    signs = kind_signs(("parking.bay", "parking.barrier", "water.valve_box", ""))
    assert [sign.letter for sign in signs] == ["B", "A", "V", "S"]
    assert signs[2].title == "valve box"
