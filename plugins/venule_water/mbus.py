"""M-Bus application data: records of data (EN 13757-3), their values, and compact profiles of back-dated ones.

Sources: EN 13757-3:2018 as it is written down in the vendor's parser (TheThingsNetwork/lorawan-devices,
``vendor/kamstrup/mbusparser.js``) and its published examples: header lengths by CI field, types A, B, C, D, F, G and I
of annex A, the primary VIF table, and the inverse compact profile of annex F. Inferred: nothing. What is not written
there (LVAR text, VIF extensions FB and FD, profiles with registers) is refused, not guessed.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from venule.sdk import DAY, HOUR, MINUTE, SECOND, Instant, Unreadable, from_datetime, to_datetime

HEADER_BYTES = {0x78: 1, 0x7A: 5, 0x72: 13}
"""Bytes before the first record, by CI field: no header, short and long header (EN 13757-7)."""

SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 6: 6, 8: 0, 9: 1, 10: 2, 11: 3, 12: 4, 14: 6}
"""Bytes of data by the DIF's low four bits; 9 and above are BCD, 13 carries its own length."""

BCD_FROM, VARIABLE = 9, 13
FILLER, SPECIAL = 0x2F, frozenset({0x0F, 0x1F, 0x7F})
EXTENDED, MANUFACTURER = 0x80, 0xFF
INVERSE_COMPACT_PROFILE = 0x13
DATE, DATE_TIME = 0x6C, 0x6D
MOST_EXTENSIONS = 10

STEPS = {0: SECOND, 1: MINUTE, 2: HOUR, 3: DAY}
MONTHS = {3: 1, 2: 3, 1: 6}
"""Spacing of a profile by its unit: fixed steps for values up to 250, whole months for the value 254."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: which function (0 now, 1 highest, 2 lowest, 3 in error), which storage, what (VIF), and its data."""

    function: int
    storage: int
    vif: tuple[int, ...]
    field: int
    data: bytes

    @property
    def is_profile(self) -> bool:
        """Whether it holds a compact profile of back-dated values."""
        return self.field == VARIABLE and INVERSE_COMPACT_PROFILE in self.vif[1:] and self.vif[0] != MANUFACTURER

    def number(self, signed: bool = True) -> int | None:
        """The data as an integer (types A, B, C and D); the standard's mark of an invalid value is ``None``."""
        if not self.data:
            return None
        if self.field >= BCD_FROM:
            text = self.data[::-1].hex()
            return int(text) if text.isdecimal() else None
        value = int.from_bytes(self.data, "little", signed=signed)
        invalid = -(1 << (8 * len(self.data) - 1)) if signed else (1 << (8 * len(self.data))) - 1
        return None if value == invalid else value


def records(payload: bytes) -> Iterator[Record]:
    """The records of an unencrypted telegram that begins with its CI field."""
    if not payload or payload[0] not in HEADER_BYTES:
        raise Unreadable("M-Bus telegram does not begin with a known CI field (78, 7A or 72)")
    start = HEADER_BYTES[payload[0]]
    if len(payload) < start:
        raise Unreadable("M-Bus telegram ends within its header")
    if start > 1 and payload[start - 1] & 0x1F:
        raise Unreadable("M-Bus telegram is encrypted, and there is no key for it")
    try:
        while start < len(payload):
            if payload[start] == FILLER:
                start += 1
                continue
            record, start = read_record(payload, start)
            yield record
    except IndexError:
        raise Unreadable("M-Bus telegram ends within a record") from None


def read_record(payload: bytes, start: int) -> tuple[Record, int]:
    """The record at ``start``, and where the next one begins."""
    dif = payload[start]
    if dif in SPECIAL:
        raise Unreadable(f"M-Bus special function {dif:#04x} is not read")
    difes, start = extensions(payload, start)
    vif, start = extensions(payload, start)
    storage = (dif >> 6) & 1
    for position, dife in enumerate(difes[1:]):
        storage |= (dife & 0xF) << (1 + 4 * position)
    field = dif & 0xF
    if field == VARIABLE:
        size, start = payload[start], start + 1
    elif field in SIZES:
        size = SIZES[field]
    else:
        raise Unreadable(f"M-Bus data field {field} is not read")
    if start + size > len(payload):
        raise Unreadable("M-Bus telegram ends within a record")
    return Record((dif >> 4) & 3, storage, vif, field, payload[start : start + size]), start + size


