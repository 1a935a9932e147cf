"""Notes at the desk: written from where one is, shown wherever they belong, withdrawn and brought back."""

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, WATER, alarm
from venule.desk.building import Desk
from venule.desk.links.memory import recall, remember
from venule.desk.links.notes import NOTHING_WITHDRAWN, WRITTEN_LATER
from venule.desk.models.alarms import Column
from venule.desk.models.notes import NoteModel, Subject
from venule.desk.questions import AskNotes
from venule.desk.session import Archive, open_session
from venule.desk.style.palette import Theme
from venule.desk.trends.events import NoteWanted
from venule.desk.trends.gestures import Hovered
from venule.desk.trends.view import TrendView
from venule.desk.views.note_editor import UNFINISHED, NoteEditor
from venule.desk.writings import NotKept, WithdrawNote, WriteMemory, WriteNote
from venule.domain.basis import Basis
from venule.domain.instant import MINUTE, SECOND
from venule.domain.note import Note
from venule.store.operator import OperatorFile

Sit = Callable[..., Sitting]
BACK = NOON - 10 * MINUTE


def editor(sitting: Sitting) -> NoteEditor:
    return sitting.desk.notes.editor


def press(sitting: Sitting, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    sitting.qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)
    sitting.rest()


def type_note(sitting: Sitting, text: str) -> None:
    """Write into the open sheet, and end with Enter."""
    sitting.qtbot.keyClicks(editor(sitting).text, text)
    press(sitting, editor(sitting).text, Qt.Key.Key_Return)


def kept(sitting: Sitting, basis: Basis = Basis.HAPPENED) -> tuple[Note, ...]:
    """What stands in the operator's file."""
    with OperatorFile(OperatorFile.path_beside(sitting.cache), read_only=True) as operator:
        return operator.notes(NOON + 60 * MINUTE, basis)


def listed(sitting: Sitting) -> list[str]:
    """The texts of the list, from the top."""
    model = sitting.panes.notes.table.model()
    assert isinstance(model, NoteModel)
    return [note.text for note in model.notes]


def write(sitting: Sitting, *notes: Note) -> None:
    """As another desk does it."""
    with OperatorFile(OperatorFile.path_beside(sitting.cache)) as operator:
        for note in notes:
            operator.note(note)
    sitting.beat()


def words(widget: QWidget) -> str:
    return "\n".join(found.text() for found in widget.findChildren(QLabel) if not found.isHidden())


def test_that_n_notes_what_is_chosen_at_the_time_of_the_desk(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.beat()
    sitting.panes.navigator.tree.setFocus()
    press(sitting, sitting.panes.navigator.tree, Qt.Key.Key_N)
    assert editor(sitting).isVisible()
    assert editor(sitting).text.hasFocus()
    type_note(sitting, "smells of gas")
    assert not editor(sitting).isVisible()
    assert sitting.panes.navigator.tree.hasFocus(), "the hand goes on where it was"
    (note,) = kept(sitting)
    now = sitting.wall.now
    assert (note.at, note.written_at, note.who, note.text) == (now, now, "Ada", "smells of gas")
    assert (note.network, note.asset, note.quantity) == (WATER, "tank-1", "")
    assert listed(sitting) == ["smells of gas"]
    assert "smells of gas" in words(sitting.panes.inspector)


def test_that_n_in_the_alarm_list_notes_that_alarm(sit: Sit) -> None:
    sitting = sit(alarm("tank-2", ago_s=300, quantity="level"))
    table = sitting.panes.alarms.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, Column.ASSET))
    press(sitting, table, Qt.Key.Key_N)
    type_note(sitting, "pump sent")
    (note,) = kept(sitting)
    assert (note.at, note.asset, note.quantity) == (NOON - 300 * SECOND, "tank-2", "level")


