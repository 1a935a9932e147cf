"""The figures of the whole of street lighting: what burns, what should, and what it draws."""

from venule.sdk import Figure, Indicator, Snapshot


def lights_on(snapshot: Snapshot) -> Figure:
    """Share of the known luminaires that burn, in percent."""
    burning, known = snapshot.latest("lighting.luminaire", "lamp_on")
    count = int(known.sum())
    return Figure(100.0 * float(burning[known].sum()) / count if count else None, count, len(known))


def dark(snapshot: Snapshot) -> Figure:
    """Luminaires that stand in the night, are commanded to burn, and do not.

    Known are those whose lamp, level and place are known. A lamp that its calendar has off is not dark by fault.
    """
    burning, lamp_known = snapshot.latest("lighting.luminaire", "lamp_on")
    level, level_known = snapshot.latest("lighting.luminaire", "dimming_level")
    night, night_known = snapshot.latest("lighting.luminaire", "expected_on")
    known = lamp_known & level_known & night_known
    failed = known & (burning < 0.5) & (level > 0) & (night > 0.5)
    return Figure(float(failed.sum()) if known.any() else None, int(known.sum()), len(known))


def feeder_power(snapshot: Snapshot) -> Figure:
    """Power that the cabinets' meters see, in kilowatts."""
    power, known = snapshot.latest("lighting.cabinet", "active_power_l123")
    count = int(known.sum())
    return Figure(float(power[known].sum()) / 1000 if count else None, count, len(known))


INDICATORS = (
    Indicator("lights_on", "Lights on", "%", "luminaires", lights_on),
    Indicator("dark", "Dark in the night", "1", "luminaires", dark, target=(0, 0)),
    Indicator("feeder_power", "Power of all cabinets", "kW", "cabinets", feeder_power, decimals=1),
)
