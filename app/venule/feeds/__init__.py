"""Dialects: one decoder each, sans-IO, from a publication to messages that are the same whatever the network."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from venule.config import FeedSettings, ProfileProblem
from venule.domain.message import Message, Unreadable
from venule.feeds.chirpstack import ChirpstackDecoder
from venule.feeds.inbound import Inbound
from venule.feeds.mapping import JsonDecoder
from venule.feeds.plain import PlainDecoder
from venule.feeds.recognition import AutoDecoder

__all__ = ["Decoder", "Inbound", "decoder"]


Known: TypeAlias = Callable[[str, str], bool]
"""Whether an asset of that network and name was recorded before."""


class Decoder(Protocol):
    """Opens the envelope of one dialect."""

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """The messages in a publication; raises :class:`Unreadable` with one sentence if it cannot be opened."""
        ...


class Measured:
    """A decoder behind the feed's limit on the size of a payload."""

    def __init__(self, inner: Decoder, max_payload_bytes: int) -> None:
        self._inner = inner
        self._limit = max_payload_bytes

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """What the inner decoder says, unless the payload is too large to be looked at."""
        size = len(inbound.payload)
        if size > self._limit:
            raise Unreadable(f"payload of {size:,} bytes is larger than the {self._limit:,} bytes this feed accepts")
        return self._inner.decode(inbound)


def decoder(settings: FeedSettings, known: Known = lambda network, asset: False) -> Decoder:
    """The decoder a feed's settings ask for; raises :class:`ProfileProblem` if they contradict themselves."""
    try:
        return Measured(_chosen(settings, known), settings.max_payload_bytes)
    except ProfileProblem as problem:
        raise ProfileProblem(f"feed {settings.name!r}: {problem}") from None


def _chosen(settings: FeedSettings, known: Known) -> Decoder:
    mapped = None if settings.json is None else JsonDecoder(settings, settings.json)
    if settings.dialect == "json":
        if mapped is None:
            raise ProfileProblem('dialect "json" needs a table [feed.json]')
        return mapped
    if settings.dialect == "chirpstack":
        return ChirpstackDecoder(known)
    if settings.dialect == "plain":
        return PlainDecoder(settings)
    return AutoDecoder(mapped, known)
