"""How soon the whole desk is right after a seek into a long recording, and whether it keeps the pace of a replay."""

from dataclasses import dataclass
from pathlib import Path

from venule.bench.reviewed import INTERVAL_S, Plan, write_recording
from venule.bench.store import place
from venule.bench.writing import Say
from venule.processes.usage import greatest_resident_mb
from venule.store.problem import NoSuchFile
from venule.store.reader import Reader

STREAMS = 100_000
DAYS = 30.0
SEEKS = 60
FOR_S = 60.0
SPEED = 1000.0
WINDOW = (1280, 800)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for. ``keep`` is a file to write and leave, ``read`` one that is only read."""

    streams: int = STREAMS
    days: float = DAYS
    seeks: int = SEEKS
    for_s: float = FOR_S
    size: tuple[int, int] = WINDOW
    keep: Path | None = None
    read: Path | None = None


def run(wishes: Wishes, say: Say) -> dict[str, object]:
    """Write a recording of a large city and open the desk on it, or on a file that there is."""
    if wishes.read is not None:
        return {"file": str(wishes.read), **measure(wishes.read, wishes, say)}
    plan = Plan(wishes.streams, wishes.days)
    with place(wishes.keep) as path:
        write_recording(path, plan, say)
        return {"days": wishes.days, "interval_s": INTERVAL_S, **measure(path, wishes, say)}


def measure(path: Path, wishes: Wishes, say: Say) -> dict[str, object]:
    """What the desk does on a file."""
    from venule.desk.bench import replay

    with Reader(path) as reader:
        counts = reader.counts()
    if counts.first_recorded_at is None or counts.last_recorded_at is None:
        raise NoSuchFile(f"There are no observations in {path} that could be replayed.")
    say("the desk seeks and plays")
    told = replay.Wishes(
        counts.first_recorded_at, counts.last_recorded_at, wishes.seeks, SPEED, wishes.for_s, wishes.size
    )
    figures = replay.run(path, told)
    return {"observations": counts.observations, **figures, "peak_mb": greatest_resident_mb()}
