"""Dialect "json": values arrive as what they are, and what is no value is refused with its reason."""

import dataclasses
import json
from typing import Any

import pytest

from venule.config import FeedSettings, JsonMapping
from venule.domain.geo import Position
from venule.domain.instant import from_iso
from venule.domain.message import Message, Unreadable
from venule.domain.observation import Reading
from venule.feeds import Inbound, decoder

NOW = from_iso("2026-11-22T18:05:00Z")
EVENT = from_iso("2026-11-22T18:04:00Z")
CONTRACT = JsonMapping("city/{network}/{asset}/{datastream}", value="v", observed_at="t", time="epoch_ms", unit="u")


def feed(mapping: JsonMapping, **settings: Any) -> FeedSettings:
    return FeedSettings("lights", "mqtt://127.0.0.1", ("city/#",), dialect="json", json=mapping, **settings)


def decode(payload: object, mapping: JsonMapping = CONTRACT, topic: str = "city/light/LP-0417/power") -> Message:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    (message,) = decoder(feed(mapping)).decode(Inbound("lights", topic, body, NOW))
    return message


def test_that_the_lamp_post_arrives_as_one_observation() -> None:
    message = decode({"v": 63.5, "t": 1795370640000, "u": "W"})
    assert (message.network, message.asset) == ("light", "LP-0417")
    assert message.observed_at == EVENT
    assert message.readings == (Reading("power", 63.5, "W", None),)


def test_that_one_message_names_many_values_beside_its_own_fields() -> None:
    mapping = JsonMapping("bcn/{network}/{gateway}/{asset}/+", observed_at="at", time="epoch_ms")
    payload = {"w": 63.5, "dim": 70, "at": 1795370640000, "ok": True}
    message = decode(payload, mapping, "bcn/light/CB-09/LP-0417/power")
    assert [(name, value) for name, value, _, _ in message.readings] == [("w", 63.5), ("dim", 70), ("ok", True)]
    assert message.gateway is not None
    assert (message.gateway.name, message.observed_at) == ("CB-09", EVENT)


def test_that_paths_reach_into_objects_and_arrays() -> None:
    mapping = JsonMapping(
        "{asset}/{datastream}",
        value="data.1.level",
        observed_at="data.1.when",
        longitude="at.0",
        latitude="at.1",
        label="name",
        network="water",
        kind="water.tank",
    )
    payload = {"data": [{}, {"level": 2.5, "when": "2026-11-22T19:04:00+01:00"}], "at": [2.1744, 41.4036], "name": "T1"}
    message = decode(payload, mapping, "T1/level")
    assert message.readings == (Reading("level", 2.5, "", None),)
    assert (message.observed_at, message.position) == (EVENT, Position(2.1744, 41.4036))
    assert (message.network, message.kind, message.label) == ("water", "water.tank", "T1")


def test_that_an_object_of_values_is_found_by_its_path() -> None:
    message = decode({"m": {"flow": 8.25, "valve": "open"}}, JsonMapping("{asset}", values="m"), "D12")
    assert [tuple(reading)[:2] for reading in message.readings] == [("flow", 8.25), ("valve", "open")]


def test_that_the_payload_itself_may_be_the_value() -> None:
    assert decode(b"21.5", JsonMapping("{asset}/{datastream}"), "a/t").readings == (Reading("t", 21.5, "", None),)


def test_that_nothing_is_a_missing_value_and_not_zero() -> None:
    assert decode({"v": None, "t": 1795370640000}).readings[0].value is None


def test_that_flags_and_words_stay_what_they_are() -> None:
    assert decode({"v": False, "t": 1}).readings[0].value is False
    assert decode({"v": "open", "t": 1}).readings[0].value == "open"


def test_that_a_mapping_without_time_leaves_it_open() -> None:
    assert decode({"v": 1}, JsonMapping("{asset}/{datastream}", value="v"), "a/b").observed_at is None


def test_that_a_place_alone_is_a_message_about_the_asset() -> None:
    mapping = JsonMapping("{asset}", values="m", longitude="lon", latitude="lat")
    message = decode({"m": {}, "lon": 2.1, "lat": 41.4}, mapping, "A")
    assert (message.readings, message.payload) == ((), b"")
    assert message.position == Position(2.1, 41.4)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", "payload is empty"),
        (b"{", "payload is not JSON: .*line 1"),
        (b"on", "payload is not JSON"),
        (b'{"v": NaN, "t": 1}', "payload is not JSON"),
        (b'{"v": Infinity, "t": 1}', "payload is not JSON"),
        (b'{"v": "\xff", "t": 1}', "byte 8 is not UTF-8"),
        (b"[" * 100_000, "payload is not JSON"),
        ({"t": 1}, "payload has no 'v'"),
        ({"v": 1}, "payload has no 't'"),
        ([1, 2], "payload has no 't'"),
        ({"v": {"x": 1}, "t": 1}, "an object at 'v' stands where one value is expected"),
        ({"v": [1], "t": 1}, "an array at 'v'"),
        ({"v": 1, "t": "yesterday"}, "'t' is no time of observation: 'yesterday' is not a number of milliseconds"),
        ({"v": 1, "t": None}, "'t' is no time of observation"),
        ({"v": 1, "t": 1e300}, "lies outside the years 2 to 9998"),
        ({"v": "x" * 2000, "t": 1}, "text of 2,000 characters is longer than the 1,000"),
    ],
)
def test_that_what_cannot_be_read_is_refused_with_a_reason(payload: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(payload)


def test_that_local_time_without_a_zone_is_refused() -> None:
    mapping = dataclasses.replace(CONTRACT, time="iso")
    with pytest.raises(Unreadable, match="has no zone"):
        decode({"v": 1, "t": "2026-11-22T18:04:00"}, mapping)


def test_that_a_payload_beyond_the_limit_is_refused_with_both_sizes() -> None:
    inbound = Inbound("lights", "city/a/b/c", b"1" * 10_000_000, NOW)
    with pytest.raises(Unreadable, match="10,000,000 bytes is larger than the 1,048,576 bytes"):
        decoder(feed(CONTRACT)).decode(inbound)


def test_that_the_same_bytes_have_the_same_key_and_others_another() -> None:
    one, again, other = (decode({"v": value, "t": 1}) for value in (1, 1, 2))
    assert one.source_key == again.source_key != other.source_key
    assert -(2**63) <= one.source_key < 2**63
