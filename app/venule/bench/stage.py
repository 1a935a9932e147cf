"""Where ingest is measured: a broker nobody has spoken to yet, a folder, and the processes around them."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from venule.bench.brokers import HOST, Broker, broker
from venule.bench.flood import Flood
from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.processes.household import Child, Household, ProcessProblem
from venule.processes.usage import children, cpu_s
from venule.store.problem import NoSuchFile
from venule.store.reader import Reader

TOPICS = "city/#"
PATIENCE_S = 60.0
QUIET_S = 10.0
"""When nothing more was committed for so long, what is missing is lost."""

ALONE = ("broker", "recorder")
"""The processes where nothing reads but the recorder."""

CALM_WITHIN_S = 0.3
CALM_CPU_S = 0.02
"""What processes that wait may use within that time."""

LOOK_EVERY_S = 0.05
LOOK_SHARE = 10
"""Looking into the file takes at most this part of the time: it must not slow down what it looks at."""

FOR_EVER: Instant = 2**62
PROFILE = """\
name = "bench"

[[feed]]
name = "bench"
broker = "mqtt://{host}:{port}"
topics = ["{topics}"]
qos = {qos}
dialect = "json"
readers = {readers}

[feed.json]
topic = "city/{{network}}/{{asset}}/{{datastream}}"
value = "v"
observed_at = "t"
time = "epoch_ms"
unit = "u"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one part of the measurement happens on."""

    household: Household
    folder: Path
    broker: Broker

    @property
    def cache(self) -> Path:
        """The recorder's file."""
        return self.folder / "bench.venule"

    def profile(self, qos: int, readers: int) -> Path:
        """A profile for this broker."""
        path = self.folder / "bench.toml"
        text = PROFILE.format(host=HOST, port=self.broker.port, topics=TOPICS, qos=qos, readers=readers)
        path.write_text(text, encoding="utf-8")
        return path

    def publisher(self, flood: Flood) -> Child:
        """A publisher that has made its packets and waits for a word."""
        child = self.household.start("publisher", "venule.bench.flood", *flood.arguments, heard=True)
        child.line()
        return child

    def start_recorder(self, profile: Path) -> None:
        """Start a recorder on this stage's file."""
        self.household.start("recorder", "venule", "record", str(profile), "--cache", str(self.cache), "--lifeline")

    def processes(self) -> dict[str, int | None]:
        """The broker, the recorder by its own word, and those that the recorder has started."""
        with Reader(self.cache) as reader:
            status = reader.recorder()
        if status is None:
            return {"broker": self.broker.pid}
        readers = {f"reader {number}": pid for number, pid in enumerate(children(status.pid), 1)}
        return {"broker": self.broker.pid, "recorder": status.pid, **readers}

    def is_calm(self, readers: int) -> bool:
        """Whether all that was started is done with starting, and only so many readers listen; blocks for a moment.

        Who fetches what is retained hears all that is published besides, until it ends: that is a start, not a course.
        """
        before = used(self.processes())
        if len(before) - len(ALONE) > readers:
            return False
        time.sleep(CALM_WITHIN_S)
        after = used(self.processes())
        return before.keys() == after.keys() and sum(filter(None, since(before, after).values())) <= CALM_CPU_S

    def is_recorded(self) -> bool:
        """Whether the recorder has made its file and listens."""
        try:
            with Reader(self.cache) as reader:
                feeds = reader.feeds(FOR_EVER)
        except NoSuchFile:
            return False
        return any(feed.presence == Presence.ONLINE for feed in feeds)

    def committed(self) -> int:
        """How many observations are in the file."""
        try:
            with Reader(self.cache) as reader:
                return reader.counts().observations
        except NoSuchFile:
            return 0

    def settle(self, expected: int) -> tuple[int, float]:
        """Wait until so many are committed or nothing more comes; how many are, and since when (``perf_counter``)."""
        most, since = -1, time.perf_counter()
        while True:
            self.household.check()
            begin = time.perf_counter()
            count = self.committed()
            looked = time.perf_counter()
            if count > most:
                most, since = count, looked
            if count >= expected or looked - since > QUIET_S:
                return count, since
            time.sleep(max(LOOK_EVERY_S, (looked - begin) * LOOK_SHARE))


@contextmanager
def stage() -> Iterator[Stage]:
    """A broker and a folder for one part; all processes end with it."""
    with TemporaryDirectory(prefix="venule-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with Household(folder / "bench.log") as household, broker(household, folder) as found:
            yield Stage(household, folder, found)


def used(pids: Mapping[str, int | None]) -> dict[str, float | None]:
    """Processor seconds of some processes so far."""
    return {name: None if pid is None else cpu_s(pid) for name, pid in pids.items()}


def since(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> dict[str, float | None]:
    """What was used between two looks: by a process that was not there at the first one all, by one gone none."""
    there = {name: spent for name, spent in after.items() if spent is not None or before.get(name) is None}
    return {name: None if spent is None else spent - (before.get(name) or 0.0) for name, spent in there.items()}


def wait_for(
    household: Household, happened: Callable[[], bool], otherwise: str, patience_s: float = PATIENCE_S
) -> None:
    """Wait until something has happened; raises :class:`ProcessProblem` when it does not."""
    deadline = time.monotonic() + patience_s
    while not happened():
        household.check()
        if time.monotonic() > deadline:
            raise ProcessProblem(f"{otherwise} within {patience_s:g} seconds")
        time.sleep(0.005)
