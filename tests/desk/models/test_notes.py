"""The list of notes in every order, and what is kept of a note that is not finished."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from tests.desk.town import NOON
from venule.desk.models.drafts import Draft, NotReadable, decoded, draft_of, encoded, read_time
from venule.desk.models.notes import NOTE_ROLE, Column, NoteModel, Subject
from venule.desk.models.wording import full_time
from venule.domain.instant import HOUR, SECOND, Instant
from venule.domain.note import Note

RISING, FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def note(uid: str, at: Instant = NOON, written_at: Instant = NOON, who: str = "Ada", **more: str) -> Note:
    return Note(uid, at, written_at, who, more.pop("text", uid), **more)


NOTES = (
    note("b", NOON, NOON + HOUR, text="beta", network="water", asset="tank-1", quantity="fill_level"),
    note("a", NOON + SECOND, NOON + SECOND, "bob", text="Alpha\n\tsecond line", network="water", asset="tank-1"),
    note("c", NOON + HOUR, NOON + 2 * HOUR, text="gamma", network="water"),
    note("d", NOON - HOUR, NOON, text="delta"),
)


def uids(model: NoteModel) -> str:
    return "".join(one.uid for one in model.notes)


@pytest.fixture
def model(qtmodeltester: ModelTester) -> NoteModel:
    made = NoteModel()
    made.show(NOTES)
    qtmodeltester.check(made)
    return made


def test_that_the_newest_time_is_on_top(model: NoteModel) -> None:
    assert uids(model) == "cabd"


def test_that_every_column_orders_both_ways(model: NoteModel) -> None:
    told = {}
    for column in Column:
        model.sort(column, RISING)
        rising = uids(model)
        model.sort(column, FALLING)
        told[column] = (rising, uids(model))
    assert told == {
        Column.AT: ("dbac", "cabd"),
        Column.ABOUT: ("cabd", "dbac"),
        Column.TEXT: ("abdc", "cdba"),
        Column.WHO: ("cbda", "acbd"),
        Column.WRITTEN: ("dabc", "cbad"),
    }


def test_that_an_order_outlives_a_change(model: NoteModel) -> None:
    model.sort(Column.TEXT, RISING)
    model.show((*NOTES, note("e", text="bravo")))
    assert uids(model) == "abedc"


def test_that_a_cell_is_one_line_and_its_tip_is_the_whole(model: NoteModel) -> None:
    index = model.index(1, Column.TEXT)
    assert index.data() == "Alpha second line"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Alpha\n\tsecond line"
    assert index.data(NOTE_ROLE) == NOTES[1]


def test_that_a_subject_is_told_in_words(model: NoteModel) -> None:
    told = [model.index(row, Column.ABOUT).data() for row in range(4)]
    assert told == ["network water", "tank-1", "tank-1 · fill level", "the city"]


def test_that_the_same_list_again_touches_nothing(model: NoteModel) -> None:
    resets: list[object] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.show(NOTES)
    model.show(tuple(replace(one) for one in NOTES))
    assert resets == []


def test_that_a_subject_widens_up_to_the_city() -> None:
    whole = [subject.text for subject in Subject("water", "tank-1", "level").widened()]
    assert whole == ["tank-1 · level", "tank-1", "network water", "the city"]
    assert Subject().widened() == (Subject(),)


def test_that_a_time_left_as_offered_is_just_that_instant() -> None:
    offered = NOON + 123_456
    assert read_time(f" {full_time(offered)} ", offered) == offered


@given(st.integers(0, 4_000_000_000))
def test_that_a_time_is_read_as_it_is_written(second: int) -> None:
    at = second * SECOND
    assert abs(read_time(full_time(at), at + SECOND) - at) in (0, HOUR), "an hour that comes twice is the first"


@pytest.mark.parametrize("text", ["", "yesterday", "12:00", "2026-13-01 00:00:00", "0001-01-01 00:00:00"])
def test_that_what_is_no_time_is_told_with_an_example(text: str) -> None:
    with pytest.raises(NotReadable, match=full_time(NOON)):
        read_time(text, NOON)


def test_that_a_draft_is_kept_and_comes_back() -> None:
    draft = Draft(NOON + 1, Subject("water", "tank-1", "level").widened(), 1, "half a\nsent", "uid", "the first")
    back = decoded(encoded(draft))
    assert back is not None
    assert (back.at, back.subject, back.text) == (NOON + 1, Subject("water", "tank-1"), "half a\nsent")
    assert (back.in_place_of, back.original) == ("uid", "the first")


@pytest.mark.parametrize("kept", [None, b"", b"{}", b"[1]", b'["x", 1, 2, 3, 4, 5, 6]', b"\xff"])
def test_that_what_is_no_draft_is_left_aside(kept: bytes | None) -> None:
    assert decoded(kept) is None


def test_that_nothing_is_kept_of_what_nobody_typed() -> None:
    assert encoded(None) == encoded(Draft(NOON, (Subject(),))) == encoded(draft_of(NOTES[0])) == b""
