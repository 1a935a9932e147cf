"""Dialect "auto": ChirpStack where the topic or the envelope looks like it, else the profile's JSON mapping."""

from collections.abc import Callable, Sequence

from venule.domain.message import Message, Unreadable
from venule.feeds.chirpstack import ChirpstackDecoder, looks_like_an_event
from venule.feeds.document import parse
from venule.feeds.inbound import Inbound
from venule.feeds.mapping import JsonDecoder


class AutoDecoder:
    """Chooses a dialect for each message."""

    def __init__(self, mapped: JsonDecoder | None, known: Callable[[str, str], bool]) -> None:
        self._chirpstack = ChirpstackDecoder(known)
        self._mapped = mapped

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """What the dialect that fits makes of the message."""
        if inbound.topic.startswith("application/") and "/event/" in inbound.topic:
            return self._chirpstack.decode(inbound)
        document = parse(inbound.payload)
        if looks_like_an_event(document):
            return self._chirpstack.open(inbound, document)
        if self._mapped is None:
            raise Unreadable("payload is no ChirpStack event, and the feed declares no mapping by which to read it")
        return self._mapped.open(inbound, document)
