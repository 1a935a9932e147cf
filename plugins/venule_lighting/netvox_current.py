"""Netvox R718N1 and R718N3 current meters on a cabinet's feeders: reports (port 6) and configuration answers (port 7).

Source: Netvox LoRaWAN Application Command and the test vectors of TheThingsNetwork/lorawan-devices. The one-phase
meter sends its multiplier along, which is applied. The three-phase meter sends those of phases 2 and 3 in another
frame; its currents are kept as sent, with the multipliers beside them.
"""

import struct

from venule.sdk import Instant, Message, Unreadable, Value

Fields = dict[str, Value | None]

ONE_PHASE, THREE_PHASES = 0x49, 0x4A
MODELS = {ONE_PHASE: "R718N1", THREE_PHASES: "R718N3"}
REPORT_PORT, CONFIGURATION_PORT = 6, 7
FRAME_BYTES = 11


def read_netvox(message: Message) -> tuple[Instant | None, Fields]:
    """The fields of one frame; the device tells no time."""
    payload = message.payload
    if len(payload) != FRAME_BYTES:
        raise Unreadable(f"Netvox frame has {FRAME_BYTES} bytes, this one has {len(payload)}")
    if payload[1] not in MODELS:
        raise Unreadable(f"Netvox device type {payload[1]:#04x} is no current meter of this vertical")
    if message.port == REPORT_PORT:
        return None, read_report(payload)
    if message.port == CONFIGURATION_PORT:
        return None, read_configuration(payload)
    raise Unreadable(f"Netvox frames of port {message.port} are not known; ports 6 and 7 are")


def read_report(payload: bytes) -> Fields:
    """Versions (report 0) or currents (reports 1 and 2)."""
    _, device, report = payload[:3]
    if report == 0:
        return {
            "software_version": f"{payload[3] / 10:g}",
            "hardware_version": str(payload[4]),
            "date_code": payload[5:9].hex(),
        }
    fields: Fields = {"battery_voltage": (payload[3] & 0x7F) / 10, "battery_low": bool(payload[3] & 0x80)}
    if report == 1 and device == ONE_PHASE:
        current, multiplier = struct.unpack_from(">HB", payload, 4)
        return fields | {"current": current * multiplier, "multiplier": multiplier}
    if report == 1:
        one, two, three, multiplier = struct.unpack_from(">HHHB", payload, 4)
        return fields | {"current_1": one, "current_2": two, "current_3": three, "multiplier_1": multiplier}
    if report == 2 and device == THREE_PHASES:
        return fields | {"multiplier_2": payload[4], "multiplier_3": payload[5]}
    raise Unreadable(f"{MODELS[device]} report {report} is not known")


def read_configuration(payload: bytes) -> Fields:
    """The answer to a configuration command: done or not, or what is set."""
    if payload[0] == 0x81:
        return {"configuration_result": "Success" if payload[2] == 0 else "Failure"}
    if payload[0] == 0x82:
        shortest, longest, change = struct.unpack_from(">HHH", payload, 2)
        return {"report_min": shortest, "report_max": longest, "report_current_change": change}
    raise Unreadable(f"Netvox configuration answer {payload[0]:#04x} is not known; 0x81 and 0x82 are")
