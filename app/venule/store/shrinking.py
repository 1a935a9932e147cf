"""Gives back to the disk the room that packing left free inside the file."""

import sqlite3
from pathlib import Path

from venule.store.disk import room
from venule.store.interruption import interruptible

WORTH = 0.05
"""Share of the file that must be free before it is written anew."""

ROOM = 2.0
"""Times the file's new size that must be free on its disk: SQLite writes a copy, then the copy's pages into its log."""


def shrink(connection: sqlite3.Connection, path: Path) -> str:
    """Write the file anew without its free pages, where that is worth it; why it was not done, or nothing.

    Outside a transaction. What SQLite cannot finish leaves the file as it was.
    """
    pages, free, size = (_number(connection, name) for name in ("page_count", "freelist_count", "page_size"))
    if free <= WORTH * pages:
        return ""
    needed = int(ROOM * (pages - free) * size)
    left = room(path)
    if left is not None and left < needed:
        return _no_room(path, free * size, needed)
    try:
        with interruptible(connection):
            connection.execute("VACUUM")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_FULL:
            raise
        return _no_room(path, free * size, needed)
    return ""


def _number(connection: sqlite3.Connection, name: str) -> int:
    (number,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(number)


def _no_room(path: Path, free: int, needed: int) -> str:
    kept = f"{path} keeps {free / 1e6:,.1f} MB that are free inside"
    return f"{kept}; to give them back takes {needed / 1e6:,.1f} MB of room on its disk, for a while."
