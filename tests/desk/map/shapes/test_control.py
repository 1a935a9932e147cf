"""Shapes on a map: given in degrees, picked by hand, renewed at most twice a second."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.map.events import AssetPick
from venule.desk.map.tiles.work.hands import OwnHands
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.map.view import MapView
from venule.desk.models.shapecolours import Colours, Key
from venule.desk.style.palette import DARK
from venule.domain.geo import to_mercator

LEFT = Qt.MouseButton.LeftButton
LINE_LONGITUDE, LINE_LATITUDE = np.array([10.0, 10.02]), np.array([53.5, 53.5])
AREA_LONGITUDE, AREA_LATITUDE = np.array([10.0, 10.02, 10.02, 10.0]), np.array([53.49, 53.49, 53.51, 53.51])
POINT, LINE, AREA = 0, 1, 2


def look(tone: int) -> Colours:
    nothing = np.zeros(2, np.int8)
    return Colours(np.full(2, tone, np.int8), nothing, nothing, (Key("Flow", False, ("0", "1"), "m³/h"),))


@pytest.fixture
def view(qtbot: QtBot, styled: QApplication) -> MapView:
    """A point, a line through it, and an area around both."""
    view = MapView(DARK, worker=Worker(styled, OwnHands))
    qtbot.addWidget(view)
    view.resize(800, 600)
    unplaced = [np.nan, np.nan]
    view.set_assets(np.array([10.01, *unplaced]), np.array([53.5, *unplaced]), np.zeros(3, np.int8))
    view.shapes.set_shapes(
        np.array([LINE, AREA], np.int32),
        np.array([False, True]),
        first=np.array([0, 1, 2], np.int32),
        part=np.array([0, 2, 6], np.int32),
        degrees=(np.concatenate((LINE_LONGITUDE, AREA_LONGITUDE)), np.concatenate((LINE_LATITUDE, AREA_LATITUDE))),
    )
    view.shapes.set_colours(look(4))
    with qtbot.waitExposed(view):
        view.show()
    return view


def pixel(view: MapView, longitude: float, latitude: float) -> QPoint:
    x, y = to_mercator(np.array([longitude]), np.array([latitude]))
    at_x, at_y = view.camera.to_screen(x, y)
    return QPoint(round(float(at_x[0])), round(float(at_y[0])))


def click(qtbot: QtBot, view: MapView, longitude: float, latitude: float) -> AssetPick:
    with qtbot.waitSignal(view.asset_picked) as told:
        qtbot.mouseClick(view, LEFT, pos=pixel(view, longitude, latitude))
    picked: AssetPick = told.args[0]
    return picked


def test_that_the_map_shows_shapes_at_first(view: MapView) -> None:
    bounds = view.camera.bounds
    x, y = to_mercator(AREA_LONGITUDE, AREA_LATITUDE)
    assert all(bounds.holds(*place) for place in zip(x.tolist(), y.tolist(), strict=True))


def test_that_points_win_over_lines_and_lines_over_areas(qtbot: QtBot, view: MapView) -> None:
    assert click(qtbot, view, 10.01, 53.5).rows == (POINT,)
    assert click(qtbot, view, 10.005, 53.5).rows == (LINE,)
    assert click(qtbot, view, 10.005, 53.505).rows == (AREA,)
    assert click(qtbot, view, 10.025, 53.5).rows == ()


def test_that_a_gateway_in_an_area_is_still_a_gateway(qtbot: QtBot, view: MapView) -> None:
    view.set_gateways(np.array([10.005]), np.array([53.505]), np.array([False]))
    with qtbot.waitSignal(view.gateway_picked) as told:
        qtbot.mouseClick(view, LEFT, pos=pixel(view, 10.005, 53.505))
    assert told.args[0].row == 0


def test_that_a_selected_line_looks_otherwise(qtbot: QtBot, view: MapView) -> None:
    before = view.grab().toImage()
    view.set_selected(LINE)
    assert view.grab().toImage() != before


def test_that_a_line_is_told_of_under_the_pointer_and_an_area_when_the_pointer_rests(
    qtbot: QtBot, view: MapView
) -> None:
    def card_shown() -> bool:
        return view.cursor().shape() == Qt.CursorShape.PointingHandCursor

    qtbot.mouseMove(view, pixel(view, 10.005, 53.5))
    assert card_shown()
    inside = pixel(view, 10.005, 53.505)
    qtbot.mouseMove(view, inside)
    assert not card_shown()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, inside, view.mapToGlobal(inside)))
    assert card_shown()
    qtbot.mouseMove(view, inside + QPoint(3, 0))
    assert card_shown()
    qtbot.mouseMove(view, pixel(view, 10.03, 53.505))
    assert not card_shown()


def test_that_many_changes_at_once_lead_to_two_renewals(qtbot: QtBot, view: MapView) -> None:
    view.grab()
    pictures = []
    with qtbot.waitSignal(view.shapes.due, check_params_cb=lambda: len(pictures) > 8):
        for tone in (1, 2, 3, 4, 5, 6, 7, 0, 5):
            view.shapes.set_colours(look(tone))
            pictures.append(view.grab().toImage())
    assert all(picture == pictures[0] for picture in pictures)
    assert view.grab().toImage() != pictures[0]


def test_that_the_map_is_not_settled_before_it_shows_the_colours_it_was_told(qtbot: QtBot, view: MapView) -> None:
    qtbot.waitUntil(lambda: view.settled)
    before = view.grab().toImage()
    view.shapes.set_colours(look(1))
    assert not view.settled
    qtbot.waitUntil(lambda: view.settled)
    assert view.grab().toImage() != before


def test_that_a_jump_does_not_wait_for_the_next_renewal(view: MapView) -> None:
    for tone in (1, 2):
        view.shapes.set_colours(look(tone))
        assert view.shapes.waits
        view.shapes.catch_up()
        assert not view.shapes.waits


def test_that_an_asset_with_a_shape_does_not_count_as_without_a_place(view: MapView) -> None:
    assert len(view._frame.shapes.alone(view._frame.assets.pyramid.x)) == 2
    assert QPointF(pixel(view, 10.01, 53.5)) != QPointF()
