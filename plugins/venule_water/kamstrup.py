"""Kamstrup flowIQ water meters over LoRaWAN (port 1): readings, flags, and hourly volumes of the past in one frame.

Source: the vendor's parser and its published examples (TheThingsNetwork/lorawan-devices, ``vendor/kamstrup``).
Inferred: the meter's clock states no zone. The device's tag ``utc_offset`` (``+01:00``) says it; without one the
clock is read as UTC, and each value that hangs on it is uncertain with that reason. Records whose date is in another
storage number than theirs have no time of their own and take the message's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from venule.sdk import MINUTE, Instant, Message, Quality, Unreadable, Value
from venule_water.mbus import DATE, DATE_TIME, MANUFACTURER, Record, date_time, profile, records

INFO_CODE, ACOUSTIC_LAST_DAY, ACOUSTIC, CONFIGURATION = 0x25, 0x1C, 0x1B, 0x16
INFO_BITS = (
    "dry",
    "reverse",
    "leak",
    "burst",
    "tamper",
    "low_battery",
    "low_ambient_temperature",
    "high_ambient_temperature",
)
MANUFACTURER_NAMES = {ACOUSTIC_LAST_DAY: "ald_last_day", ACOUSTIC: "ald", CONFIGURATION: "module_configuration"}
NO_NOISE_MEASURED = 4095
REVERSE = 0x3C
"""Orthogonal VIFE: what flowed backwards."""

SUFFIX = {0: "", 1: "_max", 2: "_min"}
ZONE_UNKNOWN = "the meter's clock states no zone and the device has no tag utc_offset; it was read as UTC"
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """One value of a meter, with its own time where the meter tells it."""

    name: str
    value: Value
    observed_at: Instant | None
    quality: Quality = Quality.GOOD
    reason: str = ""


def read_flowiq(message: Message) -> Iterator[Found]:
    """Every value of one telegram; back-dated ones newest first."""
    offset = utc_offset(message)
    quality, reason = (Quality.UNCERTAIN, ZONE_UNKNOWN) if offset is None else (Quality.GOOD, "")
    told = list(records(message.payload))
    times = {
        record.storage: at - (offset or 0)
        for record in told
        if record.vif[0] in (DATE, DATE_TIME) and (at := date_time(record)) is not None
    }
    for record in told:
        at = times.get(record.storage)
        for name, value, when in values(record, told, at):
            yield Found(name, value, when, *((quality, reason) if when is not None else ()))


def values(record: Record, told: list[Record], at: Instant | None) -> Iterator[tuple[str, Value, Instant | None]]:
    """What one record says: names, values and their times."""
    if record.vif[0] in (DATE, DATE_TIME):
        return
    if record.vif[0] == MANUFACTURER:
        yield from ((name, value, at) for name, value in manufacturer_values(record))
        return
    name, scale = measured(record)
    if record.is_profile:
        base = next((other for other in told if is_base(other, record)), None)
        start = base.number() if base else None
        if start is None or at is None:
            raise Unreadable("the telegram's profile has no base value or no base time")
        yield from ((name, round(value * scale, 6), when) for when, value in profile(record, start, at))
        return
    number = record.number()
    if number is not None:
        yield name, round(number * scale, 6), at


def is_base(candidate: Record, record: Record) -> bool:
    """Whether a record holds the value that a profile begins at."""
    same = candidate.vif[0] & 0x7F == record.vif[0] & 0x7F and len(candidate.vif) == 1
    return same and candidate.storage == record.storage and candidate.function == record.function


def measured(record: Record) -> tuple[str, float]:
    """Name of a measured record, and the factor that brings it to the unit we declare."""
    vif = record.vif[0] & 0x7F
    plain = len(record.vif) == 1 or record.is_profile
    if record.vif[1:] == (REVERSE,) and 0x10 <= vif <= 0x17 and record.function == 0:
        return "volume_reverse", 10.0 ** (vif - 0x16)
    if plain and record.function in SUFFIX:
        suffix = SUFFIX[record.function]
        if 0x10 <= vif <= 0x17 and not suffix:
            return "volume", 10.0 ** (vif - 0x16)
        if 0x38 <= vif <= 0x3F:
            return "flow" + suffix, 10.0 ** (vif - 0x3E)
        if 0x58 <= vif <= 0x5B:
            return "water_temperature" + suffix, 10.0 ** (vif - 0x5B)
        if 0x64 <= vif <= 0x67:
            return "ambient_temperature" + suffix, 10.0 ** (vif - 0x67)
    told = " ".join(f"{byte:02x}" for byte in record.vif)
    raise Unreadable(f"M-Bus value {told} (function {record.function}) is not known of a water meter")


def manufacturer_values(record: Record) -> Iterator[tuple[str, Value]]:
    """Info code, acoustic leak noise and configuration number, which are Kamstrup's own."""
    code = record.vif[1] if len(record.vif) > 1 else 0
    if code == INFO_CODE:
        bits = int.from_bytes(record.data, "little")
        yield from ((name, bool(bits & (1 << bit))) for bit, name in enumerate(INFO_BITS))
        return
    if code not in MANUFACTURER_NAMES:
        raise Unreadable(f"Kamstrup's own value {code:#04x} is not known")
    number = record.number(signed=False)
    if number is not None and not (code == ACOUSTIC_LAST_DAY and number == NO_NOISE_MEASURED):
        yield MANUFACTURER_NAMES[code], number


def utc_offset(message: Message) -> Instant | None:
    """The offset of the meter's clock from UTC in microseconds, as the device's tag says it."""
    told = OFFSET.fullmatch(message.properties.get("utc_offset", ""))
    if told is None:
        return None
    minutes = int(told[2]) * 60 + int(told[3])
    return (-minutes if told[1] == "-" else minutes) * MINUTE
