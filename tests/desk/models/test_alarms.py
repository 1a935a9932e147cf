"""The alarm list: its order, what it folds, what it never hides, and how little it disturbs while it changes."""

from collections.abc import Sequence

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.desk.town import NOON, alarm
from venule.desk.models.alarm_lines import lines_of
from venule.desk.models.alarms import AlarmModel, Column
from venule.desk.questions import AlarmsSeen
from venule.domain.alarm import Alarm, AlarmState
from venule.domain.instant import SECOND
from venule.domain.rule import Priority
from venule.store.answers import Remark


def seen(*alarms: Alarm, remarks: Sequence[Remark] = ()) -> AlarmsSeen:
    """What the file says at noon."""
    return AlarmsSeen(NOON, alarms, tuple(remarks), ())


def acknowledged(alarm: Alarm, comment: str = "") -> Remark:
    """Somebody saw it."""
    return Remark(alarm.uid, NOON, "Ada", comment, True)


def returned(subject: str, **more: object) -> Alarm:
    """An alarm whose condition has gone."""
    gone = {"cleared_at": NOON - SECOND, "cleared_recorded_at": NOON - SECOND}
    return alarm(subject, **(gone | more))  # type: ignore[arg-type]


def watched() -> AlarmModel:
    """A model that is checked at every change."""
    model = AlarmModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def subjects(model: AlarmModel) -> list[str]:
    """The lines from the top."""
    return [line.alarm.subject for line in model.lines]


def test_that_unacknowledged_come_first_then_priority_then_the_newest() -> None:
    old, new = alarm("old", ago_s=90), alarm("new", ago_s=10)
    low, known = alarm("low", Priority.LOW, ago_s=1), alarm("known", ago_s=1)
    lines = lines_of(seen(low, known, old, new, remarks=[acknowledged(known)]))
    assert [line.alarm.subject for line in lines] == ["new", "old", "low", "known"]


def test_that_acknowledging_never_hides_an_active_alarm() -> None:
    standing = alarm("tank-1")
    (line,) = lines_of(seen(standing, remarks=[acknowledged(standing, "crew is on its way")]))
    assert line.state is AlarmState.ACTIVE_ACKNOWLEDGED
    assert (line.acknowledged_by, line.comment) == ("Ada", "crew is on its way")


def test_that_a_returned_alarm_stays_until_somebody_saw_it() -> None:
    gone = returned("tank-1")
    assert [line.state for line in lines_of(seen(gone))] == [AlarmState.RETURNED_UNACKNOWLEDGED]
    assert lines_of(seen(gone, remarks=[acknowledged(gone)])) == ()


def test_that_a_comment_does_not_acknowledge() -> None:
    standing = alarm("tank-1")
    (line,) = lines_of(seen(standing, remarks=[Remark(standing.uid, NOON, "Ada", "seen from the car", False)]))
    assert line.state is AlarmState.ACTIVE_UNACKNOWLEDGED


def test_that_a_lost_gateway_is_one_line_until_it_is_unfolded(qtbot: QtBot) -> None:
    model, parent = watched(), alarm("gw-hill", of_gateway=True)
    model.show(seen(parent, alarm("tank-1", parent=parent.uid), alarm("tank-2", parent=parent.uid)))
    assert subjects(model) == ["gw-hill"]
    model.set_folded(parent.uid, False)
    assert subjects(model) == ["gw-hill", "tank-1", "tank-2"]
    assert [line.depth for line in model.lines] == [0, 1, 1]
    model.set_folded(parent.uid, True)
    assert subjects(model) == ["gw-hill"]


def test_that_a_child_stands_alone_when_its_parent_has_gone() -> None:
    lines = lines_of(seen(alarm("tank-1", parent="gone")))
    assert [(line.alarm.subject, line.depth) for line in lines] == [("tank-1", 0)]


def test_that_a_selected_line_stays_selected_while_others_come_and_go(qtbot: QtBot) -> None:
    model, first, second = watched(), alarm("first", ago_s=10), alarm("second", ago_s=20)
    model.show(seen(first, second))
    held = QPersistentModelIndex(model.index(1, Column.ASSET))
    model.show(seen(alarm("newest", ago_s=1), alarm("newer", ago_s=2), second))
    assert subjects(model) == ["newest", "newer", "second"]
    assert held.data() == "second"
    model.show(seen(alarm("newest", ago_s=1), second, remarks=[acknowledged(alarm("newest", ago_s=1))]))
    assert subjects(model) == ["second", "newest"]
    assert (held.row(), held.data()) == (0, "second")


def test_that_an_unchanged_list_renews_ages_alone(qtbot: QtBot) -> None:
    model = watched()
    model.show(seen(alarm("tank-1")))
    told = []
    model.dataChanged.connect(lambda first, last, roles: told.append((first.column(), last.column())))
    model.show(AlarmsSeen(NOON + SECOND, (alarm("tank-1"),), (), ()))
    assert told == [(Column.AGE, Column.AGE)]


def test_that_three_thousand_alarms_take_one_insertion(qtbot: QtBot) -> None:
    model, inserted = AlarmModel(), []
    model.rowsInserted.connect(lambda parent, first, last: inserted.append((first, last)))
    model.show(seen(*(alarm(f"tank-{number}", ago_s=number) for number in range(3000))))
    assert inserted == [(0, 2999)]


def test_that_a_typed_comment_is_handed_on_and_an_empty_one_is_not(qtbot: QtBot) -> None:
    model, typed = watched(), []
    model.commented.connect(typed.append)
    model.show(seen(alarm("tank-1")))
    cell = model.index(0, Column.COMMENT)
    assert not model.setData(cell, "  ", Qt.ItemDataRole.EditRole)
    assert model.setData(cell, " pump is off ", Qt.ItemDataRole.EditRole)
    assert typed == [(alarm("tank-1").uid, "pump is off")]


def test_that_what_still_stands_comes_before_what_has_returned_and_what_is_known_comes_last() -> None:
    standing, known = alarm("standing", Priority.LOW, ago_s=500), alarm("known", ago_s=2)
    gone, long_gone = returned("gone"), returned("long gone", cleared_at=NOON - 60 * SECOND)
    lines = lines_of(seen(gone, known, long_gone, standing, remarks=[acknowledged(known)]))
    assert [line.alarm.subject for line in lines] == ["standing", "gone", "long gone", "known"]


def test_that_a_short_state_has_the_words_of_the_standard_in_its_tool_tip(qtbot: QtBot) -> None:
    model = watched()
    model.show(seen(returned("tank-1")))
    state = model.index(0, Column.STATE)
    assert state.data() == "returned · unack"
    assert "returned, unacknowledged" in state.data(Qt.ItemDataRole.ToolTipRole)


def test_that_a_text_that_only_repeats_the_title_is_left_out(qtbot: QtBot) -> None:
    model = watched()
    model.show(seen(alarm("lamp", title="Burning by day", text="burning by day")))
    assert model.index(0, Column.ALARM).data() == "Burning by day"
