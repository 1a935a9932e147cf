"""Everything a report is made from, as one frozen value: what the two files answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from math import isnan

from venule.desk.models.status import Names
from venule.desk.report.course import Told
from venule.desk.report.evidence import OPERATORS, REVIEW, FileFacts
from venule.desk.report.hearing import Heard
from venule.desk.report.request import Request
from venule.desk.report.scope import LONGEST_NAME, Scope, gateway_of, key_of, label_of
from venule.desk.report.wording import flat
from venule.domain.alarm import Status
from venule.domain.asset import AssetKind
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap
from venule.domain.note import Note
from venule.domain.quantity import Quantity
from venule.store.answers import Catalogue, Counts, Series
from venule.store.incident import Events


@dataclass(frozen=True, slots=True)
class Subject:
    """An asset of the incident. ``number`` is what the map and the tables call it, ``called`` what people do."""

    number: int
    row: int
    network: str
    name: str
    called: str
    kind: str
    gateway: str
    place: Position | None
    properties: tuple[tuple[str, str], ...]
    status: Status


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A datastream of such an asset: its points for a chart, where it is shown in one, and how much was heard."""

    datastream: int
    subject: Subject
    quantity: Quantity
    every_us: int
    heard: Heard
    series: Series | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """``worst`` is the moment of the map. ``live`` says that a recorder was writing. ``notes_elsewhere`` counts notes
    of the stretch that are about other assets. ``kinds`` are the installed verticals' declarations by name.
    """

    request: Request
    city: str
    catalogue: Catalogue
    names: Names
    kinds: dict[str, AssetKind]
    scope: Scope
    alarms: tuple[Told, ...]
    events: Events
    subjects: tuple[Subject, ...]
    streams: tuple[Stream, ...]
    stream_count: int
    notes: tuple[Note, ...]
    notes_elsewhere: int
    gaps: tuple[FeedGap, ...]
    worst: Instant
    files: tuple[FileFacts, ...]
    counts: Counts
    as_of: Instant
    live: bool
    version: str

    @property
    def zone(self) -> tzinfo | None:
        """In which times are told."""
        return self.request.zone

    @property
    def is_commented(self) -> bool:
        """Whether what operators said could be read at all."""
        return any(file.role in (OPERATORS, REVIEW) for file in self.files)

    @property
    def tops(self) -> tuple[Told, ...]:
        """The alarms that are not folded under another one."""
        uids = {one.alarm.uid for one in self.alarms}
        return tuple(one for one in self.alarms if one.alarm.parent not in uids)

    @property
    def unread(self) -> int:
        """How many alarms of the stretch are beyond those that one report reads."""
        return self.events.alarm_count - len(self.events.alarms)

    def charted(self) -> Iterator[Stream]:
        """The datastreams that are shown as charts."""
        return (stream for stream in self.streams if stream.series is not None)

    def name_of(self, network: str, subject: str, *, of_gateway: bool = False) -> str:
        """What to call the subject of an alarm, a note or a command."""
        row = None if of_gateway else self.names.asset.get((network, subject))
        if of_gateway:
            return f"gateway {subject}"
        return flat(subject, LONGEST_NAME) if row is None else label_of(self.catalogue, row)


def subject_of(
    catalogue: Catalogue, row: int, number: int, properties: tuple[tuple[str, str], ...], status: Status
) -> Subject:
    """What the catalogue tells of an asset."""
    assets = catalogue.assets
    network, name = key_of(catalogue, row)
    longitude, latitude = float(assets.longitude[row]), float(assets.latitude[row])
    placed = not (isnan(longitude) or isnan(latitude))
    return Subject(
        number,
        row,
        network,
        name,
        label_of(catalogue, row),
        _kind_of(catalogue, row),
        gateway_of(catalogue, row),
        Position(longitude, latitude) if placed else None,
        properties,
        status,
    )


def _kind_of(catalogue: Catalogue, row: int) -> str:
    """The kind in words; empty where no vertical knows the asset."""
    kind = int(catalogue.assets.kind[row])
    return catalogue.kinds[kind].rpartition(".")[2].replace("_", " ") if 0 <= kind < len(catalogue.kinds) else ""
