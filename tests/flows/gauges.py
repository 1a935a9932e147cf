"""Gauges that publish numbered levels with QoS 1, and publish again whatever a broker lost or may have lost."""

import select
import socket
import struct
import time
from collections import deque
from collections.abc import Callable

from tests.broker import HOST
from venule.store.answers import ExportRow

PATIENCE_S = 120.0
RETRY_S = 0.01
NEXT_S = 0.002
CONNECT = b"\x04\x02\x0e\x10"
"""Version 3.1.1, a clean session, and an hour between signs of life."""

WELCOME = b"\x20\x02\x00\x00"
MILLISECOND = 1_000

ASSETS = 500
NETWORKS = 20
WINDOW = 1_000
"""Messages on their way to the broker."""

AT_ONCE = 100
LEISURE_PER_S = 4_000
"""Messages a second, where it matters that a blow falls in the midst of them."""

MIDS = 60_000
START_MS = 1_764_000_000_000
STEP_MS = 1_000


def _text(value: bytes) -> bytes:
    return struct.pack("!H", len(value)) + value


def _packet(kind: int, body: bytes) -> bytes:
    """One packet of up to 16,383 bytes."""
    size = len(body)
    return bytes([kind, size] if size < 128 else [kind, size % 128 | 128, size // 128]) + body


def told(number: int) -> tuple[str, int, float]:
    """What a number stands for: topic, time in milliseconds, and value. No asset says two things at one time."""
    asset = number % ASSETS
    topic = f"city/net{asset % NETWORKS:03d}/asset{asset:06d}/level"
    return topic, START_MS + number // ASSETS * STEP_MS, number % 1000 / 10


def number_of(row: ExportRow) -> int:
    """The number that a row was published under, provided that the row says exactly what the number stands for."""
    ms = row.observed_at // MILLISECOND
    number = (ms - START_MS) // STEP_MS * ASSETS + int(row.asset.removeprefix("asset"))
    published = (f"city/{row.network}/{row.asset}/{row.datastream}", ms, row.value)
    assert published == told(number), row
    assert (row.unit, row.quality, row.observed_at % MILLISECOND) == ("m", "good", 0), row
    return number


class Gauges:
    """Publishes the numbers from 0 on, as many as were ordered, while :meth:`work` runs.

    What the broker acknowledged counts as published. What it did not acknowledge before a connection was lost is
    published again. A killed broker also forgets what it acknowledged since it last saved its memory: :meth:`saved`
    tells that it has, and :meth:`distrust`, before it is killed, lets everything since then be published again. While
    ``away`` they do not come back to a broker that they lost.
    """

    def __init__(self, port: int) -> None:
        self.ordered = 0
        self.acknowledged = 0
        self.rate_per_s: float = LEISURE_PER_S
        self.away = False
        self._port = port
        self._link: socket.socket | None = None
        self._fresh = 0
        self._fresh_at = time.monotonic()
        self._again: deque[int] = deque()
        self._flying: dict[int, int] = {}
        self._unsaved: list[int] = []
        self._distrusted = False
        self._mid = 0
        self._heard = b""

    @property
    def idle(self) -> bool:
        """Whether everything ordered was acknowledged, by a broker that did not lose it again."""
        at_work = self._again or self._flying or self._fresh < self.ordered
        return not at_work and not self._distrusted

    def saved(self) -> None:
        """The broker has on the disk whatever it acknowledged so far."""
        self._unsaved.clear()

    def distrust(self) -> None:
        """The broker is about to be killed."""
        self._distrusted = True

    def work(self, until: Callable[[], bool], otherwise: Callable[[], str]) -> None:
        """Publish and wait for acknowledgements until something is true."""
        deadline = time.monotonic() + PATIENCE_S
        while not until():
            assert time.monotonic() < deadline, otherwise()
            self._turn()

    def work_for(self, seconds: float) -> None:
        """Publish for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._turn()

    def close(self) -> None:
        """Hang up."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def _turn(self) -> None:
        try:
            if self._link is None and not self.away:
                self._link = self._connected()
            if self._link is None:
                raise ConnectionError
            self._send(self._link)
            self._hear(self._link)
        except OSError:
            self._lose()
            select.select([], [], [], RETRY_S)

    def _connected(self) -> socket.socket:
        """A connection with a session of its own; the broker may be away."""
        link = socket.create_connection((HOST, self._port), PATIENCE_S)
        try:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.sendall(_packet(0x10, _text(b"MQTT") + CONNECT + _text(b"gauges")))
            if link.recv(len(WELCOME)) != WELCOME:
                raise ConnectionRefusedError
        except OSError:
            link.close()
            raise
        if self._distrusted:
            self._again.extendleft(reversed(self._unsaved))
            self._unsaved.clear()
            self._distrusted = False
        return link

    def _lose(self) -> None:
        """The connection is gone: what was on its way goes again, in the same order."""
        self.close()
        self._heard = b""
        self._again.extendleft(reversed(self._flying.values()))
        self._flying.clear()

    def _send(self, link: socket.socket) -> None:
        room = min(AT_ONCE, WINDOW - len(self._flying))
        numbers = [self._again.popleft() for _ in range(min(room, len(self._again)))]
        packets = [self._publication(number) for number in (*numbers, *self._due(room - len(numbers)))]
        if packets:
            link.sendall(b"".join(packets))

    def _due(self, room: int) -> range:
        """The next numbers, as many as there is room for and it is time for."""
        now = time.monotonic()
        due = min(room, self.ordered - self._fresh, int((now - self._fresh_at) * self.rate_per_s))
        if due or self._fresh == self.ordered:
            self._fresh_at = now
        self._fresh += due
        return range(self._fresh - due, self._fresh)

    def _publication(self, number: int) -> bytes:
        self._mid = self._mid % MIDS + 1
        assert self._mid not in self._flying
        self._flying[self._mid] = number
        topic, ms, value = told(number)
        body = b'{"v":%.1f,"t":%d,"u":"m"}' % (value, ms)
        return _packet(0x32, _text(topic.encode()) + struct.pack("!H", self._mid) + body)

    def _hear(self, link: socket.socket) -> None:
        """Take in acknowledgements; waits a moment for them."""
        if not select.select([link], [], [], 0 if self._again else NEXT_S)[0]:
            return
        piece = link.recv(1 << 16)
        if not piece:
            raise ConnectionResetError
        self._heard += piece
        whole = len(self._heard) // 4 * 4
        for kind, size, mid in struct.iter_unpack("!BBH", self._heard[:whole]):
            assert (kind, size) == (0x40, 2)
            self._unsaved.append(self._flying.pop(mid))
            self.acknowledged += 1
        self._heard = self._heard[whole:]
