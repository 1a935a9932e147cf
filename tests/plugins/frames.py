"""What the plugins' tests share: messages from frames and from what simulators publish, and the demo city."""

import base64
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from venule.demo.cities import load_city
from venule.sdk import (
    City,
    Gateway,
    Instant,
    Message,
    Observation,
    Outgoing,
    Position,
    Value,
    Vertical,
    from_iso,
)

RECEIVED_AT = from_iso("2026-11-22T18:04:00Z")


def frame(
    profile: str, port: int, payload: str, told: Mapping[str, Any] | None = None, tags: Mapping[str, str] | None = None
) -> Message:
    """A device's frame in hexadecimal as a decoder hands it on."""
    return Message(
        topic=("application", "test", "device", "0011223344556677", "event", "up"),
        payload=bytes.fromhex(payload),
        received_at=RECEIVED_AT,
        asset="asset",
        profile=profile,
        port=port,
        observed_at=RECEIVED_AT,
        object=told,
        properties=tags or {},
    )


def opened(outgoing: Outgoing) -> Message:
    """A simulated ChirpStack uplink with its envelope opened."""
    body = json.loads(outgoing.payload)
    device, heard = body["deviceInfo"], body["rxInfo"][0]
    tags = device["tags"]
    return Message(
        topic=tuple(outgoing.topic.split("/")),
        payload=base64.b64decode(body["data"]),
        received_at=from_iso(body["time"]),
        network=f"{device['tenantName']}/{device['applicationName']}",
        asset=device["deviceName"],
        profile=device["deviceProfileName"],
        port=body["fPort"],
        gateway=Gateway("", heard["gatewayId"], Position(**heard["location"])),
        position=Position(float(tags["longitude"]), float(tags["latitude"])),
        observed_at=from_iso(heard["gwTime"]),
        properties=tags,
    )


def is_uplink(outgoing: Outgoing) -> bool:
    """Whether a simulator published a device's frame, and not plain JSON."""
    return outgoing.topic.startswith("application/")


def fields(vertical: Vertical, message: Message) -> dict[str, Value | None]:
    """What a vertical reads, by the name of the quantity."""
    return by_name(vertical.read(message))


def by_name(observations: Iterable[Observation]) -> dict[str, Value | None]:
    """Values by the name of their quantity; one name comes but once."""
    told: dict[str, Value | None] = {}
    for observation in observations:
        assert observation.quantity.name not in told
        told[observation.quantity.name] = observation.value
    return told


@cache
def demo_city() -> City:
    """The demo city as simulators get it."""
    return load_city()


def json_values(published: Iterable[Outgoing]) -> dict[tuple[str, str], dict[Instant, float]]:
    """The plain JSON among what was published: by asset and datastream, value by time."""
    series: dict[tuple[str, str], dict[Instant, float]] = {}
    for outgoing in published:
        if not is_uplink(outgoing):
            *_, asset, datastream = outgoing.topic.split("/")
            body = json.loads(outgoing.payload)
            series.setdefault((asset, datastream), {})[body["t"] * 1000] = body["v"]
    return series
