"""NAS luminaire controllers UL20xx with firmware 1.1: status (port 23), usage (port 26) and alerts (port 61).

Source: nasys/nas-codecs (MIT), its decoder and its datasheet examples, and one recorded ChirpStack uplink. What the
network server's own codec made of the frame comes first; the bytes are decoded to the same shape where there is none.
A DALI status byte of 255 and a level of 255 say that the driver did not answer: they become no observation.
"""

import struct
from collections.abc import Callable, Mapping
from typing import Any

from venule.sdk import SECOND, Instant, Message, Unreadable, Value, from_iso
from venule_lighting.quantities import DALI_STATUS

Fields = dict[str, Value | None]

STATUS_PORT, USAGE_PORT, ALERT_PORT = 23, 26, 61
EARLIEST_CLOCK_S = 1_420_070_400
"""2015-01-01: before that the device's clock was never set (nas-codecs ``decodeUnixEpoch``)."""

REASONS = {
    **{profile: f"profile_{profile}" for profile in range(8)},
    0x21: "calendar_day",
    0x22: "calendar_night",
    0x30: "calendar_dawn_step",
    0x50: "calendar_dusk_step",
    245: "relay_off",
    246: "driver_not_found",
    248: "fallback_active",
    250: "ldr_input_active",
    252: "dig_input_active",
    253: "manual_active",
    255: "unknown",
}
ALERTS = ("voltage_alert", "lamp_error_alert", "power_alert", "power_factor_alert")
USAGE = (
    ("energy", "I", 1.0),
    ("power", "H", 1.0),
    ("load_energy", "I", 1.0),
    ("load_power", "H", 1.0),
    ("power_factor", "B", 0.01),
    ("mains_voltage", "B", 1.0),
    ("driver_operating_time", "I", 1 / 3600),
    ("lamp_on_time", "I", 1 / 3600),
)
"""Fields of a usage record in the order of their flag bits: name, little-endian layout, factor to its unit."""

OBJECT_NAMES = {
    "downlink_rssi__dBm": "downlink_rssi",
    "downlink_snr__dB": "downlink_snr",
    "mcu_temperature__C": "mcu_temperature",
    "tilt_sensor__deg": "tilt",
    "light_sensor__lx": "light_level",
    "d4i_light_sensor__lx": "d4i_light_level",
    "dig_input_1_on": "dig_input_on",
    "active_energy__Wh": "energy",
    "active_power__W": "power",
    "load_side_energy__Wh": "load_energy",
    "load_side_power__W": "load_power",
    "mains_voltage__V": "mains_voltage",
    "voltage__V": "mains_voltage",
    "power__W": "power",
    "driver_operating_time__h": "driver_operating_time",
    "lamp_on_time__h": "lamp_on_time",
    "lamp_on_time__s": "lamp_on_time",
    "dimming_level__percent": "dimming_level",
    "reason": "dimming_reason",
    "ldr_input_value": "ldr_input",
    "over_current_alert": "power_alert",
    "under_voltage_alert": "voltage_alert",
    "over_voltage_alert": "voltage_alert",
    "low_power_factor_alert": "power_factor_alert",
    **{f"{alert}_in_24h": alert for alert in ALERTS},
}
"""The codec's names where they differ from ours; all others are the same."""

IN_SECONDS = frozenset({"lamp_on_time__s"})
NUMBERS_AS_TEXT = frozenset({"light_level", "d4i_light_level"})
NOT_FIELDS = frozenset({"packet_type", "address", "device_unix_epoch"})


def read_lcu(message: Message) -> tuple[Instant | None, Fields]:
    """The device's time, where its clock is set, and the fields of one frame."""
    if message.object:
        data = message.object.get("data", message.object)
        if isinstance(data, Mapping) and "packet_type" in data:
            return from_object(data)
    readers: dict[int, Callable[[bytes], tuple[Instant | None, Fields]]] = {
        STATUS_PORT: read_status,
        USAGE_PORT: read_usage,
        ALERT_PORT: read_alert,
    }
    reader = readers.get(message.port or 0)
    if reader is None:
        raise Unreadable(f"NAS luminaire frames of port {message.port} are not read; ports 23, 26 and 61 are")
    try:
        return reader(message.payload)
    except (struct.error, IndexError):
        raise Unreadable(f"NAS luminaire frame of port {message.port} ends too early") from None


