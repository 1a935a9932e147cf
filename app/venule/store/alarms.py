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


def told(connection: sqlite3.Connection, as_of: Instant, limit: int, basis: Basis) -> tuple[Alarm, ...]:
    """Alarms active at ``as_of`` or returned in the week before, newest first; returned ones give way to the limit."""
    limits = {"as_of": as_of, "since": as_of - RETURNED_SHOWN_US, "limit": limit}
    known = basis is Basis.KNOWN
    found = [_alarm(row) for row in connection.execute(_KNOWN if known else _HAPPENED, limits)]
    found.sort(key=lambda alarm: alarm.raised_at, reverse=True)
    return tuple(_as_far(alarm if known else _as_known_at_once(alarm), as_of) for alarm in found)


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
        return replace(alarm, cleared_at=None, cleared_recorded_at=None)
    return alarm


def _alarm(row: Sequence[Any]) -> Alarm:
    said = list(row)
    said[_PRIORITY], said[_OF_GATEWAY] = Priority(said[_PRIORITY]), bool(said[_OF_GATEWAY])
    return Alarm(*said)
