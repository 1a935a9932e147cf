"""One reader at work, without a broker: what it tells, hands over and acknowledges."""

import io
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from venule.config import FeedSettings, JsonMapping
from venule.domain.instant import SECOND, Instant
from venule.domain.liveness import Presence
from venule.domain.quality import Provenance
from venule.processes.frames import frames
from venule.recorder.delivery import FETCHER, Delivery, News
from venule.recorder.handover import HandOver, unpacked
from venule.recorder.link import Link
from venule.recorder.orders import REST, Orders, packed_number, unpacked_number, unpacked_orders
from venule.recorder.reading import MOST_PENDING, Reading
from venule.store.writer import Writer
from venule.verticals.guard import Guard

NOW: Instant = 1_764_000_000 * SECOND
MAPPING = JsonMapping("{network}/{asset}/{datastream}", value="v")
FEED = FeedSettings("f", "mqtt://127.0.0.1:1", ("#",), dialect="json", json=MAPPING, readers=2)
PATIENCE_S = 10


def publication(number: int, payload: bytes, *, retained: bool = False) -> bytes:
    """A PUBLISH packet of MQTT 5 at QoS 1."""
    topic = b"n/a/level"
    body = len(topic).to_bytes(2) + topic + number.to_bytes(2) + b"\0" + payload
    return bytes([0x33 if retained else 0x32, len(body)]) + body


def delivery(*packets: bytes, at: Instant = NOW) -> Delivery:
    return Delivery("f", 1, True, b"".join(packets), len(packets), at)


class Desk:
    """A reader's orders, its pipe and its link's acknowledgements."""

    def __init__(self, folder: Path, reader: int, monkeypatch: pytest.MonkeyPatch) -> None:
        Writer(folder / "c.venule").close()
        self.pipe = io.BytesIO()
        self.acknowledged: list[int] = []
        monkeypatch.setattr(Link, "acknowledge", lambda _link, _connection, numbers: self.acknowledged.extend(numbers))
        monkeypatch.setattr(Link, "start", lambda _link: None)
        orders = Orders(FEED, folder / "c.venule", "venule", "g", None, reader)
        self.reading = Reading(unpacked_orders(orders.packed()), Guard([]), self.pipe)

    def told(self) -> list[News | HandOver]:
        """What went through the pipe."""
        found = [pickle.loads(content) for content in frames(io.BytesIO(self.pipe.getvalue()))]
        return [one if isinstance(one, News) else unpacked(one) for one in found]


Start: TypeAlias = Callable[[int], Desk]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Begins the work of a reader of that number."""
    desks: list[Desk] = []

    def begin(reader: int) -> Desk:
        desks.append(Desk(tmp_path, reader, monkeypatch))
        return desks[-1]

    yield begin
    for desk in desks:
        desk.reading._link.close()


def values(given: News | HandOver) -> Sequence[object]:
    assert isinstance(given, HandOver)
    rows = given.observations.rows
    return [rows.value(at) for at in range(len(rows))]


def test_that_orders_arrive_as_they_were_given() -> None:
    orders = Orders(FEED, Path("/c.venule"), "venule", "g", "secret", 2)
    assert unpacked_orders(orders.packed()) == orders
    assert (orders.access().client_id, orders.access().group, orders.access().lasting) == ("venule-02", "g", True)
    fetch = orders._replace(reader=FETCHER).access()
    assert (fetch.client_id, fetch.group, fetch.lasting) == ("venule-00", "", False)
    assert unpacked_number(packed_number(2**40)) == 2**40


def test_that_a_stretch_of_messages_is_one_hand_over_acknowledged_when_committed(start: Start) -> None:
    desk = start(2)
    news = News("f", Presence.ONLINE, "MQTT 5", "", NOW)
    first = delivery(publication(7, b'{"v": 1}'), publication(8, b'{"v": 2}'))
    desk.reading._turn([news, first, delivery(publication(9, b"{"), at=NOW + 5)])
    said, given = desk.told()
    assert isinstance(said, News)
    assert (said.reader, said.readers, said.presence) == (2, 2, Presence.ONLINE)
    assert isinstance(given, HandOver)
    assert (given.number, given.messages, given.received_at, len(given.rejects)) == (1, 3, NOW + 5, 1)
    assert values(given) == [1, 2]
    assert [(asset.name, declared.asset) for asset, declared in zip(given.assets, given.declarations, strict=True)] == [
        ("a", "a")
    ]
    assert desk.acknowledged == []
    desk.reading._obey(iter([packed_number(1), packed_number(1)]))
    assert desk.acknowledged == [7, 8, 9]


def test_that_no_more_is_read_while_too_much_is_not_committed(start: Start) -> None:
    desk = start(1)
    for number in range(MOST_PENDING):
        desk.reading._turn([delivery(publication(number + 1, b'{"v": 1}'))])
    thread = threading.Thread(target=desk.reading._turn, args=([delivery(publication(99, b'{"v": 2}'))],))
    thread.start()
    assert len(desk.told()) == MOST_PENDING
    desk.reading._obey(iter([packed_number(1)]))
    thread.join(PATIENCE_S)
    assert len(desk.told()) == MOST_PENDING + 1


def test_that_who_fetches_takes_what_is_retained_as_of_when_it_asked_and_lets_the_rest_go(start: Start) -> None:
    desk = start(FETCHER)
    kept, live = publication(1, b'{"v": 1}', retained=True), publication(2, b'{"v": 2}')
    desk.reading._turn([News("f", Presence.ONLINE, "MQTT 5", "", NOW)])
    desk.reading._turn([delivery(kept, live, at=NOW + 60 * SECOND)])
    desk.reading._turn([delivery(publication(3, b'{"v": 3}'), at=NOW + 61 * SECOND)])
    said, given = desk.told()
    assert isinstance(said, News)
    assert said.reader == FETCHER
    assert isinstance(given, HandOver)
    assert (values(given), given.messages, list(given.heard)) == ([1], 1, [])
    assert given.observations.rows.observed_at.tolist() == [NOW]
    assert given.observations.rows.provenance.tolist() == [Provenance.RETAINED | Provenance.TIME_ASSUMED]
    assert desk.acknowledged == [3], "what was not handed over waits for no commit"


def told_to(desk: Desk, *numbers: int) -> Iterator[bytes]:
    return iter([packed_number(number) for number in numbers])


def test_that_a_reader_rests_when_it_is_told_and_when_nobody_is_left_to_tell(start: Start) -> None:
    for orders in ((REST,), ()):
        desk = start(1)
        thread = threading.Thread(target=desk.reading.run, args=(told_to(desk, *orders),))
        thread.start()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_that_a_reader_that_cannot_share_says_so_and_rests(start: Start) -> None:
    desk, pause = start(1), threading.Event()
    desk.reading._inbox.tell(News("f", Presence.OFFLINE, "MQTT 5", "no", NOW, unshared=True))

    def silence() -> Iterator[bytes]:
        pause.wait(PATIENCE_S)
        yield from ()

    desk.reading.run(silence())
    pause.set()
    (said,) = desk.told()
    assert isinstance(said, News)
    assert said.unshared
