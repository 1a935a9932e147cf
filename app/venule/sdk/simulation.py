"""Simulated devices: what a vertical needs to publish plausible data as real MQTT messages in a made-up city."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, runtime_checkable

from venule.domain.asset import Asset, Gateway
from venule.domain.geo import Position
from venule.domain.instant import Instant, to_iso
from venule.domain.quantity import Value

DEMO_TOPIC = "demo/{network}/{kind}/{asset}/{datastream}"
"""Where :func:`json_reading` publishes; the demo's profile takes the topic apart by this template."""


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the city: its name, the corners of its centre line, and what it is to traffic where that is known.

    ``kind`` is ``primary``, ``secondary``, ``tertiary``, ``minor`` or empty.
    """

    name: str
    line: tuple[Position, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Ward:
    """A district of the city: its name and its outline, the first corner not repeated; it runs along streets."""

    name: str
    outline: tuple[Position, ...]

    def holds(self, place: Position) -> bool:
        """Whether a place lies in it, by the number of edges of the outline that lie east of the place."""
        x, y = place
        within = False
        for (ax, ay), (bx, by) in pairwise((*self.outline, self.outline[0])):
            if (ay <= y) != (by <= y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                within = not within
        return within


@dataclass(frozen=True, slots=True)
class WaterMain:
    """A water main from one junction to the next; mains that meet have a corner in common, at an end of each.

    ``ward`` names the district it belongs to; trunk mains that feed several have none.
    """

    name: str
    line: tuple[Position, ...]
    diameter_mm: int
    ward: str = ""


@dataclass(frozen=True, slots=True)
class Plant:
    """Where water comes from: a ``waterworks`` or a ``tank`` at an end of a main."""

    name: str
    kind: str
    position: Position


@dataclass(frozen=True, slots=True)
class BayRow:
    """Bays one behind the other along a kerb: the line runs from the first one's start to the last one's end."""

    street: str
    line: tuple[Position, ...]
    bays: int


@dataclass(frozen=True, slots=True)
class CarPark:
    """A garage and how many cars it holds."""

    name: str
    position: Position
    bays: int


@dataclass(frozen=True, slots=True)
class City:
    """Where simulated assets stand. All simulators of one demo share it, so that they and the map agree.

    What comes after ``utc_offset_s`` a city may lack: districts that do not overlap, water mains as one network with
    the plants that feed it, and where cars are parked.
    """

    name: str
    centre: Position
    streets: tuple[Street, ...]
    utc_offset_s: int = 0
    wards: tuple[Ward, ...] = ()
    mains: tuple[WaterMain, ...] = ()
    plants: tuple[Plant, ...] = ()
    bay_rows: tuple[BayRow, ...] = ()
    car_parks: tuple[CarPark, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One MQTT message to publish."""

    topic: str
    payload: bytes


class Simulator(Protocol):
    """A part of the city that talks. Time comes in as an argument, so that a day can be run in a second."""

    def start(self, now: Instant) -> Iterable[Outgoing]:
        """What makes every asset known: each says once where it is and how it is."""
        ...

    def step(self, now: Instant) -> Iterable[Outgoing]:
        """What the assets say between the last call and ``now``."""
        ...


@runtime_checkable
class Surveyed(Protocol):
    """A simulator that also has assets which are lines or areas, such as mains and districts.

    No device tells its own shape. A city has them in its inventory, which is imported once; the values come by message.
    """

    def inventory(self) -> Iterable[Asset]:
        """The assets that have a shape, by the names under which their values are published."""
        ...


def chirpstack_uplink(
    *,
    application: str,
    profile: str,
    dev_eui: str,
    name: str,
    port: int,
    payload: bytes,
    at: Instant,
    counter: int,
    gateway: Gateway,
    position: Position | None = None,
    rssi: int = -97,
    snr: float = 7.2,
    tags: Mapping[str, str] | None = None,
) -> Outgoing:
    """An uplink as ChirpStack 4 publishes it: topic and JSON envelope around a device's frame payload.

    ``dev_eui`` is 16 hexadecimal digits. The position travels as the tags ``latitude`` and ``longitude``, beside
    ``tags`` of the caller's own.
    Source of the layout: chirpstack-docs, ``integrations/events.md``.
    """
    time = to_iso(at)
    place = gateway.position
    location = {"latitude": place.latitude, "longitude": place.longitude} if place else {}
    told = dict(tags or {})
    if position:
        told |= {"latitude": f"{position.latitude:.6f}", "longitude": f"{position.longitude:.6f}"}
    envelope = {
        "deduplicationId": f"{dev_eui}-{counter}",
        "time": time,
        "deviceInfo": {
            "tenantName": "Demo",
            "applicationName": application,
            "deviceProfileName": profile,
            "deviceName": name,
            "devEui": dev_eui,
            "tags": told,
        },
        "fCnt": counter,
        "fPort": port,
        "data": base64.b64encode(payload).decode(),
        "rxInfo": [{"gatewayId": gateway.name, "rssi": rssi, "snr": snr, "gwTime": time, "location": location}],
    }
    topic = f"application/{application}/device/{dev_eui}/event/up"
    return Outgoing(topic, json.dumps(envelope, separators=(",", ":")).encode())


def json_reading(
    *,
    network: str,
    kind: str,
    asset: str,
    datastream: str,
    value: Value,
    unit: str,
    at: Instant,
    position: Position | None = None,
) -> Outgoing:
    """One value as plain JSON at :data:`DEMO_TOPIC`: ``{"v": 3.2, "u": "m", "t": <epoch ms>, "lat": …, "lon": …}``.

    ``kind`` is the whole ``"vertical.kind"``. Unit and position are left out where there are none.
    """
    body: dict[str, Value] = {"v": value, "t": at // 1000}
    if unit:
        body["u"] = unit
    if position:
        body |= {"lat": round(position.latitude, 6), "lon": round(position.longitude, 6)}
    topic = DEMO_TOPIC.format(network=network, kind=kind, asset=asset, datastream=datastream)
    return Outgoing(topic, json.dumps(body, separators=(",", ":")).encode())
