"""What lies beside observations, as far as it was known in a stretch of time: copied row by row from file to file.

All that has a name is copied as it is, with its ids. Of what was true for a while that is copied which was true at some
time of the stretch; how it ended later is left out.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice

from venule.domain.instant import Instant
from venule.store.alarms import RETURNED_SHOWN_US
from venule.store.answers import LAST

ROWS_AT_A_TIME = 10_000

NAMES = ("network", "kind", "gateway", "asset", "asset_properties", "quantity", "datastream", "feed")

_COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"

_ALARMS = """
SELECT {columns} FROM alarm
WHERE raised_recorded_at <= :until AND (cleared_recorded_at IS NULL OR cleared_recorded_at > :returned) ORDER BY id
"""

_CLAIMS = """
SELECT {columns} FROM liveness WHERE at <= :until AND (at >= :since OR at = (
    SELECT max(at) FROM liveness AS one WHERE (one.subject, one.network, one.name)
        = (liveness.subject, liveness.network, liveness.name) AND one.at <= :since))
ORDER BY id
"""

_STATES = """
SELECT {columns} FROM feed_state WHERE since <= :until AND (since >= :since OR id = (
    SELECT id FROM feed_state AS one WHERE one.feed = feed_state.feed AND one.since <= :since
    ORDER BY since DESC, id DESC LIMIT 1))
ORDER BY id
"""

_GAPS = """
SELECT {columns} FROM feed_gap WHERE since <= :until AND (until IS NULL OR until >= :since) ORDER BY id
"""

_REJECTS = """
SELECT row_number() OVER (ORDER BY id), {columns} FROM reject WHERE recorded_at BETWEEN :since AND :until ORDER BY id
"""

_COMMANDS = "SELECT {columns} FROM command WHERE requested_at BETWEEN :since AND :until ORDER BY id"

_RECORDER = "SELECT {columns} FROM recorder"

PARTS: Mapping[str, str] = {
    "alarm": _ALARMS, "liveness": _CLAIMS, "feed_state": _STATES, "feed_gap": _GAPS, "reject": _REJECTS,
    "command": _COMMANDS, "recorder": _RECORDER,
}  # fmt: skip

_KNOWN_BY_THEN: Mapping[str, Mapping[str, str]] = {
    "alarm": {
        "cleared_at": "CASE WHEN cleared_recorded_at <= :until THEN cleared_at END",
        "cleared_recorded_at": "CASE WHEN cleared_recorded_at <= :until THEN cleared_recorded_at END",
    },
    "feed_state": {"last_message_at": "min(last_message_at, :until)"},
    "feed_gap": {"until": "CASE WHEN until <= :until THEN until END"},
    # nobody writes a cut: a heart that goes on beating in it would be a lie
    "recorder": {"heartbeat_at": "min(heartbeat_at, :until)", "backlog": "0", "stopped": "1", "trouble": "''"},
}
"""What is told of a row only as far as it was known at the end of the stretch."""

_TALLY = """
UPDATE tally SET
    rejects = (SELECT count(*) FROM reject),
    reject_bytes_kept = (SELECT ifnull(sum(length(payload)), 0) FROM reject)
"""


def copy_names(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Everything that has a name, with its ids, into a file that has none yet."""
    for table in NAMES:
        columns = _columns(target, table)
        _put(target, table, source.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"))
    version = source.execute("SELECT catalogue_version FROM tally").fetchone()
    target.execute("UPDATE tally SET catalogue_version = ?", version)


def copy_rest(source: sqlite3.Connection, target: sqlite3.Connection, since: Instant, until: Instant) -> None:
    """What was known of alarms, feeds, gaps, claims, rejects and commands in the stretch, both ends included."""
    bounds = {"since": since, "until": until, "returned": max(-LAST, since - RETURNED_SHOWN_US)}
    for table, question in PARTS.items():
        told = _KNOWN_BY_THEN.get(table, {})
        columns = [told.get(name, name) for name in _columns(target, table)]
        if table == "reject":  # whose ids have no holes
            columns = columns[1:]
        named = {name: value for name, value in bounds.items() if f":{name}" in question + " ".join(columns)}
        _put(target, table, source.execute(question.format(columns=", ".join(columns)), named))
    target.execute(_TALLY)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute(_COLUMNS, (table,))]


def _put(target: sqlite3.Connection, table: str, rows: Iterator[tuple[object, ...]]) -> None:
    """Some thousand rows at a time, so that memory does not grow with the file."""
    while some := list(islice(rows, ROWS_AT_A_TIME)):
        target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)
