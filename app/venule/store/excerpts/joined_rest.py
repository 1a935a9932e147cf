"""Joins what lies beside observations: alarms, claims, gaps, feeds, commands and rejects, each once.

How something ended is told by whichever recording knows it: one that ends earlier still has it going on.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from venule.domain.reject import Reject
from venule.store import rejects

REJECTS_AT_A_TIME = 500

_PUT: Mapping[str, str] = {
    "alarm": """
        INSERT INTO alarm ({columns}) VALUES ({marks}) ON CONFLICT (uid) DO UPDATE SET
            priority = excluded.priority, title = excluded.title, text = excluded.text, parent = excluded.parent,
            cleared_at = coalesce(excluded.cleared_at, cleared_at),
            cleared_recorded_at = coalesce(excluded.cleared_recorded_at, cleared_recorded_at)
    """,
    "liveness": "INSERT INTO liveness ({columns}) VALUES ({marks}) ON CONFLICT (subject, network, name, at) DO NOTHING",
    "feed_gap": """
        INSERT INTO feed_gap ({columns}) VALUES ({marks})
        ON CONFLICT (feed, since) DO UPDATE SET until = coalesce(excluded.until, until)
    """,
    "feed": "INSERT INTO feed ({columns}) VALUES ({marks}) ON CONFLICT (name) DO NOTHING",
    "command": "INSERT INTO command ({columns}) VALUES ({marks}) ON CONFLICT (uid) DO NOTHING",
    "recorder": """
        INSERT INTO recorder (id, {columns}) VALUES (1, {marks}) ON CONFLICT (id) DO UPDATE SET
            pid = excluded.pid, started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at,
            received = excluded.received, recorded = excluded.recorded, rejected = excluded.rejected
        WHERE excluded.heartbeat_at > heartbeat_at
    """,
}

_ENDED = "UPDATE recorder SET stopped = 1, backlog = 0, trouble = ''"

_STATES = """
SELECT feed.name, since, presence, protocol, qos, cause, last_message_at
FROM feed_state JOIN feed ON feed.id = feed_state.feed ORDER BY feed_state.id
"""

_STATE = """
INSERT INTO feed_state (feed, since, presence, protocol, qos, cause, last_message_at)
    SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM feed WHERE name = ?1
ON CONFLICT (feed, since, presence) DO UPDATE SET last_message_at = max(
    coalesce(excluded.last_message_at, last_message_at), coalesce(last_message_at, excluded.last_message_at))
"""

_COLUMNS = "SELECT name FROM pragma_table_info(?) WHERE name <> 'id' ORDER BY cid"

_REJECTS = "SELECT feed, topic, payload, payload_bytes, reason, stage, recorded_at, sha256 FROM reject ORDER BY id"


def join_rest(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """In a transaction of the target's. The newest rejects are kept, as many as any recording keeps."""
    for table, statement in _PUT.items():
        columns = [name for (name,) in source.execute(_COLUMNS, (table,))]
        told = ", ".join(columns)
        rows = source.execute(f"SELECT {told} FROM {table} ORDER BY id")
        target.executemany(statement.format(columns=told, marks=", ".join("?" * len(columns))), rows)
    target.executemany(_STATE, source.execute(_STATES))
    target.execute(_ENDED)
    missing = _missing(source.execute(_REJECTS), target.execute(_REJECTS))
    while some := list(islice(missing, REJECTS_AT_A_TIME)):
        rejects.put(target, some)


def _missing(rows: Iterable[tuple[object, ...]], there: Iterable[tuple[object, ...]]) -> Iterator[Reject]:
    """Rejects that are not there as often yet: a bad message may well come twice."""
    known = Counter(map(_digest, there))
    for row in rows:
        digest = _digest(row)
        if known[digest]:
            known[digest] -= 1
        else:
            yield Reject(*row)  # type: ignore[arg-type]


def _digest(row: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(repr(row).encode(), digest_size=16).digest()
