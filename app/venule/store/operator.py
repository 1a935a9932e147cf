"""The operator's file beside the cache: remarks to alarms and how the desk was left. The desk alone writes it."""

from pathlib import Path
from types import TracebackType
from typing import Self

from venule.domain.instant import Instant
from venule.store.answers import Remark
from venule.store.connection import OPERATOR, check_place, open_for_reading, open_for_writing
from venule.store.migration import migrate_operator
from venule.store.problem import TooLarge, explained

MAX_COMMENT = 4_000
"""Longest comment, in characters."""

REMARKS_TOLD = 100_000
"""Most remarks in one answer: the newest."""

MAX_VALUE_BYTES = 1024 * 1024
MAX_KEYS = 1_000
"""Most things remembered; the one written longest ago gives way."""

_REMEMBER = "INSERT OR REPLACE INTO memory (key, value) VALUES (?, ?)"

_FORGET = """
DELETE FROM memory WHERE id <= (SELECT id FROM memory ORDER BY id DESC LIMIT 1 OFFSET ?)
"""

_REMARKS = f"""
SELECT alarm_uid, at, who, comment, acknowledges FROM remark WHERE at <= ?
ORDER BY at DESC, id DESC LIMIT {REMARKS_TOLD}
"""


class OperatorFile:
    """Opened for writing by the desk, with ``read_only`` by everyone else, at the same time."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path = path
        if read_only:
            self._connection = open_for_reading(path, OPERATOR)
        else:
            check_place(path, OPERATOR)
            self._connection = open_for_writing(path, OPERATOR, migrate_operator, durable=True)

    @staticmethod
    def path_beside(cache: Path) -> Path:
        """Where the operator's file of a cache lies: ``city.desk.sqlite`` beside ``city.venule``."""
        return cache.with_suffix(".desk.sqlite")

    def remark(self, alarm_uid: str, at: Instant, who: str, comment: str, acknowledges: bool) -> None:
        """Keep what an operator said to an alarm; it is on the disk when this returns."""
        if len(comment) > MAX_COMMENT:
            raise TooLarge(f"A comment may have {MAX_COMMENT} characters, this one has {len(comment)}; shorten it.")
        statement = "INSERT INTO remark (alarm_uid, at, who, comment, acknowledges) VALUES (?, ?, ?, ?, ?)"
        with explained(self._path):
            self._connection.execute(statement, (alarm_uid, at, who, comment, acknowledges))

    def remarks(self, as_of: Instant) -> tuple[Remark, ...]:
        """What had been said by ``as_of``, oldest first."""
        with explained(self._path):
            found = self._connection.execute(_REMARKS, (as_of,)).fetchall()
        return tuple(Remark(uid, said, who, comment, bool(ack)) for uid, said, who, comment, ack in reversed(found))

    def remember(self, key: str, value: bytes) -> None:
        """Keep a layout or a view under its name, in place of the one before."""
        if len(value) > MAX_VALUE_BYTES:
            raise TooLarge(f"{key!r} has {len(value)} bytes; the operator's file keeps {MAX_VALUE_BYTES} at most.")
        with explained(self._path):
            self._connection.execute(_REMEMBER, (key, value))
            self._connection.execute(_FORGET, (MAX_KEYS,))

    def recall(self, key: str) -> bytes | None:
        """What was kept under that name."""
        with explained(self._path):
            row = self._connection.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
