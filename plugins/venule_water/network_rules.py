"""When the water network calls for an operator: pressure points, tanks and inlets, with cause, consequence and action.

A rise of the night line needs each area's own history and is not among these rules. Pressures: 10 m (1.0 bar) at the
boundary and 15 m (1.5 bar) in the main as proxy, cleared 3 m higher.
"""

from venule.sdk import Above, Below, Priority, Rule, Unchanged
from venule_water.rule_forms import silent

HOUR_S, DAY_S = 3600, 24 * 3600
LOW_BAR, TOO_LOW_BAR, REARM_BAR = 1.5, 1.0, 0.3

PRESSURE_RULES = (
    Rule(
        "pressure_too_low",
        Below(TOO_LOW_BAR, deadband=REARM_BAR),
        quantity="pressure",
        priority=Priority.HIGH,
        on_delay_s=600,
        title="Pressure too low",
        cause="A burst, a closed valve or a stopped pump.",
        consequence="Customers are without water, and dirt may be drawn into the main.",
        action="Compare the inflow of the area; send a crew to the burst or reopen the valve.",
        respond_within_s=1800,
    ),
    Rule(
        "pressure_low",
        Below(LOW_BAR, deadband=REARM_BAR),
        quantity="pressure",
        on_delay_s=600,
        title="Pressure low",
        cause="High demand, a leak that grows, or a reducing valve that drifts.",
        consequence="The upper floors have no pressure.",
        action="Look at the area's inflow and at its reducing valve.",
        respond_within_s=2 * HOUR_S,
    ),
    Rule(
        "pressure_high",
        Above(8.0, deadband=0.5),
        quantity="pressure",
        on_delay_s=600,
        title="Pressure high",
        cause="A reducing valve does not close.",
        consequence="Pipes and boilers may break, and leaks grow.",
        action="Check the reducing valve of the area.",
        respond_within_s=4 * HOUR_S,
    ),
    Rule(
        "logger_battery_low",
        Below(3.1, deadband=0.1),
        quantity="battery_voltage",
        priority=Priority.LOW,
        title="Logger battery low",
        cause="The logger's battery is near its end.",
        consequence="The logger will fall silent within weeks.",
        action="Take a battery along on the next round.",
        respond_within_s=14 * DAY_S,
    ),
    silent(
        "Logger",
        "The logger has no battery or no radio.",
        "A burst in its area would be seen later.",
        "Change the battery on the next round; sooner if it is the critical point of its area.",
        2 * DAY_S,
    ),
)

TANK_RULES = (
    Rule(
        "tank_overfull",
        Above(95, deadband=1),
        quantity="fill",
        priority=Priority.HIGH,
        title="Tank at 95 %",
        cause="The filling does not stop.",
        consequence="The tank will overflow.",
        action="Stop the pump or throttle the inlet now.",
        respond_within_s=900,
    ),
    Rule(
        "tank_high",
        Above(90, deadband=2),
        quantity="fill",
        title="Tank above 90 %",
        cause="Less is drawn than planned, or the stop level is set too high.",
        consequence="Little room is left until it overflows.",
        action="Check the stop level of the pump, and stop it by hand if the level still rises.",
        respond_within_s=HOUR_S,
    ),
    Rule(
        "tank_low",
        Below(20, deadband=2),
        quantity="fill",
        title="Tank below 20 %",
        cause="More is drawn than comes in.",
        consequence="The reserve for fire and failure is used up.",
        action="Start a further pump, and look for a burst in the areas it feeds.",
        respond_within_s=HOUR_S,
    ),
    Rule(
        "tank_empty",
        Below(10, deadband=2),
        quantity="fill",
        priority=Priority.HIGH,
        title="Tank below 10 %",
        cause="The filling has failed or a main has burst.",
        consequence="The areas it feeds will be without water.",
        action="Restore the filling now, or feed the areas from elsewhere.",
        respond_within_s=900,
    ),
    Rule(
        "level_frozen",
        Unchanged(samples=12, for_s=2 * HOUR_S),
        quantity="level",
        priority=Priority.LOW,
        title="Level frozen",
        cause="The level sensor repeats one value.",
        consequence="The tank could run over or empty unseen.",
        action="Compare with the balance of inflow and outflow, and have the sensor checked.",
        respond_within_s=4 * HOUR_S,
    ),
    silent(
        "Tank",
        "The telemetry of the tank is down.",
        "The tank is run blind.",
        "Call the site, and watch the areas it feeds meanwhile.",
        HOUR_S,
    ),
)

INFLOW_RULES = (
    Rule(
        "flow_reversed",
        Below(0.0),
        quantity="flow",
        on_delay_s=600,
        title="Flow reversed",
        cause="Water leaves the area through an inlet that should only feed it.",
        consequence="The area's balance is wrong, and a boundary valve may be open.",
        action="Check the boundary valves of the area.",
        respond_within_s=4 * HOUR_S,
    ),
    Rule(
        "flow_frozen",
        Unchanged(samples=6, for_s=1800),
        quantity="flow",
        priority=Priority.LOW,
        title="Inlet meter frozen",
        cause="The meter or its transmitter repeats one value.",
        consequence="Leaks in the area are not seen.",
        action="Have the meter checked.",
        respond_within_s=DAY_S,
    ),
    silent(
        "Inlet",
        "The transmitter of the inlet has no supply or no line.",
        "Leaks in the area are not seen.",
        "Have the transmitter checked today.",
        DAY_S,
    ),
)
