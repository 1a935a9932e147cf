"""What arrives from a broker, before anybody opened it, and what it has in common whatever the dialect."""

from hashlib import blake2b
from typing import NamedTuple

from venule.domain.instant import Instant


class Inbound(NamedTuple):
    """One publication as it was delivered: ``retained`` says that the broker had kept it."""

    feed: str
    topic: str
    payload: bytes
    received_at: Instant
    retained: bool = False
    user_properties: tuple[tuple[str, str], ...] = ()


def redelivery_key(payload: bytes) -> int:
    """A signed 64-bit key that is the same, in any process, for the same bytes: how a redelivery is known again."""
    return int.from_bytes(blake2b(payload, digest_size=8).digest(), "little", signed=True)
