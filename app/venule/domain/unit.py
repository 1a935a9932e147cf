"""Units: from the spelling a source uses to UCUM, and from UCUM to what an operator reads."""

from venule.domain.quantity import UNKNOWN_UNIT

_SPELLINGS = {
    "°c": "Cel", "c": "Cel", "degc": "Cel", "celsius": "Cel", "cel": "Cel", "°f": "[degF]", "k": "K",
    "%": "%", "%rh": "%", "percent": "%", "pct": "%", "1": "1", "count": "1", "": UNKNOWN_UNIT,
    "m": "m", "mm": "mm", "cm": "cm", "km": "km", "mh2o": "m[H2O]", "m[h2o]": "m[H2O]",
    "m3": "m3", "m³": "m3", "l": "L", "litre": "L", "liter": "L", "gal": "[gal_us]",
    "m3/h": "m3/h", "m³/h": "m3/h", "cmh": "m3/h", "l/s": "L/s", "lps": "L/s", "l/min": "L/min", "lpm": "L/min",
    "l/h": "L/h", "gpm": "[gal_us]/min", "m/s": "m/s",
    "km/h": "km/h", "kmh": "km/h",
    "bar": "bar", "mbar": "mbar", "kpa": "kPa", "pa": "Pa", "psi": "[psi]", "hpa": "hPa",
    "v": "V", "mv": "mV", "a": "A", "ma": "mA", "w": "W", "kw": "kW", "wh": "W.h", "kwh": "kW.h", "kw.h": "kW.h",
    "w.h": "W.h", "var": "var", "varh": "var.h", "hz": "Hz", "lx": "lx", "lux": "lx",
    "db": "dB", "dbm": "dB[mW]", "db[mw]": "dB[mW]", "dba": "dB[A]", "db(a)": "dB[A]", "db[a]": "dB[A]",
    "s": "s", "sec": "s", "ms": "ms", "min": "min", "h": "h", "d": "d",
    "mg/l": "mg/L", "ug/m3": "ug/m3", "µg/m³": "ug/m3", "ppm": "[ppm]", "[ppm]": "[ppm]", "ntu": "[NTU]",
    "ph": "[pH]", "g": "g", "kg": "kg", "us/cm": "uS/cm", "µs/cm": "uS/cm",
}  # fmt: skip

_SHOWN = {
    "Cel": "°C", "[degF]": "°F", "1": "", "m3": "m³", "m3/h": "m³/h", "m[H2O]": "mH₂O", "[gal_us]": "gal",
    "[gal_us]/min": "gal/min", "[psi]": "psi", "W.h": "Wh", "kW.h": "kWh", "var.h": "varh", "dB[mW]": "dBm",
    "dB[A]": "dB(A)", "ug/m3": "µg/m³", "[ppm]": "ppm", "[NTU]": "NTU", "[pH]": "pH", "uS/cm": "µS/cm",
}  # fmt: skip

_UCUM = frozenset(_SPELLINGS.values()) - {UNKNOWN_UNIT}


def to_ucum(spelling: str) -> str:
    """The UCUM code of a source's own spelling, or :data:`UNKNOWN_UNIT`, never a guess.

    Sources: IANA's SenML registry, EPANET's flow units, and spellings met in vendors' payloads.
    """
    if spelling in _UCUM:
        return spelling
    return _SPELLINGS.get(spelling.strip().lower(), UNKNOWN_UNIT)


def shown(ucum: str) -> str:
    """The unit as people write it: ``m³/h`` for ``m3/h``; nothing for a plain number."""
    return _SHOWN.get(ucum, ucum)