def test_that_n_in_the_trends_notes_the_line_at_its_time(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.rest()
    trends = sitting.panes.trends
    assert isinstance(trends, TrendView)
    sitting.qtbot.waitUntil(lambda: trends.picture is not None)
    trends.note_wanted.emit(NoteWanted(NOON - 15 * MINUTE, trends.lines[0]))
    draft = editor(sitting).draft
    assert draft is not None
    assert (draft.at, draft.subject) == (NOON - 15 * MINUTE, Subject(WATER, "tank-1", "level"))
    editor(sitting).put_away()
    trends.setFocus()
    press(sitting, trends, Qt.Key.Key_N)
    type_note(sitting, "a dip")
    (note,) = kept(sitting)
    assert (note.asset, note.at) == ("tank-1", NOON), "without a crosshair the time of the desk counts"
    trends.pointing.hover(Hovered(QPointF(400, 40)))
    sitting.qtbot.waitUntil(lambda: trends.picture is not None and trends.picture.cross is not None)
    press(sitting, trends, Qt.Key.Key_N)
    draft = editor(sitting).draft
    assert draft is not None
    assert trends.picture is not None
    assert draft.at == trends.picture.cross
    editor(sitting).put_away()
    assert [one.text for one in trends.stage.notes] == ["a dip"]


def test_that_shift_enter_begins_a_line(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_here()
    sitting.qtbot.keyClicks(editor(sitting).text, "one")
    press(sitting, editor(sitting).text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_note(sitting, "two")
    assert [note.text for note in kept(sitting)] == ["one\ntwo"]
    assert listed(sitting) == ["one\ntwo"]


def test_that_a_note_may_be_about_something_wider_and_another_time(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_asset(sitting.row("tank-1"))
    editor(sitting).subject.setCurrentIndex(1)
    editor(sitting).time.setText("2026-05-03T11:30:00+00:00")
    type_note(sitting, "all tanks")
    (note,) = kept(sitting)
    assert (note.network, note.asset, note.at) == (WATER, "", NOON - 30 * MINUTE)


def test_that_a_time_that_cannot_be_read_is_told_and_nothing_is_lost(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_here()
    editor(sitting).time.setText("soon")
    type_note(sitting, "later")
    assert editor(sitting).told.startswith("Write the time as ")
    assert editor(sitting).text.toPlainText() == "later"
    assert kept(sitting) == ()


def test_that_nothing_is_no_note(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_here()
    type_note(sitting, "  ")
    assert "nothing to keep" in editor(sitting).told
    assert kept(sitting) == ()


def test_that_escape_keeps_a_draft_which_may_be_moved_to_something_else(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_asset(sitting.row("tank-1"))
    sitting.qtbot.keyClicks(editor(sitting).text, "half")
    press(sitting, editor(sitting).text, Qt.Key.Key_Escape)
    assert not editor(sitting).isVisible()
    with OperatorFile(OperatorFile.path_beside(sitting.cache), read_only=True) as operator:
        assert b"half" in (operator.recall("draft") or b"")
    sitting.desk.notes.note_asset(sitting.row("bay-1"))
    draft = editor(sitting).draft
    assert draft is not None
    assert (draft.text, draft.subject.asset) == ("half", "tank-1")
    editor(sitting).take_offer()
    draft = editor(sitting).draft
    assert draft is not None
    assert (draft.text, draft.subject.asset) == ("half", "bay-1")


def test_that_a_draft_outlives_the_sitting(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_asset(sitting.row("tank-1"))
    sitting.qtbot.keyClicks(editor(sitting).text, "half")
    left: dict[str, bytes] = {}

    def keep(_: str, asked: WriteMemory) -> None:
        left[asked.key] = asked.value

    session = open_session(sitting.cache, "Ada")
    remember(sitting.desk, session, Theme.DARK, keep)
    assert json.loads(left["draft"])[4] == "half"
    with OperatorFile(OperatorFile.path_beside(sitting.cache)) as operator:
        operator.remember("draft", left["draft"])
    press(sitting, editor(sitting).text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(sitting, editor(sitting).text, Qt.Key.Key_Delete)
    desk: Desk = sitting.desk
    recall(desk, open_session(sitting.cache, "Ada"))
    desk.notes.note_here()
    assert editor(sitting).text.toPlainText() == "half"


def test_that_a_refused_note_comes_back_to_be_written(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = sit()

    def full(*_: object) -> None:
        raise OSError("No room is left")

    monkeypatch.setattr(OperatorFile, "note", full)
    sitting.desk.notes.note_here()
    type_note(sitting, "long text")
    assert editor(sitting).isVisible()
    assert editor(sitting).told == "No room is left"
    assert editor(sitting).text.toPlainText() == "long text"
    assert sitting.window.notice.text == "No room is left"


def test_that_a_note_of_a_replay_is_about_the_replayed_time_and_written_now(sit: Sit) -> None:
    sitting = sit(at=BACK)
    sitting.desk.notes.note_here()
    type_note(sitting, "seen later")
    (note,) = kept(sitting)
    assert (note.at, note.written_at) == (BACK, sitting.wall.now)
    assert sitting.window.notice.text == WRITTEN_LATER
    assert listed(sitting) == [], "it was not known then"
    assert "1 more note" in sitting.panes.notes.later


def test_that_a_replay_shows_the_notes_of_then(sit: Sit) -> None:
    sitting = sit(at=BACK)
    write(
        sitting,
        Note("then", BACK, BACK, "Ada", "then", WATER, "tank-1"),
        Note("since", BACK, BACK + MINUTE, "Ada", "since"),
        Note("ahead", BACK + MINUTE, BACK + MINUTE, "Ada", "ahead"),
    )
    assert listed(sitting) == ["then"]
    sitting.pulse.hold_against(Basis.HAPPENED)
    sitting.rest()
    assert listed(sitting) == ["since", "then"]
    assert sitting.panes.notes.later == ""
    sitting.pulse.hold_against(Basis.KNOWN)
    sitting.pulse.seek(BACK + MINUTE)
    sitting.rest()
    assert listed(sitting) == ["ahead", "since", "then"]
    sitting.pulse.seek(BACK - 1)
    sitting.rest()
    assert listed(sitting) == []


def test_that_enter_goes_to_the_time_and_the_asset(sit: Sit) -> None:
    sitting = sit()
    write(sitting, Note("u", BACK, BACK, "Ada", "here", WATER, "tank-2"))
    sitting.window.show_dock("notes")
    table = sitting.panes.notes.table
    table.setCurrentIndex(table.model().index(0, 0))
    press(sitting, table, Qt.Key.Key_Return)
    assert sitting.pulse.moment().now == BACK
    assert sitting.desk.selection.key == (WATER, "tank-2")


def test_that_delete_withdraws_and_ctrl_z_brings_back(sit: Sit) -> None:
    sitting = sit()
    write(sitting, *(Note(f"u{number}", BACK + number, BACK, "Ada", f"n{number}") for number in range(3)))
    sitting.window.show_dock("notes")
    table = sitting.panes.notes.table
    table.selectAll()
    press(sitting, table, Qt.Key.Key_Delete)
    assert listed(sitting) == []
    assert "Ctrl+Z" in sitting.window.notice.text
    sitting.beat()
    press(sitting, table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert listed(sitting) == ["n2", "n1", "n0"]
    sitting.desk.notes.bring_back()
    assert sitting.window.notice.text == NOTHING_WITHDRAWN


def test_that_e_changes_a_note_and_the_first_one_is_withdrawn(sit: Sit) -> None:
    sitting = sit()
    write(sitting, Note("u", BACK, BACK, "Ada", "tnak", WATER, "tank-2", "level"))
    sitting.window.show_dock("notes")
    table = sitting.panes.notes.table
    table.setCurrentIndex(table.model().index(0, 0))
    press(sitting, table, Qt.Key.Key_E)
    editor(sitting).text.selectAll()
    type_note(sitting, "tank")
    (note,) = kept(sitting)
    assert (note.text, note.at, note.quantity) == ("tank", BACK, "level")
    assert note.uid != "u"
    assert listed(sitting) == ["tank"]


def test_that_an_unfinished_note_is_not_written_over_by_another(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.note_here()
    sitting.qtbot.keyClicks(editor(sitting).text, "half")
    sitting.desk.notes.change(Note("u", BACK, BACK, "Ada", "other"))
    assert editor(sitting).text.toPlainText() == "half"
    assert editor(sitting).told == UNFINISHED


def test_that_a_change_put_away_untouched_is_no_draft(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.notes.change(Note("u", BACK, BACK, "Ada", "other"))
    editor(sitting).put_away()
    sitting.desk.notes.note_here()
    assert editor(sitting).text.toPlainText() == ""


def test_that_what_is_chosen_in_the_list_stays_chosen_when_it_grows(sit: Sit) -> None:
    sitting = sit()
    write(sitting, Note("u1", BACK, BACK, "Ada", "one"), Note("u2", BACK + 1, BACK, "Ada", "two"))
    sitting.window.show_dock("notes")
    pane = sitting.panes.notes
    pane.table.selectRow(1)
    write(sitting, Note("u3", BACK + 2, BACK, "Ada", "three"))
    assert listed(sitting) == ["three", "two", "one"]
    assert [note.text for note in pane.selected()] == ["one"]


def test_that_the_list_is_copied_as_a_table(sit: Sit) -> None:
    sitting = sit()
    write(sitting, Note("u1", BACK, BACK, "Ada", "one\ttwo\nthree", WATER, "tank-1"))
    sitting.window.show_dock("notes")
    table = sitting.panes.notes.table
    table.selectAll()
    press(sitting, table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    heading, line = QGuiApplication.clipboard().text().split("\n")
    assert heading.split("\t") == ["About the time", "About", "Note", "By", "Written"]
    assert line.split("\t")[1:4] == ["tank-1", "one two three", "Ada"]


def test_that_a_gateways_alarm_is_noted_for_its_network(sit: Sit) -> None:
    sitting = sit(alarm("gw-hill", of_gateway=True))
    table = sitting.panes.alarms
    table.table.selectAll()
    (line,) = table.selected()
    table.note_asked.emit(line)
    draft = editor(sitting).draft
    assert draft is not None
    assert draft.subject == Subject(WATER)


def test_that_a_place_that_may_not_be_written_is_told(sit: Sit) -> None:
    note = Note("u", NOON, NOON, "Ada", "text")
    with Archive(sit().cache) as archive:
        archive.unwritable = "the folder may not be written"
        with pytest.raises(NotKept, match="was not kept: the folder may not be written"):
            WriteNote(note).answer(archive)
        with pytest.raises(NotKept, match="stays as it is: the folder"):
            WithdrawNote(("u",), NOON, "Ada").answer(archive)


def test_that_a_recording_without_an_operators_file_has_no_notes(sit: Sit) -> None:
    with Archive(sit().cache) as archive:
        archive.operator, held = None, archive.operator
        assert AskNotes(NOON, Basis.KNOWN).answer(archive).notes == ()
        archive.operator = held