def extensions(payload: bytes, start: int) -> tuple[tuple[int, ...], int]:
    """A byte and those that extend it (bit 7 of each says that another follows), and where what follows begins."""
    end = start + 1
    while payload[end - 1] & EXTENDED:
        end += 1
        if end - start > MOST_EXTENSIONS:
            raise Unreadable("M-Bus record has more extensions than the standard allows")
    return tuple(payload[start:end]), end


def date_time(record: Record) -> Instant | None:
    """The clock of a date record (types F, G and I) read as UTC, since it states no zone; ``None`` if it is invalid."""
    data = record.data
    readers: dict[int, Callable[[bytes], datetime]] = {2: type_g, 4: type_f, 6: type_i}
    unset = (len(data) == 4 and data[0] & 0x80) or (len(data) == 6 and data[1] & 0x80)
    if len(data) not in readers or unset:
        return None
    try:
        return from_datetime(readers[len(data)](data))
    except ValueError:
        return None


def type_f(data: bytes) -> datetime:
    """Date and time in four bytes: minute, hour and hundred years, day and year, month and year."""
    year = (data[2] >> 5) + ((data[3] >> 4) << 3) + 1900 + 100 * ((data[1] >> 5) & 3)
    return datetime(year, data[3] & 0xF, data[2] & 0x1F, data[1] & 0x1F, data[0] & 0x3F, tzinfo=UTC)


def type_g(data: bytes) -> datetime:
    """Date in two bytes: day and year, month and year."""
    return datetime(2000 + (data[0] >> 5) + ((data[1] >> 4) << 3), data[1] & 0xF, data[0] & 0x1F, tzinfo=UTC)


def type_i(data: bytes) -> datetime:
    """Date and time in six bytes, with seconds."""
    year = 2000 + (data[3] >> 5) + ((data[4] >> 4) << 3)
    minute, second = data[1] & 0x3F, data[0] & 0x3F
    return datetime(year, data[4] & 0xF, data[3] & 0x1F, data[2] & 0x1F, minute, second, tzinfo=UTC)


def profile(record: Record, base: int, at: Instant) -> Iterator[tuple[Instant, int]]:
    """The values before ``base`` at ``at``, newest first, each with its own time; ends at an invalid one."""
    if len(record.data) < 3:
        raise Unreadable("M-Bus profile is too short to hold a value")
    control, spacing = record.data[:2]
    size, unit, mode = control & 0xF, (control >> 4) & 3, control >> 6
    if not 1 <= size <= 4 or mode == 0:
        raise Unreadable(f"M-Bus profile with spacing control {control:#04x} is not read")
    value = base
    for start in range(2, len(record.data) - size + 1, size):
        raw = record.data[start : start + size]
        change = int.from_bytes(raw, "little", signed=mode == 3)
        invalid = -(1 << (8 * size - 1)) if mode == 3 else (1 << (8 * size)) - 1
        earlier = before(at, unit, spacing)
        if change == invalid or earlier is None:
            return
        at, value = earlier, value + change if mode == 2 else value - change
        yield at, value


def before(at: Instant, unit: int, spacing: int) -> Instant | None:
    """One step of a profile back in time; ``None`` for a spacing the standard reserves."""
    if 0 < spacing <= 250:
        return at - STEPS[unit] * spacing
    if spacing != 254 or unit not in MONTHS:
        return None
    moment = to_datetime(at)
    months = moment.year * 12 + moment.month - 1 - MONTHS[unit]
    year, month = divmod(months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return from_datetime(moment.replace(year=year, month=month + 1, day=day))
