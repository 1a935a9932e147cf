"""Observations: what a vertical reads out of a message, and the row the recorder keeps of it."""

from dataclasses import dataclass
from typing import NamedTuple

from venule.domain.instant import Instant
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, Value


@dataclass(frozen=True, slots=True)
class Observation:
    """A value of one quantity of one asset, as a vertical yields it.

    ``observed_at`` is an instant (integer microseconds), an aware ``datetime`` or ISO 8601 text with an offset;
    ``None`` means the device said nothing about time: the message's own time stands in, flagged as assumed.
    ``result_at`` is when the source computed the value, where it says so. ``kind`` names the asset kind when several
    kinds of the vertical share the quantity. ``quality`` below good wants a ``reason`` in words.
    """

    asset: str
    quantity: Quantity
    value: Value | None
    observed_at: Instant | str | object | None = None
    result_at: Instant | None = None
    quality: Quality = Quality.GOOD
    reason: str = ""
    kind: str = ""


class Reading(NamedTuple):
    """One named value that a self-describing message carries; ``unit`` is the source's own spelling."""

    datastream: str
    value: Value | None
    unit: str
    observed_at: Instant | None


class Recorded(NamedTuple):
    """One observation as it is kept. A tuple, because a recorder makes tens of thousands a second.

    ``source_key`` is a signed 64-bit hash of what the source would repeat on redelivery: the same datastream, time and
    key are the same observation; two keys at one time are two observations, both kept.
    """

    network: str
    asset: str
    datastream: str
    observed_at: Instant
    recorded_at: Instant
    value: Value | None
    result_at: Instant | None = None
    quality: Quality = Quality.GOOD
    reason: str = ""
    provenance: Provenance = Provenance.NONE
    source_key: int = 0
