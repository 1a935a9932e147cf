"""How a feed is heard: its state, since when and why, and the gaps in which it was not."""

from dataclasses import replace

from venule.config import FeedSettings
from venule.domain.instant import Instant
from venule.domain.liveness import FeedGap, Presence
from venule.recorder.delivery import News
from venule.store.batch import FeedStatus

NOT_RUNNING = "the recorder was not running"
STOPPED = "the recorder was stopped"


class Hearing:
    """Follows the news of one feed. ``gap`` is the one that lasts, such as the time since the last recorder stopped."""

    def __init__(self, feed: FeedSettings, now: Instant, gap: FeedGap | None) -> None:
        self._feed = feed
        self._gap = gap
        self._status = FeedStatus(feed.name, feed.dialect, "", feed.qos, Presence.OFFLINE, now, "connecting", None)
        self.last_message_at: Instant | None = None

    @property
    def status(self) -> FeedStatus:
        """Its health now."""
        return replace(self._status, last_message_at=self.last_message_at)

    @property
    def online_since(self) -> Instant | None:
        """Since when it is heard, or nothing."""
        return self._status.since if self._status.presence is Presence.ONLINE else None

    @property
    def cause(self) -> str:
        """Why it is as it is."""
        return self._status.cause

    def take(self, news: News) -> FeedGap | None:
        """Take in what became of the connection; returns the gap that begins or ends with it."""
        before = self._status
        since = before.since if news.presence is before.presence else news.at
        self._status = replace(
            before, presence=news.presence, since=since, cause=news.cause, protocol=news.protocol or before.protocol
        )
        if news.presence is before.presence:
            return None
        if news.presence is Presence.ONLINE:
            return self._ended(news)
        self._gap = FeedGap(self._feed.name, news.at, None, news.cause, self._feed.qos > 0)
        return self._gap

    def _ended(self, news: News) -> FeedGap | None:
        """What was missed comes again if the broker had kept the session."""
        if self._gap is None:
            return None
        recoverable = self._feed.qos > 0 and news.resumed
        ended, self._gap = replace(self._gap, until=max(news.at, self._gap.since), recoverable=recoverable), None
        return ended
