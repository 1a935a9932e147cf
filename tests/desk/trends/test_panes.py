"""Units decide which lines share an axis; a person decides whether panes are stacked or laid over one another."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.desk.trends.series import FLOW, MODE, NOW, OCCUPIED, PRESSURE, a_line, a_series, minutes
from tests.desk.trends.test_view import Desk
from venule.desk.trends.dropping import fitting
from venule.desk.trends.layout import RIGHT_AXIS_WIDTH, RIGHT_MARGIN, lay_out
from venule.desk.trends.mime import datastream_mime
from venule.desk.trends.panes import Arrangement, PaneKind, axes_of, panes_of
from venule.domain.instant import MINUTE
from venule.domain.note import Note
from venule.domain.quantity import Quantity

LEVEL = Quantity("level", "m")
THREE = (a_line(1, PRESSURE), a_line(2, FLOW), a_line(3, PRESSURE), a_line(4, LEVEL))


def test_that_lines_of_one_unit_share_a_pane_and_others_do_not() -> None:
    panes = panes_of([a_line(1, PRESSURE), a_line(2, FLOW), a_line(3, PRESSURE)])
    assert [pane.title for pane in panes] == ["Pressure (bar)", "Flow (m³/h)"]
    assert [line.datastream for line in panes[0].lines] == [1, 3]


def test_that_flags_and_states_lie_in_lanes_below_the_values() -> None:
    panes = panes_of([a_line(1, MODE), a_line(2, OCCUPIED), a_line(3, PRESSURE)])
    assert [pane.kind for pane in panes] == [PaneKind.VALUES, PaneKind.FLAGS, PaneKind.WORDS]


def test_that_values_of_unknown_unit_share_nothing() -> None:
    panes = panes_of([a_line(1, Quantity("a")), a_line(2, Quantity("b")), a_line(3, Quantity("a"))])
    assert [len(pane.lines) for pane in panes] == [2, 1]


def test_that_stacked_lines_have_a_pane_each_that_names_its_asset() -> None:
    panes = panes_of(
        [a_line(1, PRESSURE), a_line(3, PRESSURE), a_line(5, OCCUPIED), a_line(6, OCCUPIED)], Arrangement.STACKED
    )
    assert [pane.title for pane in panes[:2]] == ["Asset 1: Pressure (bar)", "Asset 3: Pressure (bar)"]
    assert len({pane.key for pane in panes[:2]}) == 2
    assert [len(pane.lines) for pane in panes] == [1, 1, 2]


def test_that_two_units_overlaid_have_an_axis_at_either_side_and_a_third_its_own_pane() -> None:
    both, level = panes_of(THREE, Arrangement.OVERLAID)
    assert [line.datastream for line in both.left] == [1, 3]
    assert [line.datastream for line in both.right] == [2]
    assert (both.title, both.right_title, level.title) == ("Pressure (bar)", "Flow (m³/h)", "Level (m)")
    assert axes_of(THREE) == 3


def test_that_room_is_kept_for_a_right_axis_only_where_there_is_one() -> None:
    for arrangement, margin in ((Arrangement.BY_UNIT, RIGHT_MARGIN), (Arrangement.OVERLAID, RIGHT_AXIS_WIDTH)):
        layout = lay_out(panes_of(THREE, arrangement), 600, 300)
        assert {box.plot.right() for box in layout.boxes} == {600 - margin}


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(qtbot)
    desk.show(*THREE)
    desk.answer(
        a_series(minutes(50, 30, 10), [3, 4, 5]),
        a_series(minutes(50, 30, 10), [100, 200, 150], datastream=2),
        a_series(minutes(50, 30, 10), [4, 4, 4], datastream=3),
        a_series(minutes(50, 30, 10), [7, 8, 9], datastream=4),
    )
    return desk


def test_that_a_line_at_the_right_axis_fills_the_height_by_its_own_range(desk: Desk) -> None:
    desk.view.arrange(Arrangement.OVERLAID)
    desk.view.show_now()
    pane = desk.picture.panes[0]
    assert pane.right is not None
    assert pane.right.low <= 100
    assert pane.right.high >= 200
    flow = next(line for line in pane.lines if line.channel.line.datastream == 2)
    shares = [(100 * flow.gain + flow.lift - pane.shown.low) / pane.shown.span]
    assert shares == pytest.approx([(100 - pane.right.low) / pane.right.span])
    assert pane.shown.high < 10


def test_that_a_third_unit_is_said_to_have_a_pane_of_its_own(desk: Desk) -> None:
    desk.view.arrange(Arrangement.OVERLAID)
    assert "Two units share a pane at most" in desk.view.header.message.text()


def test_that_a_key_goes_through_the_arrangements_and_the_header_says_which(desk: Desk, qtbot: QtBot) -> None:
    seen = []
    for _ in range(3):
        qtbot.keyClick(desk.view, Qt.Key.Key_P)
        desk.view.show_now()
        seen.append((desk.view.header.panes_key.text(), len(desk.picture.panes)))
    assert seen == [("Stacked ▾", 4), ("Overlaid ▾", 2), ("By unit ▾", 3)]


def test_that_a_box_over_two_axes_zooms_both(desk: Desk) -> None:
    desk.view.arrange(Arrangement.OVERLAID)
    desk.view.show_now()
    before = desk.picture.panes[0]
    assert desk.view.plot is not None
    assert before.right is not None
    box = desk.view.plot.canvas.stacks[0].box
    half = desk.view.plot.values_in(box.adjusted(50, 0, -50, -box.height() / 2))
    desk.view.stage.zoom_to(NOW - 30 * MINUTE, NOW, half)
    desk.view.show_now()
    after = desk.picture.panes[0]
    assert after.right is not None
    assert after.shown.span == pytest.approx(before.shown.span / 2, rel=0.02)
    assert after.right.span == pytest.approx(before.right.span / 2, rel=0.02)


def test_that_a_drop_says_on_which_axis_it_fell(desk: Desk, qtbot: QtBot) -> None:
    mime: QMimeData = datastream_mime([7, 8])
    assert desk.view.plot is not None
    at = desk.view.plot.mapTo(desk.view, QPointF(300, desk.view.plot.canvas.stacks[1].box.center().y()))
    event = QDropEvent(at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(desk.view.datastreams_dropped) as dropped:
        desk.view.dropEvent(event)
    assert dropped.args[0].axis == "m3/h"


def test_that_of_what_is_dropped_on_a_pane_the_fitting_lines_are_meant() -> None:
    assert [line.datastream for line in fitting(THREE, "m3/h")] == [2]
    assert fitting(THREE, "") == fitting(THREE, "kPa") == THREE


def a_note(uid: str, minutes_ago: int, asset: str = "", quantity: str = "") -> Note:
    at = NOW - minutes_ago * MINUTE
    return Note(uid, at, NOW, "anna", f"note {uid}", "water" if asset else "", asset, quantity)


def test_that_notes_are_pinned_where_they_belong_and_once(desk: Desk) -> None:
    flow, asset, city = a_note("f", 20, "a2", "flow"), a_note("a", 25, "a2"), a_note("c", 30)
    desk.view.set_notes((flow, asset, city, a_note("x", 20, "a9", "flow"), a_note("old", 6_000)))
    desk.view.show_now()
    assert [pane.notes for pane in desk.picture.panes] == [(city,), (flow, asset), ()]


def test_that_a_pin_is_found_under_the_pointer_and_told(desk: Desk, qtbot: QtBot) -> None:
    desk.view.set_notes((a_note("c", 30),))
    desk.view.show_now()
    foot = desk.view.plot.canvas.stacks[0].box.bottom()  # type: ignore[union-attr]
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 30 * MINUTE, round(foot) - 10))
    desk.view.show_now()
    assert "note c" in desk.view.header.message.text()


def test_that_a_note_is_asked_for_at_the_crosshair_about_the_chosen_line(desk: Desk, qtbot: QtBot) -> None:
    desk.view.legend.setCurrentRow(1)
    qtbot.mouseMove(desk.viewport(), desk.point_at(NOW - 30 * MINUTE))
    with qtbot.waitSignal(desk.view.note_wanted) as wanted:
        qtbot.keyClick(desk.view, Qt.Key.Key_N)
    assert wanted.args[0].at == pytest.approx(NOW - 30 * MINUTE, abs=MINUTE // 6)
    assert wanted.args[0].line == desk.rows()[1].channel.line
