"""What could not be taken in, in the file: the newest kept whole, all of them counted."""

import hashlib
import sqlite3
from collections.abc import Sequence

from venule.domain.instant import Instant
from venule.domain.reject import KEPT_BYTES, Reject

MAX_KEPT = 100_000
MAX_KEPT_BYTES = 256 * 1024 * 1024
"""Past either limit the oldest go, a hundredth at a time; the count of all that were seen stays right."""

_PUT = """
INSERT INTO reject (feed, topic, payload, payload_bytes, reason, stage, recorded_at, sha256)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_COLUMNS = "feed, topic, payload, payload_bytes, reason, stage, recorded_at, sha256"


def put(connection: sqlite3.Connection, rejects: Sequence[Reject]) -> None:
    """Take in rejects, count them, and let the oldest go past the limits."""
    if not rejects:
        return
    rows = [_row(reject) for reject in rejects]
    connection.executemany(_PUT, rows)
    added = sum(len(row[2]) for row in rows)
    tally = "UPDATE tally SET rejects = rejects + ?, reject_bytes_kept = reject_bytes_kept + ?"
    connection.execute(tally, (len(rows), added))
    _let_the_oldest_go(connection)


def newest(connection: sqlite3.Connection, as_of: Instant, limit: int) -> tuple[Reject, ...]:
    """Rejects recorded by ``as_of``, newest first."""
    statement = f"SELECT {_COLUMNS} FROM reject WHERE recorded_at <= ? ORDER BY recorded_at DESC, id DESC LIMIT ?"
    return tuple(Reject(*row) for row in connection.execute(statement, (as_of, limit)))


def _row(reject: Reject) -> tuple[str, str, bytes, int, str, str, int, str]:
    payload, sha256 = reject.payload, reject.sha256
    if len(payload) > KEPT_BYTES:
        sha256 = sha256 or hashlib.sha256(payload).hexdigest()
        payload = payload[:KEPT_BYTES]
    size = max(reject.payload_bytes, len(reject.payload))
    return (reject.feed, reject.topic, payload, size, reject.reason, reject.stage, reject.recorded_at, sha256)


def _let_the_oldest_go(connection: sqlite3.Connection) -> None:
    """Their ids have no holes, because nothing else deletes."""
    held = "SELECT (SELECT max(id) FROM reject), (SELECT min(id) FROM reject), reject_bytes_kept FROM tally"
    newest, oldest, kept_bytes = connection.execute(held).fetchone()
    while newest > oldest and (newest - oldest >= MAX_KEPT or kept_bytes > MAX_KEPT_BYTES):
        oldest = min(newest, oldest + MAX_KEPT // 100)
        (freed,) = connection.execute("SELECT sum(length(payload)) FROM reject WHERE id < ?", (oldest,)).fetchone()
        connection.execute("DELETE FROM reject WHERE id < ?", (oldest,))
        connection.execute("UPDATE tally SET reject_bytes_kept = reject_bytes_kept - ?", (freed,))
        kept_bytes -= freed
