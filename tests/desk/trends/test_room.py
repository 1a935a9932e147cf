"""What a trend does with little room: keys go into a menu, the table between the cursors into the legend."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import NOW, a_line, a_series, minutes
from tests.desk.trends.test_cursors import measured
from tests.desk.trends.test_view import Desk
from venule.desk.style.palette import DARK
from venule.desk.trends.cursors.cursors import Cursors
from venule.desk.trends.cursors.measuring import TallyQuestion
from venule.desk.trends.cursors.table import LEAST_CHART
from venule.desk.trends.header import LEAST_WIDTH, SPANS, Header
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.window import TimeWindow
from venule.domain.instant import HOUR, MINUTE


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.fixture
def header(qtbot: QtBot) -> Header:
    header = Header(DARK)
    qtbot.addWidget(header)
    header.set_subject("tank-1")
    header.show_ways(True, True, Arrangement.BY_UNIT)
    header.show_state(TimeWindow(NOW - HOUR, NOW), "Mon 2 Mar 2026 14:05:09", True)
    header.show()
    return header


def offered(header: Header) -> set[str]:
    """What can be pressed, on the line itself or in its menu."""
    menu = {action.text().partition("\t")[0] for action in header.more_menu.actions() if action.isVisible()}
    keys = {key.accessibleName() or key.text() for key in header.findChildren(QToolButton) if key.isVisible()}
    names = keys | (menu if header.more_key.isVisible() else set())
    return {name.removeprefix("Show ").removesuffix(" ▾") for name in names}


@pytest.mark.parametrize("width", [LEAST_WIDTH, 320, 480, 620, 686, 820, 1400])
def test_that_at_no_width_anything_is_lost_or_cut_off(header: Header, width: int) -> None:
    header.resize(width, header.height())
    QApplication.processEvents()
    assert {name for _, name in SPANS} | {"Back", "Forward"} <= offered(header)
    assert {"By unit", "Panes"} & offered(header)
    for key in header.findChildren(QToolButton):
        if key.isVisible():
            assert header.rect().contains(key.geometry())


def test_that_in_a_wide_line_there_is_no_menu_of_the_rest(header: Header) -> None:
    header.resize(1400, header.height())
    assert not header.more_key.isVisible()
    assert header.time.text().startswith("Mon 2 Mar")


def test_that_a_sentence_gets_its_room_and_gives_it_back(header: Header) -> None:
    header.resize(686, header.height())
    QApplication.processEvents()
    keys = offered(header)
    header.say("Two units share a pane at most: the others have panes.")
    QApplication.processEvents()
    assert header.message.width() >= header.message.sizeHint().width()
    header.fall_silent()
    QApplication.processEvents()
    assert offered(header) == keys
    assert header.back_key.isVisible()


def measure(desk: Desk, height: int) -> None:
    desk.view.resize(800, height)
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    desk.view.stage.cursors = Cursors(NOW - 45 * MINUTE, NOW - 20 * MINUTE)
    desk.view.show_now()


def test_that_a_low_chart_keeps_its_height_and_the_legend_tells_what_the_table_would(desk: Desk) -> None:
    measure(desk, LEAST_CHART - 100)
    assert desk.view.between.isVisible()
    assert not desk.view.between.table.isVisible()
    asked: list[TallyQuestion] = []
    desk.view.tally_wanted.connect(asked.append)
    desk.view.pointing.measure()
    desk.view.show_now()
    assert desk.rows()[0].below == "being counted"
    desk.view.pointing.take(measured(asked[0]))
    desk.view.show_now()
    assert desk.rows()[0].below.startswith("Δ +1.5")
    desk.view.pointing.clear()
    desk.view.show_now()
    assert "Δ" not in desk.rows()[0].below
    assert not desk.view.between.isVisible()


def test_that_a_high_chart_has_the_table_below_it(desk: Desk) -> None:
    measure(desk, LEAST_CHART + 100)
    assert desk.view.between.table.isVisible()


def test_that_a_key_puts_the_table_away_and_it_stays_so_at_any_height(desk: Desk, qtbot: QtBot) -> None:
    measure(desk, LEAST_CHART + 100)
    qtbot.keyClick(desk.view, Qt.Key.Key_T)
    assert not desk.view.between.table.isVisible()
    desk.view.resize(800, LEAST_CHART + 200)
    assert not desk.view.between.table.isVisible()
    qtbot.keyClick(desk.view, Qt.Key.Key_T)
    desk.view.resize(800, LEAST_CHART - 100)
    assert desk.view.between.table.isVisible()


def test_that_without_cursors_the_key_for_the_table_does_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    before = desk.view.between.open
    qtbot.keyClick(desk.view, Qt.Key.Key_T)
    assert desk.view.between.open is before


def test_that_the_frame_of_the_focus_is_covered_by_nothing(desk: Desk) -> None:
    desk.show(a_line())
    desk.view.setFocus()
    QApplication.processEvents()
    picture = desk.view.grab().toImage()
    right, bottom = picture.width() - 1, picture.height() - 1
    edges = {(0, bottom // 2), (right, bottom // 2), (right // 2, 0), (right // 2, bottom)}
    assert {picture.pixelColor(x, y).name() for x, y in edges} == {DARK.focus.lower()}
