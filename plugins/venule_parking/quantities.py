"""What is observed of a bay and of a garage, by the names of the vendors' decoders in snake case."""

from venule.sdk import Quantity, ValueKind

OCCUPIED = Quantity("occupied", title="Occupancy", kind=ValueKind.FLAG, labels=("free", "occupied"))

BAY = (
    OCCUPIED,
    Quantity("temperature", "Cel", low=-40, high=85, normal_low=-30, normal_high=75, decimals=0),
    Quantity("battery_voltage", "V", low=2.5, high=3.7, normal_low=3.0, decimals=2),
    Quantity("battery_health", kind=ValueKind.STATE),
    Quantity("hw_health_status", "1", title="Hardware health code", kind=ValueKind.COUNT, low=0, normal_high=0),
    Quantity("previous_state_duration", "min", low=0),
    Quantity("previous_state_duration_error", "min", low=0),
    Quantity("previous_state_duration_overflow", kind=ValueKind.FLAG),
    Quantity("tag_id", title="Driver tag", kind=ValueKind.EVENT),
    Quantity("tag_battery_voltage", "V", low=2.0, high=3.7, decimals=1),
    Quantity("time_in_seconds", "s", title="Time spent occupied", kind=ValueKind.COUNTER, low=0),
    Quantity("parking_status_changes", "1", kind=ValueKind.COUNTER, low=0),
    Quantity("firmware_version", kind=ValueKind.TEXT),
    Quantity("reset_cause", kind=ValueKind.STATE),
    Quantity("reset_reason", kind=ValueKind.STATE),
    Quantity("debug_code", "1", kind=ValueKind.STATE),
    Quantity("debug_codes", kind=ValueKind.TEXT),
    Quantity("debug_code_description", kind=ValueKind.TEXT),
    Quantity("sequence_number", "1", title="Debug sequence number", kind=ValueKind.COUNTER, low=0),
    Quantity("timestamp", "1", title="Device's debug clock, raw", kind=ValueKind.TEXT),
)

GARAGE = (
    Quantity("free", "1", title="Free spaces", kind=ValueKind.COUNT, low=0, decimals=0),
    Quantity("occupied", "1", title="Taken spaces", kind=ValueKind.COUNT, low=0, decimals=0),
    Quantity("capacity", "1", title="Spaces", kind=ValueKind.COUNT, low=0, decimals=0),
    Quantity("occupancy", "%", low=0, high=100, normal_high=95, decimals=0),
    Quantity("open", kind=ValueKind.FLAG, labels=("closed", "open")),
)
