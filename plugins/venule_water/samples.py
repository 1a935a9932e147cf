"""Frames with what must be read from them, for ``venule check water``; from the vendors' published examples."""

from collections.abc import Mapping

from venule.sdk import SECOND, Message, Sample, Value

RECEIVED_AT = 1_795_370_400 * SECOND

FLOWIQ_MIDNIGHT = "78446d0020f32a4413ec00000052ff25100042ff1c0500623b0000523b0000615b80515b80"
FLOWIQ_HOURLY = "7a08000000446d002cfd284413c1aa77004d9313186201270122012201260122012201210127012201220127012f"
"""The vendor's integration guide: a reading, and eleven hourly volumes before it."""


def sample(name: str, profile: str, port: int, frame: str, expected: Mapping[str, Value | list[Value]]) -> Sample:
    """A frame in hexadecimal, and the fields it must yield; none means that it must be refused."""
    message = Message(
        topic=("application", "water", "device", "0011223344556677", "event", "up"),
        payload=bytes.fromhex(frame),
        received_at=RECEIVED_AT,
        network="Demo/water",
        asset="D12-1",
        profile=profile,
        port=port,
        observed_at=RECEIVED_AT - SECOND,
    )
    return Sample(name, message, dict(expected), rejected=not expected)


SAMPLES = (
    sample(
        "flowIQ midnight log",
        "flowiq2200-02k73a",
        1,
        FLOWIQ_MIDNIGHT,
        {
            "volume": 0.236,
            "dry": False,
            "reverse": False,
            "leak": False,
            "burst": False,
            "tamper": True,
            "low_battery": False,
            "low_ambient_temperature": False,
            "high_ambient_temperature": False,
            "ald_last_day": 5,
            "flow_min": 0.0,
            "flow_max": 0.0,
        },
    ),
    sample("Ellenex level", "pls2-l", 15, "01e80000d6000022", {"level": 214, "battery_voltage": 3.4}),
    sample("Ellenex pressure", "pts2-l", 15, "01e800fb58000022", {"pressure": -1192, "battery_voltage": 3.4}),
    sample("Ellenex unknown port", "pls2-l", 42, "01820012fc096b22", {}),
    sample("OY1320 reading", "oy1320", 2, "012100001738", {"meter_reading": 5944, "meter_status": "0"}),
    sample(
        "SW3L settings",
        "sw3l",
        4,
        "0d00007300a44a",
        {"reporting_interval": 851968, "stop_timer": 0, "alarm_timer": 42058},
    ),
    sample(
        "RWMR status",
        "rwmr",
        12,
        "152000000000000000d49a",
        {
            "pulse_counter_1": 32,
            "pulse_counter_2": 0,
            "battery_voltage": 2.74,
            "ambient_temperature": 24.35,
            "activated_services": "LORASENSE_REPORT_SERVICE_PULSE_COUNTER1,LORASENSE_REPORT_SERVICE_TEMPERATURE",
            "firmware_version": "1",
            "hardware_version": "8",
        },
    ),
    sample(
        "MOIRE pressure in kPa",
        "p1ap",
        1,
        "02e5b8b4410000c741e5b8a4410000c841",
        {"pressure": 0.25, "pressure_min": 0.225903, "pressure_max": 0.24875, "pressure_mean": 0.205903},
    ),
    sample(
        "Terabee level",
        "lora-lm-xl",
        1,
        "07d0320bb800",
        {"distance": 2000, "fill": 50, "battery_voltage": 3.0},
    ),
    sample("T-Valve open", "t-valve", 2, "2cc0",
           {"reason": "keepalive", "water_temperature": 22, "open": True, "ambient_temperature": 22}),
    sample("gate valve open", "kfr", 10, "07ff", {"state": 255, "open": True}),
    sample("flood sensor", "flood-sensor", 2, "08c9",
           {"reason": "keepalive", "tamper": True, "leak": False, "battery_voltage": 3.216}),
    sample("R718WA leak", "r718wa", 6, "0132011e01000000000000",
           {"battery_voltage": 3.0, "battery_low": False, "leak": True}),
)  # fmt: skip
