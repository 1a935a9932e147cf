"""The splitter: publications out of a stream of bytes, however it was cut, and everything else for the client."""

import random
import struct

import pytest

from venule.recorder.packets import Malformed, Publication, Splitter, publications


def length(number: int) -> bytes:
    found = b""
    while True:
        number, digit = divmod(number, 128)
        found += bytes([digit | 0x80 if number else digit])
        if not number:
            return found


def publish(
    topic: str, payload: bytes, number: int = 0, *, retained: bool = False, properties: bytes | None = None
) -> bytes:
    named = topic.encode()
    body = struct.pack("!H", len(named)) + named
    if number:
        body += struct.pack("!H", number)
    if properties is not None:
        body += length(len(properties)) + properties
    body += payload
    return bytes([0x30 | (0x02 if number else 0) | retained]) + length(len(body)) + body


PINGRESP = b"\xd0\x00"
SUBACK = b"\x90\x04\x00\x01\x00\x01"


def test_that_publications_are_found_however_the_stream_is_cut() -> None:
    sent = [publish(f"city/{n}", bytes([n % 256]) * (n * 7 % 400), n) for n in range(1, 200)]
    stream = b"".join(sent[:50]) + PINGRESP + b"".join(sent[50:]) + SUBACK
    chance = random.Random(7)
    splitter, found, counted, at = Splitter(), b"", 0, 0
    while at < len(stream):
        step = chance.randint(1, 300)
        packets, count = splitter.split(stream[at : at + step])
        found, counted, at = found + packets, counted + count, at + step
    assert found == b"".join(sent)
    assert counted == len(sent)
    assert splitter.others == PINGRESP + SUBACK
    read = list(publications(found, newest=False))
    assert [(one.topic, one.number, len(one.payload)) for one in read] == [
        (f"city/{n}", n, n * 7 % 400) for n in range(1, 200)
    ]


def test_that_a_large_payload_comes_whole() -> None:
    packet = publish("city/a", b"x" * 3_000_000, 5)
    splitter = Splitter()
    assert splitter.split(packet[:1_000_000]) == (b"", 0)
    packets, count = splitter.split(packet[1_000_000:])
    assert count == 1
    (read,) = publications(packets, newest=False)
    assert len(read.payload) == 3_000_000


def test_that_retained_and_unnumbered_publications_say_so() -> None:
    packets = publish("a", b"1", retained=True) + publish("b", b"2")
    assert list(publications(packets, newest=False)) == [
        Publication("a", b"1", 0, True),
        Publication("b", b"2", 0, False),
    ]


def test_that_properties_of_mqtt_5_are_passed_over_and_the_users_are_kept() -> None:
    user = b"\x26\x00\x03key\x00\x05value"
    others = b"\x01\x01" + b"\x02\x00\x00\x00\x3c" + b"\x03\x00\x04json" + b"\x0b\x81\x01"
    packets = publish("a", b"1", 3, properties=others + user) + publish("b", b"2", 4, properties=b"")
    assert list(publications(packets, newest=True)) == [
        Publication("a", b"1", 3, False, (("key", "value"),)),
        Publication("b", b"2", 4, False),
    ]


def test_that_a_broken_publication_harms_only_itself() -> None:
    broken = b"\x32\x02\x00\x09"
    good, bad, other = publications(publish("a", b"1", 1) + broken + publish("b", b"2", 2), newest=False)
    assert (good.topic, other.topic, bad.number) == ("a", "b", 0)
    assert bad.payload == broken


def test_that_bytes_which_are_no_mqtt_are_said_to_be_none() -> None:
    with pytest.raises(Malformed):
        Splitter().split(b"\x30\xff\xff\xff\xff\xff")


@pytest.mark.parametrize("cut", range(1, 6))
def test_that_an_incomplete_packet_waits(cut: int) -> None:
    packet = publish("a", b"x" * 200, 1)
    splitter = Splitter()
    assert splitter.split(packet[:cut]) == (b"", 0)
    assert splitter.split(packet[cut:]) == (packet, 1)
