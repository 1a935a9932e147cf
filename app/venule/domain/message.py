"""One thing a device said, after its envelope was opened and before anybody read its meaning."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from venule.domain.asset import NO_PROPERTIES, Gateway
from venule.domain.geo import Position
from venule.domain.instant import Instant
from venule.domain.observation import Reading
from venule.domain.shape import Shape


class Unreadable(ValueError):
    """A payload cannot be understood; the message is one sentence that an operator can act on."""


class Message(NamedTuple):
    """What a decoder gives to the verticals, the same for every network. A tuple, since there are many.

    ``topic`` is split at its slashes. ``payload`` holds the device's own bytes (for LoRaWAN the frame payload, decoded
    from base64). ``profile`` is the device profile or model by which a vertical knows its devices; ``object`` what the
    network server's own codec made of the payload, where it has one. ``readings`` are filled for self-describing
    messages, which need no vertical to be read. ``observed_at`` is the best time the envelope gives.
    """

    topic: tuple[str, ...]
    payload: bytes
    received_at: Instant
    network: str = ""
    asset: str = ""
    label: str = ""
    kind: str = ""
    profile: str = ""
    port: int | None = None
    gateway: Gateway | None = None
    position: Position | None = None
    observed_at: Instant | None = None
    result_at: Instant | None = None
    object: Mapping[str, Any] | None = None
    properties: Mapping[str, str] = NO_PROPERTIES
    readings: tuple[Reading, ...] = ()
    source_key: int = 0
    retained: bool = False
    shape: Shape | None = None

    def json(self) -> Any:
        """The payload as JSON; raises :class:`Unreadable` with the reason if it is none."""
        try:
            return json.loads(self.payload)
        except (ValueError, RecursionError) as problem:
            raise Unreadable(f"payload is not JSON: {problem}") from None
