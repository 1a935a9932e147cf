"""Valves and leak sensors: Strega smart valve, MClimate T-Valve and flood sensor, Aqua-Scope KFR, Netvox R718WA.

Sources: the vendors' decoders in TheThingsNetwork/lorawan-devices and their test vectors, and Netvox's published
LoRaWAN Application Command for the battery byte. Only the Strega's periodic frame is read, not its answers.
"""

import struct
from collections.abc import Callable

from venule.sdk import Message, Unreadable, Value

Fields = dict[str, Value | None]

ZERO = ord("0")
STREGA_BITS = ("open", "tamper", "cable_fault", "digital_input_0", "digital_input_1", "leak", "fraud")
CLIMATE_MARK = ord("#")
T_VALVE_REASONS = ("keepalive", "testButtonPressed", "floodDetected", "controlButtonPressed", "fraudDetected")
FLOOD_REASONS = ("keepalive", "testButtonPressed", "floodDetected", "fraudDetected")
WATER_LEAK_SENSOR = 0x32
NETVOX_BYTES = 11


def read_strega(message: Message) -> Fields:
    """Class and power in two bits, battery as four digits of millivolts, status bits, then climate behind a ``#``."""
    payload = message.payload
    digits = bytes((ZERO + (payload[0] & 0xF), *payload[1:4])) if len(payload) >= 5 else b""
    if not digits.isdigit() or payload[4] < ZERO:
        raise Unreadable("Strega frame is not a periodic report: it does not begin with a battery and a status")
    status = payload[4] - ZERO
    external = bool(payload[0] & 0x40)
    fields: Fields = {name: bool(status & (1 << bit)) for bit, name in enumerate(STREGA_BITS)}
    fields["device_class"] = str(payload[0] >> 7)
    fields["external_power"] = external
    fields["battery"] = None if external else int((int(digits) - 2000) / 16 + 0.5)
    if len(payload) >= 10 and payload[5] == CLIMATE_MARK:
        temperature, humidity = struct.unpack_from(">HH", payload, 6)
        fields["box_temperature"] = round(temperature / 65536 * 165 - 40, 2)
        fields["box_humidity"] = round(humidity / 65536 * 100, 2)
    return fields


def read_t_valve(message: Message) -> Fields:
    """MClimate T-Valve: two bytes when all is quiet, five with everything."""
    payload = message.payload
    if len(payload) == 2:
        return {
            "reason": "keepalive",
            "water_temperature": payload[0] / 2,
            "open": bool(payload[1] & 0x80),
            "ambient_temperature": ((payload[1] & 0x7F) - 20) / 2,
        }
    if len(payload) != 5:
        raise Unreadable(f"T-Valve frame has 2 or 5 bytes, this one has {len(payload)}")
    first, second, close_time, open_time, battery = payload
    return {
        "reason": word(T_VALVE_REASONS, first >> 5),
        "tamper": bool(first & 8),
        "detection_wire": bool(first & 4),
        "flood": bool(first & 2),
        "magnet": bool(first & 1),
        "alarm_validated": bool(second & 0x80),
        "manual_open": bool(second & 0x40),
        "manual_close": bool(second & 0x20),
        "close_time": close_time,
        "open_time": open_time,
        "battery_voltage": (battery * 8 + 1600) / 1000,
    }


def read_flood_sensor(message: Message) -> Fields:
    """MClimate flood sensor."""
    payload = message.payload
    if len(payload) not in (2, 3):
        raise Unreadable(f"flood sensor frame has 2 or 3 bytes, this one has {len(payload)}")
    return {
        "reason": word(FLOOD_REASONS, payload[0] >> 5),
        "tamper": bool(payload[0] & 8),
        "leak": bool(payload[0] & 2),
        "battery_voltage": payload[1] * 16 / 1000,
        "ambient_temperature": payload[2] if len(payload) == 3 else None,
    }


def word(words: tuple[str, ...], index: int) -> str | None:
    """The word of a number, if it has one."""
    return words[index] if index < len(words) else None


def read_kfr(message: Message) -> Fields:
    """Aqua-Scope gate valve servo: its state (7), or its hardware version (3)."""
    payload = message.payload
    if message.port != 10 or not payload:
        raise Unreadable(f"Aqua-Scope frames of port {message.port} are not known; port 10 is")
    if payload[0] == 7 and len(payload) == 2:
        return {"state": payload[1], "open": payload[1] > 0}
    if payload[0] == 3 and len(payload) == 4:
        return {"hw_version": payload[1], "capabilities": int.from_bytes(payload[2:4], "big")}
    raise Unreadable(f"Aqua-Scope report {payload[0]} with {len(payload)} bytes is not known; 3 and 7 are")


def read_r718wa(message: Message) -> Fields:
    """Netvox R718WA: versions, state, and answers to configuration."""
    payload = message.payload
    if len(payload) != NETVOX_BYTES or payload[1] != WATER_LEAK_SENSOR:
        raise Unreadable("R718WA frame has 11 bytes, the second of which is 0x32")
    readers: dict[tuple[int | None, int], Callable[[bytes], Fields]] = {
        (6, 0): versions,
        (6, 1): leak_state,
        (7, 0x81): lambda frame: {"configuration_result": "Success" if frame[2] == 0 else "Failure"},
        (7, 0x82): report_settings,
    }
    kind = payload[2] if message.port == 6 else payload[0]
    reader = readers.get((message.port, kind))
    if reader is None:
        raise Unreadable(f"R718WA frame {kind:#04x} of port {message.port} is not known")
    return reader(payload)


def versions(payload: bytes) -> Fields:
    """Software, hardware and date code."""
    return {
        "software_version": f"{payload[3] / 10:g}",
        "hardware_version": f"{payload[4]}",
        "date_code": payload[5:9].hex(),
    }


def leak_state(payload: bytes) -> Fields:
    """Battery with its low flag in bit 7, and whether water was found."""
    battery = {"battery_voltage": (payload[3] & 0x7F) / 10, "battery_low": bool(payload[3] & 0x80)}
    return {**battery, "leak": bool(payload[4])}


def report_settings(payload: bytes) -> Fields:
    """Shortest and longest interval, and the change of the battery that reports."""
    shortest, longest, change = struct.unpack_from(">HHB", payload, 2)
    return {"report_min": shortest, "report_max": longest, "report_battery_change": change / 10}
