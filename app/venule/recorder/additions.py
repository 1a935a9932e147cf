"""What a stretch of messages adds to the file, gathered before it is committed as one batch."""

from collections.abc import Sequence
from hashlib import sha256

from venule.domain.asset import Asset, Gateway
from venule.domain.instant import Instant
from venule.domain.message import Message
from venule.domain.observation import Recorded
from venule.domain.reject import KEPT_BYTES, Reject
from venule.recorder.finding import Finding
from venule.store.batch import Batch, Declaration

MAX_REASON = 1_000


class Additions:
    """Grows message by message. ``heard`` names the feed by which each asset spoke; a retained message is no speech."""

    def __init__(self) -> None:
        self.assets: list[Asset] = []
        self.gateways: list[Gateway] = []
        self.declarations: list[Declaration] = []
        self.observations: list[Recorded] = []
        self.rejects: list[Reject] = []
        self.heard: dict[tuple[str, str], str] = {}
        self.repeated = 0

    def hear(self, message: Message, findings: Sequence[Finding], feed: str) -> None:
        """Note that the assets of a message spoke just now."""
        if message.retained:
            return
        self.heard[message.network, message.asset] = feed
        for finding in findings:
            if finding.asset != message.asset:
                self.heard[message.network, finding.asset] = feed

    def batch(self) -> Batch:
        """Everything so far as one frozen batch."""
        return Batch(
            assets=tuple(self.assets),
            gateways=tuple(self.gateways),
            declarations=tuple(self.declarations),
            observations=self.observations,
            rejects=tuple(self.rejects),
        )


def reject(feed: str, topic: str, payload: bytes, *, reason: str, stage: str, recorded_at: Instant) -> Reject:
    """The record of a refusal; of a long payload the beginning is kept, with the SHA-256 of the whole."""
    whole = len(payload) <= KEPT_BYTES
    return Reject(
        feed=feed,
        topic=topic,
        payload=payload[:KEPT_BYTES],
        payload_bytes=len(payload),
        reason=reason[:MAX_REASON],
        stage=stage,
        recorded_at=recorded_at,
        sha256="" if whole else sha256(payload).hexdigest(),
    )
