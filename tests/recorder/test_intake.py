"""Intake: what a publication becomes, with the rules about time, units, kinds of value and what is retained."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.verticals.stranger import LEVEL, Noise, found, yielding
from venule import sdk
from venule.config import FeedSettings, JsonMapping
from venule.domain.instant import HOUR, MINUTE, SECOND, Instant, from_iso
from venule.domain.message import Message
from venule.domain.observation import Reading, Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import ValueKind
from venule.domain.reject import KEPT_BYTES
from venule.feeds import Inbound
from venule.recorder.additions import Additions
from venule.recorder.intake import Intake
from venule.recorder.streams import Stream
from venule.verticals.guard import Guard

NOW = from_iso("2026-11-22T18:05:00Z")
MAPPING = JsonMapping("city/{network}/{asset}/{datastream}", value="v", observed_at="t", time="epoch_ms", unit="u")
TIMED = FeedSettings("timed", "mqtt://127.0.0.1", ("city/#",), dialect="json", json=MAPPING)
TIMELESS = replace(TIMED, name="timeless", json=replace(MAPPING, observed_at=None))
METERS = replace(TIMED, name="meters", json=replace(MAPPING, kind="noise.meter"))
PLAIN = FeedSettings("plain", "mqtt://127.0.0.1", ("#",), dialect="plain", vertical="noise")


class Desk:
    """An intake with what it added so far."""

    def __init__(self, kind: type[sdk.Vertical] = Noise) -> None:
        self.intake = Intake(Guard([found(kind)]), [TIMED, TIMELESS, METERS, PLAIN])
        self.additions = Additions()

    def take(
        self, payload: object, feed: str = "timed", topic: str = "city/n/a/level", at: Instant = NOW, **members: Any
    ) -> Recorded | None:
        """Take one message in; the row it became, or nothing."""
        before = len(self.additions.observations)
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self.intake.take(Inbound(feed, topic, body, at, **members), at, self.additions)
        rows = self.additions.observations[before:]
        return rows[-1] if rows else None

    @property
    def refusals(self) -> list[str]:
        return [reject.reason for reject in self.additions.rejects]


def ms(instant: Instant) -> int:
    return instant // 1000


def test_that_a_message_becomes_a_row_with_both_times() -> None:
    desk = Desk()
    row = desk.take({"v": 2.5, "t": ms(NOW - MINUTE), "u": "m"}, at=NOW)
    assert row is not None
    assert (row.network, row.asset, row.datastream, row.value) == ("n", "a", "level", 2.5)
    assert (row.observed_at, row.recorded_at, row.provenance) == (NOW - MINUTE, NOW, Provenance.NONE)


def test_that_names_are_declared_once() -> None:
    desk = Desk()
    for second in range(5):
        desk.take({"v": 2.5, "t": ms(NOW) + second, "u": "m"})
    assert len(desk.additions.assets) == len(desk.additions.declarations) == 1
    declaration = desk.additions.declarations[0]
    assert (declaration.quantity.name, declaration.quantity.unit, declaration.unit_source) == ("level", "m", "m")


def test_that_a_message_without_a_time_gets_that_of_its_arrival_and_says_so() -> None:
    row = Desk().take({"v": 1}, "timeless")
    assert row is not None
    assert (row.observed_at, row.provenance) == (NOW, Provenance.TIME_ASSUMED)


def test_that_a_clock_far_ahead_is_not_believed_and_its_claim_is_kept() -> None:
    row = Desk().take({"v": 1, "t": ms(NOW + 3 * HOUR)})
    assert row is not None
    assert (row.observed_at, row.result_at, row.quality) == (NOW, NOW + 3 * HOUR, Quality.UNCERTAIN)
    assert row.provenance == Provenance.TIME_ASSUMED
    assert row.reason == "the clock is 3 hours ahead of arrival"


def test_that_a_clock_a_little_ahead_is_believed() -> None:
    row = Desk().take({"v": 1, "t": ms(NOW + 4 * MINUTE)})
    assert row is not None
    assert (row.observed_at, row.quality) == (NOW + 4 * MINUTE, Quality.GOOD)


def test_that_an_older_observation_is_marked_as_filled_in_later() -> None:
    desk = Desk()
    desk.take({"v": 1, "t": ms(NOW)})
    row = desk.take({"v": 1, "t": ms(NOW - HOUR)})
    assert row is not None
    assert row.provenance == Provenance.BACKFILLED


def test_that_a_retained_value_without_a_time_is_kept_once_until_it_changes() -> None:
    desk = Desk()
    first = desk.take({"v": 1}, "timeless", retained=True)
    assert first is not None
    assert first.provenance == Provenance.RETAINED | Provenance.TIME_ASSUMED
    assert desk.take({"v": 1}, "timeless", retained=True, at=NOW + SECOND) is None
    assert desk.additions.repeated == 1
    assert desk.take({"v": 2}, "timeless", retained=True, at=NOW + SECOND) is not None


def test_that_a_retained_value_with_a_time_repeats_its_row_exactly() -> None:
    desk = Desk()
    live = desk.take({"v": 1, "t": ms(NOW)})
    again = desk.take({"v": 1, "t": ms(NOW)}, retained=True, at=NOW + SECOND)
    assert live is not None
    assert again is not None
    assert (again.observed_at, again.source_key) == (live.observed_at, live.source_key)
    assert Provenance.RETAINED in again.provenance


def test_that_a_retained_message_does_not_count_as_hearing_the_asset() -> None:
    desk = Desk()
    desk.take({"v": 1, "t": ms(NOW)}, retained=True)
    assert desk.additions.heard == {}
    desk.take({"v": 1, "t": ms(NOW)})
    assert desk.additions.heard == {("n", "a"): "timed"}


def test_that_nothing_is_missing_and_never_zero() -> None:
    desk = Desk()
    row = desk.take({"v": None, "t": ms(NOW)})
    assert row is not None
    assert (row.value, row.quality, row.reason) == (None, Quality.MISSING, "the source sent no value")
    later = desk.take({"v": "open", "t": ms(NOW)})
    assert later is not None
    assert later.value == "open"
    assert desk.additions.declarations[-1].quantity.kind is ValueKind.STATE


@pytest.mark.parametrize("payload", ['"12.5"', '" 7 "', '"1e3"', '"nan"'])
def test_that_a_number_in_quotes_is_refused(payload: str) -> None:
    desk = Desk()
    assert desk.take(f'{{"v": {payload}, "t": 1}}'.encode()) is None
    assert desk.refusals == [f"value {payload} is text where a number is expected"]


def test_that_a_text_or_a_flag_on_a_datastream_of_numbers_is_refused() -> None:
    desk = Desk()
    desk.take({"v": 12.5, "t": 1})
    assert desk.take({"v": "broken", "t": 2}) is None
    assert desk.take({"v": True, "t": 3}) is None
    assert desk.refusals == [
        'value "broken" is text where a number is expected',
        "value true is a flag where a number is expected",
    ]


def test_that_words_and_flags_are_states_and_flags() -> None:
    desk = Desk()
    for name, value in (("valve", "open"), ("door", False)):
        desk.take({"v": value, "t": 1}, topic=f"city/n/a/{name}")
    kinds = [declaration.quantity.kind for declaration in desk.additions.declarations]
    assert kinds == [ValueKind.STATE, ValueKind.FLAG]
    row = desk.take({"v": 1, "t": 2}, topic="city/n/a/door")
    assert row is not None
    assert row.value is True
    assert desk.take({"v": 7, "t": 3}, topic="city/n/a/door") is None


def test_that_a_number_after_a_word_makes_it_a_datastream_of_numbers() -> None:
    desk = Desk()
    desk.take({"v": "starting", "t": 1})
    row = desk.take({"v": 3.5, "t": 2})
    assert row is not None
    assert row.value == 3.5
    assert desk.additions.declarations[-1].quantity.kind is ValueKind.MEASURE


def test_that_a_unit_that_changes_is_converted_and_not_mixed() -> None:
    desk = Desk()
    desk.take({"v": 8.25, "t": 1, "u": "m3/h"})
    row = desk.take({"v": 8.25, "t": 2, "u": "l/s"})
    assert row is not None
    assert (row.value, row.quality) == (29.7, Quality.GOOD)
    back = desk.take({"v": 8.25, "t": 3, "u": "m3/h"})
    assert back is not None
    assert back.value == 8.25


def test_that_a_unit_without_a_known_factor_makes_the_value_uncertain() -> None:
    desk = Desk()
    desk.take({"v": 8.25, "t": 1, "u": "m3/h"})
    row = desk.take({"v": 8.25, "t": 2, "u": "furlong"})
    assert row is not None
    assert (row.value, row.quality) == (8.25, Quality.UNCERTAIN)
    assert row.reason == "the source gives the unit 'furlong' where m3/h is declared"


def test_that_a_declared_kind_lends_its_quantity_to_a_message_that_describes_itself() -> None:
    desk = Desk()
    row = desk.take({"v": 62.5, "t": 1, "u": "dB(A)"}, "meters")
    assert row is not None
    assert row.value == 62.5
    (declaration,) = desk.additions.declarations
    assert declaration.quantity is LEVEL
    assert (declaration.unit_source, declaration.expected_every_s) == ("dB(A)", 60)
    assert desk.additions.assets[0].kind == "noise.meter"
    assert desk.take({"v": "62.5", "t": 2}, "meters") is None
    assert desk.refusals == ['value "62.5" is text where a number is expected']


def test_that_numbers_too_long_for_a_column_stay_numbers() -> None:
    row = Desk().take(b'{"v": 18446744073709551615, "t": 1}')
    assert row is not None
    assert row.value == pytest.approx(2.0**64)


def test_that_a_reject_keeps_topic_payload_reason_and_stage() -> None:
    desk = Desk()
    desk.take(b"{", topic="city/n/a/level")
    desk.take(b'{"level": "x"}', "plain", topic="any/thing")
    first, second = desk.additions.rejects
    assert (first.feed, first.topic, first.payload, first.stage) == ("timed", "city/n/a/level", b"{", "decoder")
    assert first.reason.startswith("payload is not JSON")
    assert (second.stage, second.reason) == ("vertical", "noise failed on this message: 'level' cannot be 'x'")


def test_that_a_long_rejected_payload_is_cut_and_fingerprinted() -> None:
    desk = Desk()
    desk.take(b"x" * 500_000)
    (refused,) = desk.additions.rejects
    assert (len(refused.payload), refused.payload_bytes) == (KEPT_BYTES, 500_000)
    assert len(refused.sha256) == 64


def test_that_a_message_is_taken_in_whole_or_not_at_all() -> None:
    desk = Desk(yielding(sdk.Observation("N-1", LEVEL, 60.0), sdk.Observation("N-1", LEVEL, "x")))
    desk.take(b"{}", "plain")
    assert desk.additions.observations == desk.additions.assets == desk.additions.declarations == []
    assert len(desk.additions.rejects) == 1


def test_that_many_backdated_values_of_one_message_are_all_kept() -> None:
    hourly = [sdk.Observation("N-1", LEVEL, float(hour), NOW - hour * HOUR) for hour in range(33)]
    desk = Desk(yielding(*hourly))
    desk.take(b"{}", "plain")
    rows = desk.additions.observations
    assert [row.observed_at for row in rows] == [NOW - hour * HOUR for hour in range(33)]
    assert [row.provenance for row in rows] == [Provenance.NONE, *[Provenance.BACKFILLED] * 32]


def test_that_an_import_goes_the_same_way() -> None:
    message = sdk.Message(
        ("file.csv",), b"row", NOW, network="n", asset="a", observed_at=NOW, readings=(sdk.Reading("x", 1, "", None),)
    )
    batch = Desk().intake.take_message(message, NOW, feed="file.csv", provenance=Provenance.IMPORTED)
    assert [(row.value, row.provenance) for row in batch.observations] == [(1, Provenance.IMPORTED)]
    refused = Desk().intake.take_message(message._replace(readings=(sdk.Reading("x", "1", "", None),)), NOW, feed="f")
    assert [(reject.feed, reject.topic) for reject in refused.rejects] == [("f", "file.csv")]


def test_that_an_inventory_entry_is_an_asset_without_observations() -> None:
    message = sdk.Message((), b"", NOW, network="n", asset="a", label="A", position=sdk.Position(2.1, 41.4))
    batch = Desk().intake.take_message(message, NOW)
    assert [(asset.name, asset.label, asset.position) for asset in batch.assets] == [("a", "A", (2.1, 41.4))]
    assert len(batch.observations) == len(batch.rejects) == 0


def test_that_an_asset_is_told_again_only_when_something_is_new() -> None:
    intake, told = Desk().intake, []
    message = sdk.Message((), b"", NOW, network="n", asset="a", position=sdk.Position(2.1, 41.4))
    for next_one in (
        message,
        message,
        message._replace(position=None),
        message._replace(position=sdk.Position(2.2, 41.4)),
        message._replace(gateway=sdk.Gateway("n", "g")),
        message._replace(gateway=sdk.Gateway("n", "g", sdk.Position(2.0, 41.0))),
    ):
        batch = intake.take_message(next_one, NOW)
        told.append((len(batch.assets), len(batch.gateways)))
    assert told == [(1, 0), (0, 0), (0, 0), (1, 0), (1, 1), (1, 1)]


def test_that_two_devices_of_one_name_stay_apart_whichever_speaks_first_after_a_restart() -> None:
    lora = FeedSettings("lora", "mqtt://127.0.0.1", ("#",), dialect="chirpstack")

    def heard(intake: Intake, *identities: str) -> Additions:
        additions = Additions()
        for identity in identities:
            device = {"applicationName": "p", "deviceName": "bay", "devEui": identity}
            body = json.dumps({"deviceInfo": device, "batteryLevel": 50}).encode()
            intake.take(Inbound("lora", f"application/p/device/{identity}/event/status", body, NOW), NOW, additions)
        return additions

    first = heard(Intake(Guard([]), [lora]), "a" * 16, "b" * 16)
    assert [row.asset for row in first.observations] == ["bay", "b" * 16]
    restarted = Intake(Guard([]), [lora])
    for asset in first.assets:
        restarted.inventory.remember(asset)
    second = heard(restarted, "b" * 16, "a" * 16)
    assert [row.asset for row in second.observations] == ["b" * 16, "bay"]


def test_that_a_declared_unit_no_table_knows_is_no_doubt_when_the_source_spells_it_so() -> None:
    stream = Stream(sdk.Quantity("tilt", unit="deg"), open=False)
    stream.spell("deg")
    assert stream.doubt == ""
    stream.spell("gon")
    assert "'gon'" in stream.doubt


@pytest.mark.parametrize(("value", "unit"), [(1e308, "km"), (10**400, "m")])
def test_that_a_number_beyond_all_numbers_costs_its_message_alone(value: float, unit: str) -> None:
    intake = Intake(Guard([found(Noise)]))
    for said, spelled in ((1.0, "m"), (value, unit)):
        reading = Reading("depth", said, spelled, NOW)
        batch = intake.take_message(Message(("t",), b"x", NOW, "n", "a", readings=(reading,)), NOW)
    assert batch.observations == []
    assert "is no measurement" in batch.rejects[0].reason


def test_that_what_nobody_foresaw_in_an_import_is_a_reject() -> None:
    odd = Reading("depth", object(), "m", NOW)  # type: ignore[arg-type]
    batch = Intake(Guard([])).take_message(Message(("t",), b"x", NOW, "n", "a", readings=(odd,)), NOW)
    assert "the vertical failed on this message: TypeError" in batch.rejects[0].reason
