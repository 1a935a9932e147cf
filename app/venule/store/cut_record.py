"""What a cut says of itself: a table of one row, which no other recording has."""

import sqlite3
from dataclasses import dataclass

from venule.domain.instant import Instant

TABLE = """CREATE TABLE cut (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    source TEXT NOT NULL,
    since INTEGER,
    until INTEGER,
    opening INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    who TEXT NOT NULL
)"""

_IS_THERE = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'cut'"
_READ = "SELECT source, since, until, opening, made_at, who FROM cut"
_WRITE = "INSERT INTO cut (id, source, since, until, opening, made_at, who) VALUES (1, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of another recording, from ``since`` to ``until``, both included, as recorded; ``None`` is open.

    ``opening`` counts the observations that were recorded earlier, and still stood when the stretch began. ``made_at``
    is the time by the clock on the wall, ``who`` the one who made it.
    """

    source: str
    since: Instant | None
    until: Instant | None
    opening: int
    made_at: Instant
    who: str


def read(connection: sqlite3.Connection) -> Cut | None:
    """What a file says of itself; ``None`` where it is no cut."""
    (there,) = connection.execute(_IS_THERE).fetchone()
    row = connection.execute(_READ).fetchone() if there else None
    return None if row is None else Cut(*row)


def write(connection: sqlite3.Connection, cut: Cut) -> None:
    """Say it, once."""
    connection.execute(TABLE)
    connection.execute(_WRITE, (cut.source, cut.since, cut.until, cut.opening, cut.made_at, cut.who))
