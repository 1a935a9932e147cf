"""Choosing many assets: by click, box, lasso and keyboard, and what is told of them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import (
    ALT,
    CONTROL,
    KEYS,
    LATITUDE,
    LEFT,
    LONGITUDE,
    SHIFT,
    STATUS,
    around,
    drag,
    pixel,
    pixel_of,
    shown_view,
)
from venule.desk.map.events import AssetPick
from venule.desk.map.tools import MOST_CORNERS, Outline, Tool
from venule.desk.map.view import MapView
from venule.domain.alarm import Status


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """The small town."""
    return shown_view(qtbot)


@pytest.fixture
def heard(view: MapView) -> list[AssetPick]:
    """What was picked so far."""
    picks: list[AssetPick] = []
    view.asset_picked.connect(picks.append)
    return picks


def chosen(view: MapView) -> list[int]:
    """What is chosen."""
    return view.chosen.tolist()


def test_that_ctrl_click_adds_and_takes_away(view: MapView, heard: list[AssetPick], qtbot: QtBot) -> None:
    qtbot.mouseClick(view, LEFT, pos=pixel(view, 0))
    qtbot.mouseClick(view, LEFT, CONTROL, pixel(view, 1))
    assert (heard[-1].rows, heard[-1].current) == ((0, 1), 1)
    qtbot.mouseClick(view, LEFT, CONTROL, pixel(view, 0))
    assert (heard[-1].rows, heard[-1].current) == ((1,), 1)
    qtbot.mouseClick(view, LEFT, CONTROL, pixel(view, 1))
    assert (heard[-1].rows, view.selected) == ((), None)


def test_that_ctrl_click_on_the_ground_loses_nothing(view: MapView, heard: list[AssetPick], qtbot: QtBot) -> None:
    qtbot.mouseClick(view, LEFT, pos=pixel(view, 0))
    qtbot.mouseClick(view, LEFT, CONTROL, QPoint(3, 3))
    assert chosen(view) == [0]
    assert len(heard) == 1


def test_that_a_plain_click_takes_the_place_of_many(view: MapView, qtbot: QtBot) -> None:
    view.choose([0, 1, 2])
    qtbot.mouseClick(view, LEFT, pos=pixel(view, 0))
    assert (chosen(view), view.selected) == ([0], 0)


def test_that_shift_and_a_drag_choose_a_box_and_do_not_move_the_map(
    view: MapView, heard: list[AssetPick], qtbot: QtBot
) -> None:
    camera = view.camera
    start, end = around(pixel(view, 2), 30)
    drag(qtbot, view, [start, pixel(view, 2), end], SHIFT)
    assert [(pick.rows, pick.current) for pick in heard] == [((2, 3), None)]
    assert view.camera == camera


def test_that_a_box_drawn_from_any_corner_is_the_same(view: MapView, qtbot: QtBot) -> None:
    start, end = around(pixel(view, 1), 25)
    drag(qtbot, view, [QPoint(end.x(), start.y()), pixel(view, 1), QPoint(start.x(), end.y())], SHIFT)
    assert (chosen(view), view.selected) == ([1], 1)


def test_that_shift_and_ctrl_add_a_box(view: MapView, heard: list[AssetPick], qtbot: QtBot) -> None:
    view.choose([0])
    drag(qtbot, view, [*around(pixel(view, 1), 25)], SHIFT | CONTROL)
    assert (chosen(view), view.selected) == ([0, 1], 0)
    assert heard[-1].modifiers == CONTROL


def test_that_a_click_with_shift_is_no_box(view: MapView, qtbot: QtBot) -> None:
    view.choose([0])
    qtbot.mouseClick(view, LEFT, SHIFT, pixel(view, 1))
    assert chosen(view) == [0, 1]


def test_that_alt_and_a_drag_choose_with_a_lasso_of_many_corners(view: MapView, qtbot: QtBot) -> None:
    middle, turns = pixel(view, 1), np.linspace(0, 2 * np.pi, 80)
    way = [middle + QPoint(round(40 * np.cos(turn)), round(40 * np.sin(turn))) for turn in turns]
    drag(qtbot, view, way, ALT)
    assert chosen(view) == [1]


def test_that_a_lasso_of_clicked_corners_is_closed_with_enter(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_O)
    for row, away in ((0, QPoint(-30, 30)), (1, QPoint(0, -40)), (2, QPoint(30, 30))):
        qtbot.mouseClick(view, LEFT, pos=pixel(view, row) + away)
    assert chosen(view) == []
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen(view) == [0, 1, 2, 3]


def test_that_a_lasso_with_too_few_corners_is_not_closed(view: MapView, heard: list[AssetPick], qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_O)
    qtbot.mouseClick(view, LEFT, pos=QPoint(100, 100))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard == []
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert heard == []


def test_that_b_makes_the_next_drag_a_box(view: MapView, qtbot: QtBot) -> None:
    camera = view.camera
    qtbot.keyClick(view, Qt.Key.Key_B)
    drag(qtbot, view, [QPoint(1, 1), QPoint(400, 300), QPoint(799, 560)])
    assert chosen(view) == [0, 1, 2, 3]
    assert view.camera == camera
    drag(qtbot, view, [QPoint(400, 300), QPoint(440, 300)])
    assert view.camera != camera


def test_that_a_box_is_chosen_by_keyboard_alone(view: MapView, qtbot: QtBot) -> None:
    view.setFocus()
    at = QPoint(400, 300)
    qtbot.keyClick(view, Qt.Key.Key_B)
    up, down = (Qt.Key.Key_Up, Qt.Key.Key_Down)
    left, right = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    step_keys(qtbot, view, at, pixel(view, 1) - QPoint(50, 50), (left, right, up, down))
    qtbot.keyClick(view, Qt.Key.Key_B)
    step_keys(qtbot, view, pixel(view, 1) - QPoint(50, 50), pixel(view, 1) + QPoint(50, 50), (left, right, up, down))
    qtbot.keyClick(view, Qt.Key.Key_B)
    assert chosen(view) == [1]


def step_keys(qtbot: QtBot, view: MapView, start: QPoint, end: QPoint, keys: tuple[Qt.Key, ...]) -> None:
    """Move the cross hairs by arrow keys, 24 pixels each, to about a pixel."""
    left, right, up, down = keys
    way = end - start
    for _ in range(round(abs(way.x()) / 24)):
        qtbot.keyClick(view, left if way.x() < 0 else right)
    for _ in range(round(abs(way.y()) / 24)):
        qtbot.keyClick(view, up if way.y() < 0 else down)


def test_that_ctrl_a_chooses_everything_in_view(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert chosen(view) == [0, 1, 2, 3]


def test_that_what_is_chosen_is_told_with_its_statuses(view: MapView) -> None:
    before = view.grab().toImage()
    view.choose([0, 1, 2, 3])
    assert view.told == "4 assets: 2 alarm, 2 ok"
    view.set_status(np.array([0]), np.array([Status.STALE], np.int8))
    assert view.told == "4 assets: 2 alarm, 1 stale, 1 ok"
    assert view.grab().toImage() != before


def test_that_escape_first_puts_the_tool_away_and_then_chooses_nothing(view: MapView, qtbot: QtBot) -> None:
    view.choose([0, 1])
    qtbot.keyClick(view, Qt.Key.Key_M)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert chosen(view) == [0, 1]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert chosen(view) == []


def test_that_a_choice_follows_its_assets_when_rows_change(view: MapView) -> None:
    view.choose([0, 1, 3])
    order = np.array([3, 2, 1])
    view.set_assets(LONGITUDE[order], LATITUDE[order], STATUS[order], keys=KEYS[order])
    assert chosen(view) == [0, 2]


def test_that_a_box_over_clusters_chooses_every_asset_in_it(view: MapView, qtbot: QtBot) -> None:
    random = np.random.default_rng(1)
    longitude, latitude = 10 + random.normal(0, 0.01, 20_000), 53.5 + random.normal(0, 0.01, 20_000)
    view.set_assets(longitude, latitude, np.zeros(20_000, np.int8))
    view.fit()
    drag(qtbot, view, [QPoint(200, 150), QPoint(300, 300), QPoint(600, 450)], SHIFT)
    x, y = view.camera.to_screen(view._frame.assets.pyramid.x, view._frame.assets.pyramid.y)
    held = np.flatnonzero((x > 200) & (x < 600) & (y > 150) & (y < 450))
    assert chosen(view) == held.tolist()
    assert f"{len(held):,} assets" in view.told
    plain = view.grab().toImage()
    view.set_chosen(())
    assert view.grab().toImage() != plain


def test_that_ctrl_click_on_a_cluster_adds_all_of_it(view: MapView, qtbot: QtBot) -> None:
    view.set_assets(np.full(3000, 10.0), np.full(3000, 53.5), np.zeros(3000, np.int8))
    qtbot.mouseClick(view, LEFT, CONTROL, view.rect().center())
    assert len(chosen(view)) == 3000


def test_that_assets_of_one_place_can_be_told_apart_by_a_box_once_they_are_spread(view: MapView, qtbot: QtBot) -> None:
    view.look_from(view.camera.centred(*view.camera.to_world(pixel(view, 2).x(), pixel(view, 2).y()), 18.0))
    shown = view._frame.assets.sight(view.camera)
    at = np.flatnonzero(shown.rows == 3)[0]
    start, end = around(QPoint(round(shown.x[at]), round(shown.y[at])), 5)
    drag(qtbot, view, [start, end], SHIFT)
    assert chosen(view) == [3]


def test_that_a_lasso_without_end_stays_bounded() -> None:
    outline = Outline(Tool.LASSO, ((0.0, 0.0),))
    for corner in range(3 * MOST_CORNERS):
        outline = outline.with_corner((float(corner), 1.0))
    assert len(outline.corners) <= MOST_CORNERS
    assert outline.corners[-1] == (3.0 * MOST_CORNERS - 1.0, 1.0)


def test_that_ctrl_c_asks_for_what_is_chosen(view: MapView, qtbot: QtBot) -> None:
    view.choose([0, 2])
    with qtbot.waitSignal(view.copy_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert asked.args[0].rows == (0, 2)
    QGuiApplication.clipboard().clear()


def test_that_a_lasso_chooses_lines_and_areas_that_lie_wholly_in_it(view: MapView, qtbot: QtBot) -> None:
    lines = np.array([[10.005, 53.505], [10.006, 53.506], [10.005, 53.505], [10.03, 53.52]])
    view.shapes.set_shapes(
        np.array([0, 4], np.int32),
        np.zeros(2, np.bool_),
        first=np.array([0, 1, 2]),
        part=np.array([0, 2, 4]),
        degrees=(lines[:, 0], lines[:, 1]),
    )
    start, end = pixel_of(view, 10.004, 53.507), pixel_of(view, 10.008, 53.504)
    drag(qtbot, view, [start, end], SHIFT)
    assert chosen(view) == [0]
    before = view.grab().toImage()
    view.set_chosen([0, 4])
    assert view.grab().toImage() != before
