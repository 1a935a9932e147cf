"""Hands on the map of a whole desk: its menu, the choice of many, search, kept views, placing, and the clock."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import CONTROL, LEFT
from tests.desk.sitting import Sitting
from tests.desk.town import ASSETS, NOON, alarm
from venule.desk.links.map_menu import MapMenu
from venule.desk.map.camera import Camera
from venule.desk.map.events import ContextAsked
from venule.desk.map.places import Place
from venule.desk.models.dragging import asset_in
from venule.desk.session import open_session
from venule.domain.instant import MINUTE
from venule.domain.rule import Priority
from venule.store.batch import Batch

Sit = Callable[..., Sitting]


def menu_of(sitting: Sitting, *names: str) -> QMenu:
    """The map's menu over some assets, or over the ground."""
    (owner,) = sitting.window.findChildren(MapMenu)
    rows = tuple(sitting.row(name) for name in names)
    return owner.menu(ContextAsked(rows[:1], 11.51, 48.11, QPoint(), rows))


def action(menu: QMenu, beginning: str) -> QAction:
    """The entry of a menu that begins so."""
    return next(entry for entry in menu.actions() if entry.text().startswith(beginning))


def copied() -> str:
    """What is on the clipboard."""
    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    return text


def test_that_the_menu_tells_name_and_place_and_copies_both(sit: Sit) -> None:
    menu = menu_of(sit(), "tank-1")
    assert menu.actions()[0].text() == "tank-1"
    action(menu, "Copy its name").trigger()
    assert copied() == "tank-1"
    action(menu, "Copy 48.110000, 11.510000").trigger()
    assert copied() == "48.110000, 11.510000"


def test_that_the_menu_says_what_cannot_be_done_and_why(sit: Sit) -> None:
    menu = menu_of(sit(), "tank-2")
    assert not action(menu, "Send a command").isEnabled()
    assert "no commands yet" in action(menu, "Send a command").text()
    assert not action(menu, "It has no alarm").isEnabled()


def test_that_the_menu_opens_the_trends_and_says_that_a_double_click_does(sit: Sit) -> None:
    sitting = sit()
    entry = action(menu_of(sitting, "tank-2"), "Show in the trends")
    assert "double click" in entry.text()
    entry.trigger()
    sitting.qtbot.waitUntil(lambda: [line.asset for line in sitting.panes.trends.lines] == ["tank-2"])


def test_that_the_menu_goes_to_the_alarms_of_an_asset_also_to_folded_ones(sit: Sit) -> None:
    parent = alarm("gw-hill", of_gateway=True)
    sitting = sit(parent, alarm("tank-2"), alarm("tank-1", parent=parent.uid), alarm("tank-1", Priority.LOW, 90))
    action(menu_of(sitting, "tank-1"), "Show its 2 alarms").trigger()
    assert {line.alarm.subject for line in sitting.panes.alarms.selected()} == {"tank-1"}
    assert len(sitting.panes.alarms.selected()) == 2
    assert sitting.desk.selection.key == ("water", "tank-1")


def test_that_the_menu_of_the_ground_measures_from_there(sit: Sit) -> None:
    sitting = sit()
    menu = menu_of(sitting)
    assert "double click" in action(menu, "Zoom in here").text()
    action(menu, "Measure from here").trigger()
    assert len(sitting.desk.map._tools.measure.corners) == 1


def test_that_the_menu_chooses_all_that_is_here(sit: Sit) -> None:
    sitting = sit()
    action(menu_of(sitting, "tank-1", "tank-2"), "Choose all 2 here").trigger()
    assert sitting.desk.selection.chosen.tolist() == sorted((sitting.row("tank-1"), sitting.row("tank-2")))
    assert sitting.desk.selection.asset is None


