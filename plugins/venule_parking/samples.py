"""Frames with what must be read from them, for ``venule check parking``; from the vendors' published examples."""

from collections.abc import Mapping

from venule.sdk import SECOND, Message, Sample, Value

RECEIVED_AT = 1_795_370_592 * SECOND


def sample(name: str, profile: str, port: int, frame: str, expected: Mapping[str, Value]) -> Sample:
    """A frame in hexadecimal, and the fields it must yield; none means that it must be refused."""
    message = Message(
        topic=("application", "parking", "device", "a84041ffff2207aa", "event", "up"),
        payload=bytes.fromhex(frame),
        received_at=RECEIVED_AT,
        network="Demo/parking",
        asset="PK-22-07",
        profile=profile,
        port=port,
        observed_at=RECEIVED_AT - SECOND,
    )
    return Sample(name, message, dict(expected), rejected=not expected)


SAMPLES = (
    sample("TPS110 taken", "tps110", 1, "01", {"occupied": True}),
    sample("TPS110 heartbeat", "tps110", 2, "01ff", {"occupied": True, "temperature": -1}),
    sample(
        "TPS110 start-up, 0.29.2",
        "bosch/tps110-0292-codec",
        3,
        "240300007503000000000000001d020301",
        {"debug_codes": "804,885", "firmware_version": "0.29.2", "reset_cause": "system request", "occupied": True},
    ),
    sample(
        "TPS110 start-up, 0.39.2",
        "bosch/tps110-0392-codec",
        3,
        "0a000000970320cd002100000027020300",
        {
            "debug_code": 205,
            "sequence_number": 33,
            "firmware_version": "0.39.2",
            "reset_cause": 0,
            "reset_reason": "System Request",
            "occupied": False,
            "timestamp": 167772160,
        },
    ),
    sample("TPS110 time occupied", "tps110", 5, "0100013b8c", {"time_in_seconds": 80780}),
    sample("TPS110 status changes", "tps110", 5, "0000000039", {"parking_status_changes": 57}),
    sample(
        "TPS110 debug",
        "tps110",
        6,
        "00000000971930d10019",
        {
            "debug_code": 209,
            "debug_code_description": "Cause for last reset: Power-on",
            "sequence_number": 25,
            "timestamp": 0,
        },
    ),
    sample("TPS110 unknown port", "tps110", 42, "012a", {}),
    sample("NPS310SM taken", "nps310sm", 1, "01", {"occupied": True}),
    sample("NPS310SM heartbeat", "nps310sm", 2, "00", {"occupied": False}),
    sample(
        "NPS310SM start-up",
        "nps310sm",
        3,
        "010d000200",
        {"firmware_version": "1.13.0", "occupied": False, "reset_cause": "power_on"},
    ),
    sample(
        "NPS405 taken",
        "nps405",
        1,
        "95",
        {
            "occupied": True,
            "previous_state_duration": 74,
            "previous_state_duration_error": 0,
            "previous_state_duration_overflow": False,
        },
    ),
    sample(
        "NPS405 heartbeat",
        "nps405",
        2,
        "00d3d800590b",
        {
            "occupied": False,
            "battery_voltage": 3.344,
            "temperature": -10,
            "battery_health": "normal",
            "hw_health_status": 0,
        },
    ),
    sample(
        "NPS405 registration",
        "nps405",
        10,
        "d1201f345678",
        {
            "occupied": True,
            "previous_state_duration": 160,
            "previous_state_duration_error": 4,
            "previous_state_duration_overflow": False,
            "tag_battery_voltage": 3.2,
            "tag_id": "1F345678",
        },
    ),
)
