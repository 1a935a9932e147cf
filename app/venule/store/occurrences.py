"""When alarms were raised and returned, gaps began and commands were asked for: the event next to a time, and counts.

By the basis asked for an alarm stands where it was observed, or where it became known. Of a million alarms the next is
found in 0.2 s by when it was known, from the index alone, and in 0.5 s by when it happened; so are all of them counted.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.occurrence import Occasion, Occurrence
from venule.domain.rule import Priority
from venule.store import alarms
from venule.store.alarms import KNOWN_AHEAD_US
from venule.store.answers import Longs

MAX_CELLS = 10_000
"""Most cells of one count."""

MOST_NAMED = 50_000
"""Of more alarms than this none is told by name: nobody looks for one among so many."""

ALARMS_TOLD = 500
"""Most alarms of a stretch that are told by name: the most urgent first, of these the newest."""


@dataclass(frozen=True, slots=True)
class AlarmMarks:
    """How many alarms were raised when, by priority, and the names of the most urgent.

    Row ``p - 1`` of ``count`` holds priority ``p`` in cells of ``width_us`` from ``start`` on. ``basis`` says by which
    of its two times an alarm was counted.
    """

    start: Instant
    width_us: int
    count: Longs
    told: tuple[Alarm, ...] = ()
    basis: Basis = Basis.KNOWN

    def at(self, alarm: Alarm) -> Instant:
        """Where an alarm stands."""
        return alarm.raised_recorded_at if self.basis is Basis.KNOWN else alarm.raised_at


NO_MARKS = AlarmMarks(0, 1, np.zeros((len(Priority), 0), np.int64))


@dataclass(frozen=True, slots=True)
class _Source:
    """A column of times, and how an event that stands there is told."""

    occasion: Occasion
    table: str
    column: str
    what: str
    words: str
    network: str = "''"
    asset: str = "''"

    def find(self, connection: sqlite3.Connection, after: Instant, until: Instant, forward: bool) -> Instant | None:
        """The nearest time in the column."""
        if forward:
            statement = f"SELECT min({self.column}) FROM {self.table} WHERE {self.column} > ? AND {self.column} <= ?"
            (found,) = connection.execute(statement, (after, until)).fetchone()
        else:
            statement = f"SELECT max({self.column}) FROM {self.table} WHERE {self.column} < ?"
            (found,) = connection.execute(statement, (after,)).fetchone()
        return None if found is None else int(found)

    def tell(self, connection: sqlite3.Connection, at: Instant) -> Iterator[Occurrence]:
        """The first of the events that stand at a time, saying how many more do."""
        statement = f"""SELECT {self.words}, {self.network}, {self.asset}, count(*) OVER () - 1
            FROM {self.table} WHERE {self.column} = ? ORDER BY id LIMIT 1"""
        for text, network, asset, more in connection.execute(statement, (at,)):
            yield Occurrence(self.occasion, at, self.what, text, network, asset, more)


def _alarm_sources(basis: Basis) -> tuple[_Source, ...]:
    known = "recorded_" if basis is Basis.KNOWN else ""
    words, asset = "subject || ': ' || title", "iif(of_gateway, '', subject)"
    return (
        _Source(Occasion.ALARM, "alarm", f"raised_{known}at", "Alarm raised", words, "network", asset),
        _Source(Occasion.ALARM, "alarm", f"cleared_{known}at", "Alarm returned", words, "network", asset),
    )


_GAP = _Source(Occasion.GAP, "feed_gap", "since", "Gap", "feed || ' was not heard: ' || cause")
_COMMAND = _Source(Occasion.COMMAND, "command", "requested_at", "Command", "asset || ': ' || name", "network", "asset")


def nearest(
    connection: sqlite3.Connection,
    occasions: Iterable[Occasion],
    after: Instant,
    until: Instant,
    *,
    forward: bool,
    basis: Basis,
) -> Occurrence | None:
    """The next event after a time, none later than ``until``, or the last one before it; notes are not in this file."""
    wanted = set(occasions)
    sources = [source for source in (*_alarm_sources(basis), _COMMAND, _GAP) if source.occasion in wanted]
    found = [(source.find(connection, after, until, forward), source) for source in sources]
    times = [at for at, _ in found if at is not None]
    if not times:
        return None
    there = min(times) if forward else max(times)
    told = [one for at, source in found if at == there for one in source.tell(connection, there)]
    return None if not told else told[0].with_more(sum(one.more + 1 for one in told) - 1)


def marks(
    connection: sqlite3.Connection, start: Instant, end: Instant, *, cells: int, as_of: Instant, basis: Basis
) -> AlarmMarks:
    """Alarms raised from ``start`` up to but not at ``end``, by priority in equal cells, as known by ``as_of``."""
    cells = max(1, min(cells, MAX_CELLS))
    width = max(1, -((start - end) // cells))
    column = "raised_recorded_at" if basis is Basis.KNOWN else "raised_at"
    within = f"""FROM alarm WHERE (cleared_recorded_at IS NULL OR cleared_recorded_at >= :start - {KNOWN_AHEAD_US})
        AND {column} >= :start AND {column} < :end AND raised_recorded_at <= :as_of"""
    asked = {"start": start, "end": end, "as_of": as_of, "width": width, "told": ALARMS_TOLD}
    count = np.zeros((len(Priority), cells), np.int64)
    grouped = f"SELECT priority, ({column} - :start) / :width AS cell, count(*) {within} GROUP BY priority, cell"
    for priority, cell, n in connection.execute(grouped, asked):
        count[priority - 1, cell] = n
    ordered = f"{within} ORDER BY priority, {column} DESC LIMIT :told"
    told = alarms.selected(connection, ordered, asked, as_of) if count.sum() <= MOST_NAMED else ()
    return AlarmMarks(start, width, count, told, basis)
