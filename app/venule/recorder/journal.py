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
from venule.feeds import Inbound
from venule.recorder.additions import Additions
from venule.recorder.delivery import Delivery, News
from venule.recorder.hearing import STOPPED, Hearing
from venule.recorder.intake import Intake
from venule.recorder.memory import recall
from venule.recorder.packets import publications
from venule.recorder.silence import Changed
from venule.recorder.watch import Watch
from venule.store.batch import Batch, FeedStatus, RecorderStatus, Written
from venule.verticals.guard import Guard

_log = logging.getLogger(__name__)


class Journal:
    """Everything between the inbox and the writer. Time comes in with :meth:`begin` and never goes back."""

    def __init__(self, profile: Profile, cache: Path, guard: Guard, active: Iterable[Alarm], now: Instant) -> None:
        memory = recall(cache, now)
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
        """Begin a batch. A clock that was set back stands still until it has caught up: readers go by this time."""
        self._now = max(self._now, now)
        self._additions = Additions()
        self._gaps, self._feeds, self._status = [], (), None

    def hear(self, news: News) -> None:
        """Take in news of a connection."""
        hearing = self._hearings[news.feed]
        told = hearing.cause
        gap = hearing.take(news)
        if gap is not None:
            self._gaps.append(gap)
        self._feeds = tuple(hearing.status for hearing in self._hearings.values())
        self._watch.feed(news.feed, hearing.online_since)
        if news.cause != told:
            _log.warning("feed %s is %s: %s", news.feed, news.presence, news.cause or news.protocol)

    def take(self, delivery: Delivery) -> list[int]:
        """Take in what was delivered; returns the numbers to acknowledge once it is committed."""
        feed, received_at = delivery.feed, delivery.received_at
        take, now, additions = self._intake.take, self._now, self._additions
        numbers = []
        for topic, payload, number, retained, properties in publications(delivery.packets, delivery.newest):
            take(Inbound(feed, topic, payload, received_at, retained, properties), now, additions)
            if number:
                numbers.append(number)
        self._received += delivery.messages
        self._hearings[feed].last_message_at = received_at
        return numbers

    def pulse(self, backlog: int) -> None:
        """Let time pass, and add heartbeat and health to the batch."""
        counts = (self._received, self._recorded, self._rejected)
        self._status = RecorderStatus(os.getpid(), self._started_at, self._now, *counts, backlog, stopped=False)
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

    def committed(self, written: Written) -> None:
        """Take note of what became of a batch."""
        self._recorded += written.observations

    def farewell(self, now: Instant) -> Batch:
        """The last batch of a recorder that ends by itself: from here on nothing is heard."""
        self.begin(now)
        for name, hearing in self._hearings.items():
            if hearing.online_since is not None:
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
