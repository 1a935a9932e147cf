"""The sun's times agree with an independent computation for four cities."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from venule.sdk import HOUR, MINUTE, SECOND, Position, from_datetime, from_iso
from venule_lighting.burning import Calendar, Timeline
from venule_lighting.sun import CIVIL, SUNRISE, crossing, elevation, hours_below, mean_noon, night

CITIES = ["Bristol", "San Jose", "Baton Rouge", "Washington DC"]
EVENTS = {
    "civil_dawn": (CIVIL, True),
    "sunrise": (SUNRISE, True),
    "sunset": (SUNRISE, False),
    "civil_dusk": (CIVIL, False),
}
LINDENHAVEN = Position(3.6, 52.6)


def reference(shared_data: Path, city: str) -> dict[str, object]:
    """What was computed elsewhere for one city."""
    text = (shared_data / "lighting" / "twilight_reference_2026.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)[city]
    return found


@pytest.mark.parametrize("city", CITIES)
def test_that_events_agree_to_the_minute(shared_data: Path, city: str) -> None:
    known = reference(shared_data, city)
    place = Position(known["lon"], known["lat"])  # type: ignore[arg-type]
    for moment, event in known["events"]:  # type: ignore[attr-defined]
        begins = from_datetime(datetime.strptime(moment, "%Y-%m-%d %H:%M%z"))
        height, rising = EVENTS[event]
        noon = mean_noon(begins + (6 if rising else -6) * HOUR, place)
        found = crossing(noon, place, height, rising)
        assert found is not None
        assert -15 * SECOND < found - begins < MINUTE, (moment, event)
        assert elevation(found, place) == pytest.approx(height, abs=0.001)


@pytest.mark.parametrize("city", CITIES)
def test_that_hours_of_darkness_agree_to_a_tenth(shared_data: Path, city: str) -> None:
    known = reference(shared_data, city)
    place, zone = Position(known["lon"], known["lat"]), ZoneInfo(str(known["tz"]))  # type: ignore[arg-type]
    start, end = (from_datetime(datetime(year, 1, 1, tzinfo=zone)) for year in (2026, 2027))
    for key, height in (("hours_2026_sun_below_minus6", CIVIL), ("hours_2026_sun_below_minus0_833", SUNRISE)):
        assert hours_below(start, end, place, height) == pytest.approx(known[key], abs=0.1)


def test_that_the_sun_which_does_not_set_has_no_dusk() -> None:
    assert night(from_iso("2026-06-21T12:00:00Z"), Position(25.0, 70.0)).dusk is None


def test_that_lamps_burn_from_dusk_to_dawn_and_are_dimmed_between() -> None:
    timeline = Timeline(Calendar(LINDENHAVEN, 3600, 50), from_iso("2026-11-20T12:00:00Z"))
    levels = {
        hour: timeline.find(from_iso(f"2026-11-22T{hour:02d}:30:00Z"))[0].level
        for hour in (3, 5, 7, 12, 15, 17, 21, 23)
    }
    assert levels == {3: 50, 5: 100, 7: 0, 12: 0, 15: 0, 17: 100, 21: 100, 23: 50}


def test_that_the_steps_of_a_year_come_in_order() -> None:
    timeline = Timeline(Calendar(LINDENHAVEN, 3600, 50), from_iso("2026-01-01T12:00:00Z"))
    at, end, seen = from_iso("2026-01-01T12:00:00Z"), from_iso("2027-01-01T12:00:00Z"), 0
    while at < end:
        step, _, until = timeline.find(at)
        after = timeline.find(until)[0]
        assert until > at
        assert after != step
        at, seen = until, seen + 1
    assert 3 * 365 <= seen <= 4 * 365  # in summer the dawn comes before the lamps are raised again
