"""What is observed of meters, pressure points, tanks, inlets, valves and leak sensors, units in UCUM."""

from venule.sdk import Quantity, ValueKind

FLAG = ValueKind.FLAG
COUNTER = ValueKind.COUNTER
TEXT = ValueKind.TEXT

BATTERY = (
    Quantity("battery_voltage", "V", low=2.5, high=3.7, decimals=2),
    Quantity("battery_low", kind=FLAG),
)
NETVOX = (
    *(Quantity(name, kind=TEXT) for name in ("software_version", "hardware_version", "date_code")),
    Quantity("configuration_result", kind=TEXT),
    Quantity("report_min", "s", title="Shortest report interval", kind=TEXT),
    Quantity("report_max", "s", title="Longest report interval", kind=TEXT),
    Quantity("report_battery_change", "V", title="Battery change that reports", kind=TEXT),
)

METER = (
    Quantity("volume", "m3", title="Meter reading", kind=COUNTER, low=0, decimals=3),
    Quantity("volume_reverse", "m3", title="Counted backwards", kind=COUNTER, low=0, decimals=3),
    Quantity("flow", "m3/h", decimals=3),
    Quantity("flow_min", "m3/h", title="Lowest flow of the day", decimals=3),
    Quantity("flow_max", "m3/h", title="Highest flow of the day", decimals=3),
    Quantity("leak", kind=FLAG),
    Quantity("burst", kind=FLAG),
    Quantity("reverse", title="Reverse flow", kind=FLAG),
    Quantity("dry", kind=FLAG),
    Quantity("tamper", kind=FLAG),
    Quantity("low_battery", kind=FLAG),
    Quantity("low_ambient_temperature", kind=FLAG),
    Quantity("high_ambient_temperature", kind=FLAG),
    Quantity("ald", "1", title="Acoustic leak noise", low=0),
    Quantity("ald_last_day", "1", title="Acoustic leak noise, last day", low=0),
    Quantity("water_temperature_min", "Cel", low=0, high=40),
    Quantity("water_temperature_max", "Cel", low=0, high=40, normal_high=25),
    Quantity("water_temperature", "Cel", low=0, high=40, normal_high=25),
    Quantity("ambient_temperature_min", "Cel", low=-30, high=60),
    Quantity("ambient_temperature_max", "Cel", low=-30, high=60),
    Quantity("ambient_temperature", "Cel", low=-30, high=60),
    Quantity("meter_reading", title="Reading, unit not told", kind=COUNTER, low=0),
    Quantity("meter_status", kind=ValueKind.STATE),
    Quantity("pulse_counter_1", "1", kind=COUNTER, low=0),
    Quantity("pulse_counter_2", "1", kind=COUNTER, low=0),
    Quantity("total_pulses", "1", kind=COUNTER, low=0),
    Quantity("last_pulses", "1", kind=ValueKind.COUNT, low=0),
    Quantity("total_volume", "L", kind=COUNTER, low=0, decimals=1),
    Quantity("last_volume", "L", title="Volume of the last interval", low=0, decimals=1),
    Quantity("flow_alarm", kind=FLAG),
    Quantity("reporting_interval", "s", kind=TEXT),
    Quantity("stop_timer", "1", kind=TEXT),
    Quantity("alarm_timer", "1", kind=TEXT),
    Quantity("activated_services", kind=TEXT),
    Quantity("firmware_version", kind=TEXT),
    Quantity("hardware_version", kind=TEXT),
    Quantity("pulse_1_trigger_alert", kind=FLAG),
    Quantity("pulse_2_trigger_alert", kind=FLAG),
    Quantity("app_connected_within_a_day", kind=FLAG),
    Quantity("meter_actuality_duration", "min", title="Age of the reader's last reading", low=0),
    Quantity("module_configuration", "1", kind=TEXT),
    *BATTERY,
)

PRESSURE_POINT = (
    Quantity("pressure", "bar", low=0, high=10, normal_low=1.5, normal_high=8, decimals=2),
    Quantity("pressure_min", "bar", title="Lowest pressure of the interval", low=0, high=10, decimals=2),
    Quantity("pressure_max", "bar", title="Highest pressure of the interval", low=0, high=10, decimals=2),
    Quantity("pressure_mean", "bar", title="Mean pressure of the interval", low=0, high=10, decimals=2),
    *BATTERY,
)

TANK = (
    Quantity("level", "m", low=0, high=6, decimals=2),
    Quantity("fill", "%", title="Fill level", low=0, high=100, normal_low=20, normal_high=90, decimals=1),
    Quantity("volume", "m3", title="Stored volume", low=0, decimals=0),
    Quantity("inflow", "m3/h", low=0, decimals=1),
    Quantity("outflow", "m3/h", low=0, decimals=1),
    Quantity("distance", "mm", title="Distance to the surface", low=0),
    *BATTERY,
)

INFLOW = (
    Quantity("flow", "m3/h", title="Inflow of the area", decimals=1),
    Quantity("volume", "m3", title="Counter of the inlet", kind=COUNTER, low=0, decimals=0),
    Quantity("pressure", "bar", title="Pressure at the inlet", low=0, high=10, normal_low=1.5, decimals=2),
    *BATTERY,
)

VALVE = (
    Quantity("open", title="Valve", kind=FLAG, labels=("closed", "open")),
    Quantity("state", "1", title="Actuator state", kind=ValueKind.STATE),
    Quantity("battery", "%", low=0, high=100, normal_low=20, decimals=0),
    Quantity("tamper", kind=FLAG),
    Quantity("cable_fault", title="Cable input", kind=FLAG),
    Quantity("digital_input_0", kind=FLAG),
    Quantity("digital_input_1", kind=FLAG),
    Quantity("leak", kind=FLAG),
    Quantity("fraud", kind=FLAG),
    Quantity("device_class", kind=TEXT),
    Quantity("external_power", kind=FLAG),
    Quantity("box_temperature", "Cel", low=-30, high=70, decimals=1),
    Quantity("box_humidity", "%", low=0, high=100, decimals=0),
    Quantity("water_temperature", "Cel", low=0, high=40, decimals=1),
    Quantity("ambient_temperature", "Cel", low=-30, high=60, decimals=1),
    Quantity("reason", kind=ValueKind.STATE),
    Quantity("flood", kind=FLAG),
    Quantity("magnet", kind=FLAG),
    Quantity("alarm_validated", kind=FLAG),
    Quantity("manual_open", kind=FLAG),
    Quantity("manual_close", kind=FLAG),
    Quantity("detection_wire", kind=FLAG),
    Quantity("open_time", "1", kind=TEXT),
    Quantity("close_time", "1", kind=TEXT),
    Quantity("hw_version", "1", kind=TEXT),
    Quantity("capabilities", "1", kind=TEXT),
    *BATTERY,
)

LEAK_SENSOR = (
    Quantity("leak", title="Water found", kind=FLAG, labels=("dry", "water")),
    Quantity("tamper", kind=FLAG),
    Quantity("reason", kind=ValueKind.STATE),
    Quantity("ambient_temperature", "Cel", low=-30, high=60),
    *NETVOX,
    *BATTERY,
)
