"""A file that a recorder makes at the moment at which it is looked at is one without content, not a strange one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from venule.store import connection
from venule.store.connection import CACHE, open_for_reading
from venule.store.problem import NoSuchFile
from venule.store.writer import Writer


def test_that_a_file_that_is_made_just_now_has_nothing_recorded_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "city.venule"
    with closing(sqlite3.connect(path)) as empty:
        empty.execute("PRAGMA journal_mode = WAL")
    usual, making = connection._connect, list[str]()

    def make(statement: str) -> None:
        if "sqlite_master" in statement and not making:
            making.append(statement)
            monkeypatch.setattr(connection, "_connect", usual)
            Writer(path, durable=False).close()

    def watched(database: str, uri: bool = False) -> sqlite3.Connection:
        found = usual(database, uri)
        found.set_trace_callback(make)
        return found

    monkeypatch.setattr(connection, "_connect", watched)
    with pytest.raises(NoSuchFile):
        open_for_reading(path, CACHE)
    assert making
    open_for_reading(path, CACHE).close()
