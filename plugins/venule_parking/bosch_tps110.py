"""Bosch TPS110 parking lot sensor: frames of firmware 0.29.2 and 0.39.2, ports 1, 2, 3, 5, 6 and 7.

Sources: the vendor's decoders in TheThingsNetwork/lorawan-devices (``vendor/bosch``) and their test vectors. Which of
the two layouts a start-up frame has follows from the firmware version it carries; a debug frame carries none, so that
its layout is that of 0.39.2 unless the device profile names the older firmware.
"""

import struct
from collections.abc import Callable

from venule.sdk import Message, Unreadable, Value

Fields = dict[str, Value | None]

DEBUG_CODES = {
    201: "LoRa join request failed",
    208: "Cause for last reset: Watchdog",
    209: "Cause for last reset: Power-on",
    210: "Cause for last reset: Unknown",
    215: "Cause for last reset: Lockup",
    216: "Cause for last reset: External PIN",
    217: "Cause for last reset: Brown-out",
    404: "Park detection algorithm recalibrating",
    717: "Confirmed uplink message not acknowledged after 8 re-tries",
    720: "LoRa join request failed",
    729: "Confirmed uplink message not acknowledged after 8 re-tries",
}
"""What the sensor itself reports; codes from 800 on answer a downlink and are kept as numbers."""

RESET_CAUSES_0292 = {1: "watchdog", 2: "power on", 3: "system request", 4: "other"}
RESET_REASONS_0392 = {
    1: "Watchdog",
    2: "Power On",
    3: "System Request",
    4: "External Pin",
    5: "Lockup",
    6: "Brownout",
    7: "Others",
}
OLD_FIRMWARE = ("0292", "0233")
FIRST_NEW_FIRMWARE = (0, 30)


def read_status(message: Message) -> Fields:
    """Port 1: the bay was taken or left."""
    (state,) = unpacked(">B", message)
    return {"occupied": bool(state & 1)}


def read_heartbeat(message: Message) -> Fields:
    """Port 2: still alive, the state again, and the temperature where it is switched on."""
    if len(message.payload) == 1:
        return read_status(message)
    state, temperature = unpacked(">Bb", message)
    return {"occupied": bool(state & 1), "temperature": temperature}


def read_startup(message: Message) -> Fields:
    """Port 3: 12 bytes of debug, 3 of firmware version, the cause of the reset and the state."""
    *_, major, minor, patch, cause, state = unpacked(">12B5B", message)
    fields: Fields = {"firmware_version": f"{major}.{minor}.{patch}", "occupied": bool(state & 1)}
    if (major, minor) < FIRST_NEW_FIRMWARE:
        words = struct.unpack("<3H", b"".join(message.payload[start : start + 2] for start in (0, 4, 8)))
        codes = [str(word & 0xFFF) for word in words if word & 0xFFF]
        return fields | {"debug_codes": ",".join(codes) or None, "reset_cause": RESET_CAUSES_0292.get(cause)}
    return (
        fields | debug(message.payload) | {"reset_cause": 0, "reset_reason": RESET_REASONS_0392.get(cause, "Unknown")}
    )


def read_usage(message: Message) -> Fields:
    """Port 5: the answer to a usage request; only its two vectors' kinds are certain."""
    kind, count = unpacked(">BI", message)
    if kind == 0:
        return {"parking_status_changes": count}
    if kind == 1:
        return {"time_in_seconds": count}
    raise Unreadable(f"TPS110 usage report {kind} is not known; 0 (status changes) and 1 (time occupied) are")


def read_debug(message: Message) -> Fields:
    """Port 6: a debug code with the device's raw clock and a sequence number."""
    unpacked(">10B", message)
    if any(version in message.profile for version in OLD_FIRMWARE):
        timestamp, code, _, sequence = struct.unpack("<iHHH", message.payload)
        return {"debug_code": code & 0xFFF, "sequence_number": sequence, "timestamp": timestamp}
    return debug(message.payload)


def read_temperature_alert(message: Message) -> Fields:
    """Port 7: the temperature passed its threshold."""
    (temperature,) = unpacked(">b", message)
    return {"temperature": temperature}


def debug(payload: bytes) -> Fields:
    """The debug block of firmware 0.39.2: clock as the vendor's signed 32 bits, code in 12 bits, sequence number."""
    timestamp, _, word, sequence = struct.unpack_from(">iHHH", payload)
    code = word & 0xFFF
    return {
        "debug_code": code,
        "debug_code_description": DEBUG_CODES.get(code),
        "sequence_number": sequence,
        "timestamp": timestamp,
    }


def unpacked(layout: str, message: Message) -> tuple[int, ...]:
    """The payload's numbers, if its length is that of the layout."""
    expected = struct.calcsize(layout)
    if len(message.payload) != expected:
        raise Unreadable(f"TPS110 port {message.port} frame has {expected} bytes, this one has {len(message.payload)}")
    return struct.unpack(layout, message.payload)


PORTS: dict[int, Callable[[Message], Fields]] = {
    1: read_status,
    2: read_heartbeat,
    3: read_startup,
    5: read_usage,
    6: read_debug,
    7: read_temperature_alert,
}


def read_tps110(message: Message) -> Fields:
    """The fields of one TPS110 frame."""
    reader = PORTS.get(message.port or 0)
    if reader is None:
        raise Unreadable(f"TPS110 frames of port {message.port} are not known; ports 1, 2, 3, 5, 6 and 7 are")
    return reader(message)
