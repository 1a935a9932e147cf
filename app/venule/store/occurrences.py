"""When alarms were raised and returned, gaps began and commands were asked for: the event next to a time, and counts.

By the basis asked for an alarm stands where it was observed, or where it became known. By index the next of a million
alarms is found at once, and all of them are counted in 0.05 s; without, in 0.4 and 0.8 s.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
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
from venule.store.indexes import has_indexes

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


_NOT_LONG_RETURNED = f"(cleared_recorded_at IS NULL OR cleared_recorded_at >= :start - {KNOWN_AHEAD_US})"
"""True of all that was raised later, and answered by the one index that every file has."""

_COUNTED_BY_SCAN = f"""
SELECT priority, ({{column}} - :start) / :width AS cell, count(*) FROM alarm
WHERE {_NOT_LONG_RETURNED} AND {{column}} >= :start AND {{column}} < :end AND raised_recorded_at <= :as_of
GROUP BY priority, cell
"""

# Cell by cell along the index: GROUP BY by a computed cell would sort all of them first.
_BY_CELL = f"""
WITH RECURSIVE cell(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM cell WHERE n + 1 < :cells)
SELECT told.column1, n, (
    SELECT count(*) FROM alarm
    WHERE priority = told.column1
        AND {{column}} >= :start + n * :width AND {{column}} < min(:start + n * :width + :width, :end) {{known}}
)
FROM (VALUES {", ".join(f"({one:d})" for one in Priority)}) AS told, cell
"""

_COUNTED_BY_INDEX = {
    Basis.KNOWN: _BY_CELL.format(column="raised_recorded_at", known=""),
    Basis.HAPPENED: _BY_CELL.format(column="raised_at", known="AND raised_recorded_at <= :as_of"),
}


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
    classes: tuple[str, ...] = ("true",)
    """Conditions that share out all rows: each finds its nearest in the index by itself."""

    def find(self, connection: sqlite3.Connection, after: Instant, until: Instant, forward: bool) -> Instant | None:
        """The nearest time in the column."""
        nearest = f"min({self.column})" if forward else f"max({self.column})"
        within = f"{self.column} > :after AND {self.column} <= :until" if forward else f"{self.column} < :after"
        statements = (f"SELECT {nearest} FROM {self.table} WHERE {one} AND {within}" for one in self.classes)
        asked = {"after": after, "until": until}
        found = [at for one in statements for (at,) in connection.execute(one, asked) if at is not None]
        return (min if forward else max)(found, default=None)

    def tell(self, connection: sqlite3.Connection, at: Instant) -> Iterator[Occurrence]:
        """The first of the events that stand at a time, saying how many more do."""
        statement = f"""SELECT {self.words}, {self.network}, {self.asset}, count(*) OVER () - 1
            FROM {self.table} WHERE ({" OR ".join(self.classes)}) AND {self.column} = ? ORDER BY id LIMIT 1"""
        for text, network, asset, more in connection.execute(statement, (at,)):
            yield Occurrence(self.occasion, at, self.what, text, network, asset, more)


def _alarm_sources(basis: Basis, indexed: bool) -> tuple[_Source, ...]:
    classes = tuple(f"priority = {one:d}" for one in Priority) if indexed else ("true",)
    known = "recorded_" if basis is Basis.KNOWN else ""
    words, asset = "subject || ': ' || title", "iif(of_gateway, '', subject)"
    return (
        _Source(Occasion.ALARM, "alarm", f"raised_{known}at", "Alarm raised", words, "network", asset, classes),
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
    sources = (*_alarm_sources(basis, has_indexes(connection)), _COMMAND, _GAP)
    sources = tuple(source for source in sources if source.occasion in wanted)
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
    until = min(end, as_of + 1) if basis is Basis.KNOWN else end
    asked = {"start": start, "end": until, "as_of": as_of, "width": width, "cells": cells}
    indexed = has_indexes(connection)
    count = np.zeros((len(Priority), cells), np.int64)
    statement = _COUNTED_BY_INDEX[basis] if indexed else _COUNTED_BY_SCAN.format(column=column)
    for priority, cell, n in connection.execute(statement, asked):
        count[priority - 1, cell] = n
    told = _named(connection, column, asked, indexed) if 0 < count.sum() <= MOST_NAMED else ()
    return AlarmMarks(start, width, count, told, basis)


def _named(connection: sqlite3.Connection, column: str, asked: Mapping[str, int], indexed: bool) -> tuple[Alarm, ...]:
    """The most urgent, of these the newest."""
    found: list[Alarm] = []
    every, hint = ([f"{one:d}" for one in Priority], "true") if indexed else (["1, 2, 3"], _NOT_LONG_RETURNED)
    for classes in every:
        clause = f"""FROM alarm WHERE {hint} AND priority IN ({classes}) AND {column} >= :start AND {column} < :end
            AND raised_recorded_at <= :as_of ORDER BY priority, {column} DESC LIMIT {ALARMS_TOLD - len(found)}"""
        found += alarms.selected(connection, clause, asked, asked["as_of"])
    return tuple(found)
