"""Packets made by hand are what our own reader of packets takes them for."""

import pytest

from venule.bench.flood import Flood, packets
from venule.bench.material import message
from venule.bench.wire import publication
from venule.recorder.packets import Publication, Splitter, publications


@pytest.mark.parametrize("size", [0, 1, 100, 127, 128, 16_383, 16_384, 3_000_000])
@pytest.mark.parametrize(("qos", "retained"), [(0, False), (1, True)])
def test_that_a_publication_is_read_as_it_was_made(size: int, qos: int, retained: bool) -> None:
    made = publication("city/net/ä/level", b"x" * size, qos, 513, retained)
    found, count = Splitter().split(made)
    assert count == 1
    assert list(publications(found, newest=False)) == [
        Publication("city/net/ä/level", b"x" * size, 513 if qos else 0, retained)
    ]


@pytest.mark.parametrize("qos", [0, 1])
def test_that_a_flood_holds_every_message_once(qos: int) -> None:
    pieces = packets(Flood(1883, 1_234, 100, qos))
    found = [told for piece, _ in pieces for told in publications(piece, newest=False)]
    assert sum(count for _, count in pieces) == len(found) == 1_234
    assert [(told.topic, told.payload) for told in found] == [message(number, 100) for number in range(1_234)]
    assert all(bool(told.number) == bool(qos) for told in found)


def test_that_a_process_is_told_the_whole_flood() -> None:
    flood = Flood(1883, 5, 2, 1, 1)
    assert Flood(*map(int, flood.arguments)) == flood
