"""Two cursors: set by key and by hand, measured by every observation, read and copied, and gone with Escape."""

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import FLOW, NOW, OCCUPIED, PRESSURE, a_line, a_series, minutes
from tests.desk.trends.test_view import REPLAY, Desk
from venule.desk.trends.cursors.between import heading, length_text
from venule.desk.trends.cursors.cursors import Cursors, Which
from venule.desk.trends.cursors.integral import integral_of
from venule.desk.trends.cursors.measuring import FEW, Measuring, TallyAnswer, TallyQuestion, tally_of_series
from venule.desk.trends.formulas.line import formula_line
from venule.domain.clock import LIVE
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.quantity import Quantity, ValueKind
from venule.store.tally import Tally

COUNTER = Quantity("volume", "m3", kind=ValueKind.COUNTER)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def measured(question: TallyQuestion, **figures: object) -> TallyAnswer:
    told = {"whole": True, "count": 60, "least": 3.0, "greatest": 5.0, "first": 3.0, "last": 4.5} | figures
    return TallyAnswer(question, Tally(question.start, question.end, question.end, **told))  # type: ignore[arg-type]


@pytest.fixture
def wanted(desk: Desk) -> list[TallyQuestion]:
    """What the view has asked to be measured."""
    questions: list[TallyQuestion] = []
    desk.view.tally_wanted.connect(questions.append)
    return questions


def press(qtbot: QtBot, desk: Desk, key: Qt.Key) -> None:
    qtbot.keyClick(desk.view, key)
    desk.view.show_now()


def cells(desk: Desk, row: int = 0) -> list[str]:
    table = desk.view.between.table
    items = [table.item(row, column) for column in range(table.columnCount())]
    return ["" if item is None else item.text() for item in items]


def test_that_the_stretch_between_them_has_its_earlier_end_first() -> None:
    assert Cursors(5, 3).stretch == (3, 5)
    assert Cursors(5, None).stretch is None
    assert Cursors(5, 5).stretch is None
    assert Cursors().placed(Which.B, 7).set == ((Which.B, 7),)


def test_that_keys_set_them_at_the_crosshair_and_escape_takes_them_away(
    desk: Desk, qtbot: QtBot, wanted: list[TallyQuestion]
) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 40 * MINUTE))
    press(qtbot, desk, Qt.Key.Key_A)
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 20 * MINUTE))
    assert not wanted
    press(qtbot, desk, Qt.Key.Key_B)
    assert desk.view.stage.cursors.stretch == pytest.approx((NOW - 40 * MINUTE, NOW - 20 * MINUTE), abs=5 * SECOND)
    assert [(asked.datastream, asked.so_far) for asked in wanted] == [(1, None)]
    assert desk.view.between.isVisible()
    press(qtbot, desk, Qt.Key.Key_Escape)
    assert not desk.view.stage.cursors.set
    assert not desk.view.between.isVisible()


