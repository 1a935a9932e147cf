"""Cuts and joins operators' files: what was said, noted and placed, each row once; how a desk was left if asked."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from venule.domain.instant import Instant
from venule.store.answers import LAST
from venule.store.connection import OPERATOR, open_for_reading, open_for_writing
from venule.store.migration import migrate_operator
from venule.store.problem import explained

MEMORY = "memory"

CHOSEN: Mapping[str, str] = {
    "remark": "at <= :until",
    "placement": "placed_at <= :until",
    # what was noted of the stretch afterwards belongs to it: it is told with the time at which it was written
    "note": "written_at <= :until OR at BETWEEN :since AND :until",
    "withdrawal": "at <= :until OR uid IN (SELECT uid FROM note WHERE at BETWEEN :since AND :until)",
    MEMORY: "TRUE",
}
"""Which rows of each table belong to a stretch."""

_TIME: Mapping[str, str] = {"remark": "at", "placement": "placed_at", "note": "at", "withdrawal": "at", MEMORY: "key"}
"""By which column of each table a row that is there already is found quickly."""

_COLUMNS = "SELECT name FROM pragma_table_info(?) WHERE name <> 'id' ORDER BY cid"


def copy_operator(
    source: Path,
    target: Path,
    since: Instant | None = None,
    until: Instant | None = None,
    *,
    with_memory: bool = True,
) -> None:
    """Lay what one operator's file says of a stretch into another, which is made where there is none.

    ``with_memory`` takes along how the desk was left: layouts, trends, views; what the other remembers already stays.
    The file is one ordinary file afterwards. Raises :class:`venule.store.problem.StoreProblem`.
    """
    bounds = {"since": -LAST if since is None else since, "until": LAST if until is None else until}
    with (
        explained(target),
        closing(open_for_reading(source, OPERATOR)) as original,
        closing(open_for_writing(target, OPERATOR, migrate_operator, durable=True)) as made,
    ):
        with _at_once(made):
            for table in CHOSEN:
                if table != MEMORY or with_memory:
                    _copy(original, made, table, bounds)
        settle(made)


def fold(path: Path) -> None:
    """Make an operator's file one ordinary file, with nothing beside it."""
    with explained(path), closing(open_for_writing(path, OPERATOR, migrate_operator, durable=True)) as connection:
        settle(connection)


def settle(connection: sqlite3.Connection) -> None:
    """Fold the log into the file."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, bounds: Mapping[str, Instant]) -> None:
    columns = [name for (name,) in source.execute(_COLUMNS, (table,))]
    if not columns:  # an older file has not all tables
        return
    names, time = ", ".join(columns), _TIME[table]
    chosen = CHOSEN[table]
    used = {name: value for name, value in bounds.items() if f":{name}" in chosen}
    marks = ", ".join(f"?{place}" for place in range(1, len(columns) + 1))
    put = f"""
        INSERT OR IGNORE INTO {table} ({names}) SELECT {marks} WHERE NOT EXISTS (
            SELECT 1 FROM {table} WHERE {time} = ?{1 + columns.index(time)} AND ({names}) IS ({marks}))
    """
    target.executemany(put, source.execute(f"SELECT {names} FROM {table} WHERE {chosen} ORDER BY id", used))


@contextmanager
def _at_once(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")
