"""Published payloads of real devices, in the envelopes of ChirpStack 3 and 4, through a broker into the file."""

import base64
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.broker import Mosquitto
from tests.flows.recording import Recorder, ask, heard, publish, recorded, rows
from venule import sdk
from venule.config import FeedSettings, Profile
from venule.recorder.service import now
from venule.verticals.discovery import discover
from venule.verticals.guard import Guard

RECEIVED = "2026-11-22T18:03:12.398Z"
GATEWAY = "b827ebfffe0a0b0c"

Vector = dict[str, Any]


def vectors(shared_data: Path) -> list[Vector]:
    """All uplinks, each with a name for its device."""
    text = (shared_data / "payloads" / "lorawan_vectors.json").read_text(encoding="utf-8")
    uplinks = [vector for vector in json.loads(text)["vectors"] if vector["kind"] == "uplink"]
    return [
        {**vector, "name": f"device {number:02d}", "eui": f"70b3d5000000{number:04x}"}
        for number, vector in enumerate(uplinks)
    ]


def profile_of(vector: Vector) -> str:
    return vector["devices"][0][0] if vector["devices"] else vector["codec"]


def version_4(vector: Vector) -> tuple[str, bytes]:
    """The uplink as ChirpStack 4 publishes it."""
    gateway = sdk.Gateway("x", GATEWAY, sdk.Position(2.17, 41.4))
    outgoing = sdk.chirpstack_uplink(
        application=vector["vertical"],
        profile=profile_of(vector),
        dev_eui=vector["eui"],
        name=vector["name"],
        port=vector["fPort"],
        payload=bytes.fromhex(vector["bytes_hex"]),
        at=sdk.from_iso(RECEIVED),
        counter=1,
        gateway=gateway,
    )
    return outgoing.topic, outgoing.payload


def version_3(vector: Vector, *, wrapped: bool) -> tuple[str, bytes]:
    """The uplink as ChirpStack 3 publishes it, bare or as its other integrations wrap it."""
    envelope = {
        "applicationID": "430",
        "applicationName": vector["vertical"],
        "deviceName": vector["name"],
        "devEUI": base64.b64encode(bytes.fromhex(vector["eui"])).decode(),
        "deviceProfileName": profile_of(vector),
        "fCnt": 1,
        "fPort": vector["fPort"],
        "data": base64.b64encode(bytes.fromhex(vector["bytes_hex"])).decode(),
        "objectJSON": "",
        "rxInfo": [
            {
                "gatewayID": base64.b64encode(bytes.fromhex(GATEWAY)).decode(),
                "time": RECEIVED,
                "rssi": -57,
                "loRaSNR": 9.75,
                "location": {"latitude": 41.4, "longitude": 2.17, "altitude": 0},
            }
        ],
        "publishedAt": "2026-11-22T18:03:13Z",
    }
    topic = f"application/430/device/{vector['eui']}/event/up"
    return topic, json.dumps({"type": "up", "payload": envelope} if wrapped else envelope).encode()


def expected(guard: Guard, vector: Vector) -> dict[str, list[sdk.Value]] | None:
    """The values a vertical reads of a vector by itself, or nothing where it is to be refused."""
    message = sdk.Message(
        ("x",),
        bytes.fromhex(vector["bytes_hex"]),
        sdk.from_iso(RECEIVED),
        vector["vertical"],
        vector["name"],
        profile=profile_of(vector),
        port=vector["fPort"],
    )
    values = defaultdict(list)
    try:
        for observation, _, _ in guard.read(message):
            if observation.value is not None:
                values[observation.quantity.name].append(observation.value)
    except sdk.Unreadable:
        return None
    return values


@pytest.mark.parametrize("version", ["4", "3 bare", "3 wrapped"])
def test_that_every_vector_is_observed_as_its_vendor_says_or_refused_with_a_reason(
    version: str, mosquitto: Mosquitto, tmp_path: Path, shared_data: Path
) -> None:
    guard, cache = Guard(discover()), tmp_path / "city.venule"
    known = vectors(shared_data)
    read = {vector["name"]: expected(guard, vector) for vector in known}
    feed = FeedSettings("lora", mosquitto.url, ("application/#",), dialect="chirpstack")
    with Recorder(Profile("Vectors", (feed,)), cache, guard):
        heard(cache)
        publish(
            mosquitto.port,
            [version_4(one) if version == "4" else version_3(one, wrapped=version == "3 wrapped") for one in known],
        )
        observations = sum(len(values) for found in read.values() if found for values in found.values())
        counts = recorded(cache, observations, sum(found is None for found in read.values()))
    kept: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(cache):
        if row.value is not None:
            kept[row.asset][row.datastream].append(row.value)
    assert {name: sorted_values(found) for name, found in kept.items()} == {
        name: sorted_values(found) for name, found in read.items() if found
    }
    assert counts.rejects == sum(found is None for found in read.values())
    for reject in ask(cache, lambda reader: reader.rejects(now())):
        assert re.search(r"\w{3}.*\w{3}", reject.reason)
    agrees_with_the_vendors(known, read)


def sorted_values(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: sorted(values) for name, values in found.items()}


def agrees_with_the_vendors(known: list[Vector], read: dict[str, dict[str, list[sdk.Value]] | None]) -> None:
    """What the vendor's decoder refuses is refused, and what it calls occupied, temperature and so on is that."""
    for vector in known:
        values = read[vector["name"]]
        if "errors" in vector["expected"]:
            assert values is None, vector["codec"]
        elif vector["vertical"] == "parking":
            assert values is not None, vector["codec"]
            for key in ("occupied", "temperature", "battery_voltage", "firmware_version", "tag_id"):
                if key in vector["expected"]["data"]:
                    assert values[key] == [vector["expected"]["data"][key]], (vector["codec"], key)
    understood = sum(found is not None for found in read.values())
    assert understood >= 50


@pytest.mark.parametrize(
    ("file", "kind", "values"),
    [
        (
            "lighting_nas_lcu_chirpstack_uplink.json",
            "lighting.luminaire",
            {"dimming_level": 0, "mcu_temperature": 26, "downlink_rssi": -71, "metering_com_error": True},
        ),
        (
            "water_nas_oir_chirpstack_uplink.json",
            "water.meter",
            {"low_battery": False, "app_connected_within_a_day": True, "meter_actuality_duration": 5},
        ),
    ],
)
def test_that_a_recorded_uplink_arrives_as_it_was_captured(
    *, file: str, kind: str, values: dict[str, object], mosquitto: Mosquitto, tmp_path: Path, shared_data: Path
) -> None:
    cache = tmp_path / "city.venule"
    payload = (shared_data / "payloads" / file).read_bytes()
    feed = FeedSettings("captured", mosquitto.url, ("captured/#",))
    with Recorder(Profile("Captured", (feed,)), cache):
        heard(cache)
        publish(mosquitto.port, [("captured/uplink", payload)])
        recorded(cache, len(values))
    found = {row.datastream: row.value for row in rows(cache)}
    assert {name: found.get(name) for name in values} == values
    catalogue = ask(cache, lambda reader: reader.catalogue())
    assert catalogue.kinds == (kind,)
    assert catalogue.gateways.name == ("70b3d5b02000017e",)
