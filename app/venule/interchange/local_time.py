"""Local times of one zone become instants in the order of their file: an hour that comes twice is read as both."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from venule.domain.bounded import Bounded
from venule.domain.instant import Instant, NotATime, from_datetime

MOST_SERIES = 100_000
MOST_DAYS = 366 * 200
"""Days in which changes of a clock are looked for."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changes:
    """How often a clock was put back and put forward between the first and the last time of a table."""

    doubled: int
    skipped: int


class Place(NamedTuple):
    """Where a series stands: its last time, and within a doubled hour in which half, and whether it runs backwards."""

    before: datetime | None = None
    later: bool | None = None
    backwards: bool = False


class LocalTimes:
    """Reads naive times of ``zone``. ``of`` names the series that a time belongs to: each has an order of its own.

    Of the two times that an hour has when clocks are put back, a file says neither. Its order does: what comes first is
    the earlier one, and from where the series repeats itself or turns back on, the later one. In a series whose newest
    row comes first it is the other way round. A time that clocks skipped never was, and raises :class:`NotATime`.
    """

    def __init__(self, zone: tzinfo, name: str) -> None:
        self.zone, self.name = zone, name
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.earlier = self.later = self.never = 0
        self.offset_before = timedelta()
        self._series: Bounded[Hashable, Place] = Bounded(MOST_SERIES)

    def instant(self, local: datetime, of: Hashable = None) -> Instant:
        """The instant of a local time."""
        one, other = local.replace(tzinfo=self.zone, fold=0), local.replace(tzinfo=self.zone, fold=1)
        before, after = one.utcoffset(), other.utcoffset()
        at = from_datetime(one)  # what lies outside of all years is refused before it counts for anything
        self.first = local if self.first is None else min(self.first, local)
        self.last = local if self.last is None else max(self.last, local)
        if before == after:
            self._series[of] = Place(local)
            return at
        if before is None or after is None or before < after:
            self.never += 1
            self.offset_before = before or timedelta()
            raise NotATime(f"local time '{local.isoformat(' ')}' never was in {self.name}: clocks skipped this hour")
        place = self._series[of] = _moved(self._series.get(of, Place()), local)
        self.later += bool(place.later)
        self.earlier += not place.later
        return from_datetime(other if place.later else one)

    @property
    def changes(self) -> Changes:
        """What clocks did in the time of the table."""
        found = list(self._found())
        return Changes(sum(found), len(found) - sum(found))

    def _found(self) -> Iterator[bool]:
        """For each change of the offset whether clocks were put back."""
        if self.first is None or self.last is None:
            return
        day = self.first.replace(hour=0, minute=0, second=0, microsecond=0)
        for _ in range(MOST_DAYS):
            if day > self.last:
                return
            start, end = (moment.replace(tzinfo=self.zone).utcoffset() for moment in (day, day + DAY))
            if start is not None and end is not None and start != end and self._covers(day):
                yield start > end
            day += DAY

    def _covers(self, day: datetime) -> bool:
        """Whether the hour of a change lies between the first and the last time."""
        assert self.first is not None
        assert self.last is not None
        return self.first <= day + DAY / 8 and day <= self.last

    def remark(self, table: str) -> str:
        """What clocks did to the rows of a table, in a sentence or two; empty where they did nothing."""
        changes = self.changes
        told = []
        if changes.doubled or self.earlier or self.later:
            rows = self.earlier + self.later
            held = f"{_rows(rows)} in {'it' if changes.doubled == 1 else 'them'}" if rows else "no row stands there"
            how = ", read in their order as the earlier and the later one" if self.later else ""
            alone = ", each once, and read as the earlier one" if rows and not self.later else ""
            told.append(f"clocks doubled {_hours(changes.doubled)}, and {held}{how}{alone}")
        if changes.skipped or self.never:
            refused = "was refused" if self.never == 1 else "were refused"
            held = f"{_rows(self.never)} there and {refused}" if self.never else "no row stands there"
            told.append(f"clocks skipped {_hours(changes.skipped)}, and {held}")
        if not told:
            return ""
        advice = f" If the file keeps one offset all year, its zone is {_spelled(self.offset_before)}."
        return f"{table}, in {self.name}: {'; '.join(told)}.{advice if self.never else ''}"


def _moved(place: Place, local: datetime) -> Place:
    """Where a series stands after a time of a doubled hour."""
    before, later, backwards = place
    if later is None:  # the first of this hour: a series that runs backwards meets the later half first
        later = backwards = before is not None and before > local
    elif before is not None and (local >= before if backwards else local <= before):
        later = not backwards
    return Place(local, later, backwards)


def _hours(count: int) -> str:
    return f"{count:,} {'hour' if count == 1 else 'hours'}"


def _rows(count: int) -> str:
    return f"{count:,} {'row stands' if count == 1 else 'rows stand'}"


def _spelled(offset: timedelta) -> str:
    return datetime(2000, 1, 1, tzinfo=timezone(offset)).isoformat()[-6:]
