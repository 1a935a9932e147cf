"""Brings a file's schema up to date: every step, and the record of it, in one transaction."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from venule.store import operator_schema, schema
from venule.store.first_version import move_observations

if TYPE_CHECKING:
    from sqlite_utils import Database

    Step = Callable[[Database], None]


def migrate_cache(connection: sqlite3.Connection) -> None:
    """Make an empty file a cache of this version, or an older cache one."""
    creation = _creation(schema.TABLES, schema.APPLICATION_ID, schema.VERSION)
    _apply(connection, "venule", {"0001_tables": creation, "0002_log": _into_log, "0003_shapes": _with_shapes})


def migrate_operator(connection: sqlite3.Connection) -> None:
    """Make an empty file an operator's file of this version, or an older one."""
    creation = _creation(operator_schema.TABLES, operator_schema.APPLICATION_ID, operator_schema.VERSION)
    steps = {"0001_tables": creation, "0002_placements": _with_placements, "0003_notes": _with_notes}
    _apply(connection, "venule-desk", steps)


def _creation(statements: Sequence[str], application_id: int, version: int) -> "Step":
    def create(db: "Database") -> None:
        for statement in statements:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {application_id}")
        db.execute(f"PRAGMA user_version = {version}")

    return create


def _into_log(db: "Database") -> None:
    """Version 2: observations, which were rows of a table of their own, become pieces of the log."""
    if "observation" not in db.table_names():
        return
    for statement in schema.PACKED:
        db.execute(statement)
    db.execute("ALTER TABLE tally ADD COLUMN rewrites INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE tally ADD COLUMN expired INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE recorder ADD COLUMN trouble TEXT NOT NULL DEFAULT ''")
    move_observations(db.conn)
    db.execute("DROP TABLE observation")
    db.execute("UPDATE tally SET observations = 0")  # which counts what is packed
    db.execute("PRAGMA user_version = 2")


def _with_shapes(db: "Database") -> None:
    """Version 3: an asset may be a line or an area."""
    if "shape" in db["asset"].columns_dict:
        return
    db.execute("ALTER TABLE asset ADD COLUMN shape BLOB")
    db.execute("PRAGMA user_version = 3")


def _with_placements(db: "Database") -> None:
    """Version 2 of the operator's file: where assets were put by hand."""
    if "placement" in db.table_names():
        return
    for statement in operator_schema.PLACED:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


def _with_notes(db: "Database") -> None:
    """Version 3 of the operator's file: notes."""
    if "note" in db.table_names():
        return
    for statement in operator_schema.NOTED:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


def _apply(connection: sqlite3.Connection, name: str, steps: "Mapping[str, Step]") -> None:
    from sqlite_utils import Database, Migrations  # a tenth of a second that a file up to date does not need

    migrations = Migrations(name)
    for step, function in steps.items():
        migrations(name=step)(function)
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    with db.atomic():  # a kill between two steps leaves the file as it was
        migrations.apply(db)
