"""An alarm's state as it was known at a time, and how alarms colour what they stand on."""

from venule.domain.alarm import SEVERITY, Alarm, AlarmState, Status, alarm_state, alarm_uid, status_of
from venule.domain.rule import Priority


def occurrence(**changes: object) -> Alarm:
    known: dict[str, object] = {
        "uid": alarm_uid("north", "T1", "tank_high", 90),
        "network": "north",
        "subject": "T1",
        "rule": "tank_high",
        "priority": Priority.HIGH,
        "raised_at": 90,
        "raised_recorded_at": 100,
        "title": "Tank high",
    }
    return Alarm(**(known | changes))  # type: ignore[arg-type]


def test_that_an_alarm_is_active_from_when_it_was_known_until_its_clearing_was_known() -> None:
    alarm = occurrence(cleared_at=150, cleared_recorded_at=200)
    assert [alarm.active(at) for at in (95, 100, 199, 200)] == [False, True, True, False]


def test_that_acknowledging_does_not_end_an_active_alarm() -> None:
    assert alarm_state(active=True, acknowledged=True) is AlarmState.ACTIVE_ACKNOWLEDGED


def test_that_a_returned_alarm_waits_for_its_acknowledgement() -> None:
    assert alarm_state(active=False, acknowledged=False) is AlarmState.RETURNED_UNACKNOWLEDGED
    assert alarm_state(active=False, acknowledged=True) is AlarmState.NORMAL


def test_that_only_a_high_alarm_is_red_and_every_status_has_its_own_severity() -> None:
    assert [status_of(priority) for priority in Priority] == [Status.ALARM, Status.WARNING, Status.WARNING]
    assert sorted(Status, key=lambda status: SEVERITY[status], reverse=True) == [
        Status.ALARM,
        Status.WARNING,
        Status.STALE,
        Status.UNKNOWN,
        Status.OK,
    ]
