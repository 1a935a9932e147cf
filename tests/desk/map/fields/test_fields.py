"""Fields on a map: painted where something is known, alarms stay alarms, and the legend says how much counts."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.map.assets.counting import STATES
from venule.desk.map.assets.sight import Dots, Mode
from venule.desk.map.fields.means import Means, steps_of
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.fieldvalues import Coverage, Fields, Heard, Measured, Scale
from venule.desk.style.palette import DARK
from venule.desk.style.tones import STEPS
from venule.domain.alarm import Status

LONGITUDE, LATITUDE = np.array([10.0, 10.01, 10.02, 10.03]), np.full(4, 53.5)
STATUS = np.array([Status.OK, Status.OK, Status.ALARM, Status.OK], np.int8)
SCALE = Scale("Power", ("0", "250"), "W")
PLACE = np.array([0.0, 0.99, 0.5, np.nan])


@pytest.fixture
def view(qtbot: QtBot, styled: QApplication) -> MapView:
    """Four assets in a row, far from one another."""
    view = MapView(DARK, worker=Worker(styled, OwnHands))
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.set_assets(LONGITUDE, LATITUDE, STATUS)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view.settled)
    return view


def measured(place: np.ndarray = PLACE) -> Measured:
    return Measured(4, np.arange(4), place, SCALE)


def colour(view: MapView, row: int, below_px: int = 0, right_px: int = 0) -> QColor:
    """What is seen at an asset, or so many pixels beside it."""
    x, y = (along[[row]] for along in (view._frame.assets.pyramid.x, view._frame.assets.pyramid.y))
    at_x, at_y = view.camera.to_screen(x, y)
    return view.grab().toImage().pixelColor(round(float(at_x[0])) + right_px, round(float(at_y[0])) + below_px)


def legend(view: MapView) -> list[str]:
    frame = view._frame
    return [entry.text for entry in frame.fields.entries(view.camera, DARK, frame.assets, False)]


def test_that_heat_is_painted_where_something_is_known_and_nowhere_else(view: MapView) -> None:
    view.fields.set_fields(Fields(heat=measured()))
    land = QColor(DARK.land)
    assert colour(view, 0, 14) != land
    assert colour(view, 0, 14) != colour(view, 1, 14)
    assert colour(view, 0, 200) == land
    assert colour(view, 3, 14) == land
    assert legend(view) == ["Power, W: mean of 3 of 4 sensors"]
    view.fields.set_fields(Fields())
    assert colour(view, 0, 14) == land
    assert not legend(view)


def test_that_heat_follows_other_values_and_other_assets(view: MapView) -> None:
    view.fields.set_fields(Fields(heat=measured()))
    before = colour(view, 0, 14)
    view.fields.set_fields(Fields(heat=measured(np.array([0.99, 0.99, 0.5, np.nan]))))
    assert colour(view, 0, 14) != before
    view.set_assets(LONGITUDE[:2], LATITUDE[:2], STATUS[:2])
    assert colour(view, 0, 14) == QColor(DARK.land)


def test_that_an_asset_that_is_ok_takes_the_colour_of_its_value_and_an_alarm_stays_one(view: MapView) -> None:
    view.fields.set_fields(Fields(points=measured()))
    assert colour(view, 0) == QColor(DARK.ramp[0])
    assert colour(view, 1) == QColor(DARK.ramp[-1])
    assert colour(view, 2, right_px=4) == QColor(DARK.alarm)
    assert colour(view, 3) == QColor(DARK.land)
    assert legend(view) == ["Power, W: 3 of 4 assets", "ok 3", "no value"]
    view.fields.set_fields(Fields())
    assert colour(view, 0) == QColor(DARK.ok)


def test_that_dots_tell_the_mean_of_those_that_are_ok_and_statuses_stay(view: MapView) -> None:
    view.set_mode(Mode.DOTS)
    view.fields.set_fields(Fields(points=measured()))
    view.grab()
    assets = view._frame.assets
    level = 8
    x, y = view.camera.to_screen(assets.pyramid.x, assets.pyramid.y)
    shown = Dots(level, level, 4, x, y, STATUS, np.zeros(STATES, np.int64))
    assert assets.values is not None
    status = assets.values.tinted(shown, view.camera).status
    assert status[2] == Status.ALARM
    assert set(status[[0, 1, 3]].tolist()) == {STATES + int(steps_of(np.array([(0.0 + 0.99 + 0.5) / 3]))[0])}


def test_that_means_leave_out_what_is_not_known(view: MapView) -> None:
    means = Means(view._frame.assets.pyramid, PLACE)
    assert np.isclose(means.of(0, np.array([0]))[0], np.nanmean(PLACE))
    assert np.isnan(Means(view._frame.assets.pyramid, np.full(4, np.nan)).of(0, np.array([0]))[0])
    assert steps_of(np.array([0.0, 0.5, 1.0, np.nan])).tolist() == [0, STEPS // 2, STEPS - 1, -1]


def test_that_coverage_lies_around_what_is_heard_and_a_lost_gateway_is_told(view: MapView) -> None:
    heard = Heard(np.array([0]), False), Heard(np.array([3]), True)
    view.fields.set_fields(Fields(coverage=Coverage(4, heard)))
    land = QColor(DARK.land)
    assert colour(view, 0, 14) != land
    assert colour(view, 1, 14) == land
    assert legend(view) == ["assets heard there", "heard there until the gateway was lost"]
    assert not view._frame.fields.note


def test_that_coverage_asks_for_a_choice(view: MapView) -> None:
    view.fields.set_fields(Fields(coverage=Coverage(4, ())))
    view.grab()
    assert view._frame.fields.note == "Coverage: choose a network, a gateway or an asset"
    assert not legend(view)


def test_that_values_of_another_catalogue_are_not_painted(view: MapView) -> None:
    stranger = Measured(5, np.arange(5), np.zeros(5), SCALE)
    view.fields.set_fields(Fields(stranger, stranger, Coverage(5, (Heard(np.array([4]), False),))))
    assert colour(view, 0) == QColor(DARK.ok)
    assert not legend(view)
