"""Tells day-first from month-first by a whole column of dates, and reads dates of a known order."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from venule.domain.instant import NotATime

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day_first", "month_first", "year_first"
ORDERS = (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)

_DATE = re.compile(
    r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{4}|\d{1,2})"
    r"(?:[T ,]\s*(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,6})\d*)?)?)?\s*([AP]M)?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE | re.ASCII,
)
_FIRST_OF_THIS_CENTURY = 69
"""Years of two digits below it belong to 2000 and after, as POSIX has it."""


def orders_of(cells: Iterable[object]) -> frozenset[str]:
    """The orders in which every date of a column can be read; cells that are no dates count for nothing.

    Dates with dots are written day first wherever they are written; only a day beyond twelve decides the others.
    """
    possible = frozenset(ORDERS)
    seen: set[tuple[str, ...]] = set()
    for cell in cells:
        found = _DATE.fullmatch(str(cell).strip())
        if found is None or (parts := found.group(1, 2, 3, 4)) in seen:
            continue
        if len(seen) < 100_000:
            seen.add(parts)
        possible &= _allowed(*parts)
        if not possible:
            break
    return possible if seen else frozenset()


def _allowed(first: str, sign: str, second: str, third: str) -> frozenset[str]:
    if len(first) > 2:
        orders: tuple[str, ...] = (YEAR_FIRST,)
    else:
        orders = (DAY_FIRST,) if sign == "." else (DAY_FIRST, MONTH_FIRST)
    return frozenset(order for order in orders if _date(order, first, second, third) is not None)


def _date(order: str, first: str, second: str, third: str) -> date | None:
    year, month, day = {
        DAY_FIRST: (third, second, first),
        MONTH_FIRST: (third, first, second),
        YEAR_FIRST: (first, second, third),
    }[order]
    if len(day) > 2 or len(year) == 3:
        return None
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number < _FIRST_OF_THIS_CENTURY else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def has_date(text: str) -> bool:
    """Whether a text is a date with a time of day, in whatever order."""
    found = _DATE.fullmatch(text)
    return found is not None and found[5] is not None and bool(_allowed(*found.group(1, 2, 3, 4)))


def read_date(text: str, order: str) -> datetime:
    """The moment in a text; a date alone is its midnight, 24:00 the next one. Raises :class:`NotATime`."""
    found = _DATE.fullmatch(text)
    day = _date(order, *found.group(1, 3, 4)) if found else None
    if found is None or day is None:
        raise NotATime(f"{text[:60]!r} is not a time with the {order.replace('_', ' ')}")
    hour, minute, second = (int(part or 0) for part in found.group(5, 6, 7))
    if half := (found[9] or "").upper():
        if not 1 <= hour <= 12:
            raise NotATime(f"{text[:60]!r} is not a time: there is no such hour")
        hour = hour % 12 + (12 if half == "PM" else 0)
    late = hour == 24 and minute == second == 0
    try:
        moment = datetime(day.year, day.month, day.day, 0 if late else hour, minute, second)
        moment += timedelta(days=int(late), microseconds=int((found[8] or "0").ljust(6, "0")))
    except (ValueError, OverflowError):
        raise NotATime(f"{text[:60]!r} is not a time: there is no such hour") from None
    return moment.replace(tzinfo=_offset(found[10])) if found[10] else moment


def _offset(text: str) -> timezone:
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
