"""Pins of notes on the bar, and what it says of a chosen stretch."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.marks import PIN, pin_at, pinned, pins, stretch_text
from venule.domain.instant import DAY, HOUR, MINUTE, from_iso
from venule.domain.note import Note

SCALE = TimeScale(0, DAY, 0.0, 960.0)


def note(at: int) -> Note:
    return Note(str(at), at, 0, "ada", "seen")


@given(st.lists(st.integers(-HOUR, DAY + HOUR), max_size=200))
def test_that_every_note_in_view_has_a_pin_and_pins_are_never_more_than_find_room(times: list[int]) -> None:
    found = pins(pinned(note(at) for at in times), SCALE)
    shown = [one.at for pin in found for one in pin.notes]
    assert shown == sorted(at for at in times if 0 <= at <= DAY)
    assert len(found) <= SCALE.width / PIN + 1
    assert all(pin.x == SCALE.x(pin.notes[0].at) for pin in found)


def test_that_a_pin_is_found_near_its_foot_and_nowhere_else() -> None:
    notes = pinned([note(6 * HOUR), note(12 * HOUR)])
    there = pin_at(notes, SCALE, SCALE.x(12 * HOUR) + 3)
    assert there is not None
    assert there.notes[0].at == 12 * HOUR
    assert pin_at(notes, SCALE, SCALE.x(9 * HOUR)) is None


def test_that_a_stretch_is_told_with_its_days_only_where_it_needs_them() -> None:
    noon = from_iso("2026-05-03T12:00:00Z")
    assert stretch_text(noon, noon + 10 * MINUTE, UTC) == "12:00:00 – 12:10:00, 10 min"
    assert stretch_text(noon, noon + DAY, UTC) == "Sun 3 May 2026 12:00:00 – Mon 4 May 2026 12:00:00, 1 d"
