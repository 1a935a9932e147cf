"""The watch: alarms begin and end when a person would say so, and late news changes nothing that is over."""

from collections.abc import Iterable

import pytest

from venule.domain.alarm import Alarm
from venule.domain.asset import Asset, AssetKind
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.rule import Above, Changes, Condition, Equals, Priority, Rule, Unchanged
from venule.recorder.additions import Additions
from venule.recorder.watch import Watch

START: Instant = 1_764_000_000 * SECOND
LEVEL = Quantity("level", "dB[A]", warn_above=65, alarm_above=75, warn_below=20, alarm_below=10, deadband=2, decimals=1)
STATE = Quantity("mode", kind=ValueKind.STATE)


class Street:
    """One meter under watch; minutes are counted from the start."""

    def __init__(self, *rules: Rule, quantity: Quantity = LEVEL, active: Iterable[Alarm] = ()) -> None:
        self.kind = AssetKind("meter", quantities=(quantity,), rules=rules)
        self.quantity = quantity
        self.watch = Watch({"noise.meter": self.kind}, active)
        self.watch.learn(Asset("n", "N-1", "noise.meter"), START)

    def see(
        self, value: Value | None, minute: float, recorded: float | None = None, quality: Quality = Quality.GOOD
    ) -> list[Alarm]:
        """Observe a value; what changed."""
        observed_at = START + round(minute * MINUTE)
        recorded_at = observed_at if recorded is None else START + round(recorded * MINUTE)
        additions = Additions()
        row = Recorded("n", "N-1", self.quantity.name, observed_at, recorded_at, value, quality=quality)
        additions.observations.append(row)
        return self.watch.observe(additions, recorded_at).alarms

    def wait(self, minute: float) -> list[Alarm]:
        """Let time pass; what changed."""
        return self.watch.tick(START + round(minute * MINUTE)).alarms


def told(alarms: list[Alarm]) -> list[tuple[str, str]]:
    return [(alarm.rule, "cleared" if alarm.cleared_at is not None else "raised") for alarm in alarms]


def rule(when: Condition, *, on_delay_s: float = 0, off_delay_s: float = 0, quantity: str = "level") -> Rule:
    return Rule("odd", when, quantity, Priority.LOW, on_delay_s, off_delay_s, cause="c", action="a")


PLAIN = Quantity("level", "dB[A]")


def test_that_a_value_beyond_a_limit_raises_an_alarm_that_says_all() -> None:
    street = Street()
    assert street.see(60.0, 0) == []
    (alarm,) = street.see(66.5, 1, recorded=2)
    assert (alarm.network, alarm.subject, alarm.quantity) == ("n", "N-1", "level")
    assert (alarm.priority, alarm.raised_at, alarm.raised_recorded_at) == (
        Priority.MEDIUM,
        START + MINUTE,
        START + 2 * MINUTE,
    )
    assert alarm.text == "level 66.5 dB(A) is above the limit of 65.0 dB(A)"
    assert alarm.title == "Level high"
    assert alarm.action
    assert alarm.uid == f"n/N-1/level_high@{START + MINUTE}"


def test_that_an_alarm_stands_without_being_raised_again() -> None:
    street = Street()
    street.see(66.0, 0)
    assert street.see(67.0, 1) == []


def test_that_it_clears_only_beyond_the_deadband() -> None:
    street = Street()
    street.see(66.0, 0)
    assert street.see(63.5, 1) == []
    (alarm,) = street.see(63.0, 2)
    assert (alarm.cleared_at, alarm.raised_at) == (START + 2 * MINUTE, START)


def test_that_a_raised_severity_is_a_new_occurrence_and_the_milder_one_ends() -> None:
    street = Street()
    street.see(66.0, 0)
    alarms = street.see(80.0, 1)
    assert told(alarms) == [("level_high", "cleared"), ("level_very_high", "raised")]
    assert alarms[1].priority is Priority.HIGH
    assert told(street.see(70.0, 2)) == [("level_very_high", "cleared"), ("level_high", "raised")]
    assert told(street.see(50.0, 3)) == [("level_high", "cleared")]


def test_that_both_ends_of_the_scale_are_watched() -> None:
    street = Street()
    (alarm,) = street.see(8.0, 0)
    assert (alarm.rule, alarm.priority) == ("level_very_low", Priority.HIGH)
    assert told(street.see(90.0, 1)) == [("level_very_high", "raised"), ("level_very_low", "cleared")]


def test_that_a_late_observation_does_not_clear_a_newer_alarm() -> None:
    street = Street()
    street.see(80.0, 60)
    assert street.see(50.0, 30, recorded=61) == []


