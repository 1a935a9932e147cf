"""One connection, against a broker that misbehaves as no real one does on demand."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from venule.config import FeedSettings
from venule.recorder import mqtt
from venule.recorder.access import Access, Ending
from venule.recorder.mqtt import Connection
from venule.recorder.sieve import Sieve

PATIENCE_S = 20.0
ACCESS = Access("x")
SHARING = Access("x", group="g")
CONNACK = b"\x20\x03\x00\x00\x00"
SUBACK = b"\x90\x04\x00\x01\x00\x01"
PUBLISH = b"\x32\x06\x00\x01a\x00\x07\x00"
PUBACK = b"\x40\x02\x00\x07"
PINGREQ = b"\xc0\x00"
DISCONNECT = b"\xe0\x00"


class Ear:
    """The owner of a connection: acknowledges the message 7 when it has come."""

    def __init__(self) -> None:
        self.ear, self.bell = socket.socketpair()
        self.ear.setblocking(False)
        self.closing = self.resting = False
        self.numbers: list[int] = []
        self.close_after_the_first = False

    def welcome(self, resumed: bool) -> bool:
        return not resumed

    def subscribed(self, refused: Sequence[str]) -> None:
        assert not refused

    def arrived(self, packets: bytes, count: int) -> None:
        self.numbers = [7] * count
        self.closing = self.close_after_the_first

    def acknowledgements(self) -> Sequence[int]:
        numbers, self.numbers = self.numbers, []
        return numbers


@contextmanager
def connected(behave: Callable[[socket.socket], None], access: Access = ACCESS) -> Iterator[Connection]:
    """A connection to a broker that has accepted it and then behaves like this."""
    ear = Ear()
    with socket.create_server(("127.0.0.1", 0)) as server, ear.ear, ear.bell:

        def serve() -> None:
            client, _ = server.accept()
            client.settimeout(PATIENCE_S)
            with client:
                behave(client)

        broker = threading.Thread(target=serve)
        broker.start()
        feed = FeedSettings("f", f"mqtt://127.0.0.1:{server.getsockname()[1]}", ("#",))
        yield Connection(feed, access, True, ear)
        broker.join()


def greet(client: socket.socket) -> None:
    """Let it in, and grant its subscription."""
    client.recv(4096)
    client.sendall(CONNACK)
    client.recv(4096)
    client.sendall(SUBACK)


def test_that_bytes_that_are_no_mqtt_end_the_connection_with_a_sentence() -> None:
    left: list[bytes] = []

    def behave(client: socket.socket) -> None:
        greet(client)
        client.sendall(b"\x30\xff\xff\xff\xff\xff\x01")
        left.append(client.recv(1))

    with connected(behave) as connection:
        assert connection.run() is Ending.LOST
        assert connection.cause == "a number has more than four bytes"
    assert left == [b""]


def test_that_a_connection_on_which_nothing_will_be_heard_is_given_up() -> None:
    def behave(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(CONNACK)
        client.recv(4096)
        client.sendall(b"\x90\x04\x00\x01\x00\x87")
        client.recv(1)

    with connected(behave) as connection:
        assert connection.run() is Ending.REFUSED
        assert connection.cause == "the broker refuses to deliver #"


def test_that_a_broker_that_never_answers_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqtt, "ANSWER_TIMEOUT_S", 0.05)
    left: list[bytes] = []

    def behave(client: socket.socket) -> None:
        client.recv(4096)
        left.append(client.recv(1))

    with connected(behave) as connection:
        assert connection.run() is Ending.SILENT
    assert left == [b""]


def test_that_an_acknowledgement_that_did_not_fit_lets_the_next_ping_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqtt, "KEEPALIVE_S", 1)
    heard = bytearray()
    send = Sieve.send

    def behave(client: socket.socket) -> None:
        greet(client)
        client.sendall(PUBLISH)
        while PUBACK + PINGREQ not in heard and (part := client.recv(4096)):
            heard.extend(part)

    with connected(behave) as connection:

        def send_when_a_ping_waits(sieve: Sieve, data: bytes) -> int:
            if data == PUBACK and not connection._client.want_write():
                raise BlockingIOError
            return send(sieve, data)

        monkeypatch.setattr(Sieve, "send", send_when_a_ping_waits)
        assert connection.run() is Ending.LOST
    assert PUBACK + PINGREQ in heard


def test_that_what_was_acknowledged_last_reaches_a_broker_that_still_sends() -> None:
    heard = bytearray()

    def behave(client: socket.socket) -> None:
        greet(client)
        client.sendall(PUBLISH * 500_000)
        while not heard.endswith(DISCONNECT) and (part := client.recv(4096)):
            heard.extend(part)

    with connected(behave) as connection:
        ear = connection._owner
        assert isinstance(ear, Ear)
        ear.close_after_the_first = True
        assert connection.run() is Ending.CLOSED
    assert heard.endswith(PUBACK + DISCONNECT)


def test_that_one_of_a_group_asks_for_its_share_and_for_nothing_that_is_retained() -> None:
    heard = bytearray()

    def behave(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(CONNACK)
        heard.extend(client.recv(4096))
        client.sendall(SUBACK)

    with connected(behave, SHARING) as connection:
        assert connection.run() is Ending.LOST
    assert heard.endswith(b"\x00\x0a$share/g/#\x21")


@pytest.mark.parametrize(
    "answers",
    [
        (b"\x20\x05\x00\x00\x02\x2a\x00",),
        (CONNACK, b"\x90\x04\x00\x01\x00\x9e"),
    ],
    ids=["at once", "when asked"],
)
def test_that_a_broker_without_shared_subscriptions_is_given_up(answers: Sequence[bytes]) -> None:
    def behave(client: socket.socket) -> None:
        for answer in answers:
            client.recv(4096)
            client.sendall(answer)
        client.recv(4096)

    with connected(behave, SHARING) as connection:
        assert connection.run() is Ending.UNSHARED
        assert connection.cause == "the broker has no shared subscriptions of MQTT 5"


def test_that_who_needs_no_lasting_session_asks_for_none() -> None:
    heard = bytearray()

    def behave(client: socket.socket) -> None:
        heard.extend(client.recv(4096))

    for access in (ACCESS, Access("x", lasting=False)):
        with connected(behave, access) as connection:
            connection.run()
    lasting, passing = bytes(heard).split(b"\x00\x04MQTT")[1:]
    assert (lasting[1], passing[1]) == (0, 2), "the flag of a clean start"
