"""Times are integers of microseconds; text and numbers become them without a guess."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain import instant
from venule.domain.instant import SECOND, NotATime

INSTANTS = st.integers(-60_000_000_000 * SECOND, 250_000_000_000 * SECOND)


@given(INSTANTS)
def test_that_text_keeps_an_instant_exactly(moment: int) -> None:
    assert instant.from_iso(instant.to_iso(moment)) == moment


@given(INSTANTS)
def test_that_a_datetime_keeps_an_instant_exactly(moment: int) -> None:
    assert instant.from_datetime(instant.to_datetime(moment)) == moment


@pytest.mark.parametrize(
    ("moment", "text"),
    [(0, "1970-01-01T00:00:00Z"), (1_500_000, "1970-01-01T00:00:01.500Z"), (1, "1970-01-01T00:00:00.000001Z")],
)
def test_that_text_shows_just_the_precision_there_is(moment: int, text: str) -> None:
    assert instant.to_iso(moment) == text


def test_that_an_offset_is_taken_off() -> None:
    summer = datetime(2026, 7, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert instant.from_iso(summer.isoformat()) == instant.from_datetime(datetime(2026, 7, 1, tzinfo=UTC))


def test_that_nanoseconds_are_cut_off() -> None:
    assert instant.from_iso("2024-07-01T13:43:46.875848807Z") % SECOND == 875_848


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00", "yesterday", "", "2026-13-01T00:00:00Z"])
def test_that_text_without_a_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        instant.from_iso(text)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "0001-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]
)
def test_that_a_time_without_room_for_every_zone_around_it_is_refused(text: str) -> None:
    with pytest.raises(NotATime, match="outside the years 2 to 9998"):
        instant.from_iso(text)


@pytest.mark.parametrize("text", ["0002-01-01T00:00:00Z", "9998-12-31T23:59:59.999999Z"])
@pytest.mark.parametrize("hours", [-14, 14])
def test_that_every_time_can_be_told_in_every_zone(text: str, hours: int) -> None:
    moment = instant.from_iso(text)
    there = instant.to_datetime(moment).astimezone(timezone(timedelta(hours=hours)))
    assert instant.from_datetime(there) == moment


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, -1e300, True, "12"])
def test_that_a_number_that_is_no_time_is_refused(number: float) -> None:
    with pytest.raises(NotATime):
        instant.from_epoch(number, SECOND)


def test_that_fractions_of_a_second_are_kept() -> None:
    assert instant.from_epoch(1.25, SECOND) == 1_250_000
