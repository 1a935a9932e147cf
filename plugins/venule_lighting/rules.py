"""When street lighting calls for an operator: defaults of the trade, each with cause, consequence and action.

Limits of supply voltage are those of EN 50160: 230 V ± 10 % over ten minutes.
"""

from venule.sdk import Above, Below, Changes, Equals, Priority, Rule, Silent

DAY_S = 24 * 3600
SUPPLY_LOW_V, SUPPLY_HIGH_V = 207.0, 253.0

LUMINAIRE_RULES = (
    Rule(
        "lamp_failure",
        Equals(True),
        quantity="lamp_failure",
        title="Lamp failure",
        on_delay_s=300,
        cause="The driver reports by DALI that the lamp does not burn although it is commanded on.",
        consequence="A stretch of street is dark.",
        action="Plan a repair by its cabinet's circuit; go tonight if it is at a crossing.",
        respond_within_s=3 * DAY_S,
    ),
    Rule(
        "driver_error",
        Equals(True),
        quantity="driver_error",
        title="Driver failure",
        on_delay_s=300,
        cause="The driver reports a failure of the control gear.",
        consequence="The lamp may be dark, or cannot be dimmed.",
        action="Plan a replacement of the driver, and check the others of its age.",
        respond_within_s=3 * DAY_S,
    ),
    Rule(
        "dali_connection_error",
        Equals(True),
        quantity="dali_connection_error",
        title="Driver does not answer",
        on_delay_s=900,
        cause="The controller runs, but no driver answers on its DALI bus.",
        consequence="The lamp stays at its last level and its state is not known.",
        action="Restart the controller; if it stays, check wiring and driver.",
        respond_within_s=3 * DAY_S,
    ),
    Rule(
        "day_burner",
        Equals(True),
        quantity="burning_by_day",
        priority=Priority.LOW,
        on_delay_s=1800,
        title="Burning by day",
        cause="A relay is stuck, the calendar has the wrong place or zone, or a test was not ended.",
        consequence="Energy is wasted and the lamp ages.",
        action="Look for an override; if there is none, load the calendar again and switch the lamp off.",
        respond_within_s=2 * DAY_S,
    ),
    Rule(
        "lamp_cycling",
        Changes(count=6, within_s=3600),
        quantity="lamp_on",
        title="Lamp cycling",
        cause="The lamp goes on and off without command: end of its life, heat, or a loose contact.",
        consequence="The flicker annoys and the driver will fail soon.",
        action="Plan a replacement before the next dark season.",
        respond_within_s=7 * DAY_S,
    ),
    Rule(
        "controller_silent",
        Silent(times=3),
        priority=Priority.LOW,
        title="Controller silent",
        cause="The controller is off, without supply or out of reach of its gateway.",
        consequence="Nobody knows whether the lamp burns.",
        action="Compare with its neighbours: if a whole circuit is silent, go to the cabinet first.",
        respond_within_s=DAY_S,
    ),
    Rule(
        "tilted",
        Above(15, deadband=3),
        quantity="tilt",
        priority=Priority.HIGH,
        title="Pole tilted",
        cause="The pole was hit or its foot gives way.",
        consequence="It may fall on people.",
        action="Have the place closed off, and the circuit switched off at the cabinet.",
        respond_within_s=1800,
    ),
    Rule(
        "power_factor_low",
        Equals(True),
        quantity="power_factor_alert",
        priority=Priority.LOW,
        title="Power factor low",
        cause="The driver's input filter ages.",
        consequence="The feeder carries reactive current that is paid for.",
        action="Note the driver for the next replacement round.",
        respond_within_s=30 * DAY_S,
    ),
)


DRIVERS_SUFFER = "Drivers on this phase shut down or fail early."
REPORT_MEANS = "Report it to the network operator with the ten-minute means."


def supply(phase: str) -> tuple[Rule, Rule]:
    """Supply voltage of one phase below and above its limits."""
    return (
        Rule(
            f"supply_low_{phase}",
            Below(SUPPLY_LOW_V, deadband=2),
            quantity=f"voltage_{phase}_n",
            title=f"Supply voltage low on {phase.upper()}",
            on_delay_s=600,
            cause="The feeder is overloaded, or a connection in it is failing.",
            consequence=DRIVERS_SUFFER,
            action=REPORT_MEANS,
            respond_within_s=DAY_S,
        ),
        Rule(
            f"supply_high_{phase}",
            Above(SUPPLY_HIGH_V, deadband=2),
            quantity=f"voltage_{phase}_n",
            title=f"Supply voltage high on {phase.upper()}",
            on_delay_s=600,
            cause="The transformer's tap is too high, or the neutral is broken.",
            consequence=DRIVERS_SUFFER,
            action=REPORT_MEANS,
            respond_within_s=4 * 3600,
        ),
    )


CABINET_RULES = (
    *(rule for phase in ("l1", "l2", "l3") for rule in supply(phase)),
    Rule(
        "cabinet_silent",
        Silent(times=3),
        title="Cabinet silent",
        cause="The cabinet's meter has no supply, or its gateway is down.",
        consequence="A fault of the feeder would not be seen.",
        action="If its luminaires are silent or dark too, send the circuit's technician now.",
        respond_within_s=4 * 3600,
    ),
    Rule(
        "meter_battery_low",
        Equals(True),
        quantity="battery_low",
        priority=Priority.LOW,
        title="Meter battery low",
        cause="The current meter's battery is near its end.",
        consequence="The cabinet will fall silent.",
        action="Take a battery along on the next visit to the cabinet.",
        respond_within_s=30 * DAY_S,
    ),
)
