"""What lies in the file, remembered until something is written: a chart of ten lines asks for it thirty times."""

import sqlite3

from venule.store import stretches
from venule.store.stretches import LogPiece, Stretch


class Outline:
    """Stretches and pieces of the log, each list read once as long as the file stays as it is.

    A connection that has written itself, or asks outside of a transaction, is answered from the file each time.
    """

    def __init__(self) -> None:
        self._of: tuple[sqlite3.Connection, int] | None = None
        self._stretches: list[Stretch] | None = None
        self._pieces: list[LogPiece] | None = None

    def stretches(self, connection: sqlite3.Connection) -> list[Stretch]:
        """All that count, in the order of writing; not to be changed."""
        if not self._holds(connection):
            return stretches.stretches(connection)
        if self._stretches is None:
            self._stretches = stretches.stretches(connection)
        return self._stretches

    def pieces(self, connection: sqlite3.Connection) -> list[LogPiece]:
        """What is committed and not packed yet, in the order of writing; not to be changed."""
        if not self._holds(connection):
            return stretches.log_pieces(connection)
        if self._pieces is None:
            self._pieces = stretches.log_pieces(connection)
        return self._pieces

    def _holds(self, connection: sqlite3.Connection) -> bool:
        """Whether anything may be remembered; what another moment of the file looked like is forgotten.

        The version is that of the transaction, which begins here if it has not read anything before.
        """
        if connection.total_changes or not connection.in_transaction:
            return False
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if self._of != (connection, version):
            self._of, self._stretches, self._pieces = (connection, version), None, None
        return True
