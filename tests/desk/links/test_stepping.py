"""Steps from event to event: the clock stands there afterwards, and a sentence says what it is."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, alarm, status
from venule.desk.links.stepping import LONGEST_TEXT, AskStep, nothing, sentence
from venule.desk.writings import WriteNote
from venule.domain.basis import Basis
from venule.domain.instant import MINUTE, SECOND
from venule.domain.liveness import FeedGap
from venule.domain.note import Note
from venule.domain.occurrence import EVERY_OCCASION, Occasion, Occurrence
from venule.store.batch import Batch

Sit = Callable[..., Sitting]
GAP = Batch(gaps=[FeedGap("tanks", NOON - 20 * MINUTE, NOON - 19 * MINUTE, "connection refused", True)])


def step(sitting: Sitting, key: Qt.Key) -> str:
    """Press the key of a step, and read what the desk says."""
    QTest.keyClick(sitting.window, key, Qt.KeyboardModifier.ControlModifier)
    sitting.rest()
    return sitting.window.notice.text


def test_that_the_keys_step_from_event_to_event_and_the_clock_stands_there(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=300), more=(GAP,), at=NOON - 25 * MINUTE)
    sitting.pulse.play(10.0)
    assert step(sitting, Qt.Key.Key_Period) == "Gap: tanks was not heard: connection refused"
    assert sitting.pulse.moment().now == NOON - 20 * MINUTE
    assert not sitting.pulse.clock.running
    assert step(sitting, Qt.Key.Key_Period) == "Alarm raised: tank-1: tank-1 is wrong"
    assert sitting.desk.city.now == NOON - 5 * MINUTE
    assert sitting.desk.city.alarms
    assert step(sitting, Qt.Key.Key_Period) == "No later event."
    assert sitting.pulse.moment().now == NOON - 5 * MINUTE
    assert step(sitting, Qt.Key.Key_Comma).startswith("Gap")


def test_that_a_step_back_from_live_looks_back(sit: Sit) -> None:
    sitting = sit(alarm("tank-1", ago_s=300))
    assert step(sitting, Qt.Key.Key_Comma).startswith("Alarm raised")
    assert not sitting.pulse.clock.live
    assert sitting.window.frame.shown


def test_that_a_note_stands_where_it_is_about_or_where_it_was_written(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON)),), at=NOON - 25 * MINUTE)
    note = Note("n", NOON - 10 * MINUTE, NOON - 4 * MINUTE, "ada", "Valve checked", "water", "tank-1")
    sitting.query.ask("note/1", WriteNote(note))
    sitting.rest()
    assert step(sitting, Qt.Key.Key_Period) == "Note by ada: Valve checked"
    assert sitting.pulse.moment().now == NOON - 4 * MINUTE
    sitting.pulse.seek(NOON - 25 * MINUTE)
    sitting.pulse.hold_against(Basis.HAPPENED)
    step(sitting, Qt.Key.Key_Period)
    assert sitting.pulse.moment().now == NOON - 10 * MINUTE


def test_that_a_finished_recording_ends_where_it_ends(sit: Sit) -> None:
    late = alarm("tank-1", ago_s=0, raised_recorded_at=NOON + MINUTE)
    sitting = sit(late, more=(Batch(status=status(NOON, stopped=True)),), at=NOON - 5 * MINUTE)
    assert step(sitting, Qt.Key.Key_Period) == "No later event."


def test_that_sentences_are_short_and_name_what_was_looked_for() -> None:
    found = Occurrence(Occasion.NOTE, 0, "Note by ada", "one\ntwo " + "x" * 500, more=2)
    assert sentence(found).startswith("Note by ada: one two xxx")
    assert len(sentence(found)) < LONGEST_TEXT + 50
    assert sentence(found).endswith("(and 2 more at this time)")
    asked = AskStep(EVERY_OCCASION, 0, SECOND, True)
    assert nothing(replace(asked, occasions=frozenset({Occasion.GAP}))) == "No later gap."
    both = replace(asked, occasions=frozenset({Occasion.GAP, Occasion.ALARM}), forward=False)
    assert nothing(both) == "No earlier alarm or gap."
