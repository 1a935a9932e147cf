"""Dialect "chirpstack": events of ChirpStack 4 and 3 as their MQTT integration publishes them in JSON.

The asset is the device's name, or its EUI where it has none or where two devices of one application share a name; the
EUI always travels in the property ``dev_eui``. Network is the application. Time is that of the best receiving gateway,
which is nearest to the event; else the server's. Layout: chirpstack-docs, ``integrations/events.md``; version 3 has
flat members, base64 identities, and may be wrapped as ``{"type": "up", "payload": {...}}``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from venule.domain.asset import Gateway
from venule.domain.bounded import Bounded
from venule.domain.geo import position
from venule.domain.message import Message, Unreadable
from venule.domain.observation import Reading
from venule.feeds.document import parse
from venule.feeds.inbound import Inbound, redelivery_key
from venule.feeds.lorawan import eui, first_time, frame, gateway, receivers, texts

EVENTS = frozenset({"up", "status", "join", "ack", "txack", "log", "location", "integration", "error"})
QUIET = frozenset({"join", "ack", "txack", "log", "integration", "error"})
"""Events that say nothing of what an asset measures."""

MAX_NAMES = 1_000_000
"""Devices remembered; at the bound the first to come is forgotten."""


class ChirpstackDecoder:
    """Reads the events of a network server, whichever version.

    ``known`` tells whether an asset of that network and name was recorded before: who was once called by its EUI
    stays so, whichever of two devices of one name speaks first after a restart.
    """

    def __init__(self, known: Callable[[str, str], bool]) -> None:
        self._known = known
        self._owners: Bounded[tuple[str, str], str] = Bounded(MAX_NAMES)
        self._heard_by: Bounded[tuple[str, str], str] = Bounded(MAX_NAMES)

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """The message of an uplink, a status or a location; none for the other events."""
        document = parse(inbound.payload)
        if not isinstance(document, dict):
            raise Unreadable("payload is JSON but no ChirpStack event: an object is expected")
        return self.open(inbound, document)

    def open(self, inbound: Inbound, document: Mapping[str, Any]) -> Sequence[Message]:
        """The same for a payload that was parsed before."""
        event, envelope = _event(inbound.topic, document)
        if event in QUIET:
            return ()
        device = _device(envelope)
        if device is None:
            raise Unreadable("payload is no ChirpStack event: it names no device ('deviceInfo' or 'devEUI')")
        return (self._message(inbound, event, envelope, device),)

    def _message(self, inbound: Inbound, event: str, envelope: Mapping[str, Any], device: Mapping[str, Any]) -> Message:
        identity = eui(device.get("devEui") or device.get("devEUI"))
        network = str(device.get("applicationName") or inbound.feed)
        name = str(device.get("deviceName") or "")
        asset = self._asset(network, name, identity)
        heard = receivers(envelope)
        tags = _tags(device)
        at_server = (envelope.get("time"), envelope.get("publishedAt"))
        port = envelope.get("fPort")
        return Message(
            topic=tuple(inbound.topic.split("/")),
            payload=frame(envelope.get("data")) if event == "up" else b"",
            received_at=inbound.received_at,
            network=network,
            asset=asset,
            label=name,
            profile=str(device.get("deviceProfileName") or ""),
            port=port if isinstance(port, int) else None,
            gateway=self._gateway(network, asset, heard),
            position=_position(event, envelope, tags),
            observed_at=first_time([*(one.get("gwTime") or one.get("time") for one in heard), *at_server]),
            result_at=first_time(at_server),
            object=_object(envelope),
            properties=_properties(device, identity, tags),
            readings=_status(envelope) if event == "status" else (),
            source_key=_source_key(envelope, inbound.payload, identity),
            retained=inbound.retained,
        )

    def _asset(self, network: str, name: str, identity: str) -> str:
        """The device's name, unless another device of the application has it already."""
        if not name or not identity:
            return name or identity
        if self._known(network, identity):
            return identity
        if (network, name) not in self._owners:
            self._owners[network, name] = identity
        return name if self._owners[network, name] == identity else identity

    def _gateway(self, network: str, asset: str, heard: Sequence[Mapping[str, Any]]) -> Gateway | None:
        """The gateway a device is counted to: the one before, as long as it hears it too, else the best.

        Of two that hear alike, now this one is best and now that: each change would be news of the city's layout.
        """
        found = [one for receiver in heard if (one := gateway(network, receiver)) is not None]
        if not found:
            return None
        before = self._heard_by.get((network, asset))
        chosen = next((one for one in found if one.name == before), found[0])
        if chosen.name != before:
            self._heard_by[network, asset] = chosen.name
        return chosen


