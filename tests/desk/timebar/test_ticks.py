"""Ticks of a time axis, in the local time of a zone, dates and changed clocks included."""

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venule.desk.timebar.ticks import time_ticks
from venule.desk.timebar.wording import MONTHS, WEEKDAYS, local
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, from_iso

BERLIN = ZoneInfo("Europe/Berlin")


def texts(start: str, end: str, most: int = 10) -> list[str]:
    return [tick.text for tick in time_ticks(from_iso(start), from_iso(end), most, BERLIN).ticks]


def test_that_midnight_is_named_for_its_day_and_strong() -> None:
    ticks = time_ticks(from_iso("2025-11-03T22:00:00+01:00"), from_iso("2025-11-04T02:00:00+01:00"), 5, BERLIN)
    assert [(tick.text, tick.strong) for tick in ticks.ticks] == [
        ("22:00", False),
        ("23:00", False),
        ("Tue 4", True),
        ("01:00", False),
        ("02:00", False),
    ]
    assert [era.text for era in ticks.eras] == ["Mon 3 Nov 2025", "Tue 4 Nov 2025"]


def test_that_the_hour_that_comes_twice_has_two_ticks() -> None:
    assert texts("2025-10-26T01:00:00+02:00", "2025-10-26T04:00:00+01:00") == [
        "01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30", "04:00",
    ]  # fmt: skip


def test_that_ticks_stay_round_after_the_clock_has_changed() -> None:
    assert texts("2025-03-29T18:00:00+01:00", "2025-03-30T12:00:00+02:00", 8) == [
        "18:00", "21:00", "Sun 30", "03:00", "06:00", "09:00", "12:00",
    ]  # fmt: skip


def test_that_the_first_day_of_a_month_names_it() -> None:
    assert texts("2025-10-28T12:00:00+01:00", "2025-11-02T12:00:00+01:00", 7) == [
        "Wed 29", "Thu 30", "Fri 31", "Sat 1 Nov", "Sun 2",
    ]  # fmt: skip


@pytest.mark.parametrize("span", [SECOND, MINUTE, 10 * MINUTE, HOUR, DAY, 9 * DAY, 100 * DAY, 3000 * DAY, 18000 * DAY])
def test_that_there_are_neither_too_many_ticks_nor_none(span: int) -> None:
    start = from_iso("2025-02-11T13:37:11+01:00")
    ticks = time_ticks(start, start + span, 10, BERLIN).ticks
    assert 1 <= len(ticks) <= 13
    assert all(first.at < second.at for first, second in pairwise(ticks))


def test_that_the_first_era_reaches_the_left_edge() -> None:
    start = from_iso("2025-02-11T13:37:11+01:00")
    for span in (HOUR, 20 * DAY, 200 * DAY):
        assert time_ticks(start, start + span, 10, BERLIN).eras[0].start <= start


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC")


@settings(deadline=None)
@given(
    st.integers(from_iso("1971-01-01T00:00:00Z"), from_iso("2060-01-01T00:00:00Z")),
    st.floats(0.0, 1.0),
    st.sampled_from(ZONES),
    st.integers(3, 24),
)
def test_that_ticks_are_right_at_every_scale_in_every_zone(start: int, size: float, name: str, most: int) -> None:
    zone = ZoneInfo(name)
    span = round(MINUTE * (18_000 * DAY / MINUTE) ** size)
    axis = time_ticks(start, start + span, most, zone)
    assert all(first.at < second.at for first, second in pairwise(axis.ticks))
    assert all(start <= tick.at <= start + span for tick in axis.ticks)
    assert len(axis.ticks) <= 2 * most + 3
    assert all(first.start < second.start for first, second in pairwise(axis.eras))
    for tick in axis.ticks:
        there = local(tick.at, zone)
        if ":" in tick.text:
            assert tick.text == f"{there:%H:%M:%S}"[: len(tick.text)]
            assert there.microsecond == 0
        elif tick.text[:3] in WEEKDAYS:
            assert tick.text.startswith(f"{WEEKDAYS[there.weekday()]} {there.day}")
        else:
            assert tick.text in (MONTHS[there.month - 1], str(there.year))
