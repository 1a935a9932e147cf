"""Intake: a publication is opened, read and judged, and becomes rows for the file or a reject with its reason."""

import logging
from collections.abc import Sequence

from venule.config import FeedSettings
from venule.domain.asset import AssetKind
from venule.domain.bounded import Bounded
from venule.domain.instant import Instant
from venule.domain.message import Message, Unreadable
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity
from venule.domain.unit import to_ucum
from venule.feeds import Inbound, decoder
from venule.recorder.additions import Additions, reject
from venule.recorder.delivery import Delivery
from venule.recorder.finding import Finding, repeats, row
from venule.recorder.inventory import Inventory
from venule.recorder.packets import publications
from venule.recorder.streams import MAX_STREAMS, Stream
from venule.store.batch import Batch, Declaration
from venule.verticals.guard import Guard

NO_VALUE = "the source sent no value"
MAX_GUESSES = 10_000

_log = logging.getLogger(__name__)


class Intake:
    """Turns what feeds deliver into what the file keeps. Sans-IO: whoever calls says what time it is.

    It remembers what it declared (bounded), so that names are sent once, and how far each datastream has come.
    """

    def __init__(self, guard: Guard, feeds: Sequence[FeedSettings] = ()) -> None:
        self._guard = guard
        self.inventory = Inventory()
        self._decoders = {feed.name: decoder(feed, self.inventory.knows) for feed in feeds}
        self._verticals = {feed.name: feed.vertical for feed in feeds}
        self._streams: Bounded[tuple[str, str, str], Stream] = Bounded(MAX_STREAMS)
        self._guesses: Bounded[tuple[str, str], Quantity] = Bounded(MAX_GUESSES)

    def open(self, delivery: Delivery, recorded_at: Instant, into: Additions) -> list[int]:
        """Take in what was delivered; returns the numbers to acknowledge once it is committed."""
        feed, received_at, take = delivery.feed, delivery.received_at, self.take
        numbers = []
        for topic, payload, number, retained, properties in publications(delivery.packets, delivery.newest):
            take(Inbound(feed, topic, payload, received_at, retained, properties), recorded_at, into)
            if number:
                numbers.append(number)
        return numbers

    def take(self, inbound: Inbound, recorded_at: Instant, into: Additions) -> None:
        """Take in one publication: in whole, or as one reject."""
        vertical = self._verticals[inbound.feed]
        stage = "decoder"
        try:
            messages = self._decoders[inbound.feed].decode(inbound)
            stage = "vertical"
            found = [(message, self._read(message, vertical)) for message in messages]
        except Unreadable as problem:
            reason = str(problem)
        except Exception as problem:  # a payload nobody foresaw must not end the recorder; it is kept and shown
            reason = _unforeseen(problem, stage, inbound.topic)
        else:
            for message, findings in found:
                self._keep(message, findings, recorded_at, into)
                into.hear(message, findings, inbound.feed)
            return
        into.rejects.append(
            reject(inbound.feed, inbound.topic, inbound.payload, reason=reason, stage=stage, recorded_at=recorded_at)
        )

    def take_message(
        self,
        message: Message,
        recorded_at: Instant,
        *,
        feed: str = "",
        vertical: str = "",
        provenance: Provenance = Provenance.NONE,
    ) -> Batch:
        """Take in one message that was opened elsewhere (an import): what it adds, or its reject."""
        into = Additions()
        topic, stage = "/".join(message.topic), "vertical"
        try:
            findings = self._read(message, vertical)
        except Unreadable as problem:
            reason = str(problem)
        except Exception as problem:  # one row nobody foresaw must not end an import
            reason = _unforeseen(problem, stage, topic)
        else:
            self._keep(message, findings, recorded_at, into, provenance)
            return into.batch()
        into.rejects.append(reject(feed, topic, message.payload, reason=reason, stage=stage, recorded_at=recorded_at))
        return into.batch()

    def declares(self, kind: str, quantity: str) -> bool:
        """Whether an installed vertical declares that quantity of that kind."""
        known = self._guard.kinds.get(kind)
        return known is not None and known.quantity(quantity) is not None

    def remember(self, network: str, asset: str, stream: Stream) -> None:
        """Go on where an earlier recorder stopped: what the file holds of a datastream."""
        self._streams[network, asset, stream.quantity.name] = stream

    def _read(self, message: Message, vertical: str) -> list[Finding]:
        """What a message says; nothing for one that only tells where and what an asset is."""
        if message.readings:
            return self._readings(message)
        if not message.payload and message.asset:
            return []
        found = []
        for observation, kind, name in self._guard.read(message, vertical):
            stream = self._declared(message.network, observation.asset, observation.quantity.name, kind)
            found.append(
                Finding(
                    stream,
                    observation.asset,
                    observation.value,
                    observation.observed_at,  # type: ignore[arg-type]  # the guard made it an instant
                    observation.result_at,
                    observation.quality,
                    observation.reason,
                    name,
                )
            )
        return found

    def _readings(self, message: Message) -> list[Finding]:
        """The values of a self-describing message, each held against its datastream."""
        network, asset = message.network, message.asset
        found = []
        for name, value, unit, observed_at in message.readings:
            stream = self._streams.get((network, asset, name))
            if stream is None:
                stream = self._first(message, name, unit)
            elif unit != stream.unit_source:
                stream.spell(unit)
            if value is None:
                found.append(Finding(stream, asset, None, observed_at, None, Quality.MISSING, NO_VALUE))
            else:
                quality = Quality.UNCERTAIN if stream.doubt else Quality.GOOD
                found.append(Finding(stream, asset, stream.fit(value), observed_at, None, quality, stream.doubt))
        return found

    def _first(self, message: Message, name: str, unit: str) -> Stream:
        """A datastream's first reading: as its kind declares it, or as the reading lets guess."""
        network, asset = message.network, message.asset
        kind = self._guard.kinds.get(message.kind or self.inventory.kind_of(network, asset))
        if kind is not None and kind.quantity(name) is not None:
            stream = self._declared(network, asset, name, kind)
        else:
            stream = self._streams[network, asset, name] = Stream(self._guess(name, unit), open=True, typed=False)
        stream.spell(unit)
        return stream

    def _guess(self, name: str, unit: str) -> Quantity:
        """What a datastream is taken for at first; all of one name and unit share it."""
        found = self._guesses.get((name, unit))
        if found is None:
            found = self._guesses[name, unit] = Quantity(name, to_ucum(unit))
        return found

    def _declared(self, network: str, asset: str, name: str, kind: AssetKind) -> Stream:
        """The datastream of a declared quantity. Another declaration than the remembered one takes its place."""
        stream = self._streams.get((network, asset, name))
        quantity = kind.quantity(name)
        assert quantity is not None, "the guard lets only declared quantities pass"
        if stream is None:
            stream = self._streams[network, asset, name] = Stream(quantity, open=False)
        elif stream.quantity is not quantity:
            stream.declared = stream.declared and stream.quantity == quantity
            stream.quantity, stream.open = quantity, False
        return stream

    def _keep(
        self,
        message: Message,
        findings: list[Finding],
        recorded_at: Instant,
        into: Additions,
        provenance: Provenance = Provenance.NONE,
    ) -> None:
        """Add the rows of one message, and before them whatever they need to be known."""
        if not findings and message.asset:
            self.inventory.note(message, message.asset, message.kind, into)
        if message.retained:
            provenance |= Provenance.RETAINED
        for finding in findings:
            stream, kind = finding.stream, finding.kind or message.kind
            self.inventory.note(message, finding.asset, kind, into)
            if not stream.declared:
                stream.declared = True
                into.declarations.append(self._declaration(message.network, finding.asset, stream, kind))
            if message.retained and repeats(message, finding):
                into.repeated += 1
            else:
                into.observations.append(row(message, finding, recorded_at, provenance))

    def _declaration(self, network: str, asset: str, stream: Stream, kind_name: str) -> Declaration:
        """What a datastream is. The kind's interval is that of its first quantity, which the kind is about."""
        kind = self._guard.kinds.get(kind_name)
        quantity = stream.quantity
        expected = quantity.expected_every_s
        if expected is None and kind is not None and kind.quantities[0].name == quantity.name:
            expected = kind.expected_every_s
        return Declaration(network, asset, quantity, stream.unit_source, expected)


def _unforeseen(problem: Exception, stage: str, topic: str) -> str:
    """The reason of a reject for an error that no decoder and no vertical foresaw; its trace goes to the log."""
    _log.debug("a %s failed on a message of %s", stage, topic, exc_info=problem)
    return f"the {stage} failed on this message: {type(problem).__name__}: {problem}"