def looks_like_an_event(document: object) -> bool:
    """Whether an envelope could be ChirpStack's, whatever topic it came by."""
    if not isinstance(document, dict):
        return False
    return _device(_unwrapped(document)) is not None


def _unwrapped(document: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = document.get("payload")
    return inner if isinstance(inner, dict) and document.get("type") in EVENTS else document


def _event(topic: str, document: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Which event it is: by its wrapper, by its topic, or by the members it has."""
    envelope = _unwrapped(document)
    if envelope is not document:
        return str(document["type"]), envelope
    levels = topic.rsplit("/", 2)
    if len(levels) == 3 and levels[1] == "event" and levels[2] in EVENTS:
        return levels[2], envelope
    return _guess(envelope), envelope


def _guess(envelope: Mapping[str, Any]) -> str:
    if "data" in envelope or "rxInfo" in envelope:
        return "up"
    if "batteryLevel" in envelope or "margin" in envelope:
        return "status"
    if "location" in envelope:
        return "location"
    return "log" if "level" in envelope or "devAddr" in envelope or "acknowledged" in envelope else "up"


def _device(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The members that name the device: of their own in version 4, among all others in version 3."""
    info = envelope.get("deviceInfo")
    if isinstance(info, dict):
        return info if info.get("devEui") else None
    return envelope if isinstance(envelope.get("devEUI"), str) else None


def _tags(device: Mapping[str, Any]) -> Mapping[str, Any]:
    found = device.get("tags")
    return found if isinstance(found, dict) else {}


def _position(event: str, envelope: Mapping[str, Any], tags: Mapping[str, Any]) -> Any:
    """Where the device is: from a location event, else from its tags."""
    place = envelope.get("location")
    if event == "location" and isinstance(place, dict):
        return position(place.get("longitude"), place.get("latitude"))
    if "longitude" in tags and "latitude" in tags:
        return position(tags["longitude"], tags["latitude"])
    return None


def _object(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the network server's codec made of the payload: an object, or JSON text of one in version 3."""
    found = envelope.get("object")
    text = envelope.get("objectJSON")
    if found is None and isinstance(text, str) and text:
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError:
            found = None
    return found if isinstance(found, dict) else None


def _properties(device: Mapping[str, Any], identity: str, tags: Mapping[str, Any]) -> dict[str, str]:
    known = texts({"dev_eui": identity, "profile": device.get("deviceProfileName"), "tenant": device.get("tenantName")})
    return {**texts({name: tags[name] for name in tags if name not in {"longitude", "latitude"}}), **known}


def _status(envelope: Mapping[str, Any]) -> tuple[Reading, ...]:
    """Battery and radio margin. 255 and -1 stand for "not known"; a device on mains has no battery level."""
    readings = []
    margin, battery = envelope.get("margin"), envelope.get("batteryLevel")
    known = not envelope.get("externalPowerSource") and not envelope.get("batteryLevelUnavailable")
    if isinstance(margin, int):
        readings.append(Reading("link_margin", margin, "dB", None))
    if known and isinstance(battery, int | float) and 0 <= battery <= 100:
        readings.append(Reading("battery_level", battery, "%", None))
    return tuple(readings)


def _source_key(envelope: Mapping[str, Any], payload: bytes, identity: str) -> int:
    """What a redelivery repeats: version 4 says so itself; of version 3, device, frame counter and frame."""
    own = envelope.get("deduplicationId")
    if own:
        return redelivery_key(str(own).encode())
    if "fCnt" in envelope:
        return redelivery_key(f"{identity}/{envelope['fCnt']}/{envelope.get('data')}".encode())
    return redelivery_key(payload)
