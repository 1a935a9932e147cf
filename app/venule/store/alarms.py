"""Alarms in the file: one row an occurrence, told only as far as it was known at the time asked about."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from venule.domain.alarm import Alarm
from venule.domain.instant import DAY, Instant
from venule.domain.rule import Priority

RETURNED_SHOWN_US = 7 * DAY
"""How long an alarm that has returned is still told of, so that nobody misses one that came and went."""

_COLUMNS = tuple(field.name for field in fields(Alarm))
_NAMES = ", ".join(_COLUMNS)
_FIXED = {"uid", "network", "subject", "rule", "raised_at", "raised_recorded_at"}
_values = attrgetter(*_COLUMNS)

_UPSERT = f"""
INSERT INTO alarm ({_NAMES}) VALUES ({", ".join("?" * len(_COLUMNS))})
ON CONFLICT (uid) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _FIXED)}
"""

_AS_OF = f"""
SELECT {_NAMES} FROM alarm
WHERE raised_recorded_at <= :as_of AND (cleared_recorded_at IS NULL OR cleared_recorded_at > :since)
ORDER BY cleared_recorded_at IS NULL OR cleared_recorded_at > :as_of DESC, raised_at DESC, id DESC
LIMIT :limit
"""


def put(connection: sqlite3.Connection, alarms: Iterable[Alarm]) -> None:
    """Take in occurrences; one that is known is brought up to date."""
    connection.executemany(_UPSERT, map(_values, alarms))


def standing(connection: sqlite3.Connection) -> tuple[Alarm, ...]:
    """Every alarm that has not returned, oldest first."""
    statement = f"SELECT {_NAMES} FROM alarm WHERE cleared_recorded_at IS NULL ORDER BY raised_at, id"
    return tuple(_alarm(row) for row in connection.execute(statement))


def known(connection: sqlite3.Connection, as_of: Instant, limit: int) -> tuple[Alarm, ...]:
    """Alarms active at ``as_of`` or returned in the week before, newest first; returned ones give way to the limit."""
    limits = {"as_of": as_of, "since": as_of - RETURNED_SHOWN_US, "limit": limit}
    found = [_alarm(row) for row in connection.execute(_AS_OF, limits)]
    found.sort(key=lambda alarm: alarm.raised_at, reverse=True)
    return tuple(_as_known(alarm, as_of) for alarm in found)


def _as_known(alarm: Alarm, as_of: Instant) -> Alarm:
    if alarm.cleared_recorded_at is not None and alarm.cleared_recorded_at > as_of:
        return replace(alarm, cleared_at=None, cleared_recorded_at=None)
    return alarm


def _alarm(row: Sequence[Any]) -> Alarm:
    said = dict(zip(_COLUMNS, row, strict=True))
    said.update(priority=Priority(said["priority"]), of_gateway=bool(said["of_gateway"]))
    return Alarm(**said)
