"""What a stretch of messages adds to the file, gathered before it is committed as one batch."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from venule.domain.asset import Asset, Gateway
from venule.domain.instant import Instant
from venule.domain.message import Message
from venule.domain.observation import Recorded
from venule.domain.reject import KEPT_BYTES, Reject
from venule.recorder.columnar import by_columns, joined
from venule.recorder.finding import Finding
from venule.recorder.handover import HandOver
from venule.store.batch import Batch, Declaration
from venule.store.columns import Columns

MAX_REASON = 1_000


class Additions:
    """Grows message by message. ``heard`` names the feed by which each asset spoke; a retained message is no speech.

    ``tables`` and ``watched`` are what readers in other processes gathered: all of it, and what the watch judges.
    """

    def __init__(self) -> None:
        self.assets: list[Asset] = []
        self.gateways: list[Gateway] = []
        self.declarations: list[Declaration] = []
        self.observations: list[Recorded] = []
        self.tables: list[Columns] = []
        self.watched: list[Recorded] = []
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

    def take(self, given: HandOver) -> None:
        """Add what a reader in another process gathered."""
        self.assets += given.assets
        self.gateways += given.gateways
        self.declarations += given.declarations
        self.tables.append(given.observations)
        self.watched += given.watched
        self.rejects += given.rejects
        self.heard.update(dict.fromkeys(given.heard, given.feed))

    def batch(self) -> Batch:
        """Everything so far as one frozen batch."""
        listed = Batch(
            assets=tuple(self.assets),
            gateways=tuple(self.gateways),
            declarations=tuple(self.declarations),
            observations=self.observations,
            rejects=tuple(self.rejects),
        )
        if not self.tables:
            return listed
        listed, own = by_columns(listed)
        return replace(listed, observations=joined([*self.tables, own]))


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
