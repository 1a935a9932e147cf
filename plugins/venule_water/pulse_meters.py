"""Readers of mechanical meters: Talkpool OY1320, Dragino SW3L, Develiot RWMR and the NAS optical reader.

Sources: the vendors' decoders in TheThingsNetwork/lorawan-devices and nasys/nas-codecs, and their test vectors.
Inferred: the OY1320's reading takes four bytes (its vendor's decoder keeps only the lower two, which would start anew
after 65,535); its unit is told nowhere, so that none is claimed. The NAS reader is read through what the network
server's codec made of it, and not without.
"""

import struct
from collections.abc import Mapping

from venule.sdk import Message, Unreadable, Value

Fields = dict[str, Value | None]

SW3L_PULSES_PER_LITRE = {2: 60, 1: 360}
SW3L_DEFAULT_PULSES_PER_LITRE = 450
SERVICES = (
    "LORASENSE_REPORT_SERVICE_PULSE_COUNTER1",
    "LORASENSE_REPORT_SERVICE_PULSE_COUNTER2",
    "LORASENSE_REPORT_SERVICE_TEMPERATURE",
)


def read_oy1320(message: Message) -> Fields:
    """Talkpool OY1320: a short report carries the reading alone."""
    if message.port != 2 or len(message.payload) != 6:
        raise Unreadable("OY1320 report comes on port 2 with 6 bytes")
    (reading,) = struct.unpack(">2xI", message.payload)
    return {"meter_reading": reading, "meter_status": "0"}


def read_sw3l(message: Message) -> Fields:
    """Dragino SW3L: flow (port 2), its settings (port 4) or its battery (port 5)."""
    payload = message.payload
    if message.port == 4 and len(payload) == 7:
        return {
            "reporting_interval": int.from_bytes(payload[:3], "big"),
            "stop_timer": payload[4],
            "alarm_timer": int.from_bytes(payload[5:7], "big"),
        }
    if message.port == 5 and len(payload) == 7:
        return {"battery_voltage": int.from_bytes(payload[5:7], "big") / 1000}
    if message.port == 2 and len(payload) == 11:
        flags, pulses, mode = struct.unpack_from(">BIB", payload)
        litres = round(pulses / SW3L_PULSES_PER_LITRE.get(flags >> 2, SW3L_DEFAULT_PULSES_PER_LITRE), 1)
        which = "last" if mode == 1 else "total"
        return {"flow_alarm": bool(flags & 2), f"{which}_pulses": pulses, f"{which}_volume": litres}
    raise Unreadable(f"SW3L frame of port {message.port} with {len(payload)} bytes is not known; ports 2, 4 and 5 are")


def read_rwmr(message: Message) -> Fields:
    """Develiot RWMR, version 8 of the frame."""
    if message.port != 12 or len(message.payload) != 11:
        raise Unreadable("RWMR status comes on port 12 with 11 bytes")
    head, one, two, battery, temperature = struct.unpack("<BIIBB", message.payload)
    services = [name for bit, name in enumerate(SERVICES) if head & (1 << bit)]
    return {
        "pulse_counter_1": one,
        "pulse_counter_2": two,
        "battery_voltage": round(battery * 3.3 / 255, 2),
        "ambient_temperature": round(temperature * 90 / 255 - 30, 2),
        "activated_services": ",".join(services) or None,
        "firmware_version": str(head >> 4),
        "hardware_version": "8",
    }


def read_nas_oir(message: Message) -> Fields:
    """NAS optical meter reader, as the network server's codec tells it."""
    data = (message.object or {}).get("data", message.object)
    if not isinstance(data, Mapping) or "packet_type" not in data:
        raise Unreadable("a NAS optical reader is read through the network server's codec, and there is none")
    alerts = data.get("active_alerts")
    told = alerts if isinstance(alerts, Mapping) else {}
    fields: Fields = {str(name): raised for name, raised in told.items() if isinstance(raised, bool)}
    fields["app_connected_within_a_day"] = data.get("app_connected_within_a_day")
    fields["meter_actuality_duration"] = data.get("meter_actuality_duration__minutes")
    return fields
