"""When a device at a customer or in a shaft calls for an operator: meters, valves and leak sensors."""

from venule.sdk import Below, Priority, Rule
from venule_water.rule_forms import flag, silent

HOUR_S, DAY_S = 3600, 24 * 3600

METER_RULES = (
    flag(
        "burst",
        "Burst behind a meter",
        (
            "The meter sees a flow that no household draws, without end.",
            "Water runs into a building.",
            "Call the customer now; if nobody answers, send a technician to close the service valve.",
        ),
        HOUR_S,
        Priority.HIGH,
    ),
    flag(
        "leak",
        "Leak behind a meter",
        (
            "The flow has not come to rest for a day: a running cistern or a leaking pipe.",
            "The customer pays for lost water.",
            "Write to the customer.",
        ),
        7 * DAY_S,
        Priority.LOW,
    ),
    flag(
        "reverse",
        "Water flows back",
        (
            "Water runs from the building into the main: a check valve fails.",
            "The main may be contaminated.",
            "Have the check valve inspected, and the water sampled if the building is at risk.",
        ),
        4 * HOUR_S,
    ),
    flag(
        "dry",
        "Meter dry",
        (
            "There is air in the meter: the service is shut off or drained.",
            "Nothing is counted.",
            "Compare with planned works, and ask the neighbours' meters.",
        ),
        2 * DAY_S,
        Priority.LOW,
    ),
    flag(
        "tamper",
        "Meter tampered with",
        (
            "The meter was opened, turned or held by a magnet.",
            "Its reading cannot be billed.",
            "Inspect the meter and its seals on site.",
        ),
        7 * DAY_S,
        Priority.LOW,
    ),
    flag(
        "low_battery",
        "Meter battery low",
        (
            "The battery is near the end of its life.",
            "The meter will fall silent within months.",
            "Put the meter on the list of the next exchange round.",
        ),
        60 * DAY_S,
        Priority.LOW,
    ),
    silent(
        "Meter",
        "The meter is out of reach, shielded, or its battery is empty.",
        "Its consumption is missing in the balance of its area.",
        "Look whether its neighbours are heard; if so, visit it on the next round.",
        7 * DAY_S,
    ),
)

WATER_FOUND = flag(
    "leak",
    "Water found",
    (
        "The sensor stands in water.",
        "A shaft or a room is being flooded.",
        "Send somebody to close the feed.",
    ),
    HOUR_S,
    Priority.HIGH,
)

VALVE_RULES = (
    WATER_FOUND,
    Rule(
        "battery_low",
        Below(20, deadband=5),
        quantity="battery",
        priority=Priority.LOW,
        title="Valve battery low",
        cause="The actuator's battery is near its end.",
        consequence="The valve can no longer be moved from here.",
        action="Change the battery before the next planned move.",
        respond_within_s=30 * DAY_S,
    ),
    silent(
        "Valve",
        "The actuator is out of reach or without battery.",
        "Its position is not known, and it cannot be moved from here.",
        "Check the position on site and log it.",
        DAY_S,
    ),
)

LEAK_SENSOR_RULES = (
    WATER_FOUND,
    silent(
        "Leak sensor",
        "The sensor is out of reach or without battery.",
        "Water would not be found.",
        "Change the battery on the next round.",
        7 * DAY_S,
    ),
)
