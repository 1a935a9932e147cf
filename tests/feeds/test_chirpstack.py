"""ChirpStack's events: both versions, the best gateway, the best time, and what is no uplink."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from venule import sdk
from venule.config import FeedSettings
from venule.domain.geo import Position
from venule.domain.instant import from_iso
from venule.domain.message import Message, Unreadable
from venule.feeds import Inbound, decoder

NOW = from_iso("2026-11-22T18:03:14Z")
UPLINK: dict[str, Any] = {
    "deduplicationId": "0b6f9f52-1f0e-4f0a-9a51-7b0c7c2f1a11",
    "time": "2026-11-22T18:03:12.410Z",
    "deviceInfo": {
        "tenantName": "Port",
        "applicationName": "parking",
        "deviceProfileName": "bay-v2",
        "deviceName": "PK-22-07",
        "devEui": "A84041FFFF2207AA",
        "tags": {"street": "22", "latitude": "41.4036", "longitude": "2.1744"},
    },
    "fCnt": 812,
    "fPort": 2,
    "data": "Ans=",
    "object": {"occupied": True},
    "rxInfo": [
        {"gatewayId": "0000000000000001", "rssi": -50, "snr": 1.0, "gwTime": "2026-11-22T18:03:12.300Z"},
        {
            "gatewayId": "b827ebfffe0a0b0c",
            "rssi": -97,
            "snr": 7.2,
            "gwTime": "2026-11-22T18:03:12.398Z",
            "location": {"latitude": 41.4, "longitude": 2.17},
        },
    ],
}
TOPIC = "application/7d2b/device/a84041ffff2207aa/event/up"


def decode(payload: object, topic: str = TOPIC, dialect: str = "chirpstack") -> list[Message]:
    settings = FeedSettings("lora", "mqtt://127.0.0.1", ("#",), dialect=dialect)
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return list(decoder(settings).decode(Inbound("lora", topic, body, NOW)))


def changed(**members: Any) -> dict[str, Any]:
    return {**UPLINK, **members}


def test_that_an_uplink_is_opened_down_to_the_devices_own_bytes() -> None:
    (message,) = decode(UPLINK)
    assert (message.network, message.asset, message.profile, message.port) == ("parking", "PK-22-07", "bay-v2", 2)
    assert message.payload == b"\x02\x7b"
    assert message.object == {"occupied": True}
    assert message.position == Position(2.1744, 41.4036)
    assert message.properties == {
        "street": "22",
        "dev_eui": "a84041ffff2207aa",
        "profile": "bay-v2",
        "tenant": "Port",
    }


def test_that_gateway_and_time_are_those_of_the_best_receiver() -> None:
    (message,) = decode(UPLINK)
    assert message.gateway is not None
    assert (message.gateway.name, message.gateway.position) == ("b827ebfffe0a0b0c", Position(2.17, 41.4))
    assert message.observed_at == from_iso("2026-11-22T18:03:12.398Z")
    assert message.result_at == from_iso("2026-11-22T18:03:12.410Z")


def test_that_a_device_stays_with_its_gateway_while_that_hears_it() -> None:
    lora = decoder(FeedSettings("lora", "mqtt://127.0.0.1", ("#",), dialect="chirpstack"))

    def gateway_of(**snr: float) -> str:
        heard = [{"gatewayId": name * 16, "snr": level} for name, level in snr.items()]
        (message,) = lora.decode(Inbound("lora", TOPIC, json.dumps(changed(rxInfo=heard)).encode(), NOW))
        return "" if message.gateway is None else message.gateway.name[0]

    assert gateway_of(a=5, b=7) == "b"
    assert gateway_of(a=8, b=7) == "b"
    assert gateway_of(a=8) == "a"
    assert gateway_of(a=5, b=7) == "a"


@pytest.mark.parametrize("never_set", [None, "", "1970-01-01T00:00:05Z", "1980-01-06T00:00:00Z", "now"])
def test_that_a_gateway_without_a_clock_leaves_the_time_to_the_server(never_set: str | None) -> None:
    (message,) = decode(changed(rxInfo=[{"gatewayId": "0000000000000001", "gwTime": never_set}]))
    assert message.observed_at == from_iso("2026-11-22T18:03:12.410Z")


def test_that_unset_places_of_gateways_are_none() -> None:
    receiver = {"gatewayId": "0000000000000001", "location": {"latitude": 0, "longitude": 0}}
    (message,) = decode(changed(rxInfo=[receiver]))
    assert message.gateway is not None
    assert message.gateway.position is None


def test_that_the_sdks_own_envelope_is_understood() -> None:
    outgoing = sdk.chirpstack_uplink(
        application="parking",
        profile="NPS405",
        dev_eui="70b3d57050000001",
        name="bay 1",
        port=1,
        payload=b"\x95",
        at=NOW,
        counter=7,
        gateway=sdk.Gateway("parking", "0000000000000001", Position(2.0, 41.0)),
        position=Position(2.1, 41.1),
    )
    (message,) = decode(outgoing.payload, outgoing.topic, "auto")
    assert (message.asset, message.payload, message.observed_at) == ("bay 1", b"\x95", NOW)
    assert message.position == Position(2.1, 41.1)


def test_that_version_3_is_opened_wrapped_and_bare(shared_data: Path) -> None:
    wrapped = json.loads((shared_data / "payloads/lighting_nas_lcu_chirpstack_uplink.json").read_text())
    (message,) = decode(wrapped, "luminaires/raw")
    (bare,) = decode(wrapped["payload"], "application/430/device/70b3d5b020073208/event/up")
    for found in (message, bare):
        assert (found.network, found.asset, found.port) == ("hanneskask", "Test_codec_LCU_1_1", 23)
        assert found.profile == "EU868-LCU-1.1"
        assert found.properties["dev_eui"] == "70b3d5b020073208"
        assert found.gateway is not None
        assert (found.gateway.name, found.gateway.position) == ("70b3d5b02000017e", None)
        assert found.observed_at == from_iso("2024-07-01T13:43:42.236186Z")
        assert found.object is not None
        assert found.object["data"]["mcu_temperature__C"] == 26
        assert found.payload == base64.b64decode("AY6ygmYgAEcHGgACAd7+IQAA")


def test_that_a_redelivery_has_the_same_key_and_the_next_frame_another() -> None:
    (first,), (again,) = decode(UPLINK), decode(changed(object=None))
    assert first.source_key == again.source_key
    (other,) = decode(changed(deduplicationId="another"))
    assert other.source_key != first.source_key
    version_3 = {"devEUI": "qEBB//8iB6o=", "deviceName": "d", "fCnt": 1, "data": "Ans="}
    keys = {decode({**version_3, "fCnt": number})[0].source_key for number in (1, 1, 2)}
    assert len(keys) == 2


def test_that_two_devices_of_one_name_are_two_assets() -> None:
    settings = FeedSettings("lora", "mqtt://127.0.0.1", ("#",), dialect="chirpstack")
    opened = decoder(settings)
    names = []
    for identity in ("a84041ffff2207aa", "a84041ffff2207bb", "a84041ffff2207aa"):
        body = json.dumps(changed(deviceInfo={**UPLINK["deviceInfo"], "devEui": identity})).encode()
        names.append(opened.decode(Inbound("lora", TOPIC, body, NOW))[0].asset)
    assert names == ["PK-22-07", "a84041ffff2207bb", "PK-22-07"]


@pytest.mark.parametrize("event", ["join", "ack", "txack", "log", "integration"])
def test_that_events_about_the_radio_are_known_and_say_nothing(event: str) -> None:
    assert decode({"deviceInfo": UPLINK["deviceInfo"]}, f"application/a/device/b/event/{event}") == []


def test_that_a_status_tells_battery_and_margin() -> None:
    status = {"deviceInfo": UPLINK["deviceInfo"], "margin": 7, "batteryLevel": 87.5}
    (message,) = decode(status, "application/a/device/b/event/status")
    assert [tuple(reading)[:3] for reading in message.readings] == [
        ("link_margin", 7, "dB"),
        ("battery_level", 87.5, "%"),
    ]
    (on_mains,) = decode({**status, "externalPowerSource": True}, "application/a/device/b/event/status")
    assert [reading.datastream for reading in on_mains.readings] == ["link_margin"]


def test_that_a_location_tells_where_the_device_is() -> None:
    event = {"deviceInfo": {**UPLINK["deviceInfo"], "tags": {}}, "location": {"latitude": 41.5, "longitude": 2.5}}
    (message,) = decode(event, "application/a/device/b/event/location")
    assert (message.position, message.payload) == (Position(2.5, 41.5), b"")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (changed(data=""), "'data' is empty or missing"),
        (changed(data=None), "'data' is empty or missing"),
        (changed(data="A$="), "'data' is not base64"),
        (changed(data="Ans"), "'data' is not base64"),
        ({"time": "2026-11-22T18:03:12.410Z"}, "names no device"),
        ([1], "an object is expected"),
        (b"\x0a\x10protobuf", "payload is not JSON"),
    ],
)
def test_that_a_broken_uplink_is_refused_with_a_reason(payload: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(payload)


@pytest.mark.parametrize("odd", [None, 5, "x", [], {}, [None], [[]], {"location": 3}, [{"snr": "high"}]])
def test_that_odd_members_beside_the_frame_do_not_keep_it_from_being_read(odd: object) -> None:
    (message,) = decode(changed(rxInfo=odd, object=odd, fPort=odd, time=odd))
    assert message.payload == b"\x02\x7b"


def test_that_an_envelope_is_recognised_whatever_its_topic() -> None:
    (message,) = decode(UPLINK, "city/lora/raw", "auto")
    assert message.asset == "PK-22-07"


def test_that_auto_says_so_when_nothing_fits() -> None:
    with pytest.raises(Unreadable, match="no ChirpStack event, and the feed declares no mapping"):
        decode({"v": 1}, "city/a/b/c", "auto")
