"""How a feed is heard: its state, since when and why, and the gaps in which it was not."""

from collections.abc import Sequence
from dataclasses import replace

from venule.config import FeedSettings
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Presence
from venule.recorder.delivery import FETCHER, News
from venule.store.batch import FeedStatus

NOT_RUNNING = "the recorder was not running"
STOPPED = "the recorder was stopped"
UNSHARED = "readers = {readers} needs a broker with shared subscriptions of MQTT 5, so one reader reads"
UNRETAINED = "what the broker retains cannot be fetched yet: {cause}"
FORGETFUL = "what is missed while disconnected cannot be recovered"
"""At QoS 0 no broker keeps anything for us (MQTT 5, 4.3.1)."""


class Hearing:
    """Follows the news of one feed. ``gap`` is the one that lasts, such as the time since the last recorder stopped.

    Of several readers each takes in a part of the messages: the feed is online while one of them is, and a gap lasts
    until all are. Once all were gone together the broker may have been too, and not every broker remembers then that
    their subscription was shared: what was published before they came back may be lost.
    """

    def __init__(self, feed: FeedSettings, now: Instant, gap: FeedGap | None) -> None:
        self._feed = feed
        self._gap = gap
        self._readers = feed.readers
        self._heard: dict[int, News] = {}
        self._whole_since: Instant | None = None
        self._forgotten = False
        self._unretained = ""
        self._status = FeedStatus(feed.name, feed.dialect, "", feed.qos, Presence.OFFLINE, now, "connecting", None)
        self.last_message_at: Instant | None = None

    @property
    def status(self) -> FeedStatus:
        """Its health now."""
        return replace(self._status, cause=self._told(), last_message_at=self.last_message_at)

    @property
    def online_since(self) -> Instant | None:
        """Since when all of it is heard, or nothing."""
        return self._whole_since

    @property
    def is_online(self) -> bool:
        """Whether any of it is heard."""
        return self._status.presence is Presence.ONLINE

    def take(self, news: News) -> FeedGap | None:
        """Take in what became of a connection; returns the gap that begins or ends with it."""
        if news.reader == FETCHER:
            self._unretained = news.cause
            return None
        if news.readers != self._readers:  # one that reads alone has taken the place of several
            self._readers, self._heard = news.readers, {}
        self._heard[news.reader] = news
        online = [one for one in self._heard.values() if one.presence is Presence.ONLINE]
        was_online = self.is_online
        self._note(news, online)
        self._forgotten |= news.presence is Presence.ONLINE and not news.resumed
        self._forgotten |= was_online and not online and self._readers > 1
        return self._whole(news) if len(online) == self._readers else self._part(news)

    def _note(self, news: News, online: Sequence[News]) -> None:
        """Bring the status up to date."""
        before = self._status
        presence = Presence.ONLINE if online else Presence.OFFLINE
        since = before.since if presence is before.presence else news.at
        cause = "; ".join(dict.fromkeys(one.cause for one in self._heard.values() if one.cause))
        if online and len(online) < self._readers:
            part = f"{len(online)} of {self._readers} readers"
            cause = f"{part}: {cause}" if cause else part
        self._status = replace(
            before, presence=presence, since=since, cause=cause, protocol=news.protocol or before.protocol
        )

    def _whole(self, news: News) -> FeedGap | None:
        """All is heard. What was missed comes again if the broker had kept every session."""
        if self._whole_since is None:
            self._whole_since = news.at
        forgotten, self._forgotten = self._forgotten, False
        if self._gap is None:
            return None
        recoverable = self._feed.qos > 0 and not forgotten
        ended, self._gap = replace(self._gap, until=max(news.at, self._gap.since), recoverable=recoverable), None
        return ended

    def _part(self, news: News) -> FeedGap | None:
        """Something is not heard: a gap begins, unless one lasts or nothing was heard before."""
        if self._whole_since is None:
            return None
        self._whole_since = None
        self._gap = FeedGap(self._feed.name, news.at, None, self._status.cause, self._feed.qos > 0)
        return self._gap

    def _told(self) -> str:
        """The cause, and beside it what else somebody should know who trusts that the feed is heard."""
        if not self.is_online:
            return self._status.cause
        remarks = (
            self._status.cause,
            UNRETAINED.format(cause=self._unretained) if self._unretained else "",
            UNSHARED.format(readers=self._feed.readers) if self._feed.readers > self._readers else "",
            "" if self._feed.qos else FORGETFUL,
        )
        return "; ".join(filter(None, remarks))
