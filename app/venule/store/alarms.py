"""Alarms in the file: one row an occurrence, told only as far as it was known at the time asked about."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import DAY, Instant
from venule.domain.rule import Priority
from venule.store.indexes import has_indexes
from venule.store.schema import LONG_US

RETURNED_SHOWN_US = 7 * DAY
"""How long an alarm that has returned is still told of, so that nobody misses one that came and went."""

REMEMBERED = 10_000
"""Alarms that a reader holds of a basis before it forgets all of them; one answer may add its own: some 10 MB."""

KNOWN_AHEAD_US = DAY
"""A return is recorded no longer than this before the device says it was: no clock is believed that far ahead."""

_COLUMNS = tuple(field.name for field in fields(Alarm))
_NAMES = ", ".join(_COLUMNS)
_FIXED = {"uid", "network", "subject", "rule", "raised_at", "raised_recorded_at"}
_PRIORITY, _OF_GATEWAY = _COLUMNS.index("priority"), _COLUMNS.index("of_gateway")
_PRIORITIES = {int(one): one for one in Priority}
_values = attrgetter(*_COLUMNS)

_UPSERT = f"""
INSERT INTO alarm ({_NAMES}) VALUES ({", ".join("?" * len(_COLUMNS))})
ON CONFLICT (uid) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _FIXED)}
"""

_TOLD = {
    Basis.KNOWN: """
        raised_recorded_at <= :as_of AND (cleared_recorded_at IS NULL OR cleared_recorded_at > :since)
    """,
    Basis.HAPPENED: f"""
        (cleared_recorded_at IS NULL OR cleared_recorded_at > :since - {KNOWN_AHEAD_US})
        AND raised_at <= :as_of AND (cleared_at IS NULL OR cleared_at > :since)
    """,
}

_BY_SCAN = """
SELECT id FROM alarm WHERE {told}
ORDER BY {cleared} IS NULL OR {cleared} > :as_of DESC, raised_at DESC, id DESC LIMIT :limit
"""

# What ended later than a week after the time, and had begun by it, lasted longer than a week: of these there are few.
_BY_INDEX = f"""
SELECT id FROM alarm WHERE {{cleared}} IS NULL AND {{raised}} <= :as_of
UNION ALL
SELECT id FROM alarm WHERE {{cleared}} > :since AND {{cleared}} <= :as_of + {LONG_US} AND {{raised}} <= :as_of
UNION ALL
SELECT id FROM alarm
WHERE {{cleared}} - {{raised}} > {LONG_US} AND {{cleared}} > :as_of + {LONG_US} AND {{raised}} <= :as_of
LIMIT :limit + 1
"""

_BY_ID = f"SELECT {_NAMES}, id FROM alarm WHERE id IN (SELECT value FROM json_each(?))"


def put(connection: sqlite3.Connection, alarms: Iterable[Alarm]) -> None:
    """Take in occurrences; one that is known is brought up to date."""
    connection.executemany(_UPSERT, map(_values, alarms))


def standing(connection: sqlite3.Connection) -> tuple[Alarm, ...]:
    """Every alarm that has not returned, oldest first."""
    statement = f"SELECT {_NAMES} FROM alarm WHERE cleared_recorded_at IS NULL ORDER BY raised_at, id"
    return tuple(_alarm(row) for row in connection.execute(statement))


class Occurrences:
    """Alarms by their ids, remembered: of one time and the next a reader asks for much the same ones.

    They are read again after any change of the file, and stay the same objects where they say the same.
    """

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._seen: object = None
        self._fresh: set[int] = set()
        self._rows: dict[int, tuple[Any, ...]] = {}
        self._whole: dict[int, Alarm] = {}
        self._standing: dict[int, Alarm] = {}

    def of(self, connection: sqlite3.Connection, ids: Sequence[int], as_of: Instant) -> list[Alarm]:
        """The alarm of each id as far as it had gone by then; the same object as long as it is remembered."""
        self._follow(connection)
        if missing := [id for id in ids if id not in self._fresh]:
            self._read(connection, missing)
        whole = self._whole
        return [
            alarm if (cleared := (alarm := whole[id]).cleared_recorded_at) is None or cleared <= as_of
            else self._standing.get(id) or self._not_cleared(id)
            for id in ids
        ]  # fmt: skip

    def _follow(self, connection: sqlite3.Connection) -> None:
        """Believe nothing unseen after a change, and forget everything beyond the bound."""
        if len(self._whole) > REMEMBERED:
            for remembered in (self._rows, self._whole, self._standing, self._fresh):
                remembered.clear()
        seen = connection.execute("PRAGMA data_version").fetchone()
        if seen != self._seen:
            self._seen = seen
            self._fresh.clear()

    def _read(self, connection: sqlite3.Connection, ids: Sequence[int]) -> None:
        for row in connection.execute(_BY_ID, (json.dumps(ids),)):
            said, id = row[:-1], row[-1]
            if self._rows.get(id) != said:
                alarm = _alarm(said)
                self._rows[id] = said
                self._whole[id] = alarm if self._basis is Basis.KNOWN else _as_known_at_once(alarm)
                self._standing.pop(id, None)
            self._fresh.add(id)

    def _not_cleared(self, id: int) -> Alarm:
        self._standing[id] = _not_cleared(self._whole[id])
        return self._standing[id]


def told(
    connection: sqlite3.Connection, occurrences: Occurrences, as_of: Instant, limit: int, basis: Basis
) -> tuple[Alarm, ...]:
    """Alarms active at ``as_of`` or returned in the week before, newest first; returned ones give way to the limit.

    ``occurrences`` are those of the basis. Of one moment the last written is first.
    """
    ids = _told(connection, as_of, limit, basis)
    found = occurrences.of(connection, sorted(ids, reverse=True), as_of)
    found.sort(key=attrgetter("raised_at"), reverse=True)
    return tuple(found)


def _told(connection: sqlite3.Connection, as_of: Instant, limit: int, basis: Basis) -> list[int]:
    """By index those of any time cost the same; where there is none, or too many are found, by a look at all.

    An index by when returns were known is in every file.
    """
    known = "recorded_" if basis is Basis.KNOWN else ""
    columns = {"raised": f"raised_{known}at", "cleared": f"cleared_{known}at", "told": _TOLD[basis]}
    asked = {"as_of": as_of, "since": as_of - RETURNED_SHOWN_US, "limit": limit}
    if basis is Basis.KNOWN or has_indexes(connection):
        ids = [id for (id,) in connection.execute(_BY_INDEX.format(**columns), asked)]
        if len(ids) <= limit:
            return ids
    return [id for (id,) in connection.execute(_BY_SCAN.format(**columns), asked)]


def selected(
    connection: sqlite3.Connection, clause: str, asked: Mapping[str, Any], as_of: Instant
) -> tuple[Alarm, ...]:
    """Alarms by a clause from ``FROM`` on, told as far as was known at ``as_of``."""
    return tuple(_as_far(_alarm(row), as_of) for row in connection.execute(f"SELECT {_NAMES} {clause}", asked))


def _as_known_at_once(alarm: Alarm) -> Alarm:
    return replace(alarm, raised_recorded_at=alarm.raised_at, cleared_recorded_at=alarm.cleared_at)


def _as_far(alarm: Alarm, as_of: Instant) -> Alarm:
    """The alarm as far as it had gone by then."""
    if alarm.cleared_recorded_at is not None and alarm.cleared_recorded_at > as_of:
        return _not_cleared(alarm)
    return alarm


def _not_cleared(alarm: Alarm) -> Alarm:
    return replace(alarm, cleared_at=None, cleared_recorded_at=None)


def _alarm(row: Sequence[Any]) -> Alarm:
    said = list(row)
    said[_PRIORITY], said[_OF_GATEWAY] = _PRIORITIES[said[_PRIORITY]], bool(said[_OF_GATEWAY])
    return Alarm(*said)
