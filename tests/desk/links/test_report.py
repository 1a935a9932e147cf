"""The incident report on the desk: filled in from what is looked at, and begun as a job that the command line takes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, alarm
from venule.cli.parser import parse
from venule.desk.jobs import Jobs, Order
from venule.desk.links.report import ReportLink, Shown, order, proposed_name
from venule.desk.models.wording import full_time
from venule.desk.timebar.events import StretchChosen
from venule.desk.views.report_sheet import BACKWARDS, ReportDraft, ReportSheet, listed, names_in
from venule.domain.instant import HOUR, MINUTE, SECOND

Sit = Callable[..., Sitting]
RAISED = NOON - 30 * SECOND


@pytest.fixture
def link(sit: Sit) -> tuple[Sitting, ReportLink, list[Order]]:
    """A desk with one alarm, and a link whose jobs are only noted."""
    sitting = sit(alarm("tank-1"))
    ordered: list[Order] = []
    panes = sitting.panes
    shown = Shown(sitting.window, panes.time_bar, panes.trends, sitting.pulse, sitting.desk.city)  # type: ignore[arg-type]
    made = ReportLink(shown, sitting.cache, "Upper town", ordered.append)
    return sitting, made, ordered


Linked = tuple[Sitting, ReportLink, list[Order]]


def test_that_an_alarm_fills_in_its_time_and_its_asset(link: Linked) -> None:
    sitting, made, _ = link
    (line,) = sitting.desk.alarms.lines
    sitting.panes.alarms.report_asked.emit(line)
    sheet = made.sheet
    assert sheet.isVisible()
    assert (sheet.start.text(), sheet.end.text()) == (full_time(RAISED - 30 * MINUTE), full_time(NOON))
    assert sheet.assets.text() == "water/tank-1"
    assert sheet.title.text() == "tank-1 is wrong, tank-1"


def test_that_without_an_alarm_it_is_about_the_chosen_stretch_or_the_last_hour(link: Linked) -> None:
    sitting, made, _ = link
    made.open()
    assert (made.sheet.start.text(), made.sheet.end.text()) == (full_time(NOON - HOUR), full_time(NOON))
    bar = sitting.panes.time_bar
    bar.set_stretch(StretchChosen(NOON - 20 * MINUTE, NOON - 5 * MINUTE))  # type: ignore[attr-defined]
    made.open()
    assert made.sheet.start.text() == full_time(NOON - 20 * MINUTE)
    assert made.sheet.end.text() == full_time(NOON - 5 * MINUTE)


def test_that_what_the_trends_show_is_proposed(link: Linked) -> None:
    sitting, made, _ = link
    sitting.desk.selection.open(sitting.row("tank-2"))
    sitting.rest()
    made.open()
    assert made.sheet.assets.text() == "water/tank-2"


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=' ,"'), min_size=1)))
def test_that_any_names_that_are_listed_are_read_again(names: list[str]) -> None:
    names = [name.strip() for name in names if name.strip()]
    assert names_in(listed(names)) == tuple(names)


def test_that_enter_asks_for_the_report_and_escape_puts_the_sheet_away(link: Linked, qtbot: QtBot) -> None:
    _, made, _ = link
    made.sheet.wanted.disconnect()
    made.open()
    made.sheet.title.setText("  Overflow ")
    made.sheet.assets.setText('tank-1, water/tank-2, "water/Tank 3, ""upper""",')
    with qtbot.waitSignal(made.sheet.wanted) as asked:
        qtbot.keyClick(made.sheet.title, Qt.Key.Key_Return)
    assert asked.args == [
        ReportDraft(NOON - HOUR, NOON, "Overflow", ("tank-1", "water/tank-2", 'water/Tank 3, "upper"'))
    ]
    qtbot.keyClick(made.sheet.title, Qt.Key.Key_Escape)
    assert not made.sheet.isVisible()


