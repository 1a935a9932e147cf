"""Nwave NPS310SM and NPS405 parking sensors: ports 1, 2, 3, and 10 of the NPS405.

Sources: the vendor's decoders in TheThingsNetwork/lorawan-devices (``vendor/nwave``) and their newer test vectors.
Inferred: durations are minutes (the code ends at eleven hours); the hardware health of a heartbeat is what remains
of its first byte beside the occupancy bit; byte 1 of a six-byte registration is the tag's battery in 0.1 V.
"""

from collections.abc import Callable

from venule.sdk import Message, Unreadable, Value

Fields = dict[str, Value | None]

RESET_CAUSES_310 = {1: "watchdog", 2: "power_on", 3: "user_request", 4: "brownout", 5: "other"}
RESET_CAUSES_405 = {
    0: "rejoining_lorawan_network",
    1: "watchdog",
    2: "power_on",
    3: "user_request",
    6: "brownout",
    7: "other",
}
WARM_CEL = -5
"""From this temperature on the vendor judges a battery by thresholds 0.1 V higher."""

SHORT_REGISTRATION, LONG_REGISTRATION = 5, 6


def read_nps310(message: Message) -> Fields:
    """The fields of one NPS310SM frame."""
    if message.port in (1, 2):
        return {"occupied": bool(first_byte(message) & 1)}
    if message.port == 3:
        return startup(message, RESET_CAUSES_310)
    raise Unreadable(f"NPS310SM frames of port {message.port} are not known; ports 1, 2 and 3 are")


def read_nps405(message: Message) -> Fields:
    """The fields of one NPS405 frame."""
    readers: dict[int, Callable[[Message], Fields]] = {
        1: status,
        2: heartbeat,
        3: lambda frame: startup(frame, RESET_CAUSES_405),
        10: registration,
    }
    reader = readers.get(message.port or 0)
    if reader is None:
        raise Unreadable(f"NPS405 frames of port {message.port} are not known; ports 1, 2, 3 and 10 are")
    return reader(message)


def first_byte(message: Message) -> int:
    """The byte every frame begins with."""
    if not message.payload:
        raise Unreadable(f"Nwave frame of port {message.port} is empty")
    return message.payload[0]


def status(message: Message) -> Fields:
    """Bit 0 is the occupancy, the seven above it how long the state before lasted."""
    byte = first_byte(message)
    return {"occupied": bool(byte & 1), **duration(byte >> 1)}


def duration(code: int) -> Fields:
    """Minutes and how many more it may have been: fine up to 90, in fives up to 240, in hours up to eleven."""
    minutes, error = (
        (code, 0) if code < 90 else (90 + (code - 90) * 5, 4) if code < 120 else (240 + (code - 120) * 60, 59)
    )
    overflow = code == 127
    return {
        "previous_state_duration": minutes,
        "previous_state_duration_error": None if overflow else error,
        "previous_state_duration_overflow": overflow,
    }


def heartbeat(message: Message) -> Fields:
    """State, battery in steps of 4 mV above 2.5 V, temperature in half degrees around 10 °C."""
    if len(message.payload) < 3:
        raise Unreadable(f"NPS405 heartbeat has at least 3 bytes, this one has {len(message.payload)}")
    state, battery, half_degrees = message.payload[:3]
    temperature = (half_degrees - 256 if half_degrees > 127 else half_degrees) / 2 + 10
    millivolts = 2500 + battery * 4
    return {
        "occupied": bool(state & 1),
        "hw_health_status": state >> 1,
        "battery_voltage": millivolts / 1000,
        "battery_health": battery_health(millivolts, temperature),
        "temperature": temperature,
    }


def battery_health(millivolts: int, temperature: float) -> str:
    """The vendor's three words for a battery, by its voltage and how cold it is."""
    critical = 2900 if temperature >= WARM_CEL else 2800
    if millivolts < critical:
        return "critical"
    return "low" if millivolts < critical + 100 else "normal"


def startup(message: Message, causes: dict[int, str]) -> Fields:
    """Three bytes of firmware version, the cause of the reset and the state."""
    if len(message.payload) != 5:
        raise Unreadable(f"Nwave start-up frame has 5 bytes, this one has {len(message.payload)}")
    major, minor, patch, cause, state = message.payload
    return {
        "firmware_version": f"{major}.{minor}.{patch}",
        "reset_cause": causes.get(cause),
        "occupied": bool(state & 1),
    }


def registration(message: Message) -> Fields:
    """A driver's tag was read; the state is told only when the bay is taken."""
    byte, size = first_byte(message), len(message.payload)
    if size not in (SHORT_REGISTRATION, LONG_REGISTRATION):
        raise Unreadable(f"NPS405 registration has 5 or 6 bytes, this one has {size}")
    fields: Fields = {"tag_id": message.payload[-4:].hex().upper()}
    if size == LONG_REGISTRATION:
        fields["tag_battery_voltage"] = message.payload[1] / 10
    return fields | ({"occupied": True, **duration(byte >> 1)} if byte & 1 else {})
