"""Brings a file's schema up to date: every step, and the record of it, in one transaction."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from venule.store import operator_schema, schema

if TYPE_CHECKING:
    from sqlite_utils import Database

    Step = Callable[[Database], None]


def migrate_cache(connection: sqlite3.Connection) -> None:
    """Make an empty file a cache of this version, or an older cache one."""
    _apply(connection, "venule", {"0001_tables": _creation(schema.TABLES, schema.APPLICATION_ID)})


def migrate_operator(connection: sqlite3.Connection) -> None:
    """Make an empty file an operator's file of this version, or an older one."""
    creation = _creation(operator_schema.TABLES, operator_schema.APPLICATION_ID)
    _apply(connection, "venule-desk", {"0001_tables": creation})


def _creation(statements: Sequence[str], application_id: int) -> "Step":
    def create(db: "Database") -> None:
        for statement in statements:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {application_id}")
        db.execute("PRAGMA user_version = 1")

    return create


def _apply(connection: sqlite3.Connection, name: str, steps: "Mapping[str, Step]") -> None:
    from sqlite_utils import Database, Migrations  # a tenth of a second that a file up to date does not need

    migrations = Migrations(name)
    for step, function in steps.items():
        migrations(name=step)(function)
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    with db.atomic():  # a kill between two steps leaves the file as it was
        migrations.apply(db)
