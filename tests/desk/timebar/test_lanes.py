"""The lanes of alarms: every alarm is counted, no sign covers another, and a flood paints no more than a row holds."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.timebar.axis import TimeScale
from venule.desk.timebar.lanes import LANE, SIGN, SYMBOL, count_text, group_at, groups, lane_of, worst_by_cell
from venule.domain.alarm import Alarm
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant
from venule.domain.rule import Priority
from venule.store.answers import Longs
from venule.store.occurrences import AlarmMarks

WIDTH = 960
SCALE = TimeScale(0, 24 * HOUR, 0.0, float(WIDTH))
CELLS = WIDTH // 3


def seven(text: str) -> float:
    """As wide as if every digit had seven pixels."""
    return 7.0 * len(text)


def marks(*counted: int) -> AlarmMarks:
    """Low alarms in the first cells."""
    count: Longs = np.zeros((3, CELLS), np.int64)
    count[2, : len(counted)] = counted
    return AlarmMarks(0, 24 * HOUR // CELLS, count)


@given(st.lists(st.integers(0, 20_000), max_size=CELLS))
def test_that_every_alarm_is_counted_and_no_sign_covers_another(counted: list[int]) -> None:
    found = groups(marks(*counted), Priority.LOW, SCALE, seven)
    assert sum(group.count for group in found) == sum(counted)
    assert all(first.right <= second.left for first, second in pairwise(found))
    assert len(found) <= WIDTH / SIGN + 1


def test_that_an_alarm_alone_stands_where_it_was_raised_and_at_the_edge_is_whole() -> None:
    inside = groups(marks(0, 0, 0, 0, 1), Priority.LOW, SCALE, seven)
    assert inside[0].left + SIGN / 2 == 4.5 * 3
    assert groups(marks(1), Priority.LOW, SCALE, seven)[0].left >= 0
    assert groups(marks(1), Priority.HIGH, SCALE, seven) == []


def test_that_numbers_stay_short() -> None:
    assert [count_text(count) for count in (1, 2, 9_999, 120_000)] == ["", "2", "9,999", "120 k"]


def test_that_a_place_finds_its_lane_and_its_sign(qapp: object) -> None:
    assert [lane_of(y) for y in (0, LANE, 2 * LANE, 3 * LANE, -1)] == [*Priority, None, None]
    there = marks(*[0] * 100, 3)
    assert group_at(there, Priority.LOW, SCALE, 100.5 * 3) is not None
    assert group_at(there, Priority.LOW, SCALE, 200) is None


def an_alarm(raised_at: Instant, priority: Priority = Priority.LOW) -> Alarm:
    return Alarm("u", "n", "Bay 1", "r", priority, raised_at, raised_at, "Overstay")


def test_that_one_row_for_all_shows_the_worst_of_each_cell() -> None:
    alarms = [an_alarm(row * SECOND) for row in range(20_000)]
    alarms[7_000] = an_alarm(7_000 * SECOND, Priority.HIGH)
    shown = worst_by_cell(tuple(alarms), TimeScale(0, 6 * HOUR, 0.0, 960.0))
    assert len(shown) <= 960 / SYMBOL + 1
    assert shown[-1].priority is Priority.HIGH
    assert shown[-1].raised_at < 2 * HOUR + MINUTE
