"""Names that are longer than a line: they are broken or shortened, never cut off or painted over."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QTableWidgetItem
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from venule.desk.style.palette import DARK
from venule.desk.trends.cursors.table import LEAST_NAME, MOST_OF_WIDTH, NAME
from venule.desk.trends.header import Header
from venule.desk.views.labels import flowing
from venule.desk.views.navigator import SHOWN_COUNTS, leftmost
from venule.domain.alarm import Status

WORD = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel"


def test_that_a_word_wider_than_its_line_is_broken_and_read_as_it_is(styled: QApplication, qtbot: QtBot) -> None:
    text = flowing(f"The {WORD} is lost")
    qtbot.addWidget(text)
    line = QFontMetrics(text.font()).height()
    assert text.heightForWidth(160) >= 3 * line
    assert text.text().replace("\u200b", "") == text.accessibleName() == f"The {WORD} is lost"


def test_that_ordinary_words_are_left_alone(styled: QApplication, qtbot: QtBot) -> None:
    text = flowing("Wasserversorgungsleitung-0007 is below its limit")
    qtbot.addWidget(text)
    assert "\u200b" not in text.text()


def test_that_counts_keep_their_place_and_large_ones_say_how_far_they_reach(styled: QApplication) -> None:
    few, many = [0] * len(Status), [0] * len(Status)
    few[Status.ALARM] = 3
    for status in SHOWN_COUNTS[-2:]:
        many[status] = 2_000
    assert leftmost(tuple(few)) > 0 > leftmost(tuple(many))


def test_that_the_subject_of_a_trend_is_shortened_and_told_whole(styled: QApplication, qtbot: QtBot) -> None:
    header = Header(DARK)
    qtbot.addWidget(header)
    header.set_subject(WORD)
    assert header.subject.text() == header.subject.toolTip() == WORD


@pytest.mark.parametrize("width", [400, 700, 1200])
def test_that_names_leave_room_for_figures(sit: Callable[..., Sitting], width: int) -> None:
    table = sit().desk.chart.between
    table.table.setRowCount(1)
    table.table.setItem(0, NAME, QTableWidgetItem(4 * WORD))
    table.resize(width, 200)
    table._fit_names()
    assert table.table.columnWidth(NAME) == max(LEAST_NAME, round(MOST_OF_WIDTH * table.table.viewport().width()))
