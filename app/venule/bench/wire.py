"""The few MQTT 3.1.1 packets a measurement needs, over a bare socket: a client library would be what is measured."""

import socket
import struct

KEEPALIVE_S = 600
PING = b"\xc0\x00"
PING_ANSWER = b"\xd0\x00"
GOODBYE = b"\xe0\x00"
ACCEPTED = b"\x20\x02\x00\x00"
PUBLISH, RETAIN, AT_LEAST_ONCE = 0x30, 0x01, 0x02
READ_BYTES = 1 << 18


class BrokerProblem(Exception):
    """The broker does not do its part; the message is one sentence."""


def connected(host: str, port: int, client: str) -> socket.socket:
    """A socket to a broker that has let us in, with a clean session."""
    link = socket.create_connection((host, port))
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(packet(0x10, text(b"MQTT") + b"\x04\x02" + struct.pack("!H", KEEPALIVE_S) + text(client.encode())))
    if exactly(link, len(ACCEPTED)) != ACCEPTED:
        raise BrokerProblem("The broker refuses the connection.")
    return link


def subscribe(link: socket.socket, topics: str) -> None:
    """Ask for topics at QoS 0; the answer is one of the next packets."""
    link.sendall(packet(0x82, b"\x00\x01" + text(topics.encode()) + b"\x00"))


def publication(topic: str, payload: bytes, qos: int, number: int, retained: bool) -> bytes:
    """A message; ``number`` tells those of QoS 1 apart that are on their way."""
    kind = PUBLISH | (AT_LEAST_ONCE if qos else 0) | (RETAIN if retained else 0)
    return packet(kind, text(topic.encode()) + (struct.pack("!H", number) if qos else b"") + payload)


def packet(kind: int, body: bytes) -> bytes:
    """Any packet: its kind, its length in groups of seven bits, its body."""
    left, length = len(body), bytearray()
    while left > 0x7F:
        length.append(left & 0x7F | 0x80)
        left >>= 7
    length.append(left)
    return bytes((kind,)) + length + body


def text(content: bytes) -> bytes:
    """A text with its length before it."""
    return struct.pack("!H", len(content)) + content


def exactly(link: socket.socket, size: int) -> bytes:
    """The next bytes, as many as that."""
    found = b""
    while len(found) < size:
        found += received(link, size - len(found))
    return found


def received(link: socket.socket, most: int = READ_BYTES) -> bytes:
    """What comes next."""
    data = link.recv(most)
    if not data:
        raise BrokerProblem("The broker closed the connection.")
    return data
