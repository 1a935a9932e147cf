"""The inbox is bounded, loses nothing, and wakes who waits."""

import threading

from venule.recorder.inbox import Inbox

PATIENCE_S = 10


def test_that_items_come_out_in_their_order() -> None:
    inbox: Inbox[int] = Inbox()
    for number in range(5):
        inbox.put(number, 10, 100)
    assert len(inbox) == 50
    assert inbox.take(25, 0) == [0, 1, 2]
    assert inbox.take(1000, 0) == [3, 4]
    assert len(inbox) == 0


def test_that_whoever_puts_waits_at_the_bound_until_there_is_room() -> None:
    inbox: Inbox[int] = Inbox(max_messages=10)
    inbox.put(1, 8, 0)
    through = threading.Event()

    def put() -> None:
        inbox.put(2, 8, 0)
        through.set()

    thread = threading.Thread(target=put)
    thread.start()
    assert not through.is_set()
    assert inbox.take(8, PATIENCE_S) == [1]
    assert through.wait(PATIENCE_S)
    assert inbox.take(8, PATIENCE_S) == [2]
    thread.join()


def test_that_bytes_are_bounded_too() -> None:
    inbox: Inbox[int] = Inbox(max_bytes=100)
    inbox.put(1, 1, 99)
    thread = threading.Thread(target=inbox.put, args=(2, 1, 99))
    thread.start()
    assert inbox.take(1, PATIENCE_S) == [1]
    thread.join(PATIENCE_S)
    assert inbox.take(1, PATIENCE_S) == [2]


def test_that_one_item_beyond_all_bounds_passes_alone() -> None:
    inbox: Inbox[int] = Inbox(max_messages=1, max_bytes=1)
    inbox.put(1, 50, 5_000)
    assert inbox.take(1, 0) == [1]


def test_that_news_pass_a_full_inbox() -> None:
    inbox: Inbox[str] = Inbox(max_messages=1)
    inbox.put("message", 1, 1)
    inbox.tell("news")
    assert inbox.take(10, 0) == ["message", "news"]


def test_that_closing_lets_go_whoever_waits() -> None:
    inbox: Inbox[int] = Inbox(max_messages=1)
    inbox.put(1, 1, 1)
    thread = threading.Thread(target=inbox.put, args=(2, 1, 1))
    thread.start()
    inbox.close()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert inbox.take(10, 0) == [1]


def test_that_taking_from_an_empty_one_gives_nothing_when_patience_ends() -> None:
    assert Inbox[int]().take(10, 0.001) == []


def test_that_heavy_items_are_taken_a_few_at_a_time() -> None:
    inbox: Inbox[int] = Inbox()
    for number in range(40):
        inbox.put(number, 1, 1024 * 1024)
    taken = []
    while part := inbox.take(5_000, 0.0):
        assert len(part) == 4
        taken += part
    assert taken == list(range(40))
    assert len(inbox) == 0
