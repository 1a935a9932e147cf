"""Writes a made-up city into a file as a recorder would, and measures it; generating the samples is not counted."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from venule.bench.synthetic import City
from venule.bench.times import Times
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.processes.usage import greatest_resident_mb, resident_mb
from venule.store.batch import Batch
from venule.store.columns import Columns
from venule.store.writer import Writer

Say = Callable[[str], None]
Form = Callable[[Columns], Columns | Sequence[Recorded]]

TENTHS = 10
MEMORY_EVERY_S = 1.0
SAY_EVERY_S = 0.5


class Course:
    """How speed and memory go over the tenths of the work."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._rows = [0] * TENTHS
        self._seconds = [0.0] * TENTHS
        self._memory: list[list[float]] = [[0.0, 0.0, 0.0] for _ in range(TENTHS)]
        self._memory_at = 0.0

    def note(self, done: int, rows: int, seconds: float) -> None:
        """So many rows have just been written in that time; ``done`` are in the file now."""
        tenth = min((2 * done - rows) * TENTHS // (2 * self._samples), TENTHS - 1)
        self._rows[tenth] += rows
        self._seconds[tenth] += seconds
        now = monotonic()
        count, total, greatest = self._memory[tenth]
        if (not count or now >= self._memory_at) and (resident := resident_mb()) is not None:
            self._memory[tenth] = [count + 1, total + resident, max(greatest, resident)]
            self._memory_at = now + MEMORY_EVERY_S

    def speed(self) -> dict[str, object]:
        """Samples a second in each tenth, and the last one's share of the first."""
        rates = [rows / spent if spent else None for rows, spent in zip(self._rows, self._seconds, strict=True)]
        first, last = rates[0], rates[-1]
        return {
            "tenths_per_s": [None if rate is None else round(rate) for rate in rates],
            "last_to_first": round(last / first, 3) if first and last else None,
        }

    def memory(self) -> dict[str, object]:
        """Resident memory: mean of the second tenth, mean of the last, greatest from the second on."""
        means = [total / count if count else None for count, total, _ in self._memory]
        early, late = means[1], means[-1]
        return {
            "tenths_mb": [_rounded(mean) for mean in means],
            "after_10_percent_mb": _rounded(early),
            "at_the_end_mb": _rounded(late),
            "greatest_after_10_percent_mb": _rounded(max(greatest for _, _, greatest in self._memory[1:]) or None),
            "end_to_10_percent": round(late / early, 3) if early and late else None,
            "peak_mb": _rounded(greatest_resident_mb()),
        }


class Work:
    """A writer at work, and how long it takes: to write what names new datastreams, to write, to tend, to close."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(f"{path.name}-wal")
        self._writer = Writer(path, durable=False)
        self.naming, self.writing, self.tending, self.closing = Times(), Times(), Times(), Times()
        self.greatest_log = 0

    @property
    def seconds(self) -> float:
        """All of it."""
        return sum(times.total_s for times in (self.naming, self.writing, self.tending, self.closing))

    def take(self, batch: Batch, *, new: bool) -> int:
        """Write a batch, and tend the file as long as there is anything to do; how many samples were written."""
        writing = self.naming if new else self.writing
        written = writing.spend(partial(self._writer.write, batch))
        while self.tending.spend(self._writer.tend):
            continue
        self.greatest_log = max(self.greatest_log, self._log.stat().st_size)
        return written.observations

    def close(self) -> None:
        """Let the file go."""
        self.closing.spend(self._writer.close)

    def figures(self) -> dict[str, object]:
        """Of each part."""
        return {
            "seconds": round(self.seconds, 3),
            "write_new_names": self.naming.figures(),
            "write": self.writing.figures(),
            "tend": self.tending.figures(),
            "close_s": round(self.closing.total_s, 3),
            "greatest_wal_bytes": self.greatest_log,
        }


def write(path: Path, city: City, samples: int, say: Say) -> dict[str, object]:
    """Write so many samples by columns; how fast, how small, and in how much memory."""
    course, work, done, said_at = Course(samples), Work(path), 0, 0.0
    try:
        for columns in city.batches(samples):
            before = work.seconds
            written = work.take(Batch(observations=columns), new=done < city.streams)
            done += written
            course.note(done, written, work.seconds - before)
            if monotonic() >= said_at:
                say(f"{done:,} of {samples:,} samples, {done / work.seconds:,.0f}/s")
                said_at = monotonic() + SAY_EVERY_S
    finally:
        work.close()
    size = path.stat().st_size
    return {
        "samples": done,
        "samples_per_s": round(done / work.seconds),
        **course.speed(),
        **work.figures(),
        "file_bytes": size,
        "bytes_a_sample": round(size / done, 3),
        "memory": course.memory(),
    }


def rate(path: Path, city: City, samples: int, form: Form) -> int:
    """Samples a second in that form, after the first round, in which names are made."""
    work, done = Work(path), 0
    try:
        for columns in city.batches(samples + city.streams):
            done += work.take(Batch(observations=form(columns)), new=done < city.streams)
    finally:
        work.close()
    return round(samples / (work.writing.total_s + work.tending.total_s))


def tuples(columns: Columns) -> Sequence[Recorded]:
    """The rows of a batch of numbers, an object each, as small sources hand them over."""
    rows = columns.rows
    observed, recorded, number = rows.observed_at.tolist(), rows.recorded_at.tolist(), rows.number.tolist()
    key = [0] * len(rows) if rows.key is None else rows.key.tolist()
    places: list[int] = rows.stream.tolist()
    told = zip(places, observed, recorded, number, key, strict=True)
    return [
        Recorded(
            *columns.names[place], observed_at, recorded_at, value, None, Quality.GOOD, "", Provenance.NONE, source
        )
        for place, observed_at, recorded_at, value, source in told
    ]


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 1)
