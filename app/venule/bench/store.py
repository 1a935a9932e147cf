"""How fast the store takes samples in, how small it keeps them, and how fast it answers: no broker, one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from venule.bench.reading import read
from venule.bench.synthetic import MADE_OF, SEED, City
from venule.bench.writing import Form, Say, rate, tuples, write
from venule.store.problem import StoreProblem

SAMPLES = 5_000_000
STREAMS = 10_000
INTERVAL_S = 1.0
SLOW_STREAMS = 100_000
SLOW_INTERVAL_S = 900.0
SLOW_DAYS = 30.0
"""A large city of slow sensors: 288 million samples."""

DAY_S = 86_400.0
FEW = 200_000
FORMS: dict[str, Form] = {"columns_per_s": lambda batch: batch, "tuples_per_s": tuples}
"""What a batch may be: columns, as the recorder makes them, or an object a sample, of which columns are made."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. ``keep`` is a file to write and leave, ``read`` one that is only read."""

    samples: int = SAMPLES
    streams: int = STREAMS
    interval_s: float = INTERVAL_S
    keep: Path | None = None
    read: Path | None = None


def samples_in(days: float, streams: int, interval_s: float) -> int:
    """How many samples come in so many days."""
    return max(1, round(days * DAY_S / interval_s)) * streams


def run(wishes: Wishes, say: Say) -> dict[str, object]:
    """Write a made-up city and read it, or read a file that there is."""
    if wishes.read is not None:
        return {"file": str(wishes.read), "reads": read(wishes.read, say)}
    city = City(wishes.streams, wishes.interval_s)
    with place(wishes.keep) as path:
        written = write(path, city, wishes.samples, say)
        say("writing columns and tuples")
        forms = {name: by_form(city, min(FEW, wishes.samples), form) for name, form in FORMS.items()}
        return {
            "seed": SEED,
            "made_of": MADE_OF,
            "streams": wishes.streams,
            "interval_s": wishes.interval_s,
            "rows_a_transaction": city.rows_a_batch,
            **written,
            "by_form": {"samples": min(FEW, wishes.samples), **forms},
            "reads": read(path, say),
        }


def by_form(city: City, samples: int, form: Form) -> int:
    """Samples a second of batches in one form, in a file of their own."""
    with place(None) as path:
        return rate(path, city, samples, form)


@contextmanager
def place(keep: Path | None) -> Iterator[Path]:
    """Where to write: a file that stays and must not be there yet, or one that is thrown away."""
    if keep is not None and keep.exists():
        raise StoreProblem(f"{keep} is already there; name another file.")
    with TemporaryDirectory(prefix="venule-bench-", ignore_cleanup_errors=True) as folder:
        yield keep or Path(folder) / "bench.venule"
