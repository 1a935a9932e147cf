"""The operator's file beside the cache: remarks, notes, places, and how the desk was left. The desk alone writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from venule.domain.basis import Basis
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.note import Note
from venule.store.answers import Placement, Remark
from venule.store.connection import OPERATOR, check_place, open_for_reading, open_for_writing
from venule.store.migration import migrate_operator
from venule.store.notes import Notes
from venule.store.operator_schema import NOTED_SINCE, PLACED_SINCE
from venule.store.problem import TooLarge, explained

MAX_COMMENT = 4_000
"""Longest comment, in characters."""

REMARKS_TOLD = 100_000
"""Most remarks in one answer: the newest."""

PLACEMENTS_TOLD = 100_000
"""Most placements in one answer: the newest."""

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

_PLACE = "INSERT INTO placement (network, asset, longitude, latitude, placed_at, who) VALUES (?, ?, ?, ?, ?, ?)"

_PLACEMENT_STATE = "SELECT count(*), total(id) FROM placement WHERE placed_at <= ?"

_PLACEMENTS = f"""
SELECT network, asset, longitude, latitude, placed_at, who FROM (
    SELECT *, row_number() OVER (PARTITION BY network, asset ORDER BY placed_at DESC, id DESC) AS age FROM placement
    WHERE placed_at <= ?
) WHERE age = 1 AND longitude IS NOT NULL
ORDER BY placed_at DESC, id DESC LIMIT {PLACEMENTS_TOLD}
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
        with explained(path):
            self._placement_state: object = None
            self._placements: tuple[Placement, ...] = ()
            self._notes = Notes(self._connection)
            (self._version,) = self._connection.execute("PRAGMA user_version").fetchone()

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

    def place(self, network: str, asset: str, place: Position | None, placed_at: Instant, who: str) -> None:
        """Keep where an operator put an asset, or that it stands where its feed says again; on the disk at return."""
        longitude, latitude = (None, None) if place is None else place
        with explained(self._path):
            self._connection.execute(_PLACE, (network, asset, longitude, latitude, placed_at, who))

    def placements(self, as_of: Instant) -> tuple[Placement, ...]:
        """Where assets had been put by ``as_of``, the newest of each, oldest first; those put back are left out.

        The same object as long as the answer is the same, so that it may be asked for at every beat.
        """
        if self._version < PLACED_SINCE:
            return ()
        with explained(self._path):
            state = self._connection.execute(_PLACEMENT_STATE, (as_of,)).fetchone()
            if state != self._placement_state:
                found = self._connection.execute(_PLACEMENTS, (as_of,)).fetchall()
                self._placement_state, self._placements = state, tuple(_placement(*row) for row in reversed(found))
        return self._placements

    def note(self, note: Note, in_place_of: str = "") -> None:
        """Keep a note, and withdraw the one of that uid that it replaces; on the disk at return.

        A note that is kept already, by its uid, stays as it is.
        """
        with explained(self._path), self._at_once():
            self._notes.write(note)
            if in_place_of:
                self._notes.withdraw(in_place_of, note.written_at, note.who, withdrawn=True)

    def withdraw(self, uid: str, at: Instant, who: str) -> None:
        """Keep that a note was withdrawn; what was written stays, and is told as of any time before."""
        with explained(self._path):
            self._notes.withdraw(uid, at, who, withdrawn=True)

    def bring_back(self, uid: str, at: Instant, who: str) -> None:
        """Keep that a note that was withdrawn stands again."""
        with explained(self._path):
            self._notes.withdraw(uid, at, who, withdrawn=False)

    def notes(self, as_of: Instant, basis: Basis = Basis.KNOWN) -> tuple[Note, ...]:
        """The notes that stand, in the order of the times they are about; of more than 10,000 the newest.

        ``KNOWN``: what had been written by ``as_of`` and not been withdrawn by then. ``HAPPENED``: what is about a time
        by ``as_of``, whenever it was written, and stands today. The same object as long as the answer is the same.
        """
        if self._version < NOTED_SINCE:
            return ()
        with explained(self._path):
            return self._notes.told(as_of, basis)

    def notes_written_later(self, as_of: Instant) -> int:
        """How many notes are about a time by ``as_of``, and were written after it: 10,000 at most."""
        if self._version < NOTED_SINCE:
            return 0
        with explained(self._path):
            return self._notes.later(as_of)

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

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """All of it or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _placement(network: str, asset: str, longitude: float, latitude: float, *more: Any) -> Placement:
    return Placement(network, asset, Position(longitude, latitude), *more)


def placements_beside(cache: Path, as_of: Instant) -> tuple[Placement, ...]:
    """Where operators had put the assets of a cache by a time; nothing where no operator's file lies beside it."""
    path = OperatorFile.path_beside(cache)
    if not path.is_file():
        return ()
    with OperatorFile(path, read_only=True) as operator:
        return operator.placements(as_of)
