"""What a value over time is a quantity of: cubic metres of cubic metres an hour, kilowatt hours of kilowatts."""

from dataclasses import dataclass

from venule.desk.trends.units import shown_unit, times
from venule.domain.quantity import UNKNOWN_UNIT
from venule.domain.unit import shown

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Integral:
    """Seconds are divided by ``seconds``; the result is in ``unit``, as people write it."""

    seconds: float
    unit: str


_KNOWN = {
    "m3/h": Integral(HOUR_S, shown("m3")),
    "L/s": Integral(1000.0, shown("m3")),
    "L/min": Integral(60.0, "L"),
    "L/h": Integral(HOUR_S, "L"),
    "[gal_us]/min": Integral(60.0, shown("[gal_us]")),
    "m/s": Integral(1.0, "m"),
    "W": Integral(HOUR_S, shown("W.h")),
    "kW": Integral(HOUR_S, shown("kW.h")),
    "var": Integral(HOUR_S, shown("var.h")),
    "A": Integral(HOUR_S, "Ah"),
}
"""By the unit of the value in UCUM. A litre is a thousandth of a cubic metre (BIPM, The International System)."""


def integral_of(ucum: str) -> Integral:
    """In what the area below values of a unit is told: by name where it has one, else in the unit times hours."""
    if ucum in _KNOWN:
        return _KNOWN[ucum]
    if "h" in ucum.split("/")[1:]:
        return Integral(HOUR_S, shown_unit(times(ucum, "h")))
    return Integral(HOUR_S, "h" if ucum in (UNKNOWN_UNIT, "1") else f"{shown_unit(ucum)}·h")
