"""The embedded broker: who is let in, and what a client of MQTT 5 is told."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from venule.processes.household import Household
from venule.recorder.publisher import Publisher, PublisherProblem

CONNECT_5 = bytes.fromhex("101a00044d51545405000002d0001121ffff1100015180") + b"\x00\x05probe"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with Household(tmp_path / "broker.log") as household:
        yield int(household.start("broker", "venule.broker", heard=True).line())


def test_that_mqtt_5_is_refused_at_once_with_its_own_reason(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(CONNECT_5)
        assert link.recv(64) == bytes((0x20, 3, 0, 0x84, 0))
        assert link.recv(64) == b""


def test_that_it_listens_on_this_machine_alone_and_takes_what_is_published(port: int) -> None:
    with Publisher("127.0.0.1", port, "city") as publisher:
        publisher.publish_all((f"a/{number}", b"x") for number in range(500))
    assert publisher.sent == 500


def test_that_bytes_that_are_no_mqtt_do_not_end_it(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.sendall(b"GET / HTTP/1.1\r\n\r\n")
    with Publisher("127.0.0.1", port, "city") as publisher:
        publisher.publish("a", b"x")
    assert publisher.sent == 1


def test_that_a_broker_that_is_not_there_is_told_of() -> None:
    with pytest.raises(PublisherProblem, match=r"127\.0\.0\.1:1 cannot be reached"):
        Publisher("127.0.0.1", 1, "city")
