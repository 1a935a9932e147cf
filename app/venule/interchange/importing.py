"""Imports tables into a recording by the path of a live feed: messages, intake, watch, writer; batch by batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.message import Message
from venule.domain.quality import Provenance
from venule.domain.reject import Reject
from venule.interchange.layouts import check, items
from venule.interchange.remarks import left_out, remarks
from venule.interchange.rows import Kept, Refused
from venule.interchange.sources import Source
from venule.interchange.times import local_times
from venule.recorder.additions import Additions, reject
from venule.recorder.intake import Intake
from venule.recorder.streams import NEVER
from venule.recorder.watch import Watch
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer
from venule.verticals.guard import Guard

ROWS_A_BATCH = 5_000
POINTS_A_BATCH = 500_000
"""Points of shapes after which a batch is committed, however few rows it has."""
FEED = "import"
STAGE = "import"
REJECTS_KNOWN = 100_000
FOR_EVER: Instant = 2**62

Progress: TypeAlias = Callable[[str, float | None], None]
"""Called now and then with what is being done and which share of all is done, where that is known."""

Bytes: TypeAlias = Callable[[str, int | None], None]
"""The same, with how many bytes of one file were read."""

PACKING = 0.02
"""The share of the whole that is left when every row is read: what was taken in is packed."""


@dataclass(slots=True)
class Summary:
    """What an import came to."""

    files: int = 0
    assets: set[tuple[str, str]] = field(default_factory=set)
    without_place: int = 0
    observations: int = 0
    duplicates: int = 0
    rejects: int = 0
    remarks: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, object]:
        """The whole for a script."""
        return {
            "files": self.files, "assets": len(self.assets), "without_place": self.without_place,
            "observations": self.observations, "known": self.duplicates, "refused": self.rejects,
            "remarks": self.remarks,
        }  # fmt: skip

    def sentence(self) -> str:
        """The whole in one sentence."""
        place = f" ({self.without_place:,} without a place)" if self.without_place else ""
        known = f" ({self.duplicates:,} more were there already)" if self.duplicates else ""
        refused = f"{counted(self.rejects, 'row')} refused" if self.rejects else "nothing refused"
        return (
            f"{counted(self.files, 'file')}: {counted(len(self.assets), 'asset')}{place}, "
            f"{counted(self.observations, 'new observation')}{known}, {refused}."
        )


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a recording held before: the refusals of imports, and the newest observation of each datastream."""

    rejects: frozenset[bytes] = frozenset()
    newest: Mapping[tuple[str, str, str], Instant] = field(default_factory=dict)


class Importer:
    """Takes in one source after another. ``now`` is the time of the import, for rows that have none of their own.

    Limits and rules are judged by the times of the rows. Nothing is told of silence: a file that says nothing of an
    asset does not say that it was silent.
    """

    def __init__(self, writer: Writer, guard: Guard, now: Instant, earlier: Earlier) -> None:
        self.summary = Summary()
        self._writer, self._guard, self._now = writer, guard, now
        self._earlier = earlier
        self._intake = Intake(guard)
        self._watch = Watch(guard.kinds, writer.active_alarms())
        self._gathered: list[Batch] = []
        self._rejects: list[Reject] = []
        self._points = 0
        self._held = writer.compact()
        self._written = 0

    def take(self, source: Source, progress: Bytes) -> None:
        """Take in one table. A row that cannot be read is kept as a reject, and the rest goes on."""
        name, inventory = source.table.name, source.mapping.layout == "inventory"
        self.summary.remarks += remarks(source.table, source.mapping)
        if source.recognised and (unread := left_out(source.table, source.mapping)):
            self.summary.remarks.append(unread)
        local = local_times(source.mapping.zone)
        read = items(source.table, source.mapping, self._guard.kinds, self._now, local)
        for count, item in enumerate(read, 1):
            if isinstance(item, Refused):
                self._refuse(name, item)
            elif isinstance(item, Kept):
                self._keep(item)
            else:
                self._take_message(item, inventory)
            if count % ROWS_A_BATCH == 0 or self._points >= POINTS_A_BATCH:
                self._commit()
                progress(f"{name}: {count:,} taken in", source.table.reached.bytes)
        self._commit()
        if local is not None and (remark := local.remark(name)):
            self.summary.remarks.append(remark)
        self.summary.files += 1

    def _take_message(self, message: Message, inventory: bool) -> None:
        self.summary.assets.add((message.network, message.asset))
        self.summary.without_place += inventory and message.position is None and message.shape is None
        self._points += 0 if message.shape is None else message.shape.points
        self._gathered.append(
            self._intake.take_message(message, message.received_at, feed=FEED, provenance=Provenance.IMPORTED)
        )

    def _keep(self, kept: Kept) -> None:
        """Take in an observation of a recording of ours."""
        self.summary.assets.add((kept.row.network, kept.row.asset))
        declared = [] if kept.declaration is None else [kept.declaration]
        self._gathered.append(Batch(declarations=declared, observations=[kept.row]))

    def _refuse(self, name: str, refused: Refused) -> None:
        """Keep a refusal, unless an earlier import of the same file left it already."""
        at = self._now if refused.at is None else refused.at
        refusal = reject(
            FEED, f"{name}:{refused.line}", refused.text.encode(), reason=refused.reason, stage=STAGE, recorded_at=at
        )
        self.summary.rejects += 1
        if digest(refusal) not in self._earlier.rejects:
            self._rejects.append(refusal)

    def _commit(self) -> None:
        batch = joined(self._gathered, self._rejects)
        self.summary.rejects += len(batch.rejects) - len(self._rejects)
        self._gathered, self._rejects, self._points = [], [], 0
        self._written += self._writer.write(replace(batch, alarms=self._judge(batch))).observations
        while self._writer.tend():
            continue

    def finish(self) -> Summary:
        """Pack what was taken in, which shows how much of it was new."""
        self.summary.observations = self._writer.compact() - self._held
        self.summary.duplicates = self._written - self.summary.observations
        return self.summary

    def _judge(self, batch: Batch) -> list[Alarm]:
        """The alarms that new rows raise or clear; those that the recording held before were judged then."""
        newest, additions = self._earlier.newest, Additions()
        additions.assets = list(batch.assets)
        additions.observations = [row for row in batch.listed if row.observed_at > newest.get(row[:3], NEVER)]
        return self._watch.observe(additions, self._now).alarms


