"""Measures the charts on a real file: frames while the query thread answers, and what live appending costs."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

import numpy as np

from venule.bench.store import place
from venule.bench.writing import Say
from venule.domain.instant import DAY, MINUTE, SECOND, Instant
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity
from venule.store.batch import Batch, Declaration
from venule.store.columns import Columns
from venule.store.excerpts.cutting import Wish, cut
from venule.store.reader import Reader
from venule.store.rows import Form, Rows
from venule.store.writer import Writer

if TYPE_CHECKING:
    from venule.desk.trends.benchfile import Length

STREAMS = 10
SAMPLES = 10_000_000
"""Of each datastream."""

SPAN: Instant = 365 * DAY
END: Instant = 1_764_000_000 * SECOND
ROWS_A_STREAM = 6_000
"""Of a datastream in one transaction."""

SEED = 20_261_124
NETWORK = "bench"
QUANTITIES = (Quantity("pressure", "bar", normal_low=20.0, normal_high=80.0), Quantity("flow", "m3/h"))
MADE_OF = (
    "ten datastreams of two quantities over a year: a random walk and a daily sine in two decimals, evenly spaced and "
    "recorded as they were observed"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for: samples of each datastream; a file to write and leave, or one that is only read.

    ``short`` measures a few frames alone, for who wants to know whether it can be measured at all.
    """

    samples: int = SAMPLES
    keep: Path | None = None
    read: Path | None = None
    short: bool = False


def run(wishes: Wishes, say: Say) -> dict[str, object]:
    """Write the file, or take one that is there; then pan, zoom and append."""
    from venule.desk.trends import bench, benchfile

    length = benchfile.Length(frames=3, jumps=2, appended=2) if wishes.short else benchfile.USUAL
    say("charts in memory")
    figures: dict[str, object] = {} if wishes.short else {"in_memory": bench.run()}
    with _file(wishes, say) as (path, made):
        say("frames on the file")
        facts = _facts(path)
        figures |= {"file": {**made, **facts}, "on_file": benchfile.run_on(path, STREAMS, length)}
        say("appending")
        figures["append"] = _appending(path, length)
    return figures


@contextmanager
def _file(wishes: Wishes, say: Say) -> Iterator[tuple[Path, dict[str, object]]]:
    """The file to measure, and how it was made."""
    if wishes.read is not None:
        yield wishes.read, {"file": str(wishes.read)}
        return
    with place(wishes.keep) as path:
        begun = perf_counter()
        write(path, wishes.samples, SPAN, say)
        yield path, {"made_of": MADE_OF, "seed": SEED, "written_in_s": round(perf_counter() - begun, 1)}


def _facts(path: Path) -> dict[str, int]:
    with Reader(path) as reader:
        counts = reader.counts()
    return {"observations": counts.observations, "datastreams": counts.datastreams, "file_bytes": counts.file_bytes}


def write(path: Path, samples: int, span: Instant, say: Say) -> None:
    """So many samples of each datastream, evenly over a span that ends at :data:`END`."""
    random, walk = np.random.default_rng(SEED), np.zeros((STREAMS, 1))
    step, said_at = span // samples, 0.0
    with Writer(path, durable=False) as writer:
        writer.write(Batch(declarations=_declarations(step)))
        for first in range(0, samples, ROWS_A_STREAM):
            count = min(ROWS_A_STREAM, samples - first)
            at = END - span + (first + 1 + np.arange(count, dtype=np.int64)) * step
            steps = np.cumsum(random.normal(0.0, 0.05, (STREAMS, count)), axis=1)
            level = walk * 0.99 + steps
            walk = level[:, -1:]
            writer.write(Batch(observations=_columns(at, level)))
            while writer.tend():
                continue
            if monotonic() >= said_at:
                say(f"writing: {first * STREAMS:,} of {samples * STREAMS:,} samples")
                said_at = monotonic() + 1.0


def _declarations(step: Instant) -> list[Declaration]:
    every = max(1.0, step / SECOND)
    return [
        Declaration(NETWORK, f"asset{row:02d}", QUANTITIES[row % len(QUANTITIES)], expected_every_s=every)
        for row in range(STREAMS)
    ]


def _columns(at: "np.typing.NDArray[np.int64]", level: "np.typing.NDArray[np.float64]") -> Columns:
    """A stretch of all datastreams, in the order in which it was recorded."""
    names = tuple((NETWORK, f"asset{row:02d}", QUANTITIES[row % len(QUANTITIES)].name) for row in range(STREAMS))
    count = len(at)
    day = 5.0 * np.sin(2 * np.pi * (at % DAY) / DAY)
    number = np.round(50.0 + day + level, 2).T.ravel()
    when, total = np.repeat(at, STREAMS), count * STREAMS
    rows = Rows(
        np.tile(np.arange(STREAMS, dtype=np.int64), count),
        when,
        when,
        number,
        np.full(total, Form.NUMBER, np.int8),
        np.full(total, Quality.GOOD, np.int8),
        np.full(total, Provenance.NONE, np.int8),
    )
    return Columns(names, rows)


def _appending(path: Path, length: "Length") -> dict[str, object]:
    """The same minute appended behind all, and behind the last minute of it alone: both in files of their own."""
    from venule.desk.trends import benchfile

    with TemporaryDirectory(prefix="venule-bench-", ignore_cleanup_errors=True) as folder:
        short, long = Path(folder) / "minute.venule", Path(folder) / "year.venule"
        cut(path, short, Wish(path.name, END - MINUTE, END, END, "bench"))
        shutil.copyfile(path, long)
        return {
            "behind_a_minute": benchfile.run_live(short, STREAMS, END, _append, length),
            "behind_all": benchfile.run_live(long, STREAMS, END, _append, length),
        }


def _append(writer: Writer, at: Instant) -> None:
    """A second of all datastreams."""
    writer.write(Batch(observations=_columns(np.array([at], np.int64), np.zeros((STREAMS, 1)))))
    while writer.tend():
        continue