def from_object(data: Mapping[str, Any]) -> tuple[Instant | None, Fields]:
    """The same fields from what the network server's codec says."""
    fields: Fields = {}
    for group in (data, data.get("status"), data.get("active_alerts"), data.get("sensor_source")):
        merge(fields, plain(group))
    for key in ("dimming_source", "drivers", "consumption"):
        for entry in data.get(key) or ():
            merge(fields, plain(entry) | plain(entry.get("status")))
    try:
        return from_iso(str(data["device_unix_epoch"])), fields
    except (KeyError, ValueError):
        return None, fields


def plain(group: Any) -> Fields:
    """A group's members by our names; words such as ``n/a`` in the place of numbers are left out."""
    fields: Fields = {}
    for key, value in group.items() if isinstance(group, Mapping) else ():
        name = OBJECT_NAMES.get(str(key), str(key))
        if key in NOT_FIELDS or isinstance(value, Mapping | list):
            continue
        if name == "dimming_reason" or isinstance(value, bool | int | float):
            merge(fields, {name: round(value / 3600, 4) if key in IN_SECONDS else value})
        elif name in NUMBERS_AS_TEXT and str(value).replace(".", "", 1).isdigit():
            merge(fields, {name: float(value)})
    return fields


def merge(fields: Fields, driver: Fields) -> None:
    """Add one driver's fields to those before it: a flag of any is raised, a level is that of the first."""
    for name, value in driver.items():
        if isinstance(value, bool) and fields.get(name):
            continue
        if isinstance(value, bool) or fields.get(name) is None:
            fields[name] = value


def read_status(payload: bytes) -> tuple[Instant | None, Fields]:
    """Port 23. Header 1 since firmware 1.1.4, 0 before."""
    header, epoch, bits = struct.unpack_from("<BIB", payload)
    if header not in (0, 1):
        raise Unreadable(f"NAS status packet with header {header} is not known; 0 and 1 are")
    fields: Fields = {
        "dali_connection_error": bool(bits & 2),
        "metering_com_error": bool(bits & 0x20),
        "ext_rtc_warning": bool(bits & 0x40),
        "internal_relay_closed": bool(bits & 0x80),
    }
    if header == 0:
        fields |= {"ldr_input_on": bool(bits & 4), "dig_input_on": bool(bits & 0x10)}
        start = old_status_tail(payload, fields)
    else:
        start = new_status_tail(payload, fields)
    while start < len(payload):
        _, reason, level, status = struct.unpack_from("<4B", payload, start)
        merge(fields, driver_fields(reason, level, status))
        start += 4
    return clock(epoch), fields


def radio_fields(payload: bytes, start: int) -> Fields:
    """Downlink signal and controller temperature."""
    rssi, snr, temperature = struct.unpack_from("<Bbb", payload, start)
    return {"downlink_rssi": -rssi, "downlink_snr": snr, "mcu_temperature": temperature}


def new_status_tail(payload: bytes, fields: Fields) -> int:
    """The middle of a status packet since 1.1.4, into ``fields``; returns where the drivers begin."""
    bits, alerts, size = payload[6], payload[10], payload[11]
    fields |= {
        "open_drain_output_on": bool(bits & 4),
        "lumalink_connected": bool(bits & 0x40),
        "lumalink_connected_after_boot": bool(bits & 0x80),
        **radio_fields(payload, 7),
        **alert_fields(alerts),
        **sensor_fields(payload[12 : 12 + size]),
    }
    return 12 + size


