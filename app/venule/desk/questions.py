"""What the desk asks of its two files: frozen questions, each with the time it is asked for."""

from dataclasses import dataclass
from typing import Protocol

from venule.desk.session import Archive
from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Liveness
from venule.domain.note import Note
from venule.domain.reject import Reject
from venule.sdk.indicator import Figure, Indicator, Snapshot
from venule.store.answers import Catalogue, Cursor, FeedState, Histogram, Placement, Remark, Series, Values
from venule.store.batch import RecorderStatus
from venule.store.disk import room
from venule.store.occurrences import AlarmMarks


@dataclass(frozen=True, slots=True)
class AskCatalogue:
    """Everything that has a name."""

    def answer(self, archive: Archive) -> Catalogue:
        return archive.reader.catalogue()


@dataclass(frozen=True, slots=True)
class AskLatest:
    """A full copy, after a jump."""

    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> Values:
        return archive.reader.latest(self.as_of, basis=self.basis)


@dataclass(frozen=True, slots=True)
class AskChanges:
    """What came since a cursor."""

    after: Cursor
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> Values:
        return archive.reader.changes(self.after, self.as_of, basis=self.basis)


@dataclass(frozen=True, slots=True)
class AlarmsSeen:
    """Alarms as of a time with what operators said of them by then."""

    as_of: Instant
    alarms: tuple[Alarm, ...]
    remarks: tuple[Remark, ...]
    claims: tuple[Liveness, ...]


@dataclass(frozen=True, slots=True)
class AskAlarms:
    """The alarm list, the remarks and the claims of liveness."""

    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> AlarmsSeen:
        remarks = archive.operator.remarks(self.as_of) if archive.operator is not None else ()
        reader = archive.reader
        alarms = reader.alarms(self.as_of, basis=self.basis)
        return AlarmsSeen(self.as_of, alarms, remarks, reader.liveness(self.as_of))


@dataclass(frozen=True, slots=True)
class Health:
    """How the feeds and the recorder are. ``asked_at`` is the wall time of the question; ``room`` bytes are free."""

    as_of: Instant
    asked_at: Instant
    feeds: tuple[FeedState, ...]
    recorder: RecorderStatus | None
    room: int | None = None


@dataclass(frozen=True, slots=True)
class AskHealth:
    """Feeds as of a time; the recorder as it is now."""

    as_of: Instant
    wall: Instant

    def answer(self, archive: Archive) -> Health:
        reader = archive.reader
        return Health(self.as_of, self.wall, reader.feeds(self.as_of), reader.recorder(), room(archive.cache))


@dataclass(frozen=True, slots=True)
class Extent:
    """Whether and by whom the file is written, and from when to when it was."""

    asked_at: Instant
    recorder: RecorderStatus | None
    first_recorded: Instant | None
    last_recorded: Instant | None


@dataclass(frozen=True, slots=True)
class AskExtent:
    """Asked once, before anything is shown."""

    wall: Instant

    def answer(self, archive: Archive) -> Extent:
        counts, part = archive.reader.counts(), archive.reader.cut()
        first, last = counts.first_recorded_at, counts.last_recorded_at
        if part is not None:  # what stood when it began was recorded earlier; silence at its end belongs to it
            first, last = part.since or first, part.until or last
        return Extent(self.wall, archive.reader.recorder(), first, last)


@dataclass(frozen=True, slots=True)
class AskSeries:
    """One datastream over a stretch of time, in about so many points."""

    datastream: int
    start: Instant
    end: Instant
    points: int
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> Series:
        reader = archive.reader
        return reader.series(self.datastream, self.start, self.end, self.points, self.as_of, basis=self.basis)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What the time bar shows of a stretch."""

    start: Instant
    end: Instant
    arrivals: Histogram
    gaps: tuple[FeedGap, ...]
    alarms: AlarmMarks


@dataclass(frozen=True, slots=True)
class AskStretch:
    """Arrivals, alarms and gaps of a stretch of time, as far as is known by ``as_of``."""

    start: Instant
    end: Instant
    bins: int
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> Stretch:
        reader = archive.reader
        return Stretch(
            self.start,
            self.end,
            reader.arrivals(self.start, self.end, self.bins, self.as_of),
            reader.gaps(self.start, self.end, self.as_of),
            reader.alarm_marks(self.start, self.end, self.bins, self.as_of, basis=self.basis),
        )


@dataclass(frozen=True, slots=True)
class AskRejects:
    """What could not be taken in."""

    as_of: Instant

    def answer(self, archive: Archive) -> tuple[Reject, ...]:
        return archive.reader.rejects(self.as_of)


@dataclass(frozen=True, slots=True)
class AskProperties:
    """What an inventory said of one asset."""

    asset_id: int

    def answer(self, archive: Archive) -> tuple[tuple[str, str], ...]:
        return tuple(archive.reader.asset_properties(self.asset_id).items())


@dataclass(frozen=True, slots=True)
class PlacementsSeen:
    """Where operators had put assets by a time."""

    as_of: Instant
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class AskPlacements:
    """Places given by hand."""

    as_of: Instant

    def answer(self, archive: Archive) -> PlacementsSeen:
        operator = archive.operator
        return PlacementsSeen(self.as_of, () if operator is None else operator.placements(self.as_of))


@dataclass(frozen=True, slots=True)
class NotesSeen:
    """The notes that stand as of a time. ``later`` counts those about times by then that were only written since."""

    as_of: Instant
    notes: tuple[Note, ...]
    later: int = 0


@dataclass(frozen=True, slots=True)
class AskNotes:
    """Notes of operators."""

    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> NotesSeen:
        operator = archive.operator
        if operator is None:
            return NotesSeen(self.as_of, ())
        later = operator.notes_written_later(self.as_of) if self.basis is Basis.KNOWN else 0
        return NotesSeen(self.as_of, operator.notes(self.as_of, self.basis), later)


class Computer(Protocol):
    """What computes an indicator without ever raising: the guard."""

    def compute(self, indicator: Indicator, snapshot: Snapshot) -> Figure | str:
        """The figure, or the reason why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class AskFigures:
    """The indicators of one moment. Asks nothing of the file; it is computed here to keep the screen's thread free."""

    indicators: tuple[tuple[str, Indicator], ...]
    snapshot: Snapshot
    computer: Computer

    def answer(self, archive: Archive) -> tuple[Figure | str, ...]:
        return tuple(self.computer.compute(indicator, self.snapshot) for _, indicator in self.indicators)
