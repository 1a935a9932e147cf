"""What is not committed is not acknowledged, and only so much of it may be under way."""

import threading

from venule.recorder.pending import Pending

PATIENCE_S = 10


def test_that_a_hand_over_is_acknowledged_once_and_only_when_it_is_committed() -> None:
    pending = Pending(4)
    first, second = pending.add([(1, [7, 8])]), pending.add([(1, [9])])
    assert list(pending.committed(second)) == [(1, [9])]
    assert list(pending.committed(second)) == []
    assert list(pending.committed(first)) == [(1, [7, 8])]


def test_that_whoever_adds_waits_at_the_bound_until_one_is_committed() -> None:
    pending, added = Pending(2), threading.Event()
    first = pending.add([])
    pending.add([])

    def add() -> None:
        pending.add([])
        added.set()

    thread = threading.Thread(target=add)
    thread.start()
    assert not added.is_set()
    pending.committed(first)
    assert added.wait(PATIENCE_S)
    thread.join()


def test_that_settling_waits_for_the_last_commit() -> None:
    pending = Pending(2)
    number = pending.add([])
    thread = threading.Thread(target=pending.settle, args=(PATIENCE_S,))
    thread.start()
    pending.committed(number)
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_that_closing_lets_go_whoever_waits() -> None:
    pending = Pending(1)
    pending.add([])
    threads = [threading.Thread(target=pending.add, args=([],)), threading.Thread(target=pending.settle, args=(60,))]
    for thread in threads:
        thread.start()
    pending.close()
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
