"""Publishes numbered observations as fast as a broker takes them: a process of its own, all packets made beforehand.

It says ``ready``, waits for a line, sends, and prints what it did as one line of JSON. Arguments: the fields of
:class:`Flood` in their order.
"""

import json
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from venule.bench.brokers import HOST
from venule.bench.material import message
from venule.bench.wire import GOODBYE, PING, PING_ANSWER, BrokerProblem, connected, exactly, publication, received

WINDOW = 2_000
"""QoS 1 messages on their way; further ones wait."""

NUMBERS = 60_000
ANSWER_BYTES = 4
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Flood:
    """What to publish: so many messages of so many assets."""

    port: int
    messages: int
    assets: int
    qos: int
    retained: int = 0

    @property
    def arguments(self) -> tuple[str, ...]:
        """How a process is told."""
        return tuple(map(str, astuple(self)))


def main(arguments: Sequence[str]) -> None:
    """Make all packets, wait for the word, send them, and say how it went."""
    flood = Flood(*map(int, arguments))
    pieces = packets(flood)
    link = connected(HOST, flood.port, "venulebenchflood")
    print("ready", flush=True)
    if not sys.stdin.readline():
        return
    begin, used = time.perf_counter(), time.process_time()
    acknowledged = send(link, pieces, flood)
    took = time.perf_counter() - begin
    link.sendall(GOODBYE)
    figures = {"seconds": took, "cpu_s": time.process_time() - used, "acknowledged": acknowledged}
    print(json.dumps(figures), flush=True)


def packets(flood: Flood) -> list[tuple[bytes, int]]:
    """All messages, a hundred in a piece, and how many are in it."""
    found = []
    for first in range(0, flood.messages, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, flood.messages))
        made = (
            publication(*message(number, flood.assets), flood.qos, number % NUMBERS + 1, bool(flood.retained))
            for number in numbers
        )
        found.append((b"".join(made), len(numbers)))
    return found


def send(link: socket.socket, pieces: Sequence[tuple[bytes, int]], flood: Flood) -> int:
    """Send everything, and return when the broker has taken it; how many it acknowledged."""
    sent = answered = 0
    for piece, count in pieces:
        link.sendall(piece)
        sent += count
        while flood.qos and sent - answered // ANSWER_BYTES > WINDOW:
            answered += len(received(link))
    while flood.qos and answered < sent * ANSWER_BYTES:
        answered += len(received(link))
    link.sendall(PING)  # answered when everything before it was read
    if exactly(link, len(PING_ANSWER)) != PING_ANSWER:
        raise BrokerProblem("The broker answered a ping with something else.")
    return answered // ANSWER_BYTES


if __name__ == "__main__":
    main(sys.argv[1:])
