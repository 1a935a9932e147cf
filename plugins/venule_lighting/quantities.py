"""What is observed of a luminaire and of a feeder cabinet, units in UCUM."""

from venule.sdk import Quantity, ValueKind

ON = ("off", "on")
FLAG = ValueKind.FLAG
COUNTER = ValueKind.COUNTER

LAMP_ON = Quantity("lamp_on", title="Lamp", kind=FLAG, labels=ON)
EXPECTED_ON = Quantity("expected_on", title="Night at its place", kind=FLAG)
BURNING_BY_DAY = Quantity("burning_by_day", kind=FLAG)
POWER = Quantity("power", "W", low=0, high=250, decimals=1)

DALI_STATUS = (
    "driver_error",
    "lamp_failure",
    "lamp_on",
    "limit_error",
    "fade_running",
    "reset_state",
    "missing_short_address",
    "power_failure",
)
"""Bits of the DALI status byte, from bit 0 (IEC 62386-102, 9.16)."""

LUMINAIRE = (
    LAMP_ON,
    Quantity("dimming_level", "%", low=0, high=100, decimals=0),
    POWER,
    EXPECTED_ON,
    BURNING_BY_DAY,
    Quantity("lamp_failure", kind=FLAG),
    Quantity("driver_error", kind=FLAG),
    Quantity("limit_error", kind=FLAG),
    Quantity("fade_running", kind=FLAG),
    Quantity("reset_state", kind=FLAG),
    Quantity("missing_short_address", kind=FLAG),
    Quantity("power_failure", title="Driver power cycled", kind=FLAG),
    Quantity("dimming_reason", title="Reason of the level", kind=ValueKind.STATE),
    Quantity("voltage_alert", title="Voltage alert in 24 h", kind=FLAG),
    Quantity("lamp_error_alert", title="Lamp error alert in 24 h", kind=FLAG),
    Quantity("power_alert", title="Power alert in 24 h", kind=FLAG),
    Quantity("power_factor_alert", title="Power factor alert in 24 h", kind=FLAG),
    Quantity("dali_connection_error", title="DALI connection error", kind=FLAG),
    Quantity("metering_com_error", title="Metering not answering", kind=FLAG),
    Quantity("ext_rtc_warning", title="Clock chip warning", kind=FLAG),
    Quantity("internal_relay_closed", kind=FLAG, labels=("open", "closed")),
    Quantity("open_drain_output_on", kind=FLAG, labels=ON),
    Quantity("lumalink_connected", kind=FLAG),
    Quantity("lumalink_connected_after_boot", kind=FLAG),
    Quantity("ldr_input_on", title="Photocell input", kind=FLAG, labels=ON),
    Quantity("dig_input_on", title="Digital input", kind=FLAG, labels=ON),
    Quantity("energy", "W.h", title="Energy drawn", kind=COUNTER, low=0),
    Quantity("load_energy", "W.h", title="Energy of the lamp alone", kind=COUNTER, low=0),
    Quantity("load_power", "W", title="Power of the lamp alone", low=0, high=250, decimals=0),
    Quantity("power_factor", "1", low=0, high=1, normal_low=0.85, decimals=2),
    Quantity("mains_voltage", "V", low=190, high=260, normal_low=207, normal_high=253, decimals=0),
    Quantity("driver_operating_time", "h", kind=COUNTER, low=0, decimals=1),
    Quantity("lamp_on_time", "h", title="Burning hours", kind=COUNTER, low=0, decimals=1),
    Quantity("mcu_temperature", "Cel", title="Controller temperature", low=-40, high=90, normal_high=75, decimals=0),
    Quantity("ldr_input", "1", title="Photocell", low=0, high=255, decimals=0),
    Quantity("light_level", "lx", low=0, high=100_000),
    Quantity("d4i_light_level", "lx", title="D4i light level", low=0, high=100_000),
    Quantity("tilt", "deg", low=0, high=90, normal_high=10, decimals=0),
    Quantity("downlink_rssi", "dB[mW]", title="Downlink signal", low=-140, high=-30, decimals=0),
    Quantity("downlink_snr", "dB", title="Downlink signal to noise", low=-20, high=15, decimals=0),
)

PHASES = ("l1", "l2", "l3")
METER_ENERGY = tuple(
    Quantity(f"{way}_energy_{flow}_t{tariff}", unit, kind=COUNTER, low=0)
    for way, unit in (("active", "W.h"), ("reactive", "var.h"))
    for flow in ("import", "export")
    for tariff in (1, 2)
)

CABINET = (
    Quantity("active_power_l123", "W", title="Power", low=0, decimals=0),
    *(Quantity(f"active_power_{phase}", "W", low=0, decimals=0) for phase in PHASES),
    Quantity("active_power_average", "W", low=0, decimals=0),
    *METER_ENERGY,
    Quantity("current_l123", "mA", low=0),
    *(Quantity(f"current_{phase}", "mA", low=0) for phase in PHASES),
    Quantity("current_n", "mA", low=0),
    Quantity("current", "mA", low=0),
    *(Quantity(f"current_{number}", "mA", title=f"Current {number}, before its multiplier") for number in (1, 2, 3)),
    *(Quantity(f"multiplier{number}", "1", kind=ValueKind.TEXT) for number in ("", "_1", "_2", "_3")),
    *(
        Quantity(f"voltage_{phase}_n", "V", low=190, high=260, normal_low=207, normal_high=253, decimals=1)
        for phase in PHASES
    ),
    *(Quantity(f"powerfactor_{phase}", "1", title=f"Power factor {phase.upper()}", low=-1, high=1) for phase in PHASES),
    Quantity("frequency", "Hz", low=49, high=51, normal_low=49.8, normal_high=50.2, decimals=1),
    Quantity("errorcode", "1", title="Meter event bits", kind=ValueKind.STATE),
    Quantity("battery_voltage", "V", low=2.5, high=3.7, decimals=1),
    Quantity("battery_low", kind=FLAG),
    *(
        Quantity(name, kind=ValueKind.TEXT)
        for name in (
            "serial_number", "meter_typ", "mid_year", "factory_year", "firmware_version", "mid_version", "manufacturer",
            "hw_index", "factor_number", "current_transformer_primary", "current_transformer_secondary",
            "voltage_transformer_primary", "voltage_transformer_secondary", "software_version", "hardware_version",
            "date_code", "configuration_result", "data_logger_index",
        )
    ),
    Quantity("report_min", "s", title="Shortest report interval", kind=ValueKind.TEXT),
    Quantity("report_max", "s", title="Longest report interval", kind=ValueKind.TEXT),
    Quantity("report_current_change", "mA", title="Change that reports", kind=ValueKind.TEXT),
)  # fmt: skip