def test_that_a_late_observation_does_not_raise_what_is_over() -> None:
    street = Street()
    street.see(50.0, 60)
    assert street.see(80.0, 30, recorded=61) == []


@pytest.mark.parametrize("quality", [Quality.STALE, Quality.BAD, Quality.MISSING])
def test_that_what_cannot_be_trusted_neither_raises_nor_clears(quality: Quality) -> None:
    street = Street()
    assert street.see(80.0, 0, quality=quality) == []
    street.see(80.0, 1)
    assert street.see(50.0, 2, quality=quality) == []
    assert street.see(None, 3, quality=Quality.MISSING) == []


def test_that_a_condition_must_hold_for_its_delay() -> None:
    street = Street(rule(Above(65), on_delay_s=600), quantity=PLAIN)
    assert street.see(70.0, 0) == []
    assert street.see(60.0, 5) == []
    assert street.see(70.0, 6) == []
    assert street.see(70.0, 15) == []
    (alarm,) = street.see(71.0, 17)
    assert alarm.raised_at == START + 16 * MINUTE


def test_that_a_delay_runs_out_without_a_further_observation() -> None:
    street = Street(rule(Equals(True), on_delay_s=600), quantity=Quantity("level", kind=ValueKind.FLAG))
    street.see(True, 0)
    assert street.wait(9) == []
    (alarm,) = street.wait(11)
    assert (alarm.raised_at, alarm.raised_recorded_at) == (START + 10 * MINUTE, START + 11 * MINUTE)
    assert street.wait(30) == []


def test_that_an_alarm_ends_only_after_its_own_delay() -> None:
    street = Street(rule(Above(65), off_delay_s=600), quantity=PLAIN)
    street.see(70.0, 0)
    assert street.see(60.0, 1) == []
    assert street.see(70.0, 5) == []
    assert street.see(60.0, 6) == []
    (alarm,) = street.wait(20)
    assert alarm.cleared_at == START + 16 * MINUTE


def test_that_a_state_is_an_alarm_while_it_lasts() -> None:
    street = Street(rule(Equals("error"), quantity="mode"), quantity=STATE)
    assert street.see("error", 0)[0].text == "mode is error"
    assert told(street.see("ok", 1)) == [("odd", "cleared")]


def test_that_the_number_one_is_not_the_flag_true() -> None:
    street = Street(rule(Equals(True)), quantity=PLAIN)
    assert street.see(1, 0) == []


def test_that_a_value_that_never_changes_is_noticed() -> None:
    street = Street(rule(Unchanged(samples=4, for_s=1800)), quantity=PLAIN)
    assert [told(street.see(5.0, minute)) for minute in (0, 10, 20)] == [[], [], []]
    assert told(street.see(5.0, 30)) == [("odd", "raised")]
    assert told(street.see(5.1, 40)) == [("odd", "cleared")]


def test_that_a_redelivered_observation_is_no_change() -> None:
    street = Street(rule(Changes(3, 600)), quantity=Quantity("level", kind=ValueKind.FLAG))
    for _ in range(10):
        assert street.see(True, 1) == []


def test_that_a_redelivered_observation_makes_no_run() -> None:
    street = Street(rule(Unchanged(samples=4)), quantity=PLAIN)
    assert [told(street.see(5.0, 1)) for _ in range(10)] == [[]] * 10


def test_that_a_value_that_changes_too_often_is_noticed_and_calms_down_by_itself() -> None:
    street = Street(rule(Changes(3, 600)), quantity=Quantity("level", kind=ValueKind.FLAG))
    changes = [told(street.see(minute % 2 == 0, minute)) for minute in range(4)]
    assert changes == [[], [], [], [("odd", "raised")]]
    assert street.wait(10) == []
    (alarm,) = street.wait(12)
    assert alarm.cleared_at == START + 11 * MINUTE + 1


def test_that_a_restart_goes_on_with_the_alarms_that_stood() -> None:
    before = Street()
    (alarm,) = before.see(80.0, 0)
    after = Street(active=[alarm])
    assert after.see(81.0, 1) == []
    (cleared,) = after.see(50.0, 2)
    assert (cleared.uid, cleared.cleared_at) == (alarm.uid, START + 2 * MINUTE)


def test_that_quantities_without_limits_cost_and_raise_nothing() -> None:
    street = Street(quantity=PLAIN)
    assert street.see(1e9, 0) == []


def test_that_observed_time_counts_and_not_arrival() -> None:
    street = Street(rule(Above(65), on_delay_s=600), quantity=PLAIN)
    street.see(70.0, 0, recorded=100)
    assert street.wait(100.5)[0].raised_at == START + 10 * MINUTE
