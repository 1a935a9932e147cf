"""Times in the words of an operator: local clock, date with weekday, duration, distance and zone."""

from datetime import datetime, tzinfo

from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant, to_datetime

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_YEAR = 365 * DAY
_PARTS = ((_YEAR, "y", DAY, "d"), (DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "min"))


def local(instant: Instant, zone: tzinfo | None) -> datetime:
    """The wall-clock time in ``zone``; ``None`` is the zone of the system."""
    return to_datetime(instant).astimezone(zone)


def clock_text(instant: Instant, zone: tzinfo | None, fraction: bool = False) -> str:
    """The time of day, ``14:05:09`` or ``14:05:09.250``."""
    moment = local(instant, zone)
    text = f"{moment:%H:%M:%S}"
    return f"{text}.{moment.microsecond // 1000:03d}" if fraction else text


def date_text(instant: Instant, zone: tzinfo | None) -> str:
    """The date, ``Tue 4 Nov 2025``."""
    moment = local(instant, zone)
    return f"{WEEKDAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def moment_text(instant: Instant, zone: tzinfo | None) -> str:
    """Date and time of day, ``Tue 4 Nov 2025 14:05:09``."""
    return f"{date_text(instant, zone)} {clock_text(instant, zone)}"


def duration_text(duration_us: int) -> str:
    """A length of time in its two largest parts: ``2 h 14 min``, ``12 min``, ``9 s``."""
    duration = abs(duration_us)
    for large, large_name, small, small_name in _PARTS:
        if duration >= large:
            rest = duration % large // small
            text = f"{duration // large} {large_name}"
            return f"{text} {rest} {small_name}" if rest else text
    if duration >= MINUTE:
        return f"{duration // MINUTE} min"
    return f"{duration // SECOND} s"


def age_text(age_us: int) -> str:
    """How old something is in its largest part alone, for a narrow place: ``3 h``."""
    duration = max(0, age_us)
    for size, name in ((_YEAR, "y"), (DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if duration >= size:
            return f"{duration // size} {name}"
    return f"{duration // SECOND} s"


def zone_text(instant: Instant, zone: tzinfo | None) -> str:
    """The zone in force at an instant with its offset: ``CET (UTC+1)``."""
    moment = local(instant, zone)
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    shift = "UTC" if minutes == 0 else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
    name = moment.tzname() or shift
    return shift if name.startswith(("UTC", "+", "-")) else f"{name} ({shift})"
