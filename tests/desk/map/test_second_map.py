"""Two maps: assets held once, a camera for both or for each, and statuses told to both."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import KEYS, shown_view
from tests.desk.sitting import Sitting
from tests.desk.town import NOON, alarm
from venule.desk.links.second_map import FREE, LINKED, SecondMap
from venule.desk.map.assets.sight import Mode
from venule.desk.map.camera import Camera
from venule.desk.map.view import MapView
from venule.desk.style.palette import LIGHT
from venule.domain.alarm import Status
from venule.domain.instant import MINUTE

Sit = Callable[..., Sitting]


def place(view: MapView) -> tuple[float, float, float]:
    """Where a map looks."""
    return view.camera.x, view.camera.y, view.camera.zoom


@pytest.fixture
def twins(qtbot: QtBot) -> tuple[MapView, MapView]:
    """The small town, and a second map of it."""
    first, second = shown_view(qtbot), MapView(LIGHT)
    qtbot.addWidget(second)
    second.resize(500, 400)
    second.share_assets(first)
    return first, second


def test_that_places_and_order_are_held_once(twins: tuple[MapView, MapView]) -> None:
    one, other = (view._frame.assets.pyramid for view in twins)
    for shared in ("x", "y", "order", "keys"):
        assert np.shares_memory(getattr(one, shared), getattr(other, shared))


def test_that_each_counts_what_it_is_told(twins: tuple[MapView, MapView]) -> None:
    for view in twins:
        view.set_status(np.array([0]), np.array([Status.WARNING], np.int8))
    assert [view._frame.assets.pyramid.totals.tolist() for view in twins] == [[1, 1, 2, 0, 0]] * 2


def test_that_each_has_its_own_mode_and_filter(twins: tuple[MapView, MapView]) -> None:
    first, second = twins
    first.set_filter(np.array([True, False, False, False, False]), (Status.OK,))
    second.set_mode(Mode.CLUSTERS)
    assert second._frame.assets.pyramid.totals.tolist() == [2, 0, 2, 0, 0]
    assert first._frame.assets.mode is Mode.AUTOMATIC
    third = MapView(LIGHT)
    third.share_assets(first)
    assert third._frame.assets.pyramid.totals.tolist() == [2, 0, 2, 0, 0]
    third.deleteLater()


def test_that_a_choice_is_known_by_the_same_keys(twins: tuple[MapView, MapView]) -> None:
    _, second = twins
    second.choose([1, 2])
    assert second._choice.keys.tolist() == KEYS.tolist()
    assert second.told == "2 assets: 2 alarm"


def open_second(sitting: Sitting) -> tuple[SecondMap, MapView]:
    """Open the second map of a desk by its key."""
    sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    (owner,) = sitting.window.findChildren(SecondMap)
    view = owner.view
    assert view is not None
    return owner, view


def test_that_linked_maps_look_at_the_same_place_whichever_is_moved(sit: Sit) -> None:
    sitting = sit()
    first = sitting.desk.map
    _, second = open_second(sitting)
    assert place(second) == place(first)
    first.look_from(Camera(0.53, 0.34, 14.25))
    assert place(second) == (0.53, 0.34, 14.25)
    second.look_from(Camera(0.54, 0.35, 13.0))
    assert place(first) == (0.54, 0.35, 13.0)


def test_that_a_free_map_goes_its_own_way_and_is_called_back(sit: Sit) -> None:
    sitting = sit()
    first = sitting.desk.map
    _, second = open_second(sitting)
    dock = sitting.window.docks["second_map"]
    assert dock.windowTitle() == LINKED
    sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert dock.windowTitle() == FREE
    before = place(second)
    first.look_from(Camera(0.53, 0.34, 14.25))
    assert place(second) == before
    sitting.qtbot.keyClick(sitting.window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert place(second) == place(first)


def test_that_both_follow_selection_status_and_the_clock(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=480))
    first = sitting.desk.map
    _, second = open_second(sitting)
    second.choose([sitting.row("tank-1")])
    assert first.selected == sitting.row("tank-1")
    for _ in range(2):
        shown = [view._frame.assets.pyramid.status.tolist() for view in (first, second)]
        assert shown[0] == shown[1] == sitting.desk.city.status.tolist()
        sitting.pulse.seek(NOON - 10 * MINUTE)
        sitting.rest()
    assert second._frame.assets.loud.tolist() == first._frame.assets.loud.tolist()


def test_that_it_is_put_away_and_comes_back_and_f6_walks_through_it(sit: Sit) -> None:
    sitting = sit()
    owner, second = open_second(sitting)
    assert second in sitting.window.stops()
    owner.toggle()
    assert not sitting.window.docks["second_map"].isVisible()
    sitting.desk.map.look_from(Camera(0.53, 0.34, 14.25))
    owner.toggle()
    assert sitting.window.docks["second_map"].isVisible()
    assert place(second) == (0.53, 0.34, 14.25)
