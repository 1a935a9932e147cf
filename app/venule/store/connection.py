"""Opens an SQLite file of ours, for writing or for reading alone, and says in one sentence why it cannot."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from venule.store import operator_schema, schema
from venule.store.problem import (
    Damaged,
    NewerCache,
    NoSuchFile,
    NotACache,
    OlderFile,
    ReadOnlyPlace,
    StoreProblem,
    explained,
)

BUSY_S = 5.0
"""How long a statement waits for another connection's short lock."""

SMALLEST_DATABASE = 512
"""Bytes. SQLite takes a file of one byte for an empty one, and would write over it."""

READER_CACHE_KIB = 16 * 1024
WRITER_CACHE_KIB = 16 * 1024
WAL_PAGES = 4_000
"""Pages the write-ahead log may hold before it is folded back into the file: 16 MB. It has to fit on the disk too."""


class FileKind(NamedTuple):
    """What a file of ours is called, how its header tells, and the tables that it has in this version.

    Files of versions from ``readable_from`` on can be read as they are.
    """

    name: str
    application_id: int
    version: int
    readable_from: int
    tables: frozenset[str]


def _tables(statements: Sequence[str]) -> frozenset[str]:
    return frozenset(words[2] for words in map(str.split, statements) if words[:2] == ["CREATE", "TABLE"])


CACHE = FileKind("a recording of Venule", schema.APPLICATION_ID, schema.VERSION, schema.VERSION, _tables(schema.TABLES))
OPERATOR = FileKind(
    "an operator's file of Venule", operator_schema.APPLICATION_ID, operator_schema.VERSION, 1,
    _tables(operator_schema.TABLES),
)  # fmt: skip


def open_for_writing(
    path: Path, kind: FileKind, migrate: Callable[[sqlite3.Connection], None], durable: bool
) -> sqlite3.Connection:
    """A connection to a file, made or migrated as needed; ``durable``: a commit is on the disk when it returns."""
    with explained(path):
        connection = _connect(str(path))
        try:
            if _state(connection, path, kind) < kind.version:
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection)
            _tune_for_writing(connection, durable)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path, kind: FileKind) -> sqlite3.Connection:
    """A connection that can change nothing. Works beside a writer, in a read-only folder and on a finished file."""
    check_place(path, kind)
    if not path.exists():
        raise NoSuchFile(f"There is no file {path}; check the name, or record something into it first.")
    with explained(path):
        return _open_checked(path, kind, "mode=ro") or _open_without_log(path, kind)


def _open_without_log(path: Path, kind: FileKind) -> sqlite3.Connection:
    """Where SQLite cannot put its side files, the file is read as it stands, if it is whole without them."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise ReadOnlyPlace(f"{path} has rows in {log.name} that cannot be read in this folder; copy both to another.")
    connection = _open_checked(path, kind, "mode=ro&immutable=1")
    if connection is None:
        raise StoreProblem(f"{path} may not be read; ask for the right to read it.")
    return connection


def _open_checked(path: Path, kind: FileKind, how: str) -> sqlite3.Connection | None:
    connection = _connect(f"{path.absolute().as_uri()}?{how}", uri=True)
    try:
        version = _state(connection, path, kind)
        if version == 0:
            raise NoSuchFile(f"Nothing has been recorded in {path} yet; start a recorder on it first.")
        if version < kind.readable_from:
            raise OlderFile(
                f"{path} was written by an earlier version of Venule; `venule compact` brings it up to date."
            )
        connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
        return connection
    except sqlite3.OperationalError as problem:
        connection.close()
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            return None
        raise
    except BaseException:
        connection.close()
        raise


def _connect(database: str, uri: bool = False) -> sqlite3.Connection:
    # The desk opens a file in one thread and asks it in another, one at a time.
    return sqlite3.connect(database, uri=uri, timeout=BUSY_S, isolation_level=None, check_same_thread=False)


def check_place(path: Path, kind: FileKind) -> None:
    """Refuse, before anything is touched, a place in no folder, what is no file, and what SQLite would take for empty.

    Nothing is opened. On Unix a process that closes a file lets go of all the locks it has on it, SQLite's too, and
    then another program that closes the file deletes the log we write (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    if path.is_dir():
        raise NotACache(f"{path} is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise NoSuchFile(f"There is no folder {path.parent}; create it or name another.")
    if path.exists() and not path.is_file():
        raise NotACache(f"{path} is no file that can be kept, but a pipe or a device; name another.")
    if path.exists() and 0 < path.stat().st_size < SMALLEST_DATABASE:
        raise NotACache(f"{path} is not {kind.name}; name another file.")


def _state(connection: sqlite3.Connection, path: Path, kind: FileKind) -> int:
    """The schema version of the file, 0 if it is empty."""
    connection.execute("BEGIN")  # all of it as of one moment: a recorder may be making the file just now
    try:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise NotACache(f"{path} is not {kind.name}; name another file.") from None
        raise
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.execute("COMMIT")
    if application_id == 0 and not names:
        return 0
    if application_id != kind.application_id:
        raise NotACache(f"{path} is not {kind.name}; name another file.")
    if version > kind.version:
        raise NewerCache(f"{path} was written by a newer version of Venule; update Venule to open it.")
    if version == kind.version and (lost := kind.tables - names):
        why = f"it has no table {min(lost)!r}"
        raise Damaged(f"{path} is damaged ({why}); go on with a new file and restore this one.")
    return int(version)


def _tune_for_writing(connection: sqlite3.Connection, durable: bool) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreProblem("The file system under this file cannot share it between processes; use a local disk.")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_PAGES * 4096}")