def test_that_without_a_mouse_keys_move_the_crosshair(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    for _ in range(3):
        qtbot.keyClick(desk.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    desk.view.show_now()
    middle = (desk.view.stage.window.start + desk.view.stage.window.end) // 2
    assert desk.picture.cross is not None
    assert desk.picture.cross > middle
    press(qtbot, desk, Qt.Key.Key_A)
    assert desk.view.stage.cursors.a == desk.picture.cross


def test_that_a_drag_along_the_time_axis_sets_both_and_a_drag_of_one_moves_it(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    assert desk.view.plot is not None
    axis = desk.view.plot.axis
    qtbot.mousePress(axis, Qt.MouseButton.LeftButton, pos=desk.point_at(NOW - 50 * MINUTE, 8))
    qtbot.mouseMove(axis, desk.point_at(NOW - 10 * MINUTE, 8))
    qtbot.mouseRelease(axis, Qt.MouseButton.LeftButton, pos=desk.point_at(NOW - 10 * MINUTE, 8))
    desk.view.show_now()
    before = desk.view.stage.cursors
    assert before.stretch == pytest.approx((NOW - 50 * MINUTE, NOW - 10 * MINUTE), abs=6 * SECOND)
    window = desk.view.stage.window
    qtbot.mousePress(desk.viewport(), Qt.MouseButton.LeftButton, pos=desk.point_at(NOW - 10 * MINUTE))
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 20 * MINUTE))
    qtbot.mouseRelease(desk.viewport(), Qt.MouseButton.LeftButton, pos=desk.point_at(NOW - 20 * MINUTE))
    assert desk.view.stage.cursors.a == before.a
    assert desk.view.stage.cursors.b == pytest.approx(NOW - 20 * MINUTE, abs=6 * SECOND)
    assert desk.view.stage.window == window


def set_both(desk: Desk) -> None:
    desk.view.stage.cursors = Cursors(NOW - HOUR, NOW)
    desk.view.pointing.measure()


def test_that_each_kind_of_line_tells_what_makes_sense_of_it(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line(1, PRESSURE), a_line(2, FLOW), a_line(3, OCCUPIED), a_line(4, COUNTER))
    desk.answer(a_series(minutes(50, 40, 30)))
    set_both(desk)
    for question in list(wanted):
        half = {"area": 1800.0, "covered_s": 3600.0} if question.datastream == 3 else {}
        desk.view.pointing.take(measured(question, **({"area": 36_000.0, "covered_s": 3600.0} | half)))
    desk.view.show_now()
    assert cells(desk, 0)[1:6] == ["+1.50 bar", "10.000 bar", "3.00 bar", "5.00 bar", "10 bar·h"]
    assert cells(desk, 1)[1:6] == ["+1.5 m³/h", "10 m³/h", "3 m³/h", "5 m³/h", "10 m³"]
    assert cells(desk, 2)[1:6] == ["+1.5 m³", "–", "3 m³", "5 m³", "–"]
    assert cells(desk, 3)[2] == "50.0 % of the time"
    assert cells(desk, 3)[5] == "occupied for 30 min"


def test_that_what_is_uncertain_about_a_figure_is_said(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    set_both(desk)
    desk.view.pointing.take(measured(wanted[0], covered_s=1800.0, left_out=2, rolled=60))
    desk.view.show_now()
    assert cells(desk)[7] == "50 % of the time covered, 2 bad left out, of roll-ups"


def test_that_a_long_stretch_is_asked_for_step_by_step(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    set_both(desk)
    first = wanted[-1]
    part = Tally(first.start, first.end, first.start + HOUR // 4, count=7)
    desk.view.pointing.take(TallyAnswer(first, part))
    desk.view.show_now()
    assert wanted[-1].so_far == part
    assert cells(desk)[7] == "being counted, 25 % done"


def test_that_the_table_is_copied_with_numbers_in_full(desk: Desk, qtbot: QtBot, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    set_both(desk)
    desk.view.pointing.take(measured(wanted[0], area=1.0, covered_s=3.0))
    desk.view.show_now()
    qtbot.keyClick(desk.view.between.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    _, names, row = (line.split("\t") for line in QGuiApplication.clipboard().text().splitlines())
    told = dict(zip(names, row, strict=True))
    assert (told["unit"], told["difference"], told["mean"]) == ("bar", "1.5", repr(1 / 3))


def test_that_a_jump_of_the_clock_measures_anew(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line())
    set_both(desk)
    desk.view.pointing.take(measured(wanted[0]))
    desk.view.set_clock(LIVE, NOW + SECOND)
    assert len(wanted) == 1
    desk.view.set_clock(REPLAY, NOW - MINUTE)
    assert len(wanted) == 2
    assert not desk.view.pointing.measuring.tallies


class Asked(list[TallyQuestion]):
    """What was asked, and a way to answer the last."""

    def __init__(self) -> None:
        super().__init__()
        self.measuring = Measuring(self.append)
        self.measuring.measure((NOW - HOUR, NOW), [a_line(1)])

    def answer(self, **told: object) -> bool:
        return self.measuring.accept(measured(self[-1], **told))


def test_that_growth_is_measured_only_where_it_can_lie_between_the_cursors() -> None:
    asked = Asked()
    asked.answer(before_at=NOW + SECOND)
    asked.measuring.grow([1])
    assert len(asked) == 1
    asked = Asked()
    asked.answer(before_at=NOW - MINUTE)
    asked.measuring.grow([1, 9])
    assert [question.so_far for question in asked] == [None, None]


def test_that_a_long_tally_goes_on_behind_its_last_observation() -> None:
    asked = Asked()
    asked.answer(before_at=NOW - MINUTE, count=FEW + 1)
    asked.measuring.grow([1])
    assert asked[-1].so_far is not None


def test_that_an_answer_to_other_cursors_no_longer_counts() -> None:
    asked = Asked()
    before = asked[-1]
    asked.measuring.measure((NOW - 2 * HOUR, NOW), [a_line(1)])
    assert not asked.measuring.accept(measured(before))
    assert asked.answer()


@pytest.mark.parametrize(("held", "mean"), [(False, 15.0), (True, 10.0)])
def test_that_a_made_line_is_measured_by_the_points_that_are_drawn(held: bool, mean: float) -> None:
    series = a_series(minutes(30, 20, 10), [10.0, 20.0, math.nan], gaps=[2])
    found = tally_of_series(series, 3, (NOW - HOUR, NOW), held)
    assert (found.count, found.covered_s) == (2, 600.0)
    assert found.mean == pytest.approx(mean)


@pytest.mark.parametrize(
    ("span", "text"),
    [(250_000, "0.250 s"), (90 * SECOND, "1 min 30 s"), (DAY + HOUR + SECOND, "1 d 1 h 1 s"), (2 * HOUR, "2 h")],
)
def test_that_a_length_of_time_is_told_to_the_second(span: int, text: str) -> None:
    assert length_text(span) == text


def test_that_the_heading_names_the_day_once() -> None:
    from datetime import UTC

    assert heading(Cursors(NOW, NOW - HOUR), UTC) == "Tue 4 Nov 2025 12:05:09 to 13:05:09, Δt 1 h"
    assert heading(Cursors(NOW, None), UTC) == ""


def test_that_a_made_line_is_measured_only_where_all_of_it_is_drawn(desk: Desk) -> None:
    line = formula_line("#1 * 2", lambda _: a_line(1, FLOW))
    desk.show(line)
    desk.answer(replace(a_series(minutes(50, 40, 30), [10.0, 20.0, 30.0]), datastream=line.datastream))
    desk.view.stage.cursors = Cursors(NOW - 45 * MINUTE, NOW - 30 * MINUTE)
    desk.view.show_now()
    assert cells(desk)[1:5] == ["+20 m³/h", "22.5 m³/h", "20 m³/h", "30 m³/h"]
    desk.view.stage.cursors = Cursors(NOW - 5 * HOUR, NOW - 30 * MINUTE)
    desk.view.show_now()
    assert cells(desk)[1:] == ["–"] * 6 + ["not all drawn"]


def test_that_an_area_beyond_all_numbers_is_a_dash(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line(1, FLOW))
    desk.answer(a_series(minutes(50, 40, 30)))
    set_both(desk)
    desk.view.pointing.take(measured(wanted[0], area=math.inf, covered_s=3600.0, greatest=1e305))
    desk.view.show_now()
    assert cells(desk)[2:6] == ["–", "3 m³/h", "1e305 m³/h", "–"]
    huge = a_series(minutes(30, 20, 10), [1.7e308, 1.7e308, 1.7e308])
    assert math.isinf(tally_of_series(huge, 3, (NOW - HOUR, NOW), False).area)


def test_that_figures_stand_while_the_clock_runs_backwards(desk: Desk, wanted: list[TallyQuestion]) -> None:
    desk.show(a_line(), clock=REPLAY)
    set_both(desk)
    desk.view.pointing.take(measured(wanted[-1]))
    asked = len(wanted)
    for _ in range(2):
        desk.view.set_clock(REPLAY, desk.view.stage.now - MINUTE)
    assert len(wanted) == asked + 1
    assert desk.view.pointing.measuring.tallies


def test_that_a_measurement_which_the_clock_outran_backwards_is_made_once_more(
    desk: Desk, wanted: list[TallyQuestion]
) -> None:
    desk.show(a_line(), clock=REPLAY)
    set_both(desk)
    desk.view.set_clock(REPLAY, desk.view.stage.now - MINUTE)
    desk.view.pointing.take(measured(wanted[0], whole=False))
    assert wanted[1].so_far is not None, "what was begun is brought to its end"
    desk.view.pointing.take(measured(wanted[1]))
    assert [question.so_far for question in wanted[2:]] == [None]
    desk.view.pointing.take(measured(wanted[2]))
    assert len(wanted) == 3


@pytest.mark.parametrize(
    ("unit", "told"), [("m3/h/bar", "m³/bar"), ("Cel", "°C·h"), ("m", "m·h"), ("m3/m", "m³/m·h"), ("1/h", "")]
)
def test_that_what_was_told_by_the_hour_is_no_longer_when_it_is_summed(unit: str, told: str) -> None:
    assert integral_of(unit).unit == told


def test_that_a_cursor_set_beside_the_chart_stands_at_its_edge(desk: Desk, qtbot: QtBot) -> None:
    desk.show(a_line())
    desk.answer(a_series(minutes(50, 40, 30)))
    qtbot.mouseMove(desk.viewport(), QPoint(5, 80))
    press(qtbot, desk, Qt.Key.Key_A)
    assert desk.view.stage.cursors.a == desk.view.stage.window.start
