"""Lets Ctrl-C end a single long statement of SQLite, of which Python hears nothing until it is done."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

STEPS = 1_000
"""Of SQLite's machine between two looks: some megabytes of a file."""


@contextmanager
def interruptible(connection: sqlite3.Connection) -> Iterator[None]:
    """Python looks for signals now and then inside; what SQLite then tells as an error of its own is Ctrl-C again."""
    connection.set_progress_handler(lambda: 0, STEPS)
    try:
        yield
    except sqlite3.OperationalError as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