def test_that_many_chosen_assets_are_copied_as_a_table(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.map.choose([sitting.row("tank-1"), sitting.row("bay-1")])
    sitting.qtbot.keyClick(sitting.desk.map, Qt.Key.Key_C, CONTROL)
    heading, *lines = copied().split("\n")
    assert heading.split("\t") == ["Asset", "Label", "Network", "Status", "Latitude", "Longitude"]
    assert "bay-1\tMill Street 4\tparking\tok\t48.130000\t11.530000" in lines
    assert len(lines) == 2


def test_that_many_stay_chosen_when_time_jumps_and_one_choice_elsewhere_replaces_them(sit: Sit) -> None:
    sitting = sit()
    rows = sorted((sitting.row("tank-1"), sitting.row("bay-1")))
    sitting.desk.map.choose(rows)
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    assert sitting.desk.map.chosen.tolist() == rows
    sitting.desk.selection.choose(sitting.row("tank-2"))
    assert sitting.desk.map.chosen.tolist() == [sitting.row("tank-2")]
    assert sitting.desk.map.selected == sitting.row("tank-2")


def test_that_the_inspector_shows_the_current_one_of_many(sit: Sit) -> None:
    sitting = sit()
    view, row = sitting.desk.map, sitting.row("tank-2")
    view._choice.put([sitting.row("tank-1")], sitting.row("tank-1"))
    view._choice.toggle(np.array([row]))
    view._chooser._tell()
    assert sitting.panes.inspector.asset == row
    assert len(sitting.desk.selection.chosen) == 2


def test_that_ctrl_k_takes_a_coordinate_flies_there_and_marks_it(sit: Sit) -> None:
    sitting = sit()
    search, view = sitting.panes.search, sitting.desk.map
    search.setFocus()
    sitting.qtbot.keyClicks(search, "60,1699; 24,9384")
    sitting.qtbot.keyClick(search, Qt.Key.Key_Return)
    sitting.qtbot.waitUntil(lambda: not view._motion.gliding)
    assert view.pin is not None
    assert view.pin.text == "60.169900, 24.938400"
    x, y = view.camera.to_screen(view.pin.x, view.pin.y)
    assert view.rect().contains(QPoint(round(x), round(y)))
    sitting.qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.pin is None


def test_that_coordinates_off_the_earth_are_told_as_such(sit: Sit) -> None:
    search = sit().panes.search
    search.setText("95.5, 10.2")
    search.search()
    assert search.results.item(0).text().startswith("Latitude comes first")


def test_that_ctrl_k_finds_streets_of_the_map(sit: Sit, qtbot: QtBot) -> None:
    sitting = sit()
    search = sitting.panes.search
    search.set_places(lambda text, limit: [Place("Mill Street", "street", 0.53, 0.34)] if "mill" in text else [])
    search.setText("mill")
    search.search()
    texts = [search.results.item(row).text() for row in range(search.results.count())]
    assert texts[-1] == "Mill Street    street"
    search._choose(search.results.item(len(texts) - 1))
    assert sitting.desk.map.pin is not None


def test_that_a_number_finds_the_asset_that_has_it_first(sit: Sit) -> None:
    more = tuple(replace(ASSETS[0], name=f"lamp-{number:05}", label="") for number in (120, 12, 112, 2))
    sitting = sit(more=(Batch(assets=more),))
    search = sitting.panes.search
    search.setText("12")
    search.search()
    assert search.results.item(0).text().startswith("lamp-00012")


def test_that_a_view_is_kept_by_key_and_name_and_gone_to_by_number(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    view, window = sitting.desk.map, sitting.window
    view.look_from(Camera(0.53, 0.34, 14.25))
    sitting.qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    box = window.focusWidget()
    sitting.qtbot.keyClicks(box, "Harbour")
    sitting.qtbot.keyClick(box, Qt.Key.Key_Return)
    sitting.rest()
    assert sitting.window.focusWidget() is view
    assert sitting.desk.selection.asset is None
    view.look_from(Camera(0.1, 0.1, 5.0))
    sitting.qtbot.keyClick(window, Qt.Key.Key_1, CONTROL)
    sitting.qtbot.waitUntil(lambda: not view._motion.gliding)
    assert (view.camera.x, view.camera.y, view.camera.zoom) == (0.53, 0.34, 14.25)
    assert b"Harbour" in open_session(sitting.cache, "Ada").remembered["views"]


def test_that_a_name_given_up_keeps_no_view(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_D, CONTROL)
        sitting.qtbot.keyClick(sitting.window.focusWidget(), key)
        assert sitting.window.focusWidget() is sitting.desk.map
    assert "views" not in open_session(sitting.cache, "Ada").remembered
    assert sitting.desk.selection.asset is None


def test_that_a_number_without_a_view_says_how_to_keep_one(sit: Sit) -> None:
    sitting = sit()
    sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_4, CONTROL)
    assert "Ctrl+D" in sitting.window.notice.text


def test_that_kept_views_are_in_the_menu_the_search_and_the_next_sitting(sit: Sit) -> None:
    sitting = sit()
    views = next(child for child in menu_of(sitting).actions() if child.text() == "Views").menu()
    assert isinstance(views, QMenu)
    action(views, "Keep this view").trigger()
    sitting.qtbot.keyClick(sitting.window.focusWidget(), Qt.Key.Key_Return)
    sitting.rest()
    sitting.close()
    again = sit()
    again.panes.search.setText("view 1")
    again.panes.search.search()
    texts = [again.panes.search.results.item(row).text() for row in range(again.panes.search.results.count())]
    assert "View 1    kept view" in texts
    views = next(child for child in menu_of(again).actions() if child.text() == "Views").menu()
    assert isinstance(views, QMenu)
    assert action(views, "View 1").text().endswith("Ctrl+1")


def test_that_an_asset_of_the_tree_can_be_dragged_and_a_group_cannot(sit: Sit) -> None:
    sitting = sit()
    model = sitting.panes.navigator.tree.model()
    index = model.index_of_asset(sitting.row("tank-2"))
    assert model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    assert asset_in(model.mimeData([index])) == sitting.desk.city.catalogue.assets.id[sitting.row("tank-2")]
    assert not model.flags(index.parent()) & Qt.ItemFlag.ItemIsDragEnabled


def test_that_an_asset_put_on_the_map_stands_there_and_goes_back(sit: Sit) -> None:
    lost = replace(ASSETS[0], name="lost", position=None)
    sitting = sit(more=(Batch(assets=(lost,)),))
    view, city, model = sitting.desk.map, sitting.desk.city, sitting.panes.navigator.tree.model()
    mime = model.mimeData([model.index_of_asset(sitting.row("lost"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(200, 150), copy, mime, LEFT, none))
    QApplication.sendEvent(view, QDropEvent(QPointF(200, 150), copy, mime, LEFT, none))
    sitting.qtbot.waitUntil(lambda: bool(np.isfinite(city.catalogue.assets.longitude[sitting.row("lost")])))
    x, y = view._frame.assets.pyramid.x[sitting.row("lost")], view._frame.assets.pyramid.y[sitting.row("lost")]
    pin = view.pin
    assert pin is not None
    assert (x, y) == pytest.approx((pin.x, pin.y))
    sitting.qtbot.keyClick(view, Qt.Key.Key_Z, CONTROL)
    sitting.qtbot.waitUntil(lambda: bool(np.isnan(city.catalogue.assets.longitude[sitting.row("lost")])))


def test_that_the_map_follows_the_clock_when_it_is_moved_and_while_it_runs(sit: Sit) -> None:
    raised = alarm("tank-1", ago_s=8 * 60)
    sitting = sit(raised)

    def on_the_map() -> list[int]:
        return sitting.desk.map._frame.assets.pyramid.status.tolist()

    now = on_the_map()
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    before = on_the_map()
    assert before != now
    assert before == sitting.desk.city.status.tolist()
    sitting.pulse.play(100.0)
    for _ in range(3):
        sitting.beat(2.0)
    after = on_the_map()
    assert after != before
    assert after == sitting.desk.city.status.tolist()
