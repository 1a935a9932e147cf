"""One value read out of a message becomes a row: when it was observed, and how far it can be trusted."""

from typing import NamedTuple

from venule.domain.freshness import AHEAD_TOLERANCE_S
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.message import Message
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Value
from venule.recorder.streams import NEVER, Stream

AHEAD_US = round(AHEAD_TOLERANCE_S * SECOND)

_EVERY = range(2 * max(Provenance))
_ASSUMED = tuple(Provenance(flags) | Provenance.TIME_ASSUMED for flags in _EVERY)
_LATE = tuple(Provenance(flags) | Provenance.BACKFILLED for flags in _EVERY)
"""Each provenance with one flag more: joining flags takes a third of the time that all else of a row does."""


class Finding(NamedTuple):
    """A value with the datastream it belongs to. ``observed_at`` is ``None`` where only the message has a time."""

    stream: Stream
    asset: str
    value: Value | None
    observed_at: Instant | None
    result_at: Instant | None = None
    quality: Quality = Quality.GOOD
    reason: str = ""
    kind: str = ""


def repeats(message: Message, finding: Finding) -> bool:
    """Whether a retained value says nothing new: it has no time of its own and is the one last known.

    One that has a time of its own is a row like any other; if it was recorded before, its key settles that.
    """
    stream = finding.stream
    timeless = finding.observed_at is None and message.observed_at is None
    return timeless and stream.newest != NEVER and stream.last == finding.value


def row(message: Message, finding: Finding, recorded_at: Instant, provenance: Provenance) -> Recorded:
    """The row to keep, and a note in the datastream of how far it has come.

    Time is the value's own, else the message's, else that of arrival (assumed). A clock more than
    :data:`AHEAD_TOLERANCE_S` ahead of arrival is not believed: arrival stands in, and its claim is kept beside it.
    """
    stream, asset, value, own_time, result_at, quality, reason, _ = finding
    arrived = message.received_at
    observed_at = own_time if own_time is not None else message.observed_at
    if result_at is None:
        result_at = message.result_at
    if observed_at is None:
        observed_at = arrived
        provenance = _ASSUMED[provenance]
    elif observed_at > arrived + AHEAD_US:
        reason = "; ".join(filter(None, (reason, f"the clock is {_span(observed_at - arrived)} ahead of arrival")))
        quality = max(quality, Quality.UNCERTAIN)
        provenance = _ASSUMED[provenance]
        observed_at, result_at = arrived, observed_at
    if observed_at < stream.newest:
        provenance = _LATE[provenance]
    else:
        stream.newest, stream.last = observed_at, value
    name, key = stream.quantity.name, message.source_key
    return Recorded(
        message.network, asset, name, observed_at, recorded_at, value, result_at, quality, reason, provenance, key
    )


def _span(span_us: int) -> str:
    """A length of time in the largest unit that says enough."""
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if span_us >= 2 * unit:
            return f"{span_us / unit:.0f} {name}"
    return f"{span_us / SECOND:.0f} seconds"
