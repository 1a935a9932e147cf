"""Files that are packed in every possible way, and what is true of their rows however they are packed."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st

from tests.store.rows import T0, row
from venule.domain.instant import SECOND
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity, ValueKind
from venule.store.batch import Batch, Declaration
from venule.store.reader import Reader
from venule.store.sizes import Sizes
from venule.store.writer import Writer

LONGEST_S = 60

ENDLESS = Sizes(seal_rows=10**9, seal_pieces=10**9)
"""Nothing is ever packed."""

SIZES = st.sampled_from(
    (
        ENDLESS,
        Sizes(seal_rows=5, seal_pieces=100, fan=9, full_rows=45, chunk_rows=3),
        Sizes(seal_rows=4, seal_pieces=2, fan=2, full_rows=8, chunk_rows=2),
        Sizes(seal_rows=9, seal_pieces=3, fan=3, full_rows=12, chunk_rows=1000),
    )
)

VALUES = st.sampled_from((1.0, 2.5, 3.0, "open", "closed", None))


@st.composite
def arrivals(draw: st.DrawFn, most: int = 40) -> list[Recorded]:
    """Observations of few assets, early, late, out of turn and of the same moment, and redeliveries."""
    seconds = st.integers(0, draw(st.sampled_from((2, 5, LONGEST_S))))
    drawn = draw(st.lists(st.tuples(st.sampled_from("abc"), seconds, seconds, VALUES), max_size=most))
    return [
        row(asset, T0 + observed * SECOND, value, T0 + recorded * SECOND) for asset, observed, recorded, value in drawn
    ]


def in_batches(rows: Sequence[Recorded], size: int) -> list[Batch]:
    return [Batch(observations=rows[at : at + size]) for at in range(0, len(rows), size)]


@contextmanager
def cache() -> Iterator[Path]:
    """A place for a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder, "city.venule")


@contextmanager
def packed(rows: Sequence[Recorded], sizes: Sizes, batch: int = 7, kind: ValueKind | None = None) -> Iterator[Reader]:
    """A reader on a file whose writer packed after each batch what was due."""
    quantity = Quantity("level", kind=kind or ValueKind.MEASURE)
    with cache() as path:
        with Writer(path, durable=False, sizes=sizes) as writer:
            if kind is not None:
                writer.write(Batch(declarations=[Declaration("net", asset, quantity) for asset in "abc"]))
            for one in in_batches(rows, batch):
                writer.write(one)
                while writer.tend():
                    continue
        with Reader(path) as reader:
            yield reader


def identity(one: Recorded) -> tuple[object, ...]:
    """What a redelivery repeats."""
    return one.asset, one.observed_at, one.value


def settled(rows: Iterable[Recorded]) -> list[Recorded]:
    """Each observation once, as it was first written."""
    first: dict[tuple[object, ...], Recorded] = {}
    for one in rows:
        first.setdefault(identity(one), one)
    return list(first.values())


def known(rows: Iterable[Recorded], as_of: int) -> list[Recorded]:
    """What was recorded by then, each once, the last of several at one time last."""
    return sorted((one for one in settled(rows) if one.recorded_at <= as_of), key=in_turn_of_time)


def in_turn_of_time(one: Recorded) -> tuple[int, int]:
    """By time of observation, then as recorded; what is recorded at once stays in the order of writing."""
    return one.observed_at, one.recorded_at


def conflicting(rows: Sequence[Recorded]) -> list[bool]:
    """Which of some observations share their moment with another of the same asset."""
    moments = [(one.asset, one.observed_at) for one in rows]
    return [moments.count(moment) > 1 for moment in moments]
