"""The recorder as a service: inbox, intake, watch, one transaction, then the acknowledgement, until it is stopped."""

import gc
import hashlib
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from venule.config import FeedSettings, Profile
from venule.domain.instant import Instant
from venule.feeds import decoder
from venule.recorder.credential import password, tls_context
from venule.recorder.delivery import Delivery, News, Post
from venule.recorder.inbox import Inbox
from venule.recorder.journal import Journal
from venule.recorder.link import Link
from venule.recorder.mqtt import Access
from venule.store.problem import DiskFull, InUse
from venule.store.writer import Writer
from venule.verticals.guard import Guard

MOST_AT_ONCE = 5_000
"""Messages after which a transaction ends (or the inbox's bound on bytes); what came in one piece stays together."""

WINDOW_S = 0.05
"""How long messages are gathered before they are committed."""

HASTY_WINDOW_S = 0.005
"""The same where a broker sends only a few ahead of our acknowledgements (MQTT 3.1.1)."""

PATIENCE_S = 0.2
"""Longest wait for a message before an order to stop is looked for."""

PULSE_S = 1.0
"""How often the heartbeat and the feeds' health are written."""

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
        links = [Link(feed, access, inbox, now) for feed, access in entries]
        service = Service(writer, journal, inbox, links)
        try:
            service.run(stop, None if for_s is None else time.monotonic() + for_s)
        finally:
            inbox.close()
            for link in links:
                link.close()


class Service:
    """The recorder's one working thread."""

    def __init__(self, writer: Writer, journal: Journal, inbox: Post, links: Sequence[Link]) -> None:
        self._writer = writer
        self._journal = journal
        self._inbox = inbox
        self._links = {link.feed.name: link for link in links}
        self._pulse_at = 0.0

    def run(self, stop: Stop, until: float | None) -> None:
        """Record until then, and leave nothing behind that was received and not committed."""
        for link in self._links.values():
            link.start()
        while not stop.is_set() and (until is None or time.monotonic() < until):
            self._turn(self._gather(), stop)
        for link in self._links.values():
            link.rest()
        while taken := self._inbox.take(MOST_AT_ONCE, 0.0):
            self._turn(taken, stop)
        self._writer.write(self._journal.farewell(now()))

    def _gather(self) -> list[Delivery | News]:
        """Wait for a message, then a moment for those that follow it."""
        taken = self._inbox.take(MOST_AT_ONCE, PATIENCE_S)
        if taken and not len(self._inbox):
            hasty = any(link.hasty for link in self._links.values())
            time.sleep(HASTY_WINDOW_S if hasty else WINDOW_S)
            taken += self._inbox.take(MOST_AT_ONCE, 0.0)
        return taken

    def _turn(self, taken: Sequence[Delivery | News], stop: Stop) -> None:
        """Read what was taken, commit it, and only then acknowledge it."""
        pulse = time.monotonic() >= self._pulse_at
        if not taken and not pulse:
            return
        journal = self._journal
        journal.begin(now())
        read: list[tuple[Delivery, list[int]]] = []
        for item in taken:
            if isinstance(item, Delivery):
                read.append((item, journal.take(item)))
            else:
                journal.hear(item)
        if pulse:
            self._pulse_at = time.monotonic() + PULSE_S
            journal.pulse(len(self._inbox))
        self._commit(stop)
        for delivery, numbers in read:
            self._links[delivery.feed].acknowledge(delivery.connection, numbers)
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
                if stop.wait(wait_s):
                    raise
            else:
                return


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


def client_id(profile: Profile, feed: FeedSettings, cache: Path) -> str:
    """A name that stays over restarts, so that the broker knows the session again.

    Another broker, topic list or file is another session: what one file lacks, another does not. 23 letters and digits
    are what every broker must accept (MQTT 3.1.1, 3.1.3.1).
    """
    if feed.client_id:
        return feed.client_id
    told = "\n".join((profile.name, feed.name, feed.broker, *feed.topics, ""))
    return f"venule{hashlib.sha256(told.encode() + os.fsencode(cache.resolve())).hexdigest()[:17]}"


def _access(profile: Profile, feed: FeedSettings, cache: Path) -> Access:
    return Access(client_id(profile, feed, cache), password(feed, os.environ), tls_context(feed))
