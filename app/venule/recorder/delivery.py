"""What goes through the inbox: publications with what it takes to acknowledge them, and news of the connections."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

from venule.config import FeedSettings
from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.recorder.handover import HandOver
from venule.recorder.inbox import Inbox

FETCHER = 0
"""The number of the reader that fetches what the broker retains, which shared subscriptions leave out."""


class Delivery(NamedTuple):
    """Publications as one connection of a feed delivered them: ``messages`` PUBLISH packets, not yet read."""

    feed: str
    connection: int
    newest: bool
    packets: bytes
    messages: int
    received_at: Instant


@dataclass(frozen=True, slots=True)
class News:
    """A connection came or went. ``resumed`` says that the broker had kept the session.

    ``reader`` is which of the feed's ``readers`` it is, from 1, or :data:`FETCHER`. ``renewed`` says that the topics
    were asked for anew, and ``unshared`` that readers cannot share them at this broker.
    """

    feed: str
    presence: Presence
    protocol: str
    cause: str
    at: Instant
    resumed: bool = False
    reader: int = 1
    readers: int = 1
    renewed: bool = False
    unshared: bool = False


Item: TypeAlias = Delivery | HandOver | News
Post: TypeAlias = Inbox[Item]


class Source(Protocol):
    """Where a feed's items come from. It runs beside the recorder's own thread, and puts them into the inbox."""

    feed: FeedSettings

    @property
    def hasty(self) -> bool:
        """Whether the broker sends only a few messages ahead, so that they must be committed at once."""
        ...

    @property
    def busy(self) -> bool:
        """Whether something may still come after :meth:`rest`."""
        ...

    def start(self) -> None:
        """Connect, and stay connected."""
        ...

    def acknowledge(self, connection: int, numbers: Sequence[int]) -> None:
        """Tell that these were committed."""
        ...

    def rest(self) -> None:
        """Read no further; what was read may still be acknowledged."""
        ...

    def close(self) -> None:
        """Send what is left to acknowledge, and end."""
        ...
