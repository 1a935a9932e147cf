"""Opens an SQLite file of ours, for writing or for reading alone, and says in one sentence why it cannot."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from venule.store import operator_schema, schema
from venule.store.problem import NewerCache, NoSuchFile, NotACache, ReadOnlyPlace, StoreProblem, explained

BUSY_S = 5.0
"""How long a statement waits for another connection's short lock."""

SQLITE_HEADER = b"SQLite format 3\0"

READER_CACHE_KIB = 64 * 1024
WRITER_CACHE_KIB = 128 * 1024
WAL_PAGES = 16_000
"""Pages the write-ahead log may hold before it is folded back into the file: 64 MB."""


class FileKind(NamedTuple):
    """What a file of ours is called and how its header tells."""

    name: str
    application_id: int
    version: int


CACHE = FileKind("a recording of Venule", schema.APPLICATION_ID, schema.VERSION)
OPERATOR = FileKind("an operator's file of Venule", operator_schema.APPLICATION_ID, operator_schema.VERSION)


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
        if _state(connection, path, kind) == 0:
            raise NoSuchFile(f"Nothing has been recorded in {path} yet; start a recorder on it first.")
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
    """Refuse, before anything is touched, a folder, a place in no folder, and what SQLite would take for empty."""
    if path.is_dir():
        raise NotACache(f"{path} is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise NoSuchFile(f"There is no folder {path.parent}; create it or name another.")
    try:
        with path.open("rb") as file:
            beginning = file.read(len(SQLITE_HEADER))
    except FileNotFoundError:
        return
    except OSError as problem:
        raise StoreProblem(f"{path} may not be read ({problem.strerror}); ask for the right to.") from None
    if beginning and beginning != SQLITE_HEADER:
        raise NotACache(f"{path} is not {kind.name}; name another file.")


def _state(connection: sqlite3.Connection, path: Path, kind: FileKind) -> int:
    """The schema version of the file, 0 if it is empty."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application_id == 0 and tables == 0:
        return 0
    if application_id != kind.application_id:
        raise NotACache(f"{path} is not {kind.name}; name another file.")
    if version > kind.version:
        raise NewerCache(f"{path} was written by a newer version of Venule; update Venule to open it.")
    return int(version)


def _tune_for_writing(connection: sqlite3.Connection, durable: bool) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreProblem("The file system under this file cannot share it between processes; use a local disk.")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {WAL_PAGES * 4096}")
