"""Measuring on the map: by pointer, by keyboard, taken back, closed, copied, and drawn in both themes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.desk.map.hands import CONTROL, LEFT, drag, hover, pixel, shown_view
from venule.desk.map.measure import CROSSING, MOST_CORNERS, Measure, along_ground, metres, square_metres
from venule.desk.map.tools import Tool
from venule.desk.map.view import MapView
from venule.desk.style.palette import LIGHT
from venule.domain.geo import Floats, from_mercator, to_mercator
from venule.domain.geodesy import lengths_m

SQUARE = ((10.0, 53.5), (10.001, 53.5), (10.001, 53.501), (10.0, 53.501))


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    """The small town."""
    return shown_view(qtbot)


def measured(*places: tuple[float, float]) -> Measure:
    """A line through places in degrees."""
    measure = Measure()
    x, y = to_mercator(*(np.array(part) for part in zip(*places, strict=True)))
    for corner in zip(x.tolist(), y.tolist(), strict=True):
        measure = measure.with_corner(*corner)
    return measure


def test_that_clicks_set_corners_and_choose_nothing(view: MapView, qtbot: QtBot) -> None:
    view.set_selected(1)
    qtbot.keyClick(view, Qt.Key.Key_M)
    for row in (0, 1):
        qtbot.mouseClick(view, LEFT, pos=pixel(view, row))
    length = lengths_m(np.array([10.0, 10.01]), np.array([53.5, 53.51]))[0]
    assert view._tools.measure.length_m() == pytest.approx(length, rel=0.01)
    assert view.selected == 1


def test_that_the_length_is_told_live_up_to_the_pointer(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    qtbot.mouseClick(view, LEFT, pos=pixel(view, 0))
    pictures = []
    for row, length in ((1, 1295.2), (2, 1324.3)):
        hover(view, pixel(view, row))
        assert view._tools.measure.length_m(view._tools.pointed) == pytest.approx(length, rel=0.01)
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]


def test_that_the_map_is_still_dragged_while_measuring(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    camera = view.camera
    drag(qtbot, view, [QPoint(300, 300), QPoint(340, 320), QPoint(380, 330)])
    assert view.camera != camera
    assert view._tools.measure.corners == ()


def test_that_backspace_takes_the_last_corner_back(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    for row in (0, 1, 2):
        qtbot.mouseClick(view, LEFT, pos=pixel(view, row))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view._tools.measure.closed
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert not view._tools.measure.closed
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert len(view._tools.measure.corners) == 2


def test_that_a_double_click_closes_an_area_and_ctrl_c_copies_it(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    for row in (0, 1):
        qtbot.mouseClick(view, LEFT, pos=pixel(view, row))
    qtbot.mouseClick(view, LEFT, pos=pixel(view, 2))
    qtbot.mouseDClick(view, LEFT, pos=pixel(view, 2))
    assert view._tools.measure.closed
    assert len(view._tools.measure.corners) == 3
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert copied == view._tools.measure.told()
    assert copied.split()[1:4] == ["ha,", "around", "it"]
    QGuiApplication.clipboard().clear()


def test_that_it_is_done_by_keyboard_alone(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    qtbot.keyClick(view, Qt.Key.Key_M)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_M)
    corners = view._tools.measure.corners
    assert len(corners) == 2
    assert (corners[1][0] - corners[0][0]) * view.camera.scale == pytest.approx(48.0)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view._tools.tool is Tool.LOOK
    assert view._tools.measure == Measure()


def test_that_cross_hairs_at_the_edge_move_the_map(view: MapView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_M)
    camera = view.camera
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.camera.x < camera.x
    at = view._tools.at
    assert at is not None
    assert at.x() == 0.0


def test_that_measuring_can_begin_at_a_place(view: MapView) -> None:
    view.measure_from(10.0, 53.5)
    assert view._tools.tool is Tool.MEASURE
    assert len(view._tools.measure.corners) == 1


def test_that_it_is_drawn_in_both_themes(view: MapView, qtbot: QtBot) -> None:
    for palette in (None, LIGHT):
        if palette is not None:
            view.set_palette(palette)
        before = view.grab().toImage()
        view.measure_from(10.0, 53.5)
        qtbot.mouseClick(view, LEFT, pos=pixel(view, 1))
        assert view.grab().toImage() != before
        qtbot.keyClick(view, Qt.Key.Key_Escape)


def test_that_an_area_is_told_in_the_unit_that_suits_it() -> None:
    assert measured(*SQUARE).ended().told().split(", ")[0] == "7,371 m²"
    assert [square_metres(area) for area in (1.234, 95.0, 9_999.0, 10_000.0, 1e6, 12e6)] == [
        "1.23 m²", "95.0 m²", "9,999 m²", "1.00 ha", "100 ha", "12.0 km²",
    ]  # fmt: skip
    assert [metres(length) for length in (0.5, 12.34, 348.2, 1000.0, 12_345.0, 1_234_567.0)] == [
        "0.50 m", "12.3 m", "348 m", "1.00 km", "12.3 km", "1,235 km",
    ]  # fmt: skip


def test_that_an_area_whose_sides_cross_is_no_area() -> None:
    tied = measured(SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]).ended()
    assert tied.area_m2() is None
    assert tied.told().startswith(CROSSING)


def test_that_two_corners_are_a_line_and_the_next_one_begins_anew() -> None:
    line = measured(*SQUARE[:2]).ended()
    assert (line.finished, line.closed) == (True, False)
    assert line.with_corner(0.5, 0.5).corners == ((0.5, 0.5),)
    assert Measure().ended() == Measure()


def test_that_corners_are_bounded() -> None:
    measure = Measure()
    for corner in range(MOST_CORNERS + 10):
        measure = measure.with_corner(float(corner), 0.5)
    assert len(measure.corners) == MOST_CORNERS


def test_that_a_long_side_is_drawn_along_the_great_circle_it_is_measured_on() -> None:
    x, y = to_mercator(np.array([-0.1, -74.0]), np.array([51.5, 40.7]))
    way_x, way_y = along_ground(x, y)
    assert (way_x[0], way_x[-1]) == pytest.approx((x[0], x[-1]))
    assert way_y.min() < y.min()
    assert lengths_of(way_x, way_y) == pytest.approx(lengths_of(x, y))


def lengths_of(x: Floats, y: Floats) -> float:
    """The length of a line in the unit square."""
    return float(lengths_m(*from_mercator(x, y)).sum())