@pytest.mark.parametrize(("start", "says"), [("yesterday", "Write the time as"), (full_time(NOON + SECOND), BACKWARDS)])
def test_that_times_that_cannot_be_are_told_below_the_fields(link: Linked, qtbot: QtBot, start: str, says: str) -> None:
    _, made, _ = link
    made.open()
    made.sheet.start.setText(start)
    with qtbot.assertNotEmitted(made.sheet.wanted):
        made.sheet.finish()
    assert made.sheet.told.startswith(says)


def test_that_an_asset_that_is_not_there_is_told_on_the_sheet_and_nothing_typed_is_lost(
    link: Linked, qtbot: QtBot
) -> None:
    sitting, made, _ = link
    made.open()
    made.sheet.assets.setText("tank-1, water/tank-2, water/bay-1")
    qtbot.keyClick(made.sheet.title, Qt.Key.Key_Return)
    assert made.sheet.told == "There is no asset water/bay-1 in this recording."
    assert made.sheet.assets.hasFocus()
    assert sitting.window.findChild(QFileDialog) is None
    made.sheet.assets.setText("tank-1, water/tank-2")
    qtbot.keyClick(made.sheet.title, Qt.Key.Key_Return)
    dialog = sitting.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_that_tab_stays_on_the_sheet(link: Linked, qtbot: QtBot) -> None:
    _, made, _ = link
    made.open()
    for _ in range(6):
        qtbot.keyClick(made.sheet.focusWidget(), Qt.Key.Key_Tab)
    assert made.sheet.title.hasFocus()


def test_that_a_job_is_begun_with_what_the_command_line_takes(link: Linked, tmp_path: Path) -> None:
    sitting, made, ordered = link
    place = tmp_path / "report.pdf"
    made.make(ReportDraft(NOON - HOUR, NOON, "-a title", ("water/tank-1", "-tank")), place)
    (begun,) = ordered
    assert (begun.title, begun.makes) == ("-a title", place)
    told = parse(begun.arguments)
    assert (told.file, told.out, told.start, told.end) == (sitting.cache, place, NOON - HOUR, NOON)
    assert (told.title, told.asset) == ("-a title", ["water/tank-1", "-tank"])


def test_that_the_sheet_stays_where_nothing_can_be_written(link: Linked, tmp_path: Path) -> None:
    _, made, ordered = link
    made.open()
    made.make(ReportDraft(NOON - HOUR, NOON), tmp_path / "nowhere" / "report.pdf")
    assert made.sheet.told.endswith("report.pdf cannot be written: choose another place.")
    assert made.sheet.isVisible()
    assert not ordered


def test_that_the_job_makes_the_report_beside_the_desk(link: Linked, qtbot: QtBot, tmp_path: Path) -> None:
    sitting, _, _ = link
    place, jobs = tmp_path / "report.pdf", Jobs(sitting.window)
    with qtbot.waitSignal(jobs.finished, timeout=60_000) as ended:
        jobs.start(order(ReportDraft(NOON - HOUR, NOON, "Overflow"), sitting.cache, place))
    assert ended.args is not None
    (finished,) = ended.args
    assert (finished.ok, finished.sentence) == (True, "report.pdf: 3 pages, 1 alarm.")
    assert place.read_bytes().startswith(b"%PDF-")


def test_that_without_a_title_the_command_makes_its_own(tmp_path: Path) -> None:
    made = order(ReportDraft(NOON - HOUR, NOON), tmp_path / "city.venule", tmp_path / "report.pdf")
    assert made.title == "Incident report"
    assert parse(made.arguments).title == ""


def test_that_the_proposed_name_holds_nothing_that_a_file_system_refuses() -> None:
    assert not set(proposed_name("Upper town", NOON)) & set('\\/:*?"<>|')


def test_that_the_desk_offers_it_with_a_key(sit: Sit, qtbot: QtBot) -> None:
    sitting = sit()
    search = sitting.panes.search
    search.setText("incident report")
    search.search()
    assert any("Incident report…" in search.results.item(row).text() for row in range(search.results.count()))
    sitting.panes.alarms.setFocus()
    qtbot.keyClick(sitting.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert sitting.window.findChild(ReportSheet).isVisible()
