"""The map as a whole: many assets as dots or as clusters, some of them left out, and said so."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.map.assets.sight import Clusters, Dots, Mode, Sight
from venule.desk.map.events import AssetPick
from venule.desk.map.view import MapView
from venule.desk.style.palette import DARK
from venule.domain.alarm import Status

COUNT = 20_000


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """A shown map of a town with a few alarms."""
    view = MapView(DARK)
    qtbot.addWidget(view)
    view.resize(800, 600)
    random = np.random.default_rng(1)
    status = np.zeros(COUNT, np.int8)
    status[:5] = Status.ALARM
    view.set_assets(10 + random.normal(0, 0.01, COUNT), 53.5 + random.normal(0, 0.01, COUNT), status)
    with qtbot.waitExposed(view):
        view.show()
    return view


def sight(view: MapView) -> Sight:
    """What it shows."""
    return view._frame.assets.sight(view.camera)


def picture(view: MapView) -> QImage:
    """What can be seen."""
    QApplication.processEvents()
    return view.grab().toImage()


def test_that_many_assets_are_dots_until_a_key_makes_them_clusters_and_back(view: MapView, qtbot: QtBot) -> None:
    assert isinstance(sight(view), Dots)
    dots = picture(view)
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert isinstance(sight(view), Clusters)
    assert picture(view) != dots
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert isinstance(sight(view), Dots)
    assert picture(view) == dots


def test_that_the_mode_can_be_set(view: MapView) -> None:
    view.set_mode(Mode.CLUSTERS)
    assert isinstance(sight(view), Clusters)
    view.set_mode(Mode.AUTOMATIC)
    assert isinstance(sight(view), Dots)


def test_that_a_filter_is_seen_and_can_be_taken_away(view: MapView) -> None:
    before = picture(view)
    view.set_filter(np.arange(COUNT) % 2 == 0)
    assert sight(view).totals.tolist() == [COUNT // 2 - 3, 0, 5, 0, 0]
    assert picture(view) != before
    view.set_filter(None, {Status.STALE})
    assert sight(view).totals.tolist() == [0, 0, 5, 0, 0]
    view.set_filter(None)
    assert picture(view) == before


def test_that_a_click_on_a_badge_means_its_alarms_and_goes_nearer_to_several(view: MapView, qtbot: QtBot) -> None:
    picked: list[AssetPick] = []
    view.asset_picked.connect(picked.append)
    zoom = view.camera.zoom
    marks = view._frame.assets.badges(view.camera)
    assert marks is not None
    several = int(marks.count.argmax())
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(marks.x[several]), round(marks.y[several])))
    qtbot.waitUntil(lambda: view.settled)
    assert (view.camera.zoom > zoom, picked) == (True, [])
    view.set_status(np.arange(4), np.zeros(4, np.int8))
    view.fit()
    marks = view._frame.assets.badges(view.camera)
    assert marks is not None
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(marks.x[0]), round(marks.y[0])))
    assert [pick.rows for pick in picked] == [(4,)]


def test_that_badges_blink_while_an_alarm_is_unacknowledged(view: MapView) -> None:
    view.set_unacknowledged(np.array([2]))
    lit = picture(view)
    assert view.blinking
    view._rhythm._turn()
    assert picture(view) != lit
