"""What goes through the inbox: publications with what it takes to acknowledge them, and news of the connections."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from venule.domain.instant import Instant
from venule.domain.liveness import Presence
from venule.recorder.inbox import Inbox


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
    """A connection came or went. ``resumed`` says that the broker had kept the session."""

    feed: str
    presence: Presence
    protocol: str
    cause: str
    at: Instant
    resumed: bool = False


Post: TypeAlias = Inbox[Delivery | News]
