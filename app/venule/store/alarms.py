"""Alarms in the file: one row an occurrence, told only as far as it was known at the time asked about."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import DAY, Instant
from venule.domain.rule import Priority

RETURNED_SHOWN_US = 7 * DAY
"""How long an alarm that has returned is still told of, so that nobody misses one that came and went."""

REMEMBERED = 10_000
"""Alarms that a reader holds before it forgets all of them; one answer may add its own: some 10 MB."""

KNOWN_AHEAD_US = DAY
"""A return is recorded no longer than this before the device says it was: no clock is believed that far ahead."""

_COLUMNS = tuple(field.name for field in fields(Alarm))
_NAMES = ", ".join(_COLUMNS)
_FIXED = {"uid", "network", "subject", "rule", "raised_at", "raised_recorded_at"}
_PRIORITY, _OF_GATEWAY = _COLUMNS.index("priority"), _COLUMNS.index("of_gateway")
_values = attrgetter(*_COLUMNS)

_UPSERT = f"""
INSERT INTO alarm ({_NAMES}) VALUES ({", ".join("?" * len(_COLUMNS))})
ON CONFLICT (uid) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _FIXED)}
"""

_KNOWN = f"""
SELECT {_NAMES} FROM alarm
WHERE raised_recorded_at <= :as_of AND (cleared_recorded_at IS NULL OR cleared_recorded_at > :since)
ORDER BY cleared_recorded_at IS NULL OR cleared_recorded_at > :as_of DESC, raised_at DESC, id DESC
LIMIT :limit
"""

_HAPPENED = f"""
SELECT {_NAMES} FROM alarm
WHERE (cleared_recorded_at IS NULL OR cleared_recorded_at > :since - {KNOWN_AHEAD_US})
    AND raised_at <= :as_of AND (cleared_at IS NULL OR cleared_at > :since)
ORDER BY cleared_at IS NULL OR cleared_at > :as_of DESC, raised_at DESC, id DESC
LIMIT :limit
"""


def put(connection: sqlite3.Connection, alarms: Iterable[Alarm]) -> None:
    """Take in occurrences; one that is known is brought up to date."""
    connection.executemany(_UPSERT, map(_values, alarms))


def standing(connection: sqlite3.Connection) -> tuple[Alarm, ...]:
    """Every alarm that has not returned, oldest first."""
    statement = f"SELECT {_NAMES} FROM alarm WHERE cleared_recorded_at IS NULL ORDER BY raised_at, id"
    return tuple(_alarm(row) for row in connection.execute(statement))


class Occurrences:
    """Alarms by their rows as read, remembered: of one time and the next a reader asks for much the same ones."""

    def __init__(self, basis: Basis) -> None:
        self._known = basis is Basis.KNOWN
        self._alarms: dict[tuple[Any, ...], Alarm] = {}

    def of(self, rows: Iterable[tuple[Any, ...]]) -> list[Alarm]:
        """The alarm of each row; the same object for the same row, as long as it is remembered."""
        if len(self._alarms) > REMEMBERED:
            self._alarms.clear()
        alarms = self._alarms
        return [alarms.get(row) or self._remembered(row) for row in rows]

    def _remembered(self, row: tuple[Any, ...]) -> Alarm:
        alarm = _alarm(row)
        self._alarms[row] = alarm if self._known else _as_known_at_once(alarm)
        return self._alarms[row]


def told(
    connection: sqlite3.Connection, occurrences: Occurrences, as_of: Instant, limit: int, basis: Basis
) -> tuple[Alarm, ...]:
    """Alarms active at ``as_of`` or returned in the week before, newest first; returned ones give way to the limit.

    ``occurrences`` are those of the basis.
    """
    limits = {"as_of": as_of, "since": as_of - RETURNED_SHOWN_US, "limit": limit}
    found = occurrences.of(connection.execute(_KNOWN if basis is Basis.KNOWN else _HAPPENED, limits))
    found.sort(key=attrgetter("raised_at"), reverse=True)
    return tuple(
        alarm if (cleared := alarm.cleared_recorded_at) is None or cleared <= as_of else _not_cleared(alarm)
        for alarm in found
    )


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
    said[_PRIORITY], said[_OF_GATEWAY] = Priority(said[_PRIORITY]), bool(said[_OF_GATEWAY])
    return Alarm(*said)
