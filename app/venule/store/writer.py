"""The cache's only writer: each batch is one transaction, wholly on the disk or not at all."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.retention import Retention
from venule.store import alarms, presence, rejects
from venule.store.batch import Batch, Written
from venule.store.beside import is_sealed, manifest_beside
from venule.store.compaction import Compaction
from venule.store.connection import CACHE, check_place, open_for_writing
from venule.store.indexes import add_indexes
from venule.store.lock import WriterLock
from venule.store.migration import migrate_cache
from venule.store.names import Names
from venule.store.observing import ObservationLog
from venule.store.problem import ReadOnlyPlace, explained
from venule.store.retention import Retaining
from venule.store.shrinking import shrink
from venule.store.sizes import Sizes
from venule.store.storable import sift

T = TypeVar("T")

SIZES = Sizes()

UNSTORABLE = (OverflowError, ValueError, TypeError, KeyError, sqlite3.ProgrammingError, sqlite3.InterfaceError)
"""What a value raises that no column can hold, before SQLite sees it."""


class Writer:
    """Creates or migrates the file, and holds it against a second writer until :meth:`close` or the process's death.

    ``durable`` waits for the disk at each commit, so that what a broker is told to forget is kept; without it a power
    cut may cost the last commits, a killed process never.
    """

    def __init__(self, path: Path, durable: bool = True, sizes: Sizes = SIZES) -> None:
        self._path = path
        self._sizes = sizes
        check_place(path, CACHE)
        if is_sealed(path):
            manifest = manifest_beside(path).name
            raise ReadOnlyPlace(f"{path} is sealed as evidence by {manifest}; write into another file.")
        with ExitStack() as undoing:
            self._lock = WriterLock(path)
            undoing.callback(self._lock.release)
            self._connection = open_for_writing(path, CACHE, migrate_cache, durable)
            undoing.callback(self._connection.close)
            with explained(path):
                add_indexes(self._connection)
                self._recollect()
            undoing.pop_all()

    def write(self, batch: Batch) -> Written:
        """Commit a batch. What no column can hold becomes a reject; a full disk raises and the file stays as it was."""
        with explained(self._path):
            try:
                return self._commit(batch)
            except UNSTORABLE:
                return self._commit(sift(batch))

    def tend(self) -> bool:
        """Do one slice of what compaction is due, a fraction of a second long; whether more is due now.

        A full disk raises, and the file stays as it was: what was received is kept unpacked.
        """
        with explained(self._path):
            return self._transaction(self._compaction.step)

    def retain(self, retention: Retention, now: Instant) -> bool:
        """Do one slice of what a retention lets go, a fraction of a second long; whether there may be more to do now.

        Cheap where nothing is due. A full disk raises, and the file stays as it was. Takes turns with :meth:`tend`.
        """
        with explained(self._path):
            return self._transaction(lambda: self._retaining.step(retention, now))

    @property
    def retention_trouble(self) -> str:
        """Why the file is larger than its retention allows, in one sentence; empty where it is not."""
        return self._retaining.trouble

    def apply(self, work: Callable[[sqlite3.Connection, Names, ObservationLog], T]) -> T:
        """Do a work of the store's own, such as joining another recording, wholly or not at all."""
        with explained(self._path):
            return self._transaction(lambda: work(self._connection, self._names, self._log))

    def compact(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Pack everything that was committed, merge what is small, and return how many observations that makes.

        ``progress`` hears after each slice how many rows the log still holds.
        """
        with explained(self._path):
            while self._transaction(lambda: self._compaction.step(all=True)):
                progress(self._log.rows)
            (observations,) = self._connection.execute("SELECT observations FROM tally").fetchone()
        return int(observations)

    def shrink(self) -> str:
        """Give free room inside the file back to the disk, where that is worth it; why it was not done, or nothing."""
        with explained(self._path):
            return shrink(self._connection, self._path)

    def active_alarms(self) -> tuple[Alarm, ...]:
        """Every alarm that stands, for a recorder that goes on after a restart."""
        with explained(self._path):
            return alarms.standing(self._connection)

    def close(self) -> None:
        """Fold the log into the file, leave one ordinary file if nobody has it open, and let the next writer in."""
        try:
            with explained(self._path):
                self._settle()
        finally:
            self._connection.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _recollect(self) -> None:
        """Begin to remember anew: what was learnt inside a transaction that failed is not in the file."""
        self._names = Names(self._connection)
        self._log = ObservationLog(self._connection, self._names)
        self._compaction = Compaction(self._connection, self._log, self._sizes)
        self._retaining = Retaining(self._connection, self._compaction, self._sizes)

    def _commit(self, batch: Batch) -> Written:
        return self._transaction(lambda: self._put(batch))

    def _transaction(self, work: Callable[[], T]) -> T:
        """Do something wholly or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            done = work()
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._recollect()
            raise
        return done

    def _put(self, batch: Batch) -> Written:
        connection, names = self._connection, self._names
        before = names.changes
        names.put_gateways(batch.gateways)
        names.put_assets(batch.assets)
        names.put_declarations(batch.declarations)
        written = Written(self._log.append(batch.observations))
        rejects.put(connection, batch.rejects)
        alarms.put(connection, batch.alarms)
        presence.put_liveness(connection, batch.liveness)
        presence.put_gaps(connection, batch.gaps)
        presence.put_feeds(connection, batch.feeds)
        if batch.status is not None:
            presence.put_recorder(connection, batch.status)
        if names.changes > before:
            connection.execute("UPDATE tally SET catalogue_version = catalogue_version + 1")
        return written

    def _settle(self) -> None:
        """Without room, or while a reader has it open, the file stays shared; the next writer's close settles it."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._connection.execute("PRAGMA busy_timeout = 0")
            self._connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
