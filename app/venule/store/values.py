"""Answers for the whole city at once: the latest of every datastream as of a time, and what came since a cursor."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import numpy as np

from venule.domain.freshness import AHEAD_TOLERANCE_S
from venule.domain.instant import SECOND, Instant
from venule.store import catalogue
from venule.store.answers import START, Bytes, Cursor, Longs, Values
from venule.store.schema import WELL_AHEAD

AHEAD_US = int(AHEAD_TOLERANCE_S * SECOND)

MAX_CHANGES = 500_000
"""Most rows of one answer to :func:`changes`, whatever limit is asked for: about 100 MB on the way."""

LATE_SCANNED = 500_000
"""Most newly written rows that one call looks through for rows recorded before its cursor; the next goes on."""

_COLUMNS = "o.datastream, o.observed_at, o.recorded_at, o.value, o.quality, o.provenance, o.reason"

# Of several values observed at one time the last to be recorded stands: a source whose clock counts whole seconds
# may say two things within one, and the second is how it is.
_LATEST = f"""
SELECT {_COLUMNS} FROM datastream d CROSS JOIN observation o ON o.sequence = (
    SELECT sequence FROM observation
    WHERE datastream = d.id AND observed_at <= :as_of + {SECOND} AND +recorded_at <= :as_of
    ORDER BY observed_at DESC, sequence DESC LIMIT 1)
ORDER BY d.id
"""

_LATEST_AHEAD = f"""
SELECT {_COLUMNS} FROM observation o INDEXED BY observation_ahead
WHERE {WELL_AHEAD} AND o.observed_at > :as_of + {SECOND} AND o.observed_at <= :as_of + {AHEAD_US}
    AND +o.recorded_at <= :as_of
ORDER BY o.observed_at, o.sequence
"""

_SINCE = f"""
SELECT {_COLUMNS}, o.sequence FROM observation o
WHERE (o.recorded_at, o.sequence) > (:recorded_at, :sequence) AND o.recorded_at <= :as_of
ORDER BY o.recorded_at, o.sequence LIMIT :limit
"""

_LATE = f"""
SELECT {_COLUMNS}, o.sequence FROM observation o
WHERE o.sequence > :written AND o.sequence <= :through AND (+o.recorded_at, o.sequence) <= (:recorded_at, :sequence)
ORDER BY o.sequence LIMIT :limit
"""

_LAST_KNOWN = """
SELECT recorded_at, sequence FROM observation WHERE recorded_at <= ? ORDER BY recorded_at DESC, sequence DESC LIMIT 1
"""


def latest(connection: sqlite3.Connection, as_of: Instant) -> Values:
    """Per datastream the observation with the greatest ``observed_at`` among those recorded by ``as_of``."""
    rows = connection.execute(_LATEST, {"as_of": as_of}).fetchall()
    ahead = {row[0]: row for row in connection.execute(_LATEST_AHEAD, {"as_of": as_of})}
    if ahead:
        rows = [row for _, row in sorted(({row[0]: row for row in rows} | ahead).items())]
    recorded_at, sequence = connection.execute(_LAST_KNOWN, (as_of,)).fetchone() or START[:2]
    return _values(connection, rows, as_of, Cursor(recorded_at, sequence, _newest_sequence(connection)))


def changes(connection: sqlite3.Connection, after: Cursor, as_of: Instant, limit: int) -> Values:
    """What a reader at ``after`` has not seen by ``as_of``; each row is handed out exactly once."""
    limit = max(1, min(limit, MAX_CHANGES))
    newest = _newest_sequence(connection)
    through = min(newest, after.written + LATE_SCANNED)
    late = _late(connection, after, through, limit) if after.written < newest else []
    if len(late) == limit or through < newest:
        written = late[-1][-1] if len(late) == limit else through
        return _values(connection, late, as_of, after._replace(written=written), more=True)
    bounds = {**after._asdict(), "as_of": as_of, "limit": limit - len(late) + 1}
    rows = connection.execute(_SINCE, bounds).fetchall()
    more = len(rows) == bounds["limit"]
    if more:
        rows.pop()
    recorded_at, sequence = (rows[-1][2], rows[-1][-1]) if rows else after[:2]
    return _values(connection, late + rows, as_of, Cursor(recorded_at, sequence, newest), more)


def _late(connection: sqlite3.Connection, after: Cursor, through: int, limit: int) -> list[tuple[Any, ...]]:
    return connection.execute(_LATE, {**after._asdict(), "through": through, "limit": limit}).fetchall()


def _newest_sequence(connection: sqlite3.Connection) -> int:
    (newest,) = connection.execute("SELECT ifnull(max(sequence), 0) FROM observation").fetchone()
    return int(newest)


def _values(
    connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], as_of: Instant, cursor: Cursor, more: bool = False
) -> Values:
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * 7
    value, reason = columns[3], columns[6]
    text = {row: said for row, said in enumerate(value) if said.__class__ is str}
    number = np.array([None if row in text else said for row, said in enumerate(value)] if text else value, np.float64)
    return Values(
        as_of,
        cursor,
        catalogue.version(connection),
        _longs(columns[0]),
        _longs(columns[1]),
        _longs(columns[2]),
        number,
        _bytes(columns[4]),
        _bytes(columns[5]),
        text,
        {row: said for row, said in enumerate(reason) if said is not None},
        more,
    )


def _longs(numbers: Sequence[int]) -> Longs:
    return np.array(numbers, np.int64)


def _bytes(numbers: Sequence[int]) -> Bytes:
    return np.array(numbers, np.int8)
