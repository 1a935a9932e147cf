"""A recorder, its broker and those who publish, struck at random moments; after each blow everything is there once.

A killed Mosquitto forgets what it acknowledged since it last saved its memory, with whatever settings: it saves after
it has acknowledged. What is tested is Venule, so whatever the broker may have forgotten is published again, and may
then be delivered twice. Before a round the broker is made to save; during the round it saves by itself after some
thousand changes, and comes back in whatever state that was.
"""

import signal
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.broker import Mosquitto
from tests.flows.conftest import Program
from tests.flows.gauges import PATIENCE_S, Gauges, number_of
from tests.flows.recording import ask, rows
from tests.flows.small_disk import SmallDisk
from venule.recorder.service import now
from venule.store.problem import StoreProblem
from venule.store.reader import Reader

LONGEST_PAUSE_S = 0.4
LOOK_EVERY_S = 0.05
LAST_WORDS = 20
"""Messages that end a round. A session is delivered in order (and two readers take turns): once these are recorded,
nothing of the round is on its way any more."""

SAVED_AFTER = 4_000
"""Changes of its memory after which the broker saves it, in mid-burst too."""

BROKER_SETTINGS = (
    "log_type none", "log_type error", "log_type warning", "log_type notice", "log_type information",
    "autosave_on_changes true", f"autosave_interval {SAVED_AFTER}",
)  # fmt: skip
NAMED = 10
TAIL = 3_000

Memory: TypeAlias = tuple[int, int]


class Chaos:
    """One series of rounds, all on one broker, one file and one growing set of published messages."""

    def __init__(  # noqa: PLR0917
        self, broker: Mosquitto, gauges: Gauges, start: Callable[[], Program], cache: Path, seed: int,
        disk: SmallDisk | None,
    ) -> None:  # fmt: skip
        self.broker = broker
        self.cache = cache
        self.disk = disk
        self.random = Random(seed)
        self.gauges = gauges
        self._start = start
        self._seed = seed
        self._lives: list[Program] = []
        self._rounds: list[str] = []

    @property
    def recorder(self) -> Program:
        """The one at work, or the last that was."""
        return self._lives[-1]

    def begin(self) -> None:
        """A first recorder, and the broker's sessions for it, without which nothing is kept."""
        self.start_recorder()
        self.eventually(self._is_heard, "the recorder did not come online")

    def round(self, blow: "Blow", messages: int) -> None:
        """Publish, strike at a random moment of it, recover, and compare."""
        self._rounds.append(blow.__name__)
        self.save_broker()
        self.gauges.ordered += messages
        moment = self.gauges.acknowledged + self.random.randrange(messages)
        self.gauges.work(lambda: self.gauges.acknowledged >= moment, lambda: self.report("the broker is mute"))
        self.pause()
        blow(self)
        self.settle()

    def settle(self) -> None:
        """Wait until everything is published, and everything published is recorded."""
        for words in (0, LAST_WORDS):
            self.gauges.ordered += words
            self.gauges.work(lambda: self.gauges.idle, lambda: self.report("not everything was acknowledged"))
        self.eventually(self._is_everything_recorded, "something is missing")

    def finish(self) -> None:
        """See to it that no life of the recorder ended otherwise than it should."""
        self.end_recorder()
        for life in self._lives:
            assert "Traceback" not in life.said, life.said

    def end_recorder(self) -> None:
        """End it as a service manager would."""
        assert self.recorder.end() == 0, self.report("the recorder failed")

    def start_recorder(self) -> None:
        """One more life."""
        self._lives.append(self._start())

    def kill_recorder(self) -> None:
        """End it as a power cut would."""
        assert self.recorder.process.poll() is None, self.report("the recorder ended by itself")
        self.recorder.process.kill()
        self.recorder.process.wait()

    def kill_broker(self) -> None:
        """End it as a power cut would; whatever it may have forgotten will be published again."""
        self.gauges.distrust()
        self.broker.kill()

    def save_broker(self) -> None:
        """Make the broker write down what it acknowledged so far: the second save from here on began after it."""
        assert self.gauges.idle
        for _ in range(2):
            self.eventually(partial(self._is_saved, self._memory()), "the broker saved nothing")
        self.gauges.saved()

    def pause(self) -> None:
        """Let a random moment pass, while everybody is at work."""
        self.gauges.work_for(self.random.uniform(0, LONGEST_PAUSE_S))

    def eventually(self, condition: Callable[[], bool], otherwise: str) -> None:
        """Let everybody work until something is found to be true that is looked at only now and then."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, self.report(otherwise)
            assert self.recorder.process.poll() is None, self.report("the recorder ended by itself")
            self.gauges.work_for(LOOK_EVERY_S)

    def recorded(self) -> int:
        """How many observations the file holds by its own account; -1 while it cannot be asked."""
        try:
            return ask(self.cache, Reader.counts).observations
        except StoreProblem:
            return -1

    def report(self, problem: str) -> str:
        """What one must know of a failure, and to repeat it."""
        missing, double = self._difference()
        said = "\n".join(life.said for life in self._lives)
        return (
            f"{problem} in round {len(self._rounds)} of VENULE_CHAOS_SEED={self._seed}: {', '.join(self._rounds)}; "
            f"{self.gauges.ordered} published, {self.recorded()} counted; {len(missing)} missing: {missing[:NAMED]}, "
            f"{len(double)} double: {double[:NAMED]}\n"
            f"The recorders:\n{said[-TAIL:]}\nThe broker:\n{self.broker.log[-TAIL:]}"
        )

    def _is_heard(self) -> bool:
        """Whether the feed is heard by all who are to hear it."""
        try:
            feeds = ask(self.cache, lambda reader: reader.feeds(now()))
        except StoreProblem:
            return False
        return [(feed.presence, feed.cause) for feed in feeds] == [("online", "")]

    def _is_everything_recorded(self) -> bool:
        """Whether exactly what was published is in the file; what is in it twice will never leave it."""
        if self.recorded() < self.gauges.ordered:
            return False
        missing, double = self._difference()
        assert not double, self.report("something is there twice")
        return not missing

    def _difference(self) -> tuple[list[int], list[int]]:
        """The numbers that were published and are not in the file, and those that are in it more than once."""
        try:
            found = Counter(map(number_of, rows(self.cache)))
        except StoreProblem:
            found = Counter()
        missing = [number for number in range(self.gauges.ordered) if number not in found]
        return missing, [number for number, times in found.items() if times > 1 or number >= self.gauges.ordered]

    def _is_saved(self, before: Memory | None) -> bool:
        """Whether the broker has saved its memory since. It is told to until it has: it may miss an order."""
        if self._memory() != before:
            return True
        assert self.broker.process is not None
        self.broker.process.send_signal(signal.SIGUSR1)
        return False

    def _memory(self) -> Memory | None:
        """Which file the broker's memory was saved to: each save is a new one in the place of the old."""
        try:
            found = (self.broker.folder / "mosquitto.db").stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


Blow: TypeAlias = Callable[[Chaos], None]
