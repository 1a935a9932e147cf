"""Silence: assets that fall silent, gateways that take theirs along, and deafness of our own that is neither."""

import pytest

from venule.domain.alarm import Alarm
from venule.domain.asset import Asset, AssetKind
from venule.domain.instant import MINUTE, SECOND, Instant
from venule.domain.liveness import Presence, Subject
from venule.domain.quantity import Quantity
from venule.domain.rule import Priority, Rule, Silent
from venule.recorder.additions import Additions
from venule.recorder.gateways import Gateways
from venule.recorder.silence import Changed
from venule.recorder.watch import Watch

START: Instant = 1_764_000_000 * SECOND
LEVEL = Quantity("level")
SILENT = Rule("silent", Silent(3), priority=Priority.LOW, title="Meter silent", action="Call.")
METER = AssetKind("meter", quantities=(LEVEL,), expected_every_s=600, rules=(SILENT,))
QUIET = AssetKind("quiet", quantities=(LEVEL,), expected_every_s=600)
FREE = AssetKind("free", quantities=(LEVEL,))
KINDS = {"noise.meter": METER, "noise.quiet": QUIET, "noise.free": FREE}


class Street:
    """Meters under watch, heard by one feed; minutes are counted from the start."""

    def __init__(self, *active: Alarm) -> None:
        self.watch = Watch(KINDS, active)
        self.watch.feed("f", START)

    def hear(self, minute: float, *names: str, gateway: str = "", kind: str = "noise.meter") -> Changed:
        additions = Additions()
        for name in names:
            additions.assets.append(Asset("n", name, kind, gateway=gateway))
            additions.heard["n", name] = "f"
        return self.watch.observe(additions, START + round(minute * MINUTE))

    def wait(self, minute: float) -> Changed:
        return self.watch.tick(START + round(minute * MINUTE))


def subjects(alarms: list[Alarm]) -> list[tuple[str, str]]:
    return sorted((alarm.subject, "cleared" if alarm.cleared_at is not None else "raised") for alarm in alarms)


def test_that_an_asset_is_silent_after_its_own_window() -> None:
    street = Street()
    street.hear(0, "a")
    assert street.wait(29).alarms == []
    (alarm,) = street.wait(31).alarms
    assert (alarm.rule, alarm.priority, alarm.title) == ("silent", Priority.LOW, "Meter silent")
    assert alarm.text == "Nothing heard for 31 min; a message every 10 min is expected"
    assert street.wait(60).alarms == []


def test_that_speaking_puts_it_off_and_ends_it() -> None:
    street = Street()
    street.hear(0, "a")
    street.hear(20, "a")
    assert street.wait(45).alarms == []
    assert subjects(street.wait(51).alarms) == [("a", "raised")]
    (alarm,) = street.hear(55, "a").alarms
    assert alarm.cleared_at == START + 55 * MINUTE
    assert subjects(street.wait(90).alarms) == [("a", "raised")]


def test_that_kinds_without_a_rule_or_an_interval_raise_nothing() -> None:
    street = Street()
    street.hear(0, "q", kind="noise.quiet")
    street.hear(0, "f", kind="noise.free")
    assert street.wait(1000).alarms == []


def test_that_a_gateway_is_lost_with_most_of_its_assets_and_folds_them() -> None:
    street = Street()
    street.hear(0, "a", "b", "c", "d", gateway="g")
    street.hear(29, "d", gateway="g")
    changed = street.wait(31)
    gateway = next(alarm for alarm in changed.alarms if alarm.of_gateway)
    assert (gateway.subject, gateway.priority) == ("g", Priority.HIGH)
    assert gateway.text == "3 of the 4 assets behind it are silent"
    last = {alarm.subject: alarm for alarm in changed.alarms}
    assert {name: alarm.parent for name, alarm in last.items() if name != "g"} == dict.fromkeys("abc", gateway.uid)
    (claim,) = changed.liveness
    assert (claim.subject, claim.name, claim.presence) == (Subject.GATEWAY, "g", Presence.OFFLINE)


