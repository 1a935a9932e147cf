"""Collects what is wrong with a file, in sentences that say where."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from venule.store.problem import Damaged

MOST_TOLD = 100
"""Findings that are kept; further ones are counted."""

BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_TOOBIG)


class Findings:
    """The first sentences, and how many there are in all."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.count = 0

    def add(self, where: str, faults: Iterable[str]) -> bool:
        """Take in what is wrong there; whether anything was."""
        before = self.count
        for fault in faults:
            self.count += 1
            if self.count <= MOST_TOLD:
                self.kept.append(f"{where}: {fault.removesuffix('.')}.")
        return self.count > before

    @contextmanager
    def of(self, where: str) -> Iterator[None]:
        """What cannot be read is a finding too, and all else is looked at nevertheless."""
        try:
            yield
        except Damaged as problem:
            self.add(where, [str(problem)])
        except sqlite3.DatabaseError as problem:
            if getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in BROKEN:
                raise
            self.add(where, [f"SQLite cannot read it ({problem})"])
        except (TypeError, ValueError, OverflowError) as problem:  # as a damaged page may have of any column
            self.add(where, [f"it holds a value that Venule never writes ({problem})"])
