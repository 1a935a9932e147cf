"""A feed's link to its broker: a thread that connects, listens, and after each loss comes back."""

import logging
import random
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from venule.config import FeedSettings
from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.recorder.access import ANSWER_TIMEOUT_S, GOODBYE_S, UNSHARED_CAUSE, Access, Ending
from venule.recorder.delivery import Delivery, News, Post
from venule.recorder.mqtt import Connection

SHORTEST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
EAGER_WAIT_S = 0.1
EAGER_TRIES = 300
"""One of a group looks often for half a minute: a broker that starts again may have forgotten that a subscription was
shared, and keeps nothing that is published before somebody asks for it again."""

REFUSED_WAIT_S = 15.0
"""A broker that refused us is asked again rarely: it will hardly have changed its mind in a second."""

JITTER = 0.25
"""Share by which waits differ, so that the recorders of a city do not all come back in the same second."""

MUTE_CONNECTIONS = 2
"""So often a broker that never spoke MQTT 5 may hang up without an answer before the other version is tried."""

_log = logging.getLogger(__name__)


class Link:
    """Keeps one feed connected until it is closed. Public methods are the recorder's; the rest runs in the thread.

    MQTT 5 is tried first, 3.1.1 where the broker refuses that, or hangs up on it or never answers and was never heard
    to speak it: a broker that is starting up behaves alike. After a connection with 3.1.1 is lost, 5 is tried again.
    One of a group ends where the broker has no shared subscriptions: its last news says so.
    """

    def __init__(self, feed: FeedSettings, access: Access, post: Post, now: Callable[[], Instant]) -> None:
        self.feed = feed
        self.closing = False
        self.resting = False
        self.ear, self._bell = socket.socketpair()
        self.ear.setblocking(False)
        self._bell.setblocking(False)
        self._access = access
        self._post = post
        self._now = now
        self._newest = True
        self._speaks_newest = False
        self._connection = 0
        self._subscribed = False
        self._resumed = False
        self._committed: deque[tuple[int, Sequence[int]]] = deque()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"feed {feed.name}", daemon=True)

    @property
    def hasty(self) -> bool:
        """Whether the broker sends only a few messages ahead, so that they must be committed at once."""
        return not self._newest

    @property
    def busy(self) -> bool:
        """What it has read it has put into the inbox."""
        return False

    @property
    def protocol(self) -> str:
        """The version of MQTT that is spoken, or tried."""
        return "MQTT 5" if self._newest else "MQTT 3.1.1"

    def start(self) -> None:
        """Connect, and stay connected."""
        self._thread.start()

    def acknowledge(self, connection: int, numbers: Sequence[int]) -> None:
        """Tell the broker that these were committed. What came by a connection that is gone comes again anyway."""
        self._committed.append((connection, numbers))
        self._ring()

    def rest(self) -> None:
        """Read no further; what was read may still be acknowledged."""
        self.resting = True
        self._ring()

    def close(self) -> None:
        """Send what is left to acknowledge, say good-bye, and end the thread. The session stays at the broker."""
        self.closing = True
        self._wake.set()
        self._ring()
        if self._thread.is_alive():
            self._thread.join(ANSWER_TIMEOUT_S + GOODBYE_S)
        self.ear.close()
        self._bell.close()

    def welcome(self, resumed: bool) -> bool:
        """Subscribe when the session is new, or when this recorder is: a profile may have changed in between.

        So too while a topic is refused, since its refusal may have ended. One of a group always does: Mosquitto 2.0.11
        keeps the session over its own restart, and forgets that it shares a subscription.
        """
        self._resumed = resumed
        self._speaks_newest |= self._newest
        self._subscribed &= resumed
        if self._subscribed and not self._access.group:
            self.subscribed(())
            return False
        return True

    def subscribed(self, refused: Sequence[str]) -> None:
        """Tell that the feed is heard, and which of its topics are kept from us."""
        renewed, self._subscribed = not self._subscribed, not refused
        cause = f"the broker refuses to deliver {', '.join(refused)}" if refused else ""
        self._tell(Presence.ONLINE, cause, renewed=renewed)

    def arrived(self, packets: bytes, count: int) -> None:
        """Put publications into the inbox; waits at its bound."""
        delivery = Delivery(self.feed.name, self._connection, self._newest, packets, count, self._now())
        self._post.put(delivery, count, len(packets))

    def acknowledgements(self) -> Sequence[int]:
        """The numbers committed since the last call that came by this connection."""
        numbers: list[int] = []
        while self._committed:
            connection, committed = self._committed.popleft()
            if connection == self._connection:
                numbers += committed
        return numbers

    def _keep(self) -> None:
        """Connect again and again, with growing waits, until closed."""
        waits, mute = self._waits(), 0
        while not self.closing:
            self._connection += 1
            ending, cause = self._connect()
            if ending is Ending.CLOSED:
                break
            if ending is Ending.UNSHARED or (ending is Ending.OLD_PROTOCOL and self._access.group):
                self._tell(Presence.OFFLINE, UNSHARED_CAUSE, unshared=True)
                break
            mute = mute + 1 if ending is Ending.MUTE else 0
            if ending is Ending.OLD_PROTOCOL and self._newest:
                self._newest = self._speaks_newest = False
                continue
            if not self._speaks_newest and (ending is Ending.SILENT or mute >= MUTE_CONNECTIONS):
                self._newest, mute = not self._newest, 0
            self._tell(Presence.OFFLINE, cause)
            if ending is Ending.LOST:
                self._newest, waits = True, self._waits()
            wait_s = next(waits)
            pause_s = max(wait_s, REFUSED_WAIT_S) if ending is Ending.REFUSED else wait_s
            self._wake.wait(pause_s * random.uniform(1 - JITTER, 1 + JITTER))

    def _waits(self) -> Iterator[float]:
        """How long to wait before each further try."""
        if self._access.group and self._speaks_newest:
            yield from repeat(EAGER_WAIT_S, EAGER_TRIES)
        wait_s = SHORTEST_WAIT_S
        while True:
            yield wait_s
            wait_s = min(LONGEST_WAIT_S, 2 * wait_s)

    def _connect(self) -> tuple[Ending, str]:
        try:
            connection = Connection(self.feed, self._access, self._newest, self)
            return connection.run(), connection.cause
        except Exception as problem:  # the thread must not end: whatever it was, it is told, and tried again
            _log.debug("feed %s: the connection failed", self.feed.name, exc_info=True)
            return Ending.UNREACHABLE, f"the connection failed: {type(problem).__name__}: {problem}"

    def _tell(self, presence: Presence, cause: str, *, renewed: bool = False, unshared: bool = False) -> None:
        self._post.tell(
            News(
                self.feed.name,
                presence,
                self.protocol,
                cause,
                self._now(),
                self._resumed,
                renewed=renewed,
                unshared=unshared,
            )
        )

    def _ring(self) -> None:
        try:
            self._bell.send(b"\0")
        except OSError:
            return  # it rings already, or nobody listens any more
