"""Tab goes through a page in the order in which it is read, and what a sheet took the focus from has it again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import alarm
from venule.desk.style.palette import DARK
from venule.desk.timebar.view import TimeBar
from venule.desk.trends.header import SPANS, Header
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.window import TimeWindow
from venule.desk.views.pack_sheet import Box, Chosen, PackSheet
from venule.desk.views.sheet import Sheet
from venule.domain.instant import HOUR

Sit = Callable[..., Sitting]
SHEETS = ("Note about what is in front of you", "Incident report", "Export…")


@pytest.fixture
def sitting(sit: Sit) -> Sitting:
    sitting = sit(alarm("tank-1"))
    sitting.window.activateWindow()
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.rest()
    return sitting


def said(widget: QWidget) -> str:
    """What a reader of the screen says of it."""
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def chain(root: QWidget) -> list[QWidget]:
    """Everything below where Tab can halt, in its order."""
    found: list[QWidget] = []
    here = root.nextInFocusChain()
    while here is not root:
        if root.isAncestorOf(here) and here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.focusProxy() is None:
            found.append(here)
        here = here.nextInFocusChain()
    return found


def open_sheet(sitting: Sitting, title: str) -> Sheet:
    next(one for one in sitting.panes.search._commands if one.title.startswith(title)).run()
    (sheet,) = (sheet for sheet in sitting.window.findChildren(Sheet) if sheet.isVisible())
    return sheet


def test_that_tab_goes_on_from_the_inspector_to_its_keys_and_values(sitting: Sitting) -> None:
    inspector = sitting.panes.inspector
    inspector.setFocus()
    order = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(said(QApplication.focusWidget()).partition(",")[0])
    assert order == ["Show trend", "Show on map", "level"]


def test_that_the_keys_above_a_trend_follow_one_another_as_they_stand(qtbot: QtBot) -> None:
    header = Header(DARK)
    qtbot.addWidget(header)
    header.show_ways(True, True, Arrangement.BY_UNIT)
    header.show_state(TimeWindow(0, HOUR), "14:05:09", False)
    names = [said(key) for key in chain(header)]
    assert names == [*(name for _, name in SPANS), "Back", "Forward", "By unit", "More", "Following"]


def test_that_the_time_bar_goes_from_its_keys_to_live_and_then_to_what_counts(qtbot: QtBot) -> None:
    bar = TimeBar(DARK)
    qtbot.addWidget(bar)
    parts = chain(bar)
    assert [said(part) for part in parts[:2]] == ["Previous event", "Play backwards"]
    assert parts[-3] is bar.live_key
    assert [said(part) for part in parts[-2:]] == ["Known then", "Happened then"]


def test_that_everything_tab_halts_at_has_a_name(sitting: Sitting) -> None:
    silent = [
        type(one).__name__ for one in chain(sitting.panes.inspector) + chain(sitting.panes.time_bar) if not said(one)
    ]
    assert silent == []


@pytest.mark.parametrize("title", SHEETS)
def test_that_a_sheet_is_walked_by_tab_with_names_and_left_by_esc(sitting: Sitting, title: str) -> None:
    sheet = open_sheet(sitting, title)
    assert said(sheet)
    stops = [stop for stop in sheet._stops() if stop.isVisible() and stop.isEnabled()]
    assert all(said(stop) for stop in stops)
    pressed = [key for key in sheet.findChildren(QAbstractButton) if key.isVisible() and key.isEnabled()]
    assert set(pressed) <= set(stops)
    for _ in stops:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert any(stop.hasFocus() for stop in stops)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isHidden()


@pytest.mark.parametrize("title", SHEETS)
def test_that_the_focus_goes_back_to_where_it_was(sitting: Sitting, title: str) -> None:
    tree = sitting.panes.navigator.tree
    tree.setFocus()
    open_sheet(sitting, title)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert tree.hasFocus()


def test_that_the_sheet_of_an_offline_area_gives_the_focus_back_too(sitting: Sitting) -> None:
    sheet, tree = PackSheet(sitting.panes.map, sitting.window), sitting.panes.navigator.tree
    tree.setFocus()
    sheet.open("town.pmtiles", (0, 14), Chosen(Box(11.5, 48.1, 11.6, 48.2), 10, 12))
    assert not tree.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert tree.hasFocus()


@pytest.mark.parametrize("title", SHEETS)
def test_that_a_page_built_anew_meanwhile_does_not_matter(sitting: Sitting, title: str) -> None:
    sitting.panes.inspector.findChildren(QPushButton)[0].setFocus()
    sheet = open_sheet(sitting, title)
    sitting.panes.inspector.show_asset(sitting.row("tank-2"))
    sitting.rest()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isHidden()
