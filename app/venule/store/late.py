"""What came late: rows that are written after a reader had passed the time at which they had happened."""

import sqlite3

from venule.domain.basis import Basis
from venule.store.answers import Cursor
from venule.store.ordered import Ordered, Place
from venule.store.rows import NO_ROWS, Rows
from venule.store.stretches import log_pieces, stretches
from venule.store.tail import Tail

_WRITTEN = """
SELECT max((SELECT ifnull(max(last), 0) FROM stretch), (SELECT ifnull(max(first + n - 1), 0) FROM log))
"""


def written(connection: sqlite3.Connection) -> int:
    """The number of the last row in the file: what it holds has changed where it has grown."""
    (last,) = connection.execute(_WRITTEN).fetchone()
    return int(last)


def come_late(connection: sqlite3.Connection, tail: Tail, after: Cursor, limit: int) -> Rows | None:
    """Rows written since then that had happened by the place which the reader has reached, in the order of that.

    ``None`` where they are more than ``limit``, or packed already, together with others.
    """
    reached = Place(*after[:3])
    if written(connection) == after.rewrites:
        return NO_ROWS
    if any(one.last > after.rewrites and one.observed_from <= reached.at for one in stretches(connection)):
        return None
    new = [one for one in log_pieces(connection) if one.first > after.rewrites and one.observed_from <= reached.at]
    found = Ordered.of(tail.joined(connection, new), Basis.HAPPENED)
    count = found.through(reached)
    return found.rows.take(found.order[:count]) if count <= limit else None
