"""Whether a feed, a gateway or an asset can be heard, since when, and who says so."""

from dataclasses import dataclass
from enum import StrEnum

from venule.domain.instant import Instant


class Subject(StrEnum):
    """What a claim of liveness is about."""

    FEED = "feed"
    GATEWAY = "gateway"
    ASSET = "asset"


class Presence(StrEnum):
    """The claim itself."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Liveness:
    """From ``at`` on, ``subject`` was in ``presence``, because of ``cause``. ``network`` is empty for a feed."""

    subject: Subject
    network: str
    name: str
    presence: Presence
    at: Instant
    cause: str = ""


@dataclass(frozen=True, slots=True)
class FeedGap:
    """A stretch in which a feed was not heard. ``until`` is ``None`` while it lasts."""

    feed: str
    since: Instant
    until: Instant | None
    cause: str
    recoverable: bool
    """Whether the broker keeps what was missed (QoS 1 and a session), so that the gap may be filled."""
