"""Times in words."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from venule.desk.timebar.wording import age_text, date_text, duration_text, moment_text, zone_text
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, from_iso

MOMENT = from_iso("2025-11-04T14:05:09+01:00")


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (0, "0 s"),
        (59 * SECOND, "59 s"),
        (61 * SECOND, "1 min"),
        (2 * HOUR + 14 * MINUTE, "2 h 14 min"),
        (-3 * HOUR, "3 h"),
        (26 * HOUR, "1 d 2 h"),
        (800 * DAY, "2 y 70 d"),
    ],
)
def test_that_a_duration_is_told_in_its_two_largest_parts(duration: int, text: str) -> None:
    assert duration_text(duration) == text


def test_that_an_age_is_told_in_one_part_and_is_never_negative() -> None:
    assert age_text(90 * MINUTE) == "1 h"
    assert age_text(-5 * SECOND) == "0 s"


def test_that_times_are_told_in_their_zone() -> None:
    assert moment_text(MOMENT, ZoneInfo("Europe/Berlin")) == "Tue 4 Nov 2025 14:05:09"
    assert date_text(MOMENT, ZoneInfo("Pacific/Auckland")) == "Wed 5 Nov 2025"


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Europe/Berlin", "CET (UTC+1)"), ("Asia/Kolkata", "IST (UTC+5:30)"), ("America/Sao_Paulo", "UTC−3")],
)
def test_that_a_zone_is_told_with_its_offset(zone: str, text: str) -> None:
    assert zone_text(MOMENT, ZoneInfo(zone)) == text
    assert zone_text(MOMENT, UTC) == "UTC"
