"""Indexes of alarms: made where a file was begun before there were any, and never missed where they cannot be made."""

import sqlite3

from venule.store.schema import ALARM_INDEXES

_BORNE = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT,
)  # fmt: skip
"""No room, no place to sort in, a page that cannot be read: a recorder goes on without indexes as it did before."""

_PRESENT = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'alarm'"


def has_indexes(connection: sqlite3.Connection) -> bool:
    """Whether alarms are found by index; if not, questions look at all of them."""
    return not _missing(connection)


def add_indexes(connection: sqlite3.Connection) -> bool:
    """Make those that are missing, all or none; whether they are there now.

    A million alarms take about two seconds, once. Where there is no room for them the file stays as it was.
    """
    if not (missing := _missing(connection)):
        return True
    try:
        connection.execute("BEGIN IMMEDIATE")
        for name in missing:
            connection.execute(ALARM_INDEXES[name])
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as problem:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if problem.sqlite_errorcode & 0xFF not in _BORNE:
            raise
        return False
    return True


def _missing(connection: sqlite3.Connection) -> list[str]:
    present = {name for (name,) in connection.execute(_PRESENT)}
    return [name for name in ALARM_INDEXES if name not in present]
