"""Flights from view to view: where they lead, how smoothly, how long, and that any hand ends them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import drag, shown_view
from venule.desk.map.camera import Camera, resting
from venule.desk.map.flight import MOST_MS, Flight
from venule.desk.map.view import MapView

START = Camera(0.53, 0.34, 13.25, 1280, 800)
FAR = Camera(0.58, 0.31, 16.0, 1280, 800)
CAMERAS = st.builds(Camera, st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(3, 20), st.just(1280), st.just(800))


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """The small town."""
    return shown_view(qtbot)


@given(CAMERAS, CAMERAS)
def test_that_a_flight_begins_here_and_ends_there(start: Camera, end: Camera) -> None:
    flight = Flight(start, end)
    first = flight.at(0.0)
    assert (first.x, first.y, first.zoom) == pytest.approx((start.x, start.y, start.zoom), abs=1e-6)
    assert flight.at(1.0) == end
    last = flight.at(1.0 - 1e-9)
    assert (last.x, last.y, last.zoom) == pytest.approx((end.x, end.y, end.zoom), abs=1e-5)


@given(CAMERAS, CAMERAS, st.floats(0, 0.98))
def test_that_equal_steps_change_the_picture_evenly(start: Camera, end: Camera, share: float) -> None:
    flight = Flight(start, end)
    if flight.length < 0.1:
        return
    steps = [seen(flight.at(place), flight.at(place + 0.01)) for place in (share, 0.5)]
    assert steps[0] == pytest.approx(steps[1], rel=0.15, abs=1e-6)


def seen(before: Camera, after: Camera) -> float:
    """How much a picture changes between two views (van Wijk and Nuij's metric)."""
    rho, width = 1.4, 1280 / before.scale
    moved = np.hypot(after.x - before.x, after.y - before.y) * rho / width
    return float(np.hypot(moved, np.log(2.0) * (after.zoom - before.zoom) / rho))


def test_that_a_far_flight_goes_out_first() -> None:
    zooms = [Flight(START, FAR).at(share).zoom for share in np.linspace(0, 1, 50)]
    assert min(zooms) < START.zoom - 1


def test_that_a_flight_without_a_way_only_zooms() -> None:
    flight = Flight(START, START.centred(START.x, START.y, 15.25))
    assert flight.at(0.5).zoom == pytest.approx(14.25)
    assert flight.at(0.5).x == START.x


def test_that_no_flight_takes_longer_than_an_operator_waits() -> None:
    assert Flight(Camera(0.01, 0.01, 20.0), Camera(0.99, 0.99, 20.0)).duration_ms == MOST_MS
    assert Flight(START, START.panned(40, 0)).duration_ms < MOST_MS


def test_that_the_map_flies_to_an_asset(view: MapView, qtbot: QtBot) -> None:
    cameras: list[Camera] = []
    view._motion.moved.connect(cameras.append)
    view.look_from(view.camera.centred(0.53, 0.33, 15.0))
    view.fly_to(0)
    qtbot.waitUntil(lambda: view.settled)
    assert len(cameras) > 3
    assert min(camera.zoom for camera in cameras) < 15.0
    x, y = view._frame.assets.pyramid.x[0], view._frame.assets.pyramid.y[0]
    assert (view.camera.x, view.camera.y) == pytest.approx((x, y))


def test_that_a_hand_ends_a_flight_where_it_is(view: MapView, qtbot: QtBot) -> None:
    end = view.camera.centred(0.3, 0.3, 16.0)
    view.fly(end)
    assert view._motion.flying
    drag(qtbot, view, [QPoint(300, 300), QPoint(330, 300), QPoint(340, 300)])
    qtbot.waitUntil(lambda: view.settled)
    assert view.camera.x > 0.5
    assert view.camera.zoom == resting(view.camera.zoom)


def test_that_a_key_ends_a_flight_too(view: MapView, qtbot: QtBot) -> None:
    view.fly(view.camera.centred(0.3, 0.3, 16.0))
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: view.settled)
    assert view.camera.x > 0.5
    assert view.camera.zoom == resting(view.camera.zoom)


def test_that_a_tiny_way_is_no_flight(view: MapView) -> None:
    view.fly(view.camera.panned(1, 1))
    assert not view._motion.flying


class Still(QProxyStyle):
    """A system that asks for no motion."""

    def styleHint(  # noqa: N802
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, returned)


def test_that_there_is_no_flight_where_motion_is_not_wanted(view: MapView) -> None:
    style = Still()
    view.setStyle(style)
    end = view.camera.centred(0.3, 0.3, 16.0)
    view.fly(end)
    assert view.camera == end
    view.setStyle(None)


def test_that_a_window_resized_on_the_way_still_arrives(view: MapView, qtbot: QtBot) -> None:
    view.fly(view.camera.centred(0.53, 0.33, 14.0))
    view.resize(700, 500)
    qtbot.waitUntil(lambda: view.settled)
    assert (view.camera.x, view.camera.zoom, view.camera.width) == (0.53, 14.0, 700)