def old_status_tail(payload: bytes, fields: Fields) -> int:
    """The middle of a status packet before 1.1.4, into ``fields``; returns where the drivers begin."""
    bits, start = payload[9], 10
    fields |= {"open_drain_output_on": bool(bits & 4), **radio_fields(payload, 6)}
    if bits & 2:
        fields["ldr_input"] = payload[start]
        start += 1
    if bits & 0x10:
        fields |= alert_fields(payload[start])
        start += 1
    return start


def alert_fields(byte: int) -> Fields:
    """The four alerts of the last 24 hours, from bit 4."""
    return {name: bool(byte & (0x10 << bit)) for bit, name in enumerate(ALERTS)}


def sensor_fields(block: bytes) -> Fields:
    """Sensors, each behind a byte that names it; an unknown one ends the block, since its length is not known."""
    fields: Fields = {}
    start = 0
    while start < len(block):
        sensor, value = block[start], block[start + 1 : start + 3]
        if sensor in (2, 3):
            raw = int.from_bytes(value, "little")
            fields["light_level" if sensor == 2 else "d4i_light_level"] = None if raw == 0xFFFF else lux(raw)
        elif sensor == 1:
            fields["ldr_input"] = value[0]
        elif sensor == 4:
            fields["dig_input_on"] = bool(value[0] & 1)
        elif sensor == 8:
            fields["tilt"] = None if value[0] == 0xFF else value[0]
        else:
            break
        start += 3 if sensor in (2, 3) else 2
    return fields


def lux(raw: int) -> float:
    """Light level from its logarithm, with the four digits it has."""
    return float(f"{10 ** ((raw & 0x7FFF) / 4000) / 1000:.4g}")


def driver_fields(reason: int, level: int, status: int) -> Fields:
    """Level, its reason and the DALI status of one driver."""
    fields: Fields = {"dimming_reason": REASONS.get(reason), "dimming_level": None if level == 0xFF else level}
    if status != 0xFF:
        fields |= {name: bool(status & (1 << bit)) for bit, name in enumerate(DALI_STATUS)}
    return fields


def read_usage(payload: bytes) -> tuple[Instant | None, Fields]:
    """Port 26: records of a controller's own meter or of its drivers; the first that has a field gives it."""
    if payload[0] != 0:
        raise Unreadable(f"NAS usage packet with header {payload[0]} is not known; 0 is")
    fields: Fields = {}
    start = 1
    while start < len(payload):
        flags = payload[start + 1]
        start += 2
        for bit, (name, layout, factor) in enumerate(USAGE):
            if flags & (1 << bit):
                (raw,) = struct.unpack_from("<" + layout, payload, start)
                start += struct.calcsize("<" + layout)
                unknown = name == "power_factor" and raw == 0xFF
                merge(fields, {name: None if unknown else raw if factor == 1.0 else round(raw * factor, 4)})
    return None, fields


def read_alert(payload: bytes) -> tuple[Instant | None, Fields]:
    """Port 61: the alerts of the drivers (0x83) and of the meter (0x84)."""
    kind, bits = payload[0], payload[1]
    fields: Fields = {}
    if kind == 0x83:
        for start in range(2, len(payload), 2):
            merge(fields, driver_fields(255, 255, payload[start + 1]) | {"dimming_reason": None})
        return None, fields
    if kind == 0x84:
        power, voltage, factor = struct.unpack_from("<HHB", payload, 2)
        fields |= {"power": power, "mains_voltage": voltage, "power_factor": factor / 100}
        fields |= {"lamp_error_alert": bool(bits & 1), "power_alert": bool(bits & 2)}
        return None, fields | {"voltage_alert": bool(bits & 0xC), "power_factor_alert": bool(bits & 0x10)}
    raise Unreadable(f"NAS alert {kind:#04x} is not read; 0x83 (drivers) and 0x84 (metering) are")


def clock(epoch: int) -> Instant | None:
    """The device's clock, unless it was never set."""
    return epoch * SECOND if epoch >= EARLIEST_CLOCK_S else None
