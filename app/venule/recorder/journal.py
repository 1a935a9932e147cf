"""The journal of a running recorder: turns what came through the inbox into batches, and keeps count."""

import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from venule.config import Profile
from venule.domain.alarm import Alarm
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Presence
from venule.recorder.additions import Additions
from venule.recorder.delivery import Delivery, News
from venule.recorder.handover import HandOver
from venule.recorder.hearing import STOPPED, Hearing
from venule.recorder.intake import Intake
from venule.recorder.memory import recall
from venule.recorder.silence import Changed
from venule.recorder.watch import Watch
from venule.store.batch import Batch, FeedStatus, RecorderStatus, Written
from venule.verticals.guard import Guard

TICK = 1_000
"""Microseconds between the times of two batches, at least."""

_log = logging.getLogger(__name__)


class Journal:
    """Everything between the inbox and the writer. Time comes in with :meth:`begin` and never stands or goes back."""

    def __init__(self, profile: Profile, cache: Path, guard: Guard, active: Iterable[Alarm], now: Instant) -> None:
        memory = recall(cache, now)
        self._begun = memory.recorded_until
        self._now = max(now, memory.recorded_until)
        self._intake = Intake(guard, profile.feeds)
        self._watch = Watch(guard.kinds, active)
        memory.teach(self._intake, self._watch)
        self._hearings = {
            feed.name: Hearing(feed, self._now, memory.open_gaps.get(feed.name)) for feed in profile.feeds
        }
        for name in self._hearings:
            self._watch.feed(name, None)
        self._additions = Additions()
        self._gaps: list[FeedGap] = []
        self._feeds: tuple[FeedStatus, ...] = ()
        self._started_at = self._now
        self._received = self._recorded = self._rejected = self._unjudged = 0
        self._failure = ""
        self._status: RecorderStatus | None = None
        self._reported = (0, 0, 0)

    def begin(self, now: Instant) -> None:
        """Begin a batch, at least a tick after the one before, also where the clock was set back.

        Who reads the file goes by these times, and whole ticks take little room in it.
        """
        self._begun = self._now = max(now // TICK * TICK, self._begun // TICK * TICK + TICK)
        self._additions = Additions()
        self._gaps, self._feeds, self._status = [], (), None

    def hear(self, news: News) -> None:
        """Take in news of a connection."""
        hearing = self._hearings[news.feed]
        told = hearing.status.cause
        gap = hearing.take(news)
        if gap is not None:
            self._gaps.append(gap)
        self._feeds = tuple(hearing.status for hearing in self._hearings.values())
        self._watch.feed(news.feed, hearing.online_since)
        status = hearing.status
        if status.cause != told:
            _log.warning("feed %s is %s: %s", status.name, status.presence, status.cause or status.protocol)

    def take(self, delivery: Delivery) -> list[int]:
        """Take in what was delivered; returns the numbers to acknowledge once it is committed."""
        numbers = self._intake.open(delivery, self._now, self._additions)
        self._count(delivery)
        return numbers

    def take_over(self, given: HandOver) -> list[int]:
        """Take in what a reader in another process made of its messages; returns the hand-over's number."""
        self._additions.take(given.recorded(self._now))
        self._count(given)
        return [given.number]

    def _count(self, taken: Delivery | HandOver) -> None:
        self._received += taken.messages
        self._hearings[taken.feed].last_message_at = taken.received_at

    def pulse(self, backlog: int, trouble: str = "") -> None:
        """Let time pass, and add heartbeat and health to the batch."""
        self._status = self._beat(backlog, trouble)
        self._feeds = tuple(hearing.status for hearing in self._hearings.values())

    def batch(self) -> Batch:
        """Everything since :meth:`begin`, with the alarms that follow from it."""
        additions = self._additions
        changed = self._judged(lambda: self._watch.observe(additions, self._now))
        later = self._judged(lambda: self._watch.tick(self._now))
        self._rejected += len(additions.rejects)
        return replace(
            additions.batch(),
            alarms=(*changed.alarms, *later.alarms),
            liveness=(*changed.liveness, *later.liveness),
            gaps=tuple(self._gaps),
            feeds=self._feeds,
            status=self._status,
        )

    def _judged(self, judge: Callable[[], Changed]) -> Changed:
        """What the watch says; where it fails over a plugin's rules, alarms may be missing, and no observation is."""
        try:
            return judge()
        except Exception as problem:
            _log.debug("the watch failed", exc_info=True)
            self._unjudged += 1
            self._failure = f"{type(problem).__name__}: {problem}"
            return Changed()

    def cry(self, backlog: int, trouble: str) -> Batch:
        """A heartbeat alone, small enough for a disk that has no room for a batch: it says why there is no more."""
        return Batch(status=self._beat(backlog, trouble))

    def _beat(self, backlog: int, trouble: str) -> RecorderStatus:
        counts = (self._received, self._recorded, self._rejected)
        return RecorderStatus(os.getpid(), self._started_at, self._now, *counts, backlog, False, trouble)

    def committed(self, written: Written) -> None:
        """Take note of what became of a batch."""
        self._recorded += written.observations

    def farewell(self, now: Instant) -> Batch:
        """The last batch of a recorder that ends by itself: from here on nothing is heard."""
        self.begin(now)
        for name, hearing in self._hearings.items():
            if hearing.is_online:
                self.hear(News(name, Presence.OFFLINE, "", STOPPED, self._now))
        self.pulse(0)
        status = None if self._status is None else replace(self._status, stopped=True)
        return Batch(gaps=tuple(self._gaps), feeds=self._feeds, status=status)

    def report(self) -> None:
        """One line about what was done since the last one, if anything was, and one on alarms that may be missing."""
        counts = (self._received, self._recorded, self._rejected)
        if counts != self._reported:
            done = (now - before for now, before in zip(counts, self._reported, strict=True))
            _log.info("%d received, %d recorded, %d rejected", *done)
        self._reported = counts
        if self._unjudged:
            _log.warning("alarms may be missing, the watch failed (×%d): %s", self._unjudged, self._failure)
            self._unjudged = 0
