"""Frames with what must be read from them, for ``venule check lighting``; from the vendors' published examples."""

from collections.abc import Mapping

from venule.sdk import SECOND, Message, Sample, Value

RECEIVED_AT = 1_795_370_640 * SECOND


def sample(name: str, profile: str, port: int, frame: str, expected: Mapping[str, Value]) -> Sample:
    """A frame in hexadecimal, and the fields it must yield; none means that it must be refused."""
    message = Message(
        topic=("application", "lighting", "device", "70b3d5b020073208", "event", "up"),
        payload=bytes.fromhex(frame),
        received_at=RECEIVED_AT,
        network="Demo/lighting",
        asset="LP-0417",
        profile=profile,
        port=port,
    )
    return Sample(name, message, dict(expected), rejected=not expected)


DRIVER_WELL: dict[str, Value] = dict.fromkeys(
    (
        "driver_error",
        "lamp_failure",
        "lamp_on",
        "limit_error",
        "fade_running",
        "reset_state",
        "missing_short_address",
        "power_failure",
    ),
    False,
)

SAMPLES = (
    sample(
        "NAS controller by day",
        "EU868-LCU-1.1",
        23,
        "018eb28266200047071a000201defe210000",
        {
            **DRIVER_WELL,
            "dali_connection_error": False,
            "metering_com_error": True,
            "ext_rtc_warning": False,
            "internal_relay_closed": False,
            "open_drain_output_on": False,
            "lumalink_connected": False,
            "lumalink_connected_after_boot": False,
            "downlink_rssi": -71,
            "downlink_snr": 7,
            "mcu_temperature": 26,
            "voltage_alert": False,
            "lamp_error_alert": False,
            "power_alert": False,
            "power_factor_alert": False,
            "ldr_input": 222,
            "dimming_reason": "calendar_day",
            "dimming_level": 0,
        },
    ),
    sample(
        "NAS usage",
        "EU868-LCU-1.1",
        26,
        "00ff80d0ef2f0112ff479403002a00f94a030027005de5c072d902d0ef2f01",
        {
            "energy": 234567,
            "power": 42,
            "load_energy": 215801,
            "load_power": 39,
            "power_factor": 0.93,
            "mains_voltage": 229,
            "driver_operating_time": 13279.2,
            "lamp_on_time": 5533,
        },
    ),
    sample("NAS driver alert", "EU868-LCU-1.1", 61, "83200202", {**DRIVER_WELL, "lamp_failure": True}),
    sample("NAS unknown port", "EU868-LCU-1.1", 49, "01", {}),
    sample(
        "EMU energy",
        "emu-prof-ii",
        1,
        "b4d77b6101b4d77b61031207000039",
        {"active_energy_import_t1": 1810},
    ),
    sample("EMU damaged", "emu-prof-ii", 1, "b4d77b6101b4d77b61031207000038", {}),
    sample(
        "R718N1 current",
        "r718n1",
        6,
        "0149012403e80100000000",
        {"battery_voltage": 3.6, "battery_low": False, "current": 1000, "multiplier": 1},
    ),
    sample(
        "R718N3 currents",
        "r718n3",
        6,
        "014a012403e800c81b5801",
        {
            "battery_voltage": 3.6,
            "battery_low": False,
            "current_1": 1000,
            "current_2": 200,
            "current_3": 7000,
            "multiplier_1": 1,
        },
    ),
)
