"""Takes away chunks that do not count: what a kill left half made, and what something else has taken the place of."""

import sqlite3
from collections.abc import Iterable
from typing import Literal, NamedTuple

AT_ONCE = 128
"""Chunks of one step: some megabytes."""

_CHUNKS = {"stretch": "chunk", "rollup": "rollup_chunk"}


class Dead(NamedTuple):
    """A stretch or a roll-up whose own row is gone, or never was there."""

    table: Literal["stretch", "rollup"]
    id: int


class Sweep:
    """Knows what is to be taken away, from the last run too."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._dead = [*_forgotten(connection, "stretch"), *_forgotten(connection, "rollup")]

    def add(self, dead: Iterable[Dead]) -> None:
        """Take note of what does not count any more."""
        self._dead += dead

    def step(self) -> bool:
        """Take some chunks away; whether there was anything to do."""
        if not self._dead:
            return False
        table, id = self._dead[-1]
        chunks = _CHUNKS[table]
        some = f"SELECT id FROM {chunks} WHERE {table} = ? LIMIT {AT_ONCE}"
        if self._connection.execute(f"DELETE FROM {chunks} WHERE id IN ({some})", (id,)).rowcount < AT_ONCE:
            self._dead.pop()
        return True


def _forgotten(connection: sqlite3.Connection, table: Literal["stretch", "rollup"]) -> list[Dead]:
    """What has chunks and no row; the index is asked once for each, not for each chunk."""
    chunks = _CHUNKS[table]
    question = f"""
        WITH RECURSIVE made (id) AS (
            SELECT min({table}) FROM {chunks}
            UNION ALL SELECT (SELECT min({table}) FROM {chunks} WHERE {table} > made.id) FROM made WHERE id NOT NULL)
        SELECT id FROM made WHERE id NOT NULL AND id NOT IN (SELECT id FROM {table})"""
    return [Dead(table, id) for (id,) in connection.execute(question)]
