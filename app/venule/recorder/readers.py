"""A feed's readers: processes of their own that share its subscription, as if they were one link."""

import itertools
import threading
from collections.abc import Callable, Sequence

from venule.domain.instant import Instant
from venule.recorder.access import Access
from venule.recorder.delivery import FETCHER, News, Post
from venule.recorder.handover import HandOver
from venule.recorder.keeper import Keeper
from venule.recorder.link import Link
from venule.recorder.orders import Orders


class Readers:
    """Reads a feed with several processes; where its broker cannot share a subscription, with a link in this one.

    What the broker retains does not come by a shared subscription (MQTT 5, 4.8.2): one more process fetches it
    whenever the first reader has asked for the topics anew.
    """

    def __init__(self, orders: Orders, access: Access, post: Post, now: Callable[[], Instant]) -> None:
        self.feed = orders.feed
        self.now = now
        self._orders = orders
        self._access = access
        self._post = post
        self._lives = itertools.count(-1, -1)  # never those of a link's connections
        self._lock = threading.Lock()
        self._closing = False
        self._keepers = [self._keeper(number) for number in range(1, self.feed.readers + 1)]
        self._fetcher: Keeper | None = None
        self._link: Link | None = None

    @property
    def hasty(self) -> bool:
        """Whether a link reads in their place that is."""
        return self._link is not None and self._link.hasty

    @property
    def busy(self) -> bool:
        """Whether any of them still holds what it may hand over."""
        return any(keeper.busy for keeper in self._all())

    def start(self) -> None:
        """Start the readers."""
        for keeper in self._keepers:
            keeper.start()

    def acknowledge(self, connection: int, numbers: Sequence[int]) -> None:
        """Tell who read it that these were committed."""
        if connection < 0:
            for keeper in self._all():
                keeper.acknowledge(connection, numbers)
        elif self._link is not None:
            self._link.acknowledge(connection, numbers)

    def rest(self) -> None:
        """Let all of them hand over what they hold, and end."""
        with self._lock:
            self._closing = True
        for keeper in self._all():
            keeper.rest()
        if self._link is not None:
            self._link.rest()

    def close(self) -> None:
        """End all of them."""
        with self._lock:
            self._closing = True
        for keeper in self._all():
            keeper.hang_up()
        for keeper in self._all():
            keeper.close()
        if self._link is not None:
            self._link.close()

    def hear(self, news: News) -> None:
        """Pass on news of a reader, and do what follows from it."""
        with self._lock:
            if news.unshared:
                self._read_alone()
                return
            if news.renewed and news.reader == 1:
                self._fetch()
        self._post.tell(news)

    def take(self, given: HandOver, size: int) -> None:
        """Put a hand-over into the inbox; waits at its bound."""
        self._post.put(given, given.messages, size)

    def _read_alone(self) -> None:
        """Read in this process: every reader has found, or will, that it is not served."""
        if self._link is None and not self._closing:
            self._link = Link(self.feed, self._access, self._post, self.now)
            self._link.start()

    def _fetch(self) -> None:
        """Fetch what the broker retains, unless that goes on already: a connection that is lost asks again."""
        if not self._closing and (self._fetcher is None or not self._fetcher.busy):
            self._fetcher = self._keeper(FETCHER)
            self._fetcher.start()

    def _keeper(self, number: int) -> Keeper:
        return Keeper(self._orders._replace(reader=number), self._lives, self)

    def _all(self) -> Sequence[Keeper]:
        return self._keepers if self._fetcher is None else (*self._keepers, self._fetcher)
