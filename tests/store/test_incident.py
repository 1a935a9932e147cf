"""What happened in a stretch of time, as one answer: by observed times, as far as it was recorded by a time."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk.town import HILL_LOST, NOON, REJECTS, alarm, write_town
from venule.domain.alarm import Alarm
from venule.domain.instant import MINUTE, SECOND
from venule.store.answers import LAST
from venule.store.incident import Events
from venule.store.reader import Reader

START, END = NOON - 10 * MINUTE, NOON


def stood(name: str, since: int, until: int | None, known: int = 0) -> Alarm:
    """An alarm from a second to another, both from the start on, known so many seconds later."""
    raised = START + since * SECOND
    cleared = None if until is None else START + until * SECOND
    known_at = None if cleared is None else cleared + known * SECOND
    one = replace(alarm(name), uid=name, raised_at=raised, raised_recorded_at=raised + known * SECOND)
    return replace(one, cleared_at=cleared, cleared_recorded_at=known_at)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Alarms before, across, within and after ten minutes."""
    alarms = [
        stood("before", -90, -30), stood("across", -90, 30), stood("within", 60, 120), stood("standing", 90, None),
        stood("late", 100, 110, known=1_200), stood("after", 700, None),
    ]  # fmt: skip
    return write_town(tmp_path / "town.venule", alarms, REJECTS, HILL_LOST)


def asked(cache: Path, as_of: int = LAST) -> Events:
    with Reader(cache) as reader:
        return reader.events(START, END, as_of)


def test_that_alarms_count_that_stood_at_any_time_of_it(cache: Path) -> None:
    found = asked(cache)
    assert [one.uid for one in found.alarms] == ["across", "within", "standing", "late"]
    assert found.alarm_count == 4


def test_that_what_was_not_recorded_by_then_is_not_told(cache: Path) -> None:
    found = asked(cache, START + 100 * SECOND)
    assert [(one.uid, one.cleared_at is None) for one in found.alarms] == [
        ("across", False),
        ("within", True),
        ("standing", True),
    ]


def test_that_an_alarm_whose_return_was_not_recorded_still_stands(tmp_path: Path) -> None:
    cache = write_town(tmp_path / "town.venule", [stood("slow", -90, -30, known=600)])
    assert asked(cache).alarms == ()
    (found,) = asked(cache, START + 540 * SECOND).alarms
    assert found.cleared_at is None


def test_that_rejects_are_counted_by_reason_and_claims_told(cache: Path) -> None:
    found = asked(cache)
    assert [(one.feed, one.reason, one.count) for one in found.rejects] == [
        ("tanks", "payload is not JSON", 1),
        ("tanks", "payload is not text", 1),
    ]
    assert found.reject_count == 2
    assert [(claim.name, claim.cause) for claim in found.claims] == [("gw-hill", "its last will")]
    assert found.commands == ()
