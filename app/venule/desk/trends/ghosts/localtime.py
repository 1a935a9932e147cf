"""The local calendar over stretches of time, as columns: where hours and days begin, and the same clock days later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from venule.desk.timebar.wording import local
from venule.domain.instant import DAY, HOUR, SECOND, Instant, from_datetime
from venule.store.answers import Longs

LOOK_EVERY = 3 * DAY
"""Clocks are looked at so often; no zone is known to have changed them and back within less."""

_MICROSECOND = timedelta(microseconds=1)


class Every(StrEnum):
    """The stretches that totals are told for."""

    HOUR = "hour"
    DAY = "day"

    @property
    def usual_us(self) -> int:
        """How long one is, but where clocks change."""
        return HOUR if self is Every.HOUR else DAY


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """By how much local clocks are ahead of UTC, in microseconds: ``ahead[i]`` from ``since[i]`` on."""

    since: Longs
    ahead: Longs

    def at(self, instant: Longs) -> Longs:
        """At each of some instants."""
        return self.ahead[np.maximum(np.searchsorted(self.since, instant, side="right") - 1, 0)]


def offsets(zone: tzinfo | None, start: Instant, end: Instant) -> Offsets:
    """Over a stretch of time; the first holds before it too, and the last beyond."""
    since, ahead = [start], [_ahead(start, zone)]
    for instant in [*range(start + LOOK_EVERY, end, LOOK_EVERY), end]:
        found = _ahead(instant, zone)
        if found != ahead[-1]:
            since.append(_changed(max(start, instant - LOOK_EVERY), instant, zone))
            ahead.append(found)
    return Offsets(np.array(since, np.int64), np.array(ahead, np.int64))


def days_later(instant: Longs, days: int, zone: tzinfo | None) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """The instants at which local clocks show the same so many days later, ascending, and which of those there are.

    Where clocks are put back, the hour that comes twice stands once in what is shown and in what it came from: the
    first of both. Where they are put forward, the hour that is left out is not there.
    """
    if not len(instant):
        return instant, np.zeros(0, np.bool_)
    first, last = int(instant[0]), int(instant[-1])
    clock = instant + offsets(zone, first, last).at(instant) + days * DAY
    there = offsets(zone, first + days * DAY - DAY, last + days * DAY + DAY)
    later = np.full(len(instant), np.iinfo(np.int64).min)
    for ahead in sorted(set(there.ahead.tolist())):  # the furthest ahead last: it comes first in time
        candidate = clock - ahead
        later = np.where(there.at(candidate) == ahead, candidate, later)
    highest = np.maximum.accumulate(later)
    since = np.maximum.accumulate(np.where(np.diff(highest, prepend=highest[0] - 1) > 0, instant, instant[0]))
    again = np.append(False, (later[1:] <= highest[:-1]) & (instant[1:] > since[:-1]))
    return later, (later > np.iinfo(np.int64).min) & ~again


def shifted_instant(instant: Instant, days: int, zone: tzinfo | None) -> Instant:
    """When local clocks show the same so many days later (earlier when negative); of two such times the first."""
    return _instant(local(instant, zone).replace(tzinfo=None) + timedelta(days=days), zone)


def edges(start: Instant, end: Instant, every: Every, zone: tzinfo | None) -> Longs:
    """Where hours or days begin by local clocks: from the last at or before ``start`` to the first not before ``end``.

    A day has 23 or 25 hours where clocks change; an hour that comes twice is two.
    """
    midnights = np.fromiter(_midnights(start, end, zone), np.int64)
    if every is Every.DAY:
        return midnights
    hours = np.unique(np.concatenate([np.arange(day, after, HOUR) for day, after in _pairs(midnights)]))
    hours = np.append(hours, midnights[-1])
    return hours[max(0, int(np.searchsorted(hours, start, side="right")) - 1) : _upto(hours, end)]


def _upto(hours: Longs, end: Instant) -> int:
    return int(np.searchsorted(hours, end, side="left")) + 1


def _pairs(midnights: Longs) -> Iterator[tuple[int, int]]:
    return zip(midnights[:-1].tolist(), midnights[1:].tolist(), strict=True)


def _midnights(start: Instant, end: Instant, zone: tzinfo | None) -> Iterator[Instant]:
    day = local(start, zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    while True:
        midnight = _instant(day, zone)
        yield midnight
        if midnight >= end and midnight > start:
            return
        day += timedelta(days=1)


def _instant(wall: datetime, zone: tzinfo | None) -> Instant:
    return from_datetime(wall.astimezone() if zone is None else wall.replace(tzinfo=zone))


def _ahead(instant: Instant, zone: tzinfo | None) -> int:
    offset = local(instant, zone).utcoffset() or timedelta(0)
    return offset // _MICROSECOND


def _changed(before: Instant, after: Instant, zone: tzinfo | None) -> Instant:
    """When between two instants clocks were changed, to the second."""
    old = _ahead(before, zone)
    while after - before > SECOND:
        middle = (before + after) // 2
        if _ahead(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after // SECOND * SECOND
