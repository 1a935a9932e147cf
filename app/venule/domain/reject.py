"""What arrived and could not be taken in: kept with its topic, payload and reason, never dropped."""

from dataclasses import dataclass

from venule.domain.instant import Instant

KEPT_BYTES = 64 * 1024
"""Longest stretch of a rejected payload that is kept; beyond it the size and the SHA-256 of the whole stay."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One refused message. ``stage`` names who refused it: a decoder, a vertical, the guard or the store."""

    feed: str
    topic: str
    payload: bytes
    payload_bytes: int
    reason: str
    stage: str
    recorded_at: Instant
    sha256: str = ""
