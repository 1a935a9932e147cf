"""What LoRaWAN envelopes share: frame payloads in base64, device identities, and the gateway that heard best."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

from venule.domain.asset import Gateway
from venule.domain.geo import position
from venule.domain.instant import DAY, Instant, NotATime, from_iso
from venule.domain.message import Unreadable

FIRST_LORAWAN = 15_706 * DAY
"""2013-01-01: the time of a gateway that claims an earlier one (1970, 1980) was never set."""

EUI_BYTES = 8


def frame(text: object) -> bytes:
    """The device's own bytes from their base64."""
    if not isinstance(text, str) or not text:
        raise Unreadable("the uplink carries no frame payload: member 'data' is empty or missing")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Unreadable(f"member 'data' is not base64: {str(problem)[:80]}") from None


def eui(text: object) -> str:
    """A device's or gateway's identity as 16 lower-case hexadecimal digits; ChirpStack 3 sends base64 of its bytes."""
    if not isinstance(text, str):
        return ""
    if len(text) == 2 * EUI_BYTES and all(digit in "0123456789abcdefABCDEF" for digit in text):
        return text.lower()
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return text
    return raw.hex() if len(raw) == EUI_BYTES else text


def receivers(envelope: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The gateways that heard an uplink, the best first: by signal over noise, then by strength."""
    heard = envelope.get("rxInfo")
    found = [one for one in heard if isinstance(one, dict)] if isinstance(heard, list) else []
    return sorted(found, key=lambda one: (_level(one, "snr", "loRaSNR"), _level(one, "rssi")), reverse=True)


def gateway(network: str, receiver: Mapping[str, Any]) -> Gateway | None:
    """The gateway of a receiver, with its place unless that is unset or impossible."""
    name = eui(receiver.get("gatewayId") or receiver.get("gatewayID"))
    place = receiver.get("location")
    where = position(place.get("longitude"), place.get("latitude")) if isinstance(place, dict) else None
    return Gateway(network, name, where) if name else None


def first_time(candidates: Iterable[object]) -> Instant | None:
    """The first of several times that is one: gateways without a clock say nothing, or 1970."""
    for candidate in candidates:
        if isinstance(candidate, str):
            try:
                instant = from_iso(candidate)
            except NotATime:
                continue
            if instant >= FIRST_LORAWAN:
                return instant
    return None


def texts(members: Mapping[str, Any]) -> dict[str, str]:
    """The members that have something to say, as text."""
    return {name: str(value) for name, value in members.items() if value not in (None, "", [], {})}


def _level(receiver: Mapping[str, Any], *names: str) -> float:
    for name in names:
        value = receiver.get(name)
        if isinstance(value, int | float):
            return float(value)
    return float("-inf")
