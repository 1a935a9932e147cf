"""The trend view with a hand on it, fed by answers made up here."""

import sys
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import FLOW, MODE, NOW, OCCUPIED, PRESSURE, a_line, a_series, minutes
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.trends.curves import Curve
from venule.desk.trends.events import DatastreamsDropped
from venule.desk.trends.formulas.line import formula_line
from venule.desk.trends.legend import VALUES, Row
from venule.desk.trends.line import MAX_LINES, LatestValue, TrendLine
from venule.desk.trends.mime import datastream_mime
from venule.desk.trends.picture import TrendPicture
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.view import TrendView
from venule.domain.alarm import Alarm
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import DAY, HOUR, MINUTE, Instant
from venule.domain.rule import Priority
from venule.store.answers import Series

REPLAY = Clock(live=False, origin=NOW, started=NOW)


class Desk:
    """A view, and all it has asked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.asked: list[SeriesQuestion] = []
        self.view = TrendView(self.asked.append, DARK, zone=UTC)
        self.view.resize(1000, 400)
        qtbot.addWidget(self.view)
        self.view.show()

    def show(self, *lines: TrendLine, clock: Clock = LIVE, now: Instant = NOW) -> None:
        self.view.show_datastreams(lines)
        self.view.set_clock(clock, now)
        QGuiApplication.processEvents()
        self.view.ask_now()

    def answer(self, *series: Series) -> None:
        """Answer the newest question about each datastream."""
        for each in series:
            question = next(asked for asked in reversed(self.asked) if asked.datastream == each.datastream)
            self.view.accept(SeriesAnswer(question, each))
        self.view.show_now()

    @property
    def picture(self) -> TrendPicture:
        assert self.view.picture is not None
        return self.view.picture

    def curves(self, pane: int = 0) -> tuple[Curve, ...]:
        assert self.view.plot is not None
        return self.view.plot.canvas.stacks[pane].curves

    def rows(self) -> list[Row]:
        return [self.view.legend.item(index).data(VALUES) for index in range(self.view.legend.count())]

    def point_at(self, instant: Instant, y: int = 80) -> QPoint:
        assert self.view.plot is not None
        return QPoint(round(self.view.plot.scale(self.view.stage.window).x(instant)), y)

    def viewport(self) -> QWidget:
        assert self.view.plot is not None
        return self.view.plot.canvas.viewport()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_that_an_empty_view_asks_nothing_and_imports_no_chart(desk: Desk) -> None:
    desk.view.set_clock(LIVE, NOW)
    desk.view.ask_now()
    assert desk.asked == []
    assert desk.view.plot is None


def test_that_nothing_is_asked_before_the_clock_is_known(desk: Desk) -> None:
    desk.view.show_datastreams((a_line(),))
    desk.view.ask_now()
    assert desk.asked == []


def test_that_each_line_asks_in_a_slot_of_its_own(desk: Desk) -> None:
    desk.show(a_line(1), a_line(2))
    assert len({question.slot for question in desk.asked}) == 2
    assert {question.datastream for question in desk.asked} == {1, 2}


def test_that_answers_are_shown_together_when_the_last_line_has_its_own(desk: Desk) -> None:
    desk.show(a_line(1), a_line(2))
    QGuiApplication.processEvents()
    before = desk.picture
    first, second = ({question.datastream: question for question in desk.asked}[number] for number in (1, 2))
    desk.view.accept(SeriesAnswer(first, a_series(minutes(50, 10), datastream=1)))
    QGuiApplication.processEvents()
    assert desk.picture is before, "the other line is waited for"
    desk.view.accept(SeriesAnswer(second, a_series(minutes(50, 10), datastream=2)))
    QGuiApplication.processEvents()
    assert [line.count for pane in desk.picture.panes for line in pane.lines] == [2, 2]


def test_that_an_answer_does_not_wait_for_ever_for_the_other_lines(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line(1), a_line(2))
    QGuiApplication.processEvents()
    first = next(question for question in desk.asked if question.datastream == 1)
    desk.view.accept(SeriesAnswer(first, a_series(minutes(50, 10), datastream=1)))
    qtbot.waitUntil(lambda: [line.count for pane in desk.picture.panes for line in pane.lines] == [2, 0])


def test_that_the_plot_is_given_no_line_across_a_gap(desk: Desk) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30, 20), gaps=[2]))
    assert desk.curves()[0].path.connect.tolist() == [1, 0, 1, 0]


def test_that_what_was_filled_later_has_a_pen_of_its_own(desk: Desk) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30, 20), provenance=[0, 4, 0, 0]))
    known, later = desk.curves()
    assert later.path.connect.tolist() == [1, 1, 0, 0]
    assert known.pen.dashPattern() != later.pen.dashPattern()


def test_that_lines_of_one_pane_differ_by_more_than_colour(desk: Desk) -> None:
    desk.show(a_line(1), a_line(2), a_line(3))
    desk.answer(*(a_series(minutes(2, 1), datastream=number) for number in (1, 2, 3)))
    patterns = {tuple(curve.pen.dashPattern()) for curve in desk.curves()[::2]}
    assert len(patterns) == 3


def test_that_a_look_back_shows_nothing_ahead_of_its_clock(desk: Desk) -> None:
    desk.show(a_line(), clock=REPLAY, now=NOW - 25 * MINUTE)
    desk.answer(a_series(minutes(50, 40, 30, 20, 10)))
    assert desk.curves()[0].path.x.size == 3
    desk.view.set_clock(REPLAY, NOW - 45 * MINUTE)
    desk.view.show_now()
    assert desk.picture.panes[0].lines[0].count == 1
    assert not desk.curves()[0].path.connect.any()


def test_that_a_jump_back_asks_again_and_takes_no_older_answer(desk: Desk) -> None:
    desk.show(a_line())
    before = desk.asked[-1]
    desk.view.set_clock(REPLAY, NOW - MINUTE)
    desk.view.accept(SeriesAnswer(before, a_series(minutes(5))))
    desk.view.ask_now()
    assert len(desk.asked) == 2
    desk.view.show_now()
    assert desk.picture.panes[0].lines[0].channel.series is None


def test_that_the_window_follows_the_clock_until_it_is_panned_away(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.view.set_clock(LIVE, NOW + MINUTE)
    assert desk.view.stage.window.end > NOW + MINUTE
    qtbot.keyClick(desk.view, Qt.Key.Key_Left)
    left = desk.view.stage.window
    desk.view.set_clock(LIVE, NOW + 2 * MINUTE)
    desk.view.show_now()
    assert desk.view.stage.window == left
    assert not desk.view.header.follow_key.isChecked()
    qtbot.keyClick(desk.view, Qt.Key.Key_F)
    desk.view.show_now()
    assert desk.view.stage.window.following
    assert desk.view.header.follow_key.isChecked()


def test_that_dragging_the_field_pans_it(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 10)))
    before = desk.view.stage.window
    qtbot.mousePress(desk.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 80))
    qtbot.mouseMove(desk.viewport(), QPoint(400, 80))
    qtbot.mouseRelease(desk.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 80))
    moved = before.start - desk.view.stage.window.start
    assert moved == pytest.approx(100 * before.span / desk.view.plot.pixels, rel=0.01)  # type: ignore[union-attr]


def test_that_a_box_drawn_with_shift_is_zoomed_into_and_a_double_click_goes_back(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 10), [1, 5]))
    whole = desk.picture
    start, end = desk.point_at(NOW - 40 * MINUTE, 60), desk.point_at(NOW - 20 * MINUTE, 160)
    qtbot.mousePress(desk.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, start)
    qtbot.mouseMove(desk.viewport(), end)
    qtbot.mouseRelease(desk.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, end)
    desk.view.show_now()
    assert desk.picture.window.span == pytest.approx(20 * MINUTE, rel=0.02)
    assert desk.picture.panes[0].shown.span < whole.panes[0].shown.span
    qtbot.mouseDClick(desk.viewport(), Qt.MouseButton.LeftButton, pos=end)
    desk.view.show_now()
    assert desk.picture.window.following
    assert desk.picture.panes[0].shown.low <= 1


def test_that_the_crosshair_reads_every_line_with_unit_and_quality(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line(1, PRESSURE), a_line(2, FLOW), a_line(3, OCCUPIED))
    desk.answer(
        a_series(minutes(50, 40, 30), [3, 4, 5], quality=[0, 1, 0]),
        a_series(minutes(50, 30), [10, 20], datastream=2, gaps=[1]),
        a_series(minutes(50, 30), [1, 0], datastream=3),
    )
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 41 * MINUTE))
    desk.view.show_now()
    pressure, flow, occupied = desk.rows()
    assert (pressure.value, pressure.unit, pressure.note) == ("4.00", "bar", "uncertain")
    assert (flow.value, flow.note) == ("–", "no observation")
    assert occupied.value == "occupied"


def test_that_without_a_crosshair_the_legend_tells_value_and_age(desk: Desk) -> None:
    desk.show(a_line(1, PRESSURE))
    desk.view.set_latest([LatestValue(1, NOW - 3 * MINUTE, 4.2)])
    desk.answer(a_series(minutes(50, 40)))
    assert (desk.rows()[0].value, desk.rows()[0].note) == ("4.20", "3 min ago")


def test_that_the_thirteenth_line_is_refused_in_words(desk: Desk) -> None:
    desk.show(*(a_line(number) for number in range(MAX_LINES)))
    assert not desk.view.add_datastream(a_line(99))
    assert len(desk.view.lines) == MAX_LINES
    assert "remove one" in desk.view.header.message.text()
    assert desk.view.add_datastream(a_line(3))


def test_that_delete_removes_the_focused_line(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line(1), a_line(2))
    desk.view.show_now()
    desk.view.legend.setCurrentRow(1)
    with qtbot.waitSignal(desk.view.lines_changed) as changed:
        qtbot.keyClick(desk.view.legend, Qt.Key.Key_Delete)
    assert [line.datastream for line in changed.args[0].lines] == [1]


def test_that_growth_is_asked_for_and_what_is_not_shown_is_not(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line(1), a_line(2))
    desk.asked.clear()
    desk.view.note_growth({2, 77})
    qtbot.waitUntil(lambda: bool(desk.asked))
    assert [question.datastream for question in desk.asked] == [2]


def test_that_an_empty_span_says_when_the_last_observation_was(desk: Desk) -> None:
    desk.show(a_line())
    desk.view.set_latest([LatestValue(1, desk.view.stage.window.start - 3 * HOUR, 4.2)])
    desk.answer(a_series([]))
    assert desk.picture.panes[0].empty == "No observation in this span; the last was 3 h earlier"


def test_that_alarms_are_marked_only_where_they_belong(desk: Desk) -> None:
    alarm = Alarm("u", "water", "a1", "r", Priority.HIGH, NOW - MINUTE, NOW, "High pressure", quantity="pressure")
    desk.show(a_line(1, PRESSURE), a_line(2, FLOW), clock=REPLAY, now=NOW)
    others = (replace(alarm, subject="a9"), replace(alarm, quantity="flow"), replace(alarm, raised_at=NOW + MINUTE))
    desk.view.set_alarms((alarm, *others))
    desk.view.show_now()
    assert [pane.alarms for pane in desk.picture.panes] == [(alarm,), ()]


def test_that_a_drop_is_told(desk: Desk, qtbot: QtBot) -> None:
    mime: QMimeData = datastream_mime([7, 8])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(desk.view.datastreams_dropped) as dropped:
        desk.view.dropEvent(event)
    assert dropped.args == [DatastreamsDropped((7, 8))]


def test_that_the_visible_data_are_copied_as_a_table_without_formulas(desk: Desk, qtbot: QtBot) -> None:
    desk.show(TrendLine(1, "=1+1", PRESSURE))
    desk.answer(a_series([NOW - 5 * DAY, *minutes(50, 40)], [1, 3.5, np.nan]))
    qtbot.keyClick(desk.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, *rows = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[0] == "observed_at"
    assert [row.split("\t")[1:] for row in rows] == [
        ["'=1+1", "pressure", "3.5", "bar", "good"],
        ["'=1+1", "pressure", "", "bar", "good"],
    ]


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_that_every_kind_of_line_is_painted_in_both_themes(desk: Desk, palette: Palette) -> None:
    desk.show(a_line(1, PRESSURE), a_line(2, OCCUPIED), a_line(3, MODE))
    blank = desk.view.grab().toImage()
    desk.view.set_palette(palette)
    desk.answer(
        a_series(minutes(50, 40, 30, 20, 10), quality=[0, 1, 4, 0, 0], provenance=[4, 0, 0, 0, 0], gaps=[4]),
        a_series(minutes(50, 30), [1, 0], datastream=2),
        a_series(minutes(50, 30), [1, 0], datastream=3, labels=("off", "on")),
    )
    assert desk.view.grab().toImage() != blank


def test_that_the_chart_is_imported_only_when_a_line_is_shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "venule.desk.trends.plot", raising=False)
    desk = Desk(qtbot)
    assert "venule.desk.trends.plot" not in sys.modules
    desk.show(a_line())
    assert "venule.desk.trends.plot" in sys.modules


def test_that_an_answer_between_composing_and_painting_is_waited_for_and_not_mixed_in(desk: Desk) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30, 20, 10)))
    desk.view.note_growth({1})
    desk.view.ask_now()
    desk.view.accept(SeriesAnswer(desk.asked[-1], a_series(minutes(50))))
    desk.viewport().repaint()
    assert desk.picture.panes[0].lines[0].count == 5
    desk.view.show_now()
    assert desk.picture.panes[0].lines[0].count == 1


def test_that_the_newest_value_fades_away_by_the_time_it_is_stale(desk: Desk) -> None:
    desk.show(a_line(1, replace(PRESSURE, expected_every_s=600.0)))
    desk.answer(a_series(minutes(50, 40, 30), [4.0, 4.0, 4.0]))
    image = desk.viewport().grab().toImage()
    line = desk.point_at(NOW - 38 * MINUTE).x()
    y = max(range(40, image.height() - 10), key=lambda y: image.pixelColor(line, y).lightness())
    near, later, gone = (
        max(image.pixelColor(desk.point_at(NOW - minute * MINUTE, row)).lightness() for row in (y - 1, y, y + 1))
        for minute in (22, 16, 8)
    )
    assert near > later > gone


def test_that_slow_answers_are_shown_while_a_look_back_goes_backwards(desk: Desk) -> None:
    desk.show(a_line(), clock=REPLAY)
    for minute in (1, 2, 3):
        slow = desk.asked[-1]
        clock = replace(REPLAY, origin=NOW - minute * MINUTE)
        desk.view.set_clock(clock, NOW - minute * MINUTE)
        desk.view.ask_now()
        assert desk.asked[-1] is not slow
        at = minutes(minute + 9, minute - 0.5)
        desk.view.accept(SeriesAnswer(slow, a_series(at)))
        desk.view.show_now()
        shown = desk.picture.panes[0].lines[0]
        assert shown.series is not None
        assert shown.series.observed_at.tolist() == at
        assert shown.count == 1


def test_that_a_line_is_seen_where_it_crosses_a_window_without_an_observation(desk: Desk) -> None:
    desk.show(a_line(1, FLOW))
    desk.answer(a_series(minutes(40, 20), [992_500.0, 992_600.0]))
    desk.view.stage.zoom_to(NOW - 31 * MINUTE, NOW - 29 * MINUTE, {})
    desk.view.show_now()
    shown = desk.picture.panes[0].shown
    assert 900_000 < shown.low < 992_545
    assert 992_555 < shown.high < 1_100_000


def test_that_a_gap_over_a_window_leaves_its_axis_alone(desk: Desk) -> None:
    desk.show(a_line(1, FLOW))
    desk.answer(a_series(minutes(40, 20), [992_500.0, 992_600.0], gaps=[1]))
    desk.view.stage.zoom_to(NOW - 31 * MINUTE, NOW - 29 * MINUTE, {})
    desk.view.show_now()
    assert desk.picture.panes[0].shown.high == 1.0
    assert desk.picture.panes[0].empty


def test_that_a_line_enters_and_leaves_within_its_axis(desk: Desk) -> None:
    desk.show(a_line(1, FLOW))
    desk.answer(a_series(minutes(45, 35, 30, 10), [10.0, 90.0, 92.0, 10.0]))
    desk.view.stage.zoom_to(NOW - 41 * MINUTE, NOW - 20 * MINUTE, {})
    desk.view.show_now()
    assert desk.picture.panes[0].shown.low < 42.0
    assert desk.picture.panes[0].shown.low > 10.0


def test_that_a_formula_without_a_value_says_so_and_not_that_nothing_was_observed(desk: Desk) -> None:
    line = formula_line("#1 / (#1 - #1)", lambda _: a_line(1, FLOW))
    desk.show(line)
    desk.answer(replace(a_series([]), datastream=line.datastream, total=3))
    assert desk.picture.panes[0].empty == "No value can be computed in this span"
    desk.answer(replace(a_series([]), datastream=line.datastream))
    assert desk.picture.panes[0].empty == "No observation in this span"