def joined(batches: Sequence[Batch], rejects: Sequence[Reject]) -> Batch:
    """Many small batches and some rejects as one batch."""
    return Batch(
        assets=[asset for batch in batches for asset in batch.assets],
        gateways=[gateway for batch in batches for gateway in batch.gateways],
        declarations=[declaration for batch in batches for declaration in batch.declarations],
        observations=[row for batch in batches for row in batch.listed],
        rejects=[*rejects, *(refusal for batch in batches for refusal in batch.rejects)],
    )


def digest(refusal: Reject) -> bytes:
    """What is the same when the same row is refused again for the same reason."""
    told = f"{refusal.feed}\0{refusal.topic}\0{refusal.reason}\0".encode() + refusal.payload
    return blake2b(told, digest_size=16).digest()


def look_at(cache: Path) -> Earlier:
    """What a recording holds already; nothing if there is none."""
    if not cache.exists():
        return Earlier()
    with Reader(cache) as reader:
        refusals = reader.rejects(FOR_EVER, REJECTS_KNOWN)
        catalogue, values = reader.catalogue(), reader.latest(FOR_EVER)
    streams, assets, networks = catalogue.datastreams, catalogue.assets, catalogue.networks
    names = {
        id: (networks[int(assets.network[asset])].name, assets.name[asset], catalogue.quantities[quantity].name)
        for id, asset, quantity in zip(
            streams.id.tolist(), streams.asset.tolist(), streams.quantity.tolist(), strict=True
        )
    }
    newest = zip(values.datastream.tolist(), values.observed_at.tolist(), strict=True)
    return Earlier(
        frozenset(digest(refusal) for refusal in refusals if refusal.feed == FEED),
        {names[id]: at for id, at in newest if id in names},
    )


def import_sources(
    sources: Sequence[Source], cache: Path, guard: Guard, now: Instant, progress: Progress = lambda what, share: None
) -> Summary:
    """Import tables into a recording, which is made if it is not there; the same table twice adds nothing."""
    for source in sources:
        check(source.table, source.mapping, guard.kinds)
    progress("looking at the recording", None)
    earlier = look_at(cache)
    sizes = [source.table.path.stat().st_size for source in sources]
    with Writer(cache, durable=False) as writer:
        importer = Importer(writer, guard, now, earlier)
        for place, source in enumerate(sources):
            importer.take(source, partial(_share, progress, sum(sizes[:place]), sum(sizes)))
        progress("packing", 1 - PACKING)
        return importer.finish()


def _share(progress: Progress, before: int, whole: int, what: str, read: int | None) -> None:
    """Tell the share of all files by how many bytes were read."""
    progress(what, None if read is None else (1 - PACKING) * (before + read) / max(whole, 1))
