"""The recorder as a service: inbox, intake, watch, one transaction, then the acknowledgement, until it is stopped."""

import gc
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from venule.config import FeedSettings, Profile
from venule.domain.instant import Instant
from venule.feeds import decoder
from venule.recorder.access import Access
from venule.recorder.credential import password, tls_context
from venule.recorder.delivery import Delivery, Item, News, Post, Source
from venule.recorder.gathering import MOST_AT_ONCE, PATIENCE_S, gather
from venule.recorder.handover import HandOver
from venule.recorder.identity import client_id, crew
from venule.recorder.inbox import Inbox
from venule.recorder.journal import Journal
from venule.recorder.link import Link
from venule.recorder.orders import Orders
from venule.recorder.readers import Readers
from venule.recorder.retention import Keeping
from venule.recorder.upkeep import Upkeep
from venule.store.problem import DiskFull, InUse
from venule.store.writer import Writer
from venule.verticals.guard import Guard

PULSE_S = 1.0
"""How often the heartbeat and the feeds' health are written."""

REST_S = 15.0
"""How long readers may take to hand over what they hold when the recorder ends; the broker keeps what they do not."""

REST_LOOK_S = 0.05

COMMIT_WAITS_S = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Waits before a full disk, or a file that another program holds, is tried again; the last one is repeated until it
can be written, or an order to stop."""

_log = logging.getLogger(__name__)


class Stop(Protocol):
    """An order to stop, such as ``threading.Event``."""

    def is_set(self) -> bool:
        """Whether it was given."""
        ...

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it."""
        ...


def record(profile: Profile, cache: Path, guard: Guard, stop: Stop, for_s: float | None = None) -> None:
    """Record what a profile's feeds deliver until told to stop, or for a number of seconds.

    Raises :class:`venule.config.ProfileProblem` and :class:`venule.store.problem.StoreProblem`; a broker that cannot
    be reached is no error: it is tried again and again, and the feed's health says why.
    """
    for feed in profile.feeds:
        decoder(feed)  # refuses a profile before a file is made for it
    entries = [(feed, _access(profile, feed, cache)) for feed in profile.feeds]
    with Writer(cache) as writer, collecting_seldom():
        journal = Journal(profile, cache, guard, writer.active_alarms(), now())
        inbox: Post = Inbox()
        sources = [_source(profile, feed, access, cache, inbox) for feed, access in entries]
        upkeep = Upkeep(writer, keeping=Keeping(writer, profile.retention, now))
        service = Service(writer, journal, inbox, sources, upkeep)
        try:
            service.run(stop, None if for_s is None else time.monotonic() + for_s)
        finally:
            inbox.close()
            for source in sources:
                source.close()


class Service:
    """The recorder's one working thread."""

    def __init__(
        self, writer: Writer, journal: Journal, inbox: Post, sources: Sequence[Source], upkeep: Upkeep
    ) -> None:
        self._writer = writer
        self._journal = journal
        self._inbox = inbox
        self._sources = {source.feed.name: source for source in sources}
        self._upkeep = upkeep
        self._pulse_at = 0.0

    def run(self, stop: Stop, until: float | None) -> None:
        """Record until then, and leave nothing behind that was received and not committed."""
        for source in self._sources.values():
            source.start()
        while not stop.is_set() and (until is None or time.monotonic() < until):
            hasty = any(source.hasty for source in self._sources.values())
            self._turn(gather(self._inbox, hasty=hasty, patience_s=0.0 if self._upkeep.due else PATIENCE_S), stop)
            self._upkeep.turn(len(self._inbox))
        self._finish(stop)
        self._writer.write(self._journal.farewell(now()))

    def _finish(self, stop: Stop) -> None:
        """Take in what was received already; readers have some seconds to hand over what they hold."""
        for source in self._sources.values():
            source.rest()
        deadline = time.monotonic() + REST_S
        while True:
            busy = any(source.busy for source in self._sources.values()) and time.monotonic() < deadline
            taken = self._inbox.take(MOST_AT_ONCE, REST_LOOK_S if busy else 0.0)
            self._turn(taken, stop)
            if not taken and not busy:
                return

    def _turn(self, taken: Sequence[Item], stop: Stop) -> None:
        """Read what was taken, commit it, and only then acknowledge it."""
        pulse = time.monotonic() >= self._pulse_at
        if not taken and not pulse:
            return
        journal = self._journal
        journal.begin(now())
        read: list[tuple[Delivery | HandOver, list[int]]] = []
        for item in taken:
            if isinstance(item, News):
                journal.hear(item)
            else:
                read.append((item, journal.take(item) if isinstance(item, Delivery) else journal.take_over(item)))
        if pulse:
            self._pulse_at = time.monotonic() + PULSE_S
            journal.pulse(len(self._inbox), self._upkeep.trouble)
        self._commit(stop)
        for item, numbers in read:
            self._sources[item.feed].acknowledge(item.connection, numbers)
        if pulse:
            journal.report()

    def _commit(self, stop: Stop) -> None:
        """Commit, waiting for room or for the file: the inbox fills meanwhile, and the brokers keep the rest."""
        batch = self._journal.batch()
        tries = 0
        while True:
            try:
                self._journal.committed(self._writer.write(batch))
            except (DiskFull, InUse) as problem:
                wait_s = COMMIT_WAITS_S[min(tries, len(COMMIT_WAITS_S) - 1)]
                _log.warning("%s Trying again in %g s.", problem, wait_s)
                tries += 1
                if isinstance(problem, DiskFull):
                    self._cry(str(problem))
                if stop.wait(wait_s):
                    raise
            else:
                return

    def _cry(self, trouble: str) -> None:
        """Say in the file why nothing comes any more: a heartbeat finds room where a batch does not, or does not."""
        with suppress(DiskFull, InUse):
            self._writer.write(self._journal.cry(len(self._inbox), trouble))


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for cycles rarely: a hundred thousand rows hold none, and looking takes a quarter of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def now() -> Instant:
    """The wall clock, asked here and nowhere deeper."""
    return time.time_ns() // 1000


def _access(profile: Profile, feed: FeedSettings, cache: Path) -> Access:
    return Access(client_id(profile, feed, cache), password(feed, os.environ), tls_context(feed))


def _source(profile: Profile, feed: FeedSettings, access: Access, cache: Path, inbox: Post) -> Source:
    """A link in this process, or as many readers in processes of their own as the profile asks for."""
    if feed.readers == 1:
        return Link(feed, access, inbox, now)
    orders = Orders(feed, cache.resolve(), *crew(profile, feed, cache), access.password)
    return Readers(orders, access, inbox, now)
