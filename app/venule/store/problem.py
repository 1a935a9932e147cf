"""What can go wrong with a file, each told in one sentence that a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreProblem(Exception):
    """A file cannot be used as asked; the message is one sentence for a person."""


class NoSuchFile(StoreProblem):
    """There is no file of that name, or nothing has been recorded in it yet."""


class NotACache(StoreProblem):
    """The file is something else."""


class NewerCache(StoreProblem):
    """A later version of the program wrote the file."""


class OlderFile(StoreProblem):
    """An earlier version of the program wrote the file, and who only reads may not bring it up to date."""


class ReadOnlyPlace(StoreProblem):
    """The file or its folder may not be written."""


class DiskFull(StoreProblem):
    """No room was left; the batch was rolled back and everything committed before it stands."""


class InUse(StoreProblem):
    """Another process writes the file."""


class Damaged(StoreProblem):
    """The file is one of ours and its content is broken."""


class TooLarge(StoreProblem):
    """More was asked to be kept than the file's stated limits allow."""


_SENTENCES: dict[int, tuple[type[StoreProblem], str]] = {
    sqlite3.SQLITE_NOTADB: (NotACache, "{path} is not a file that Venule wrote; name another."),
    sqlite3.SQLITE_CORRUPT: (Damaged, "{path} is damaged ({why}); go on with a new file and restore this one."),
    sqlite3.SQLITE_FULL: (DiskFull, "No room is left on the disk of {path}; free some, nothing committed is lost."),
    sqlite3.SQLITE_READONLY: (ReadOnlyPlace, "{path} may not be written; name a file in a folder you may write."),
    sqlite3.SQLITE_PERM: (ReadOnlyPlace, "{path} may not be written; name a file in a folder you may write."),
    sqlite3.SQLITE_CANTOPEN: (ReadOnlyPlace, "{path} cannot be opened here; name a file in a folder you may write."),
    sqlite3.SQLITE_BUSY: (InUse, "{path} is held by another program; close that program first."),
    sqlite3.SQLITE_LOCKED: (InUse, "{path} is held by another program; close that program first."),
    sqlite3.SQLITE_IOERR: (Damaged, "{path} cannot be read or written ({why}); check its disk."),
}


def explain(problem: sqlite3.Error, path: Path) -> StoreProblem:
    """The sentence for an error of the database."""
    code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    kind, sentence = _SENTENCES.get(code, (StoreProblem, "{path} cannot be used: {why}."))
    return kind(sentence.format(path=path, why=problem))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database raises inside into a :class:`StoreProblem`."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise explain(problem, path) from problem
    except UnicodeDecodeError as problem:  # of names in the schema that are none any more, in SQLite's own message
        raise Damaged(f"{path} is damaged ({problem}); go on with a new file and restore this one.") from problem
