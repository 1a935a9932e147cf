"""EMU Professional II energy meter in a feeder cabinet: a list of typed values behind a time, closed by a CRC-8.

Source: the vendor's codec in TheThingsNetwork/lorawan-devices (``vendor/emu``, MIT) and its test vectors. Registers in
kilowatt hours and of 64 bits are brought to watt hours, so that one register is one datastream whatever its width.
"""

import struct

from venule.sdk import SECOND, Instant, Message, Unreadable, Value

Fields = dict[str, Value | None]

POLYNOMIAL = 0x07
ENERGIES = [
    f"{way}_energy_{flow}_t{tariff}"
    for way in ("active", "reactive")
    for flow in ("import", "export")
    for tariff in (1, 2)
]
PHASES = ("l1", "l2", "l3")

NUMBERS: dict[int, tuple[str, str, float]] = {
    0x00: ("data_logger_index", "I", 1),
    0x01: ("", "I", 1),
    0x02: ("", "I", 1),
    **{0x03 + number: (name, "I", 1) for number, name in enumerate(ENERGIES)},
    0x0B: ("active_power_l123", "i", 1),
    **{0x0C + number: (f"active_power_{phase}", "i", 1) for number, phase in enumerate(PHASES)},
    0x0F: ("current_l123", "i", 1),
    **{0x10 + number: (f"current_{phase}", "i", 1) for number, phase in enumerate(PHASES)},
    0x13: ("current_n", "i", 1),
    **{0x14 + number: (f"voltage_{phase}_n", "i", 0.1) for number, phase in enumerate(PHASES)},
    **{0x17 + number: (f"powerfactor_{phase}", "b", 0.01) for number, phase in enumerate(PHASES)},
    0x1A: ("frequency", "h", 0.1),
    0x1B: ("active_power_average", "i", 1),
    **{0x1C + number: (name, "I", 1000) for number, name in enumerate(ENERGIES)},
    **{0x24 + number: (name, "Q", 1) for number, name in enumerate(ENERGIES)},
    0xF0: ("errorcode", "B", 1),
    0xF3: ("current_transformer_primary", "H", 1),
    0xF4: ("current_transformer_secondary", "H", 1),
    0xF5: ("voltage_transformer_primary", "H", 1),
    0xF6: ("voltage_transformer_secondary", "H", 1),
    0xF7: ("meter_typ", "B", 1),
    0xFE: ("", "I", 1),
}
"""Little-endian numbers: name (none for the meter's own clocks), layout, factor to the unit that is declared."""

SERIALS = {0xF1: "serial_number", 0xF2: "factor_number"}
DIGITS = {0xF8: "mid_year", 0xF9: "factory_year"}
TEXTS = {0xFA: "firmware_version", 0xFB: "mid_version", 0xFC: "manufacturer", 0xFD: "hw_index"}


def read_emu(message: Message) -> tuple[Instant, Fields]:
    """The meter's time and its values."""
    payload = message.payload
    if len(payload) < 6:
        raise Unreadable(f"EMU frame has {len(payload)} bytes: a status update without values")
    if crc8(payload[:-1]) != payload[-1]:
        raise Unreadable("EMU frame fails its CRC-8: it was damaged on the way, or is of another device")
    (at,) = struct.unpack_from("<I", payload)
    fields: Fields = {}
    start = 4
    while start < len(payload) - 1:
        start = read_value(payload, start, fields)
    return at * SECOND, fields


def read_value(payload: bytes, start: int, fields: Fields) -> int:
    """One typed value at ``start``, into ``fields``; returns where the next one begins."""
    kind, body = payload[start], start + 1
    if kind in NUMBERS:
        name, layout, factor = NUMBERS[kind]
        end = body + struct.calcsize("<" + layout)
    else:
        end = body + 4
    if end > len(payload) - 1:
        raise Unreadable(f"EMU frame ends within its value {kind:#04x}")
    raw = payload[body:end]
    if kind in NUMBERS:
        (number,) = struct.unpack("<" + layout, raw)
        fields |= {name: number if factor == 1 else round(number * factor, 2)} if name else {}
    elif kind in SERIALS:
        fields[SERIALS[kind]] = raw[::-1].hex()
    elif kind in DIGITS:
        fields[DIGITS[kind]] = "".join(str(digit) for digit in raw)
    elif kind in TEXTS:
        fields[TEXTS[kind]] = raw.rstrip(b"\0").decode("ascii", "replace")
    else:
        raise Unreadable(f"EMU value type {kind:#04x} is not known, nor therefore where the next value begins")
    return end


def crc8(data: bytes) -> int:
    """CRC-8 with polynomial x^8 + x^2 + x + 1, from 0."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ POLYNOMIAL if crc & 0x80 else crc << 1) & 0xFF
    return crc
