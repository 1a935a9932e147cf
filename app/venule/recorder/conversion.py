"""Conversion between units that measure the same thing, for sources that do not speak the unit a kind declares."""

from dataclasses import dataclass

_FACTORS: tuple[dict[str, float], ...] = (
    {"m": 1.0, "mm": 1e-3, "cm": 1e-2, "km": 1e3},
    {"m3": 1.0, "L": 1e-3, "[gal_us]": 3.785411784e-3},
    {"m3/h": 1.0, "L/s": 3.6, "L/min": 0.06, "L/h": 1e-3, "[gal_us]/min": 0.2271247070},
    {"Pa": 1.0, "hPa": 1e2, "mbar": 1e2, "kPa": 1e3, "bar": 1e5, "[psi]": 6894.757293168, "m[H2O]": 9806.65},
    {"V": 1.0, "mV": 1e-3},
    {"A": 1.0, "mA": 1e-3},
    {"W": 1.0, "kW": 1e3},
    {"W.h": 1.0, "kW.h": 1e3},
    {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0, "d": 86_400.0},
    {"g": 1.0, "kg": 1e3},
)
"""One table a dimension: how many of its first unit each unit is. Sources: SI, NIST SP 811 for gal, psi and mH2O."""

_TEMPERATURES = {"Cel": (1.0, 0.0), "K": (1.0, -273.15), "[degF]": (5 / 9, -160 / 9)}
"""Factor and offset to degrees Celsius."""

SIGNIFICANT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Conversion:
    """``value * factor + offset``, rounded to hide the noise of floating point and nothing else."""

    factor: float
    offset: float = 0.0

    def __call__(self, value: float) -> float:
        """The value in the other unit."""
        return float(f"{value * self.factor + self.offset:.{SIGNIFICANT_DIGITS}g}")


def conversion(unit: str, wanted: str) -> Conversion | None:
    """How to get from one UCUM unit to another, or ``None`` where no simple factor is known."""
    for table in _FACTORS:
        if unit in table and wanted in table:
            return Conversion(table[unit] / table[wanted])
    if unit in _TEMPERATURES and wanted in _TEMPERATURES:
        (factor, offset), (back, back_offset) = _TEMPERATURES[unit], _TEMPERATURES[wanted]
        return Conversion(factor / back, (offset - back_offset) / back)
    return None
