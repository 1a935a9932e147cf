"""Dialect "plain": topic and payload untouched, for a feed that names the vertical which reads it."""

from collections.abc import Sequence

from venule.config import FeedSettings
from venule.domain.message import Message
from venule.feeds.inbound import Inbound, redelivery_key


class PlainDecoder:
    """Hands every publication on as it came. The network is the feed's, or what the profile calls it."""

    def __init__(self, settings: FeedSettings) -> None:
        self._network = settings.network or settings.name

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """One message a publication."""
        return (
            Message(
                topic=tuple(inbound.topic.split("/")),
                payload=inbound.payload,
                received_at=inbound.received_at,
                network=self._network,
                source_key=redelivery_key(inbound.payload),
                retained=inbound.retained,
            ),
        )
