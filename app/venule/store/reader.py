"""Asks the cache, changes nothing: each question has a time, and its answer is of one moment of the file."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Liveness
from venule.domain.occurrence import Occasion, Occurrence
from venule.domain.quantity import ValueKind
from venule.domain.reject import Reject
from venule.store import (
    alarms,
    arrivals,
    catalogue,
    census,
    content,
    cut_record,
    export,
    incident,
    occurrences,
    presence,
    rejects,
    series,
    values,
)
from venule.store.ahead import Ahead
from venule.store.answers import Catalogue, Counts, Cursor, ExportRow, FeedState, Histogram, Series, Values
from venule.store.batch import RecorderStatus
from venule.store.connection import CACHE, open_for_reading
from venule.store.cut_record import Cut
from venule.store.parts import Span
from venule.store.problem import explained
from venule.store.tail import Tail
from venule.store.tally import Tally, tally


class Reader:
    """Works while a writer writes, in a read-only folder and on a finished file. One thread at a time may ask."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_for_reading(path, CACHE)
        self._tail = Tail()
        self._ahead = Ahead()
        self._hours = arrivals.Hours()
        self._alarms = {basis: alarms.Occurrences(basis) for basis in Basis}

    def catalogue(self) -> Catalogue:
        """Everything that has a name."""
        with self._question() as connection:
            return catalogue.catalogue(connection)

    def catalogue_version(self) -> int:
        """Whether the catalogue changed since one was read: cheap enough for every pulse."""
        with self._question() as connection:
            return catalogue.version(connection)

    def asset_properties(self, asset_id: int) -> Mapping[str, str]:
        """What is known of an asset beyond the catalogue."""
        with self._question() as connection:
            return catalogue.properties(connection, asset_id)

    def latest(self, as_of: Instant, *, basis: Basis = Basis.KNOWN) -> Values:
        """Per datastream the observation with the greatest ``observed_at`` among those recorded by ``as_of``.

        By ascending datastream. Of several at one ``observed_at`` the last recorded stands, and of several recorded at
        once the last written. By what had happened it is the greatest ``observed_at`` up to ``as_of``, whenever it was
        recorded.
        """
        with self._question() as connection:
            return values.latest(connection, self._tail, as_of, basis)

    def changes(self, after: Cursor, as_of: Instant, limit: int = 50_000, *, basis: Basis = Basis.KNOWN) -> Values:
        """What a reader at ``after`` has not seen by ``as_of``; each row once, oldest recorded first.

        A redelivery may be handed out until it is packed. Where rows have been written with an earlier
        ``recorded_at`` meanwhile, the answer is ``whole``: the latest of everything. By what had happened it is what
        was observed since the cursor, oldest first, and before that what was written late meanwhile, which may have
        been recorded before what is held of its moment; ``whole`` where that was packed already. It is whole too after
        a cursor of the other basis. Of one moment the last recorded comes last.
        """
        with self._question() as connection:
            return values.changes(connection, self._tail, self._ahead, after, as_of, limit=limit, basis=basis)

    def series(
        self,
        datastream: int,
        start: Instant,
        end: Instant,
        points: int,
        as_of: Instant,
        *,
        around: bool = False,
        basis: Basis = Basis.KNOWN,
    ) -> Series:
        """One datastream from ``start`` to ``end``, both included, thinned to about ``points``.

        ``around`` adds the nearest observation on either side, so that lines and held states reach the edges. By what
        had happened it has all that was observed by ``as_of``, whenever it was recorded, and nothing later.
        """
        with self._question() as connection:
            span = Span(datastream, start, end, as_of, basis)
            return series.series(connection, self._tail, span, points, around)

    def tally(
        self,
        datastream: int,
        start: Instant,
        end: Instant,
        kind: ValueKind,
        as_of: Instant,
        *,
        so_far: Tally | None = None,
        basis: Basis = Basis.KNOWN,
    ) -> Tally:
        """What a datastream amounts to from ``start`` to ``end``, by every observation: a step of it at each call."""
        with self._question() as connection:
            span = Span(datastream, start, end, as_of)
            return tally(connection, self._tail, span, kind, so_far=so_far, basis=basis)

    def alarms(self, as_of: Instant, limit: int = 5_000, *, basis: Basis = Basis.KNOWN) -> tuple[Alarm, ...]:
        """Alarms active at ``as_of`` or returned in the week before, newest first, told as far as was known then.

        By what had happened they are told as though the recorder had known at once: its times are the observed ones.
        """
        with self._question() as connection:
            return alarms.told(connection, self._alarms[basis], as_of, limit, basis)

    def events(self, start: Instant, end: Instant, as_of: Instant) -> incident.Events:
        """Alarms, commands, claims and rejects of a stretch, by their observed times, recorded by ``as_of``."""
        with self._question() as connection:
            return incident.events(connection, start, end, as_of)

    def feeds(self, as_of: Instant) -> tuple[FeedState, ...]:
        """The health of each feed that was known by ``as_of``."""
        with self._question() as connection:
            return presence.feeds(connection, as_of)

    def nearest(
        self,
        occasions: Iterable[Occasion],
        after: Instant,
        until: Instant,
        *,
        forward: bool,
        basis: Basis = Basis.KNOWN,
    ) -> Occurrence | None:
        """The next alarm, command or gap after a time, none later than ``until``, or the last one before it."""
        with self._question() as connection:
            return occurrences.nearest(connection, occasions, after, until, forward=forward, basis=basis)

    def alarm_marks(
        self, start: Instant, end: Instant, cells: int, as_of: Instant, *, basis: Basis = Basis.KNOWN
    ) -> occurrences.AlarmMarks:
        """How many alarms were raised when, by priority, from ``start`` up to but not at ``end``."""
        with self._question() as connection:
            return occurrences.marks(connection, start, end, cells=cells, as_of=as_of, basis=basis)

    def gaps(self, start: Instant, end: Instant, as_of: Instant) -> tuple[FeedGap, ...]:
        """Stretches without a feed that touch the one asked about, oldest first."""
        with self._question() as connection:
            return presence.gaps(connection, start, end, as_of)

    def liveness(self, as_of: Instant) -> tuple[Liveness, ...]:
        """The latest claim about each subject."""
        with self._question() as connection:
            return presence.liveness(connection, as_of)

    def recorder(self) -> RecorderStatus | None:
        """The recorder's last heartbeat; ``None`` if none ever beat, as in an import."""
        with self._question() as connection:
            return presence.recorder(connection)

    def rejects(self, as_of: Instant, limit: int = 500) -> tuple[Reject, ...]:
        """What could not be taken in, newest first."""
        with self._question() as connection:
            return rejects.newest(connection, as_of, limit)

    def arrivals(self, start: Instant, end: Instant, bins: int, as_of: Instant) -> Histogram:
        """How much was recorded when, from ``start`` up to but not at ``end``."""
        with self._question() as connection:
            return arrivals.arrivals(connection, self._tail, self._hours, start, end, bins=bins, as_of=as_of)

    def cut(self) -> Cut | None:
        """Of which recording this one is a stretch; ``None`` where it is one by itself."""
        with self._question() as connection:
            return cut_record.read(connection)

    def content_digest(self, told: Callable[[int], None] = lambda _: None) -> str:
        """What the observations say, as a SHA-256 that stays when the file is packed anew; ``told`` hears of rows."""
        with self._question() as connection:
            return content.content_digest(connection, told)

    def counts(self) -> Counts:
        """What the file holds, counted."""
        with self._question() as connection:
            return census.counts(connection, self._tail, self._path)

    def observations(
        self,
        start: Instant | None = None,
        end: Instant | None = None,
        assets: Sequence[str] = (),
        datastreams: Sequence[str] = (),
    ) -> Iterator[ExportRow]:
        """Rows by network, asset, datastream and ``observed_at``, from ``start`` up to but not at ``end``.

        ``assets`` and ``datastreams`` are names; none means all. What is written meanwhile stays out: the whole
        answer is of one moment, and until it ends the writer's log cannot be folded into the file and may grow.
        """
        with explained(self._path), closing(open_for_reading(self._path, CACHE)) as connection:
            connection.execute("BEGIN")
            yield from export.observations(connection, export.Selection(start, end, assets, datastreams))

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _question(self) -> Iterator[sqlite3.Connection]:
        """One moment of the file for all statements of an answer."""
        with explained(self._path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
