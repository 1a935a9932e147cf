"""What a recording answers how fast: the questions of a desk, each asked of a reader that has just been opened."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from venule.bench.material import seconds, spread_ms
from venule.bench.writing import Say
from venule.domain.instant import DAY, SECOND, Instant
from venule.store.answers import Counts, Longs, Series
from venule.store.problem import NoSuchFile
from venule.store.reader import Reader

SEED = 7
DATASTREAMS = 12
SEEKS = 20
POINTS = 2_000
ALL_POINTS = 100_000
OPENINGS = 7
SPEED = 1000
PULSES_PER_S = 4
PULSES = 40
MOST_CALLS = 200
FOR_EVER: Instant = 2**62

Question = Callable[[Reader], object]


def read(path: Path, say: Say) -> dict[str, object]:
    """Every figure of a finished file."""
    with Reader(path) as reader:
        counts, datastreams = reader.counts(), reader.catalogue().datastreams.id
    if not counts.observations or counts.first_observed_at is None or counts.last_observed_at is None:
        raise NoSuchFile(f"There are no observations in {path} that could be read.")
    some = np.random.default_rng(SEED).choice(datastreams, min(DATASTREAMS, len(datastreams)), replace=False)
    first, last = counts.first_observed_at, counts.last_observed_at
    raw_us = min(DAY, max(1, (last - first) // 10))
    say("reading: openings")
    figures: dict[str, object] = {
        "observations": counts.observations,
        "page_cache": "the file was let go of for `cold`" if can_let_go() else "cannot be let go of here: all is warm",
        "open": openings(path),
    }
    say("reading: series")
    figures["series_full_range"] = series(path, some, (first, last), POINTS)
    figures["series_raw"] = {
        "hours": round(raw_us / DAY * 24, 3),
        **series(path, some, (last - raw_us, last), ALL_POINTS),
    }
    say("reading: latest")
    figures["latest"] = latest(path, counts)
    say("reading: changes")
    figures["changes"] = changes(path, counts)
    return figures


def openings(path: Path) -> dict[str, object]:
    """How long it takes until a reader has answered its first small question."""

    def opened() -> None:
        with Reader(path) as reader:
            reader.catalogue_version()

    return warm_and_cold(path, [partial(seconds, opened)] * OPENINGS)


def series(path: Path, datastreams: Longs, span: tuple[Instant, Instant], points: int) -> dict[str, object]:
    """Each datastream over a span, asked of a new reader. ``samples`` stand behind an answer, which has ``points``."""
    answers: list[Series] = []

    def question(datastream: int) -> Callable[[], float]:
        def ask(reader: Reader) -> None:
            answers.append(reader.series(datastream, *span, points, FOR_EVER))

        return partial(first_answer, path, ask)

    times = warm_and_cold(path, [question(int(datastream)) for datastream in datastreams])
    return {
        "datastreams": len(datastreams),
        "samples": int(np.median([answer.total for answer in answers])),
        "points": int(np.median([len(answer.number) for answer in answers])),
        **times,
    }


def latest(path: Path, counts: Counts) -> dict[str, object]:
    """The newest of everything as of times all over the recording: of new readers, and of one that is asked again."""
    moments = [int(moment) for moment in np.random.default_rng(SEED).integers(*recorded(counts), SEEKS)]
    times = warm_and_cold(path, [partial(first_answer, path, partial(Reader.latest, as_of=at)) for at in moments])
    with Reader(path) as reader:
        again = spread_ms([seconds(partial(reader.latest, at)) for at in moments])
        values = len(reader.latest(moments[-1]).datastream)
    return {"datastreams": counts.datastreams, "values": values, "seeks": SEEKS, **times, "same_reader": again}


def changes(path: Path, counts: Counts) -> dict[str, object]:
    """A stretch from the middle played at ×1000: each call, and each pulse with as many calls as it takes."""
    first, last = recorded(counts)
    start, step = (first + last) // 2, SPEED * SECOND // PULSES_PER_S
    calls: list[float] = []
    pulses: list[float] = []
    rows = 0
    with Reader(path) as reader:
        cursor = reader.latest(start).cursor
        for pulse in range(1, PULSES + 1):
            before, more = len(calls), start + (pulse - 1) * step < last
            while more and len(calls) < MOST_CALLS:
                begin = perf_counter()
                values = reader.changes(cursor, start + pulse * step)
                calls.append(perf_counter() - begin)
                cursor, more = values.cursor, values.more
                rows += len(values.datastream)
            if calls[before:] and not more:
                pulses.append(sum(calls[before:]))
    whole = spread_ms(pulses) if pulses else None
    return {
        "speed": SPEED, "observations": rows, "calls": len(calls), "pulses": len(pulses),
        "observations_per_s": round(rows / sum(calls)), "call": spread_ms(calls), "pulse": whole,
    }  # fmt: skip


def warm_and_cold(path: Path, works: Sequence[Callable[[], float]]) -> dict[str, object]:
    """The times of some works: as the file lies in the system's memory, and each after it was let go of there."""
    for work in works:
        work()  # a measurement before this one may have had the file let go of
    warm = [work() for work in works]
    return {"warm": spread_ms(warm), "cold": spread_ms([cold(path, work) for work in works]) if can_let_go() else None}


def cold(path: Path, work: Callable[[], float]) -> float:
    """Ask the system to forget the file's pages, and then work: they come from the disk again.

    No reader of this process is open then: closing the file would let go of its locks.
    """
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)
    return work()


def first_answer(path: Path, ask: Question) -> float:
    """How long a new reader takes for its first answer; opening it is measured elsewhere."""
    with Reader(path) as reader:
        return seconds(partial(ask, reader))


def recorded(counts: Counts) -> tuple[Instant, Instant]:
    """From when to when, the end not included."""
    assert counts.first_recorded_at is not None
    assert counts.last_recorded_at is not None
    return counts.first_recorded_at, counts.last_recorded_at + 1


def can_let_go() -> bool:
    """Whether the system can be asked to forget a file's pages."""
    return hasattr(os, "posix_fadvise")
