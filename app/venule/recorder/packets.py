"""Splits the bytes a broker sends into publications, which are read here, and all other packets, which are not.

Publications are nearly all of what comes, and reading them in bulk takes a tenth of what the MQTT client needs for
one by one. That matters: a broker whose socket is not emptied in time queues a thousand messages and drops the rest.
Layout: MQTT 3.1.1 and MQTT 5, sections 2.2 and 3.3.
"""

from collections.abc import Iterator
from typing import NamedTuple

PUBLISH = 0x30
USER_PROPERTY = 0x26
LENGTH_BYTES = 4

_FIXED = {0x01: 1, 0x02: 4, 0x23: 2}
"""Properties of a publication that have a fixed length: payload format, message expiry, topic alias."""

_PREFIXED = (0x03, 0x08, 0x09)
"""Those whose length comes first: content type, response topic, correlation data."""

_NUMBERS = (0x0B,)
"""Those that are a variable-length number: subscription identifier."""


class Malformed(Exception):
    """The broker sent bytes that are no MQTT."""


class Publication(NamedTuple):
    """One PUBLISH packet. ``number`` is its packet identifier, 0 at QoS 0."""

    topic: str
    payload: bytes
    number: int
    retained: bool
    user_properties: tuple[tuple[str, str], ...] = ()


class Splitter:
    """Takes bytes as they come and gives back whole PUBLISH packets; ``others`` gathers every other packet."""

    def __init__(self) -> None:
        self._left = bytearray()
        self.others = bytearray()

    def split(self, data: bytes) -> tuple[bytes, int]:
        """The PUBLISH packets that these bytes complete, unread, and how many. Raises :class:`Malformed`."""
        left = self._left
        left += data
        start = count = begun = 0
        found = bytearray()
        while (end := _end(left, start)) is not None:
            if left[start] & 0xF0 == PUBLISH:
                count += 1
            else:
                self.others += left[start:end]
                found += left[begun:start]
                begun = end
            start = end
        found += left[begun:start]
        del left[:start]
        return bytes(found), count


def publications(packets: bytes, newest: bool) -> Iterator[Publication]:
    """What whole PUBLISH packets say. One that is broken within comes with its own bytes and no topic that fits."""
    start, size = 0, len(packets)
    while start < size:
        body, at = packets[start + 1], start + 2
        if body >= 0x80:
            body, at = _number(packets, start + 1)
        end = at + body
        try:
            yield _publication(packets[start], packets[at:end], newest)
        except (IndexError, Malformed):
            yield Publication("\N{REPLACEMENT CHARACTER}", packets[start:end], 0, False)
        start = end


def _publication(first: int, body: bytes, newest: bool) -> Publication:
    at = 2 + (body[0] << 8 | body[1])
    topic = body[2:at].decode("utf-8", "replace")
    number = 0
    if first & 0x06:
        number = body[at] << 8 | body[at + 1]
        at += 2
    properties: tuple[tuple[str, str], ...] = ()
    if newest:
        length = body[at]
        at += 1
        if length:
            length, at = _number(body, at - 1)
            properties = _user_properties(body[at : at + length])
            at += length
    return Publication(topic, body[at:], number, bool(first & 0x01), properties)


def _end(data: bytearray, start: int) -> int | None:
    """Where the packet ends that begins there, or nothing while it is incomplete."""
    size = len(data)
    if size - start < 2:
        return None
    length = data[start + 1]
    if length < 0x80:
        end = start + 2 + length
    else:
        try:
            length, at = _number(data, start + 1)
        except IndexError:
            return None
        end = at + length
    return end if end <= size else None


def _number(data: bytes | bytearray, at: int) -> tuple[int, int]:
    """A variable-length number and where it ends."""
    number = 0
    for place in range(LENGTH_BYTES):
        byte = data[at + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return number, at + place + 1
    raise Malformed("a number has more than four bytes")


def _user_properties(data: bytes) -> tuple[tuple[str, str], ...]:
    """The pairs of names and values among a publication's properties."""
    found = []
    at = 0
    while at < len(data):
        kind, at = data[at], at + 1
        if kind == USER_PROPERTY:
            name, at = _text(data, at)
            value, at = _text(data, at)
            found.append((name, value))
        elif kind in _FIXED:
            at += _FIXED[kind]
        elif kind in _PREFIXED:
            _, at = _text(data, at)
        elif kind in _NUMBERS:
            _, at = _number(data, at)
        else:
            raise Malformed(f"a publication has the unknown property {kind}")
    return tuple(found)


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = at + 2 + (data[at] << 8 | data[at + 1])
    return data[at + 2 : end].decode("utf-8", "replace"), end
