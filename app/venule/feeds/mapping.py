"""Dialect "json": self-describing messages whose layout the profile declares.

What becomes of a value: numbers stay numbers, ``true`` and ``false`` are flags, text is the word of a state, ``null``
is a missing value (quality missing, never zero). Objects and arrays are refused, since they are not one value; where
the template names no ``{datastream}``, an object names several. Whether a text is acceptable where a number is
expected is judged where the datastream is known, not here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from venule.config import FeedSettings, JsonMapping, ProfileProblem
from venule.domain.asset import Gateway
from venule.domain.geo import position
from venule.domain.instant import SECOND, Instant, NotATime, from_epoch, from_iso
from venule.domain.message import Message, Unreadable
from venule.domain.observation import Reading
from venule.domain.quantity import Value
from venule.feeds.document import excerpt, parse
from venule.feeds.inbound import Inbound, redelivery_key
from venule.feeds.path import find, follow, steps
from venule.feeds.topic import TopicTemplate

MILLISECOND = SECOND // 1000
MAX_READINGS = 10_000
MAX_TEXT = 1_000


class JsonDecoder:
    """Reads messages by the declared mapping of one feed."""

    def __init__(self, settings: FeedSettings, mapping: JsonMapping) -> None:
        self._template = TopicTemplate(mapping.topic)
        self._mapping = mapping
        self._network = mapping.network or settings.network or settings.name
        self._value = steps(mapping.value)
        self._values = None if mapping.values is None else steps(mapping.values)
        self._time = None if mapping.observed_at is None else steps(mapping.observed_at)
        self._unit = None if mapping.unit is None else steps(mapping.unit)
        self._label = None if mapping.label is None else steps(mapping.label)
        self._place = _place(mapping)
        self._names = "datastream" in self._template.names
        self._own = frozenset(path[0] for path in (self._time, self._unit, self._label, *self._place) if path)

    def decode(self, inbound: Inbound) -> Sequence[Message]:
        """One message with its readings."""
        captures = self._template.captures(inbound.topic)
        return (self._message(inbound, captures, parse(inbound.payload)),)

    def open(self, inbound: Inbound, document: Any) -> Sequence[Message]:
        """The same for a payload that was parsed before."""
        return (self._message(inbound, self._template.captures(inbound.topic), document),)

    def _message(self, inbound: Inbound, captures: Mapping[str, str], document: Any) -> Message:
        observed_at = None if self._time is None else self._instant(follow(document, self._time))
        unit = find(document, self._unit)
        gateway = captures.get("gateway")
        network = captures.get("network", self._network)
        readings = self._readings(document, captures.get("datastream", ""), unit if isinstance(unit, str) else "")
        return Message(
            topic=(inbound.topic,),
            payload=inbound.payload if readings else b"",  # without values it tells only what and where the asset is
            received_at=inbound.received_at,
            network=network,
            asset=captures["asset"],
            label=str(find(document, self._label) or "") if self._label else "",
            kind=captures.get("kind", self._mapping.kind),
            gateway=Gateway(network, gateway) if gateway else None,
            position=position(*(find(document, path) for path in self._place)) if self._place else None,
            observed_at=observed_at,
            readings=readings,
            source_key=redelivery_key(inbound.payload),
            retained=inbound.retained,
        )

    def _readings(self, document: Any, datastream: str, unit: str) -> tuple[Reading, ...]:
        if self._values is None and self._names:
            value = follow(document, self._value)
            return (Reading(datastream, checked(value, self._mapping.value), unit, None),)
        readings = tuple(self._many(document, unit))
        if not readings and not (self._place or self._label):
            raise Unreadable("payload names no values")
        return readings

    def _many(self, document: Any, unit: str) -> Iterator[Reading]:
        """Each member of the object of values; the mapping's own fields beside them are no values."""
        path = self._value if self._values is None else self._values
        found = follow(document, path)
        if not isinstance(found, dict):
            if self._values is None and path:
                yield Reading(path[-1], checked(found, ".".join(path)), unit, None)
                return
            raise Unreadable(f"payload holds {excerpt(found)} where an object of named values is expected")
        if len(found) > MAX_READINGS:
            raise Unreadable(f"payload names {len(found):,} values; {MAX_READINGS:,} are the most one message may hold")
        for name, value in found.items():
            if path or name not in self._own:
                yield Reading(_name(name), checked(value, ".".join((*path, name))), unit, None)

    def _instant(self, value: Any) -> Instant:
        try:
            if self._mapping.time == "iso":
                return from_iso(value)
            return from_epoch(value, SECOND if self._mapping.time == "epoch_s" else MILLISECOND)
        except NotATime as problem:
            raise Unreadable(f"{self._mapping.observed_at!r} is no time of observation: {problem}") from None


def checked(value: Any, place: str) -> Value | None:
    """The value if it is one: a number, a flag, a text or nothing."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise Unreadable(f"text of {len(value):,} characters is longer than the {MAX_TEXT:,} a value may have")
        return value
    what = "an object" if isinstance(value, dict) else "an array"
    where = f" at {place!r}" if place else ""
    raise Unreadable(f"{what}{where} stands where one value is expected: {excerpt(value)}")


def _name(name: str) -> str:
    if not name or "/" in name:
        raise Unreadable(f"{name!r} cannot name a datastream: a word without '/' is expected")
    return name


def _place(mapping: JsonMapping) -> tuple[tuple[str, ...], ...]:
    """The paths of longitude and latitude: both or none."""
    if (mapping.longitude is None) != (mapping.latitude is None):
        raise ProfileProblem("json.longitude and json.latitude are stated together or not at all")
    if mapping.longitude is None or mapping.latitude is None:
        return ()
    return steps(mapping.longitude), steps(mapping.latitude)
