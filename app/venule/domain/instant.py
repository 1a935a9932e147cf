"""Instants: every time in Venule is an integer of microseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Instant: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00Z, without leap seconds."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = -62_104_060_800 * SECOND
_LATEST = 253_370_764_800 * SECOND - 1


class NotATime(ValueError):
    """A value that was given as a time cannot be read as one; the message says why.

    Times lie in the years 2 to 9998: whoever reads them in any zone, west or east of Greenwich, stays within the
    calendar of ``datetime``, which has the years 1 to 9999.
    """


def from_datetime(moment: datetime) -> Instant:
    """The instant of an aware ``datetime``; a naive one raises :class:`NotATime`, since its zone would be a guess."""
    if moment.tzinfo is None:
        raise NotATime(f"time {moment.isoformat()!r} has no zone")
    instant = (moment - _EPOCH) // timedelta(microseconds=1)
    if not _EARLIEST <= instant <= _LATEST:
        raise NotATime(f"time {moment.isoformat()!r} lies outside the years 2 to 9998")
    return instant


def to_datetime(instant: Instant) -> datetime:
    """The aware UTC ``datetime`` of an instant."""
    return _EPOCH + timedelta(microseconds=instant)


def from_iso(text: str) -> Instant:
    """Read ISO 8601 text with an offset or ``Z``. Digits beyond the microsecond are cut off."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise NotATime(f"{text!r} is not an ISO 8601 time") from None
    return from_datetime(moment)


def from_epoch(number: float, unit_us: int) -> Instant:
    """Read a count of ``unit_us`` microseconds since 1970: ``from_epoch(1.5, SECOND)`` is 1,500,000."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise NotATime(f"{number!r} is not a number of {'seconds' if unit_us == SECOND else 'milliseconds'}")
    instant = number * unit_us
    if not _EARLIEST <= instant <= _LATEST:  # also catches nan
        raise NotATime(f"{number!r} lies outside the years 2 to 9998")
    return round(instant)


def to_iso(instant: Instant) -> str:
    """ISO 8601 in UTC with just the precision the instant carries: seconds, milliseconds or microseconds."""
    if instant % SECOND == 0:
        precision = "seconds"
    elif instant % 1000 == 0:
        precision = "milliseconds"
    else:
        precision = "microseconds"
    return to_datetime(instant).replace(tzinfo=None).isoformat(timespec=precision) + "Z"