def test_that_an_asset_which_follows_its_lost_gateway_is_folded_at_once() -> None:
    street = Street()
    street.hear(0, "a", "b", "c", "d", gateway="g")
    street.hear(5, "d", gateway="g")
    gateway = next(alarm for alarm in street.wait(31).alarms if alarm.of_gateway)
    (late,) = street.wait(36).alarms
    assert (late.subject, late.parent) == ("d", gateway.uid)


@pytest.mark.parametrize(("silent", "heard", "lost"), [("a", "", False), ("ab", "", True), ("abc", "de", False)])
def test_that_few_silent_assets_are_no_lost_gateway(silent: str, heard: str, lost: bool) -> None:
    street = Street()
    street.hear(0, *silent, *heard, gateway="g")
    street.hear(29, *heard, gateway="g")
    assert any(alarm.of_gateway for alarm in street.wait(31).alarms) is lost


def test_that_one_message_through_it_brings_the_gateway_back() -> None:
    street = Street()
    street.hear(0, "a", "b", "c", gateway="g")
    street.wait(31)
    changed = street.hear(40, "a", gateway="g")
    assert subjects(changed.alarms) == [("a", "cleared"), ("g", "cleared")]
    assert [claim.presence for claim in changed.liveness] == [Presence.ONLINE]


def test_that_assets_which_stay_silent_stand_alone_after_a_window_of_their_own() -> None:
    street = Street()
    street.hear(0, "a", "b", "c", gateway="g")
    street.wait(31)
    street.hear(40, "a", gateway="g")
    street.hear(50, "a", "b", gateway="g")
    assert street.wait(69).alarms == []
    (alone,) = street.wait(71).alarms
    assert (alone.subject, alone.parent, alone.cleared_at) == ("c", "", None)


def test_that_an_asset_heard_by_another_gateway_no_longer_counts_for_the_first() -> None:
    street = Street()
    street.hear(0, "a", "b", "c", gateway="g")
    street.hear(29, "b", "c", gateway="h")
    assert not any(alarm.of_gateway for alarm in street.wait(31).alarms)


def test_that_our_own_deafness_is_nobodys_silence() -> None:
    street = Street()
    street.hear(0, "a")
    street.watch.feed("f", None)
    assert street.wait(500).alarms == []
    street.watch.feed("f", START + 500 * MINUTE)
    assert street.wait(529).alarms == []
    assert subjects(street.wait(600).alarms) == [("a", "raised")]


def test_that_a_restart_knows_whom_it_expects_and_which_alarms_stood() -> None:
    before = Street()
    before.hear(0, "a", "b", gateway="g")
    standing = {alarm.uid: alarm for alarm in before.wait(31).alarms}
    after = Street(*standing.values())
    after.watch.feed("f", START + 100 * MINUTE)
    for name in ("a", "b", "c"):
        after.watch.learn(Asset("n", name, "noise.meter", gateway="g"), START)
    assert subjects(after.wait(131).alarms) == [("c", "raised")]
    assert subjects(after.hear(140, "a", gateway="g").alarms) == [("a", "cleared"), ("g", "cleared")]


def test_that_the_work_of_a_tick_does_not_grow_with_those_who_are_not_due() -> None:
    street = Street()
    for batch in range(20):
        street.hear(0, *(f"a{batch}-{number}" for number in range(1000)))
    street.hear(25, *(f"a{batch}-{number}" for batch in range(20) for number in range(1000)))
    assert street.wait(31).alarms == []
    assert len(street.wait(56).alarms) == 20_000


def test_that_gateways_through_which_nobody_is_heard_any_more_are_forgotten() -> None:
    gateways = Gateways({})
    for number in range(100):
        gateways.place(("n", "bus"), f"gateway {number}", silent=False)
    assert len(gateways._gateways) == 1
    found = gateways.of(("n", "bus"))
    assert found is not None
    assert found.name == "gateway 99"
