"""Where a time axis carries ticks and what they say: round local times above, the dates they belong to below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from venule.desk.timebar.wording import MONTHS, WEEKDAYS, date_text, local
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant, from_datetime

_FIXED = tuple(
    count * unit
    for unit, counts in (
        (SECOND // 10, (1, 2, 5)),
        (SECOND, (1, 2, 5, 10, 15, 30)),
        (MINUTE, (1, 2, 5, 10, 15, 30)),
        (HOUR, (1, 2, 3, 6, 12)),
    )
    for count in counts
)
_DAYS = (1, 2, 7)
_MONTHS = (1, 3, 6)
_YEARS = (1, 2, 5, 10, 20, 50, 100)
_MONTH_US = 30 * DAY
_YEAR_US = 365 * DAY


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick; a strong one begins a new day, month or year."""

    at: Instant
    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Era:
    """The day, month or year that begins at ``start``, by the name the second row shows."""

    start: Instant
    text: str


@dataclass(frozen=True, slots=True)
class Ticks:
    """A whole axis. The first era begins at or before the axis does."""

    ticks: tuple[Tick, ...]
    eras: tuple[Era, ...]


@dataclass(frozen=True, slots=True)
class _Fixed:
    step: int


@dataclass(frozen=True, slots=True)
class _Days:
    step: int


@dataclass(frozen=True, slots=True)
class _Months:
    step: int


_Step: TypeAlias = _Fixed | _Days | _Months


def time_ticks(start: Instant, end: Instant, most: int, zone: tzinfo | None) -> Ticks:
    """At most about ``most`` ticks of one round step between two instants, in the local time of ``zone``."""
    step = _step((end - start) / max(1, most))
    match step:
        case _Fixed(width):
            found = tuple(_fixed_ticks(start, end, width, zone))
            return Ticks(found, tuple(_day_eras(start, end, zone)))
        case _Days(count):
            days = (day for day in _days(start, end, zone) if _on_day_grid(day, count))
            ticks = _within((Tick(_instant(day, zone), _day_name(day), False) for day in days), start, end)
            return Ticks(tuple(_with_months(ticks, start, zone)), tuple(_month_eras(start, end, zone)))
        case _Months(count):
            return _month_axis(start, end, count, zone)


def _step(at_least_us: float) -> _Step:
    for width in _FIXED:
        if width >= at_least_us:
            return _Fixed(width)
    for count in _DAYS:
        if count * DAY >= at_least_us:
            return _Days(count)
    for count in _MONTHS:
        if count * _MONTH_US >= at_least_us:
            return _Months(count)
    return _Months(12 * next((count for count in _YEARS if count * _YEAR_US >= at_least_us), _YEARS[-1]))


def _instant(naive: datetime, zone: tzinfo | None) -> Instant:
    return from_datetime(naive.astimezone() if zone is None else naive.replace(tzinfo=zone))


def _within(ticks: Iterable[Tick], start: Instant, end: Instant) -> tuple[Tick, ...]:
    return tuple(tick for tick in ticks if start <= tick.at <= end)


def _fixed_ticks(start: Instant, end: Instant, width: int, zone: tzinfo | None) -> Iterator[Tick]:
    """Multiples of a width in local time, found by the hour at most: a changed clock neither shifts nor loses one."""
    grain = min(width, HOUR)
    at = start
    while at <= end:
        offset_us = _offset_us(at, zone)
        at = -(-(at + offset_us) // grain) * grain - offset_us
        if at > end:
            return
        moment = local(at, zone)
        if _on_grid(moment, width):
            midnight = moment.hour == moment.minute == moment.second == moment.microsecond == 0
            yield Tick(at, _day_name(moment) if midnight else _clock_face(moment, width), midnight)
        at += grain


def _offset_us(instant: Instant, zone: tzinfo | None) -> int:
    offset = local(instant, zone).utcoffset()
    return 0 if offset is None else offset // timedelta(microseconds=1)


def _on_grid(moment: datetime, width: int) -> bool:
    since_midnight = timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
    return since_midnight // timedelta(microseconds=1) % width == 0


def _clock_face(moment: datetime, width: int) -> str:
    if width < SECOND:
        return f"{moment:%H:%M:%S}.{moment.microsecond // 100_000}"
    return f"{moment:%H:%M:%S}" if width < MINUTE else f"{moment:%H:%M}"


def _days(start: Instant, end: Instant, zone: tzinfo | None) -> Iterator[datetime]:
    day = local(start, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    while _instant(day, zone) <= end:
        yield day
        day += timedelta(days=1)


def _on_day_grid(day: datetime, count: int) -> bool:
    return day.weekday() == 0 if count == _DAYS[-1] else (day.day - 1) % count == 0


def _day_name(day: datetime) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def _with_months(ticks: Iterable[Tick], start: Instant, zone: tzinfo | None) -> Iterator[Tick]:
    """The first day shown of each new month says which."""
    month = local(start, zone).month
    for tick in ticks:
        day = local(tick.at, zone)
        yield tick if day.month == month else Tick(tick.at, f"{tick.text} {MONTHS[day.month - 1]}", True)
        month = day.month


def _months(start: Instant, end: Instant, zone: tzinfo | None, step: int) -> Iterator[datetime]:
    first = local(start, zone)
    number = (first.year * 12 + first.month - 1) // step * step
    while number < 12 * 9999:
        month = datetime(max(1, number // 12), number % 12 + 1, 1)
        if _instant(month, zone) > end:
            return
        yield month
        number += step


def _month_axis(start: Instant, end: Instant, count: int, zone: tzinfo | None) -> Ticks:
    years = count >= 12
    ticks = (
        Tick(_instant(month, zone), str(month.year) if years else MONTHS[month.month - 1], month.month == 1)
        for month in _months(start, end, zone, count)
    )
    eras = () if years else tuple(Era(_instant(year, zone), str(year.year)) for year in _months(start, end, zone, 12))
    return Ticks(_within(ticks, start, end), eras)


def _day_eras(start: Instant, end: Instant, zone: tzinfo | None) -> Iterator[Era]:
    for day in _days(start, end, zone):
        at = _instant(day, zone)
        yield Era(at, date_text(at, zone))


def _month_eras(start: Instant, end: Instant, zone: tzinfo | None) -> Iterator[Era]:
    for month in _months(start, end, zone, 1):
        yield Era(_instant(month, zone), f"{MONTHS[month.month - 1]} {month.year}")
