"""Short ways to say what the store's tests write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from venule.domain.alarm import Alarm, alarm_uid
from venule.domain.instant import Instant
from venule.domain.observation import Recorded
from venule.domain.quantity import Value
from venule.domain.rule import Priority
from venule.store.answers import START, Values
from venule.store.batch import Batch
from venule.store.reader import Reader
from venule.store.writer import Writer

T0 = 1_700_000_000_000_000


def row(
    asset: str, observed_at: Instant, value: Value | None = 1.0, recorded_at: Instant | None = None, key: int = 0
) -> Recorded:
    """An observation of an asset's level, recorded as it was observed unless said otherwise."""
    return Recorded("net", asset, "level", observed_at, recorded_at or observed_at, value, source_key=key)


def alarm(subject: str, raised_at: Instant, cleared_at: Instant | None = None) -> Alarm:
    """An alarm that the recorder knew of a second after it was."""
    known = None if cleared_at is None else cleared_at + 1_000_000
    uid = alarm_uid("net", subject, "high", raised_at)
    return Alarm(
        uid, "net", subject, "high", Priority.HIGH, raised_at, raised_at + 1_000_000, "too high",
        cleared_at=cleared_at, cleared_recorded_at=known,
    )  # fmt: skip


@contextmanager
def written(path: Path, *batches: Batch) -> Iterator[Reader]:
    """A reader on a finished file of those batches."""
    with Writer(path, durable=False) as writer:
        for batch in batches:
            writer.write(batch)
    with Reader(path) as reader:
        yield reader


def names(reader: Reader, values: Values) -> list[str]:
    """The asset of each row."""
    catalogue = reader.catalogue()
    rows = catalogue.datastreams.id.searchsorted(values.datastream)
    return [catalogue.assets.name[asset] for asset in catalogue.datastreams.asset[rows]]


def everything(reader: Reader, as_of: Instant, limit: int = 50_000) -> list[Values]:
    """All answers to `changes` from the start on, one after the other."""
    answers = [reader.changes(START, as_of, limit)]
    while answers[-1].more:
        answers.append(reader.changes(answers[-1].cursor, as_of, limit))
    return answers
