"""Pressure and level sensors: Ellenex PLS2-L and PTS2-L, MOIRE P1A (pressure), Terabee level monitor XL.

Sources: the vendors' decoders in TheThingsNetwork/lorawan-devices and their test vectors. Inferred from the vectors:
the layout of the MOIRE frame (unit, then lowest, highest, mean and last as little-endian floats) and of the Terabee
frame (distance, level, battery, big-endian). Values of the Ellenex sensors are passed on in metres and bars as the
vendor's decoder gives them, however large; a calibration belongs to the installation.
"""

import struct

from venule.sdk import Message, Unreadable, Value

Fields = dict[str, Value | None]

ELLENEX_PORT, ELLENEX_BYTES = 15, 8
MOIRE_UNITS_IN_BAR = {2: 0.01, 3: 10.0}
"""kPa and MPa; other codes of the unit byte are not known."""


def read_level(message: Message) -> Fields:
    """Ellenex PLS2-L."""
    value, battery = ellenex(message)
    return {"level": value, "battery_voltage": battery}


def read_pressure(message: Message) -> Fields:
    """Ellenex PTS2-L."""
    value, battery = ellenex(message)
    return {"pressure": value, "battery_voltage": battery}


def ellenex(message: Message) -> tuple[int, float]:
    """The measured value and the battery of an Ellenex frame."""
    if message.port != ELLENEX_PORT:
        raise Unreadable(f"Ellenex frames of port {message.port} are not known; port 15 is")
    if len(message.payload) != ELLENEX_BYTES:
        raise Unreadable(f"Ellenex frame has {ELLENEX_BYTES} bytes, this one has {len(message.payload)}")
    value, battery = struct.unpack(">3xh2xB", message.payload)
    return value, round(battery * 0.1, 1)


def read_moire(message: Message) -> Fields:
    """MOIRE P1A pressure transducer; whatever its unit, pressures are kept in bar."""
    if message.port != 1 or len(message.payload) != 17:
        raise Unreadable("MOIRE P1A frame comes on port 1 with 17 bytes")
    unit, lowest, highest, mean, last = struct.unpack("<Bffff", message.payload)
    factor = MOIRE_UNITS_IN_BAR.get(unit)
    if factor is None:
        raise Unreadable(f"MOIRE P1A unit {unit} is not known; 2 (kPa) and 3 (MPa) are")
    told = {"pressure": last, "pressure_min": lowest, "pressure_max": highest, "pressure_mean": mean}
    return {name: round(value * factor, 6) for name, value in told.items()}


def read_terabee(message: Message) -> Fields:
    """Terabee LoRa level monitoring XL; its last byte is not known."""
    if message.port != 1 or len(message.payload) != 6:
        raise Unreadable("Terabee level frame comes on port 1 with 6 bytes")
    distance, fill, battery = struct.unpack(">HBHx", message.payload)
    return {"distance": distance, "fill": fill, "battery_voltage": battery / 1000}
