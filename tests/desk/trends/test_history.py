"""The way through zooms: back and forward, one step a move, and no further than is kept."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import NOW, a_line
from tests.desk.trends.test_view import Desk
from venule.desk.trends.history import MOST, History, Place
from venule.desk.trends.window import TimeWindow
from venule.domain.clock import LIVE
from venule.domain.instant import HOUR, MINUTE


def place(number: int) -> Place:
    return Place(TimeWindow(number, number + HOUR, False))


def walked(*places: int) -> History:
    history = History()
    for number in places:
        history.depart(place(number))
        history.settle()
    return history


def test_that_one_goes_back_and_forward_over_the_same_places() -> None:
    history = walked(1, 2)
    assert history.back(place(3)) == place(2)
    assert history.back(place(2)) == place(1)
    assert history.back(place(1)) is None
    assert history.forward(place(1)) == place(2)
    assert history.forward(place(2)) == place(3)
    assert history.forward(place(3)) is None


def test_that_a_move_from_an_earlier_place_forgets_what_lay_ahead() -> None:
    history = walked(1, 2)
    history.back(place(3))
    history.depart(place(2))
    assert not history.can_go_forward
    assert history.can_go_back


def test_that_moves_that_follow_one_another_are_one_step() -> None:
    history = History()
    for number in range(30):
        history.depart(place(number))
    history.settle()
    assert history.back(place(30)) == place(0)
    assert not history.can_go_back


def test_that_the_oldest_places_are_forgotten() -> None:
    history = walked(*range(2 * MOST))
    steps = 0
    while history.back(place(999)) is not None:
        steps += 1
    assert steps == MOST


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.show(a_line())
    return desk


def test_that_keys_go_back_and_forward(desk: Desk, qtbot: QtBot) -> None:
    first = desk.view.stage.window
    qtbot.keyClick(desk.view, Qt.Key.Key_Plus)
    desk.view.stage.history.settle()
    second = desk.view.stage.window
    qtbot.keyClick(desk.view, Qt.Key.Key_Left)
    third = desk.view.stage.window
    qtbot.keyClick(desk.view, Qt.Key.Key_Backspace)
    assert desk.view.stage.window == second
    qtbot.keyClick(desk.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.view.stage.window == first
    qtbot.keyClick(desk.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(desk.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.view.stage.window == third


def test_that_the_buttons_of_a_mouse_go_back_and_forward(desk: Desk, qtbot: QtBot) -> None:
    first = desk.view.stage.window
    qtbot.keyClick(desk.view, Qt.Key.Key_Plus)
    second = desk.view.stage.window
    for button, expected in ((Qt.MouseButton.BackButton, first), (Qt.MouseButton.ForwardButton, second)):
        at = QPointF(300, 80)
        press = QMouseEvent(QEvent.Type.MouseButtonPress, at, at, button, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(desk.viewport(), press)
        assert desk.view.stage.window == expected


def test_that_a_place_that_followed_the_clock_follows_it_again(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.view, Qt.Key.Key_Left)
    assert not desk.view.stage.window.following
    desk.view.set_clock(LIVE, NOW + 5 * MINUTE)
    qtbot.keyClick(desk.view, Qt.Key.Key_Backspace)
    assert desk.view.stage.window.following
    assert desk.view.stage.window.end > NOW + 5 * MINUTE


def test_that_the_header_shows_where_there_is_a_way(desk: Desk, qtbot: QtBot) -> None:
    desk.view.show_now()
    assert not desk.view.header.back_key.isEnabled()
    qtbot.keyClick(desk.view, Qt.Key.Key_Plus)
    desk.view.show_now()
    assert desk.view.header.back_key.isEnabled()
    desk.view.header.back_key.click()
    desk.view.show_now()
    assert desk.view.header.forward_key.isEnabled()
    assert not desk.view.header.back_key.isEnabled()


def test_that_the_lock_to_the_clock_is_seen_and_can_be_let_go(desk: Desk) -> None:
    desk.view.show_now()
    key = desk.view.header.follow_key
    assert (key.isChecked(), key.text()) == (True, "Following")
    key.click()
    desk.view.show_now()
    held = desk.view.stage.window
    assert (key.isChecked(), key.text()) == (False, "Follow (F)")
    desk.view.set_clock(LIVE, NOW + MINUTE)
    assert desk.view.stage.window == held
    key.click()
    assert desk.view.stage.window.following
    assert desk.view.stage.window.span == held.span
