"""Keeps one reader process running, and is its tie to the recorder: orders one way, news and hand-overs the other."""

import pickle
import random
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.processes.frames import frames, write_frame
from venule.processes.household import POLITE_S, Child
from venule.recorder.delivery import FETCHER, News
from venule.recorder.handover import HandOver, unpacked
from venule.recorder.link import JITTER, LONGEST_WAIT_S, SHORTEST_WAIT_S
from venule.recorder.orders import REST, Orders, packed_number

MODULE = "venule.recorder.reading"


class Owner(Protocol):
    """Whose reader it is. Called in the keeper's thread."""

    def hear(self, news: News) -> None:
        """Take in news of the reader or of its connection."""
        ...

    def take(self, given: HandOver, size: int) -> None:
        """Take in a hand-over of so many bytes; waits while there is no room."""
        ...

    def now(self) -> Instant:
        """The wall clock."""
        ...


class Keeper:
    """Keeps one reader running until it rests: starts it, takes what it hands over, starts it again when it falls.

    Public methods are the recorder's; the rest runs in a thread. What a reader had not handed over in whole when it
    fell was not acknowledged, and comes again.
    """

    def __init__(self, orders: Orders, lives: Iterator[int], owner: Owner) -> None:
        self._orders = orders
        self._lives = lives
        self._owner = owner
        self._life = 0
        self._wait_s = SHORTEST_WAIT_S
        self._child: Child | None = None
        self._resting = self._unshared = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"{orders.feed.name} {orders.reader}", daemon=True)

    @property
    def _label(self) -> tuple[str, str]:
        """For whoever looks at the list of processes."""
        orders = self._orders
        return orders.feed.name, "retained" if orders.fetches else f"{orders.reader} of {orders.feed.readers}"

    @property
    def busy(self) -> bool:
        """Whether a reader runs, or will."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Start the reader."""
        self._thread.start()

    def acknowledge(self, life: int, numbers: Sequence[int]) -> None:
        """Tell the reader that these hand-overs are committed, if it still lives the life in which it made them."""
        for number in numbers if life == self._life else ():
            self._tell(packed_number(number))

    def rest(self) -> None:
        """Let the reader hand over what it holds, and end."""
        self._resting = True
        self._wake.set()
        self._tell(packed_number(REST))

    def hang_up(self) -> None:
        """Order the reader to end: nothing more will be committed."""
        self._resting = True
        self._wake.set()
        if (child := self._child) is not None:
            child.hang_up()

    def close(self) -> None:
        """See to it that the reader has ended."""
        self.hang_up()
        if self._thread.is_alive():
            self._thread.join(POLITE_S)
        if (child := self._child) is not None:
            child.kill()
            self._thread.join(POLITE_S)

    def _tell(self, content: bytes) -> None:
        child = self._child
        if child is not None:
            try:
                write_frame(child.inlet, content)
            except (OSError, ValueError):
                return  # it has fallen, as its thread will find

    def _keep(self) -> None:
        """Let it live again and again, with waits that grow while it never comes so far as to be heard."""
        while not self._resting:
            cause = self._live()
            if not cause:
                return
            self._owner.hear(self._fallen(cause))
            self._wake.wait(self._wait_s * random.uniform(1 - JITTER, 1 + JITTER))
            self._wait_s = min(LONGEST_WAIT_S, 2 * self._wait_s)

    def _live(self) -> str:
        """One life, from the start of the process to its end: why it ended, or nothing if its work was done."""
        try:
            child = Child("reader", (MODULE, *self._label), None, heard=True)
        except OSError as problem:
            return f"cannot be started: {problem.strerror}"
        try:
            write_frame(child.inlet, self._orders.packed())
            self._life, self._child = next(self._lives), child
            if self._resting:
                self._tell(packed_number(REST))
            for content in frames(child.outlet):
                self._take(content)
        except OSError:
            pass  # it has fallen
        finally:
            self._child = None
            child.end()
        done = self._resting or self._unshared or (self._orders.fetches and child.status == 0)
        return "" if done else f"ended with status {child.status}"

    def _take(self, content: bytes) -> None:
        told = pickle.loads(content)
        if isinstance(told, News):
            self._unshared |= told.unshared
            if told.presence is Presence.ONLINE:
                self._wait_s = SHORTEST_WAIT_S
            self._owner.hear(told)
        else:
            given = unpacked(told)._replace(connection=self._life)
            self._owner.take(given, len(content))

    def _fallen(self, cause: str) -> News:
        feed, reader = self._orders.feed, self._orders.reader
        said = f"its reader {cause}" if reader == FETCHER else f"reader {reader} of {feed.readers} {cause}"
        return News(feed.name, Presence.OFFLINE, "", said, self._owner.now(), reader=reader, readers=feed.readers)
