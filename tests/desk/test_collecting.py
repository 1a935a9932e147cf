"""Unreachable cycles end in the GUI thread, and in no other."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from venule.desk.collecting import OLDEST_EVERY, Collector


class Knot(QObject):
    """An object that holds itself, and tells in which thread it ends."""

    def __init__(self, ended_in: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: ended_in.append(threading.get_ident()))


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    found = Collector()
    yield found
    found.stop()


def busy_elsewhere() -> None:
    """Allocate in another thread far more than makes Python look for cycles there."""
    many: list[list[int]] = []
    other = threading.Thread(target=lambda: many.extend([i] for i in range(300_000)))
    other.start()
    other.join()


def test_that_a_cycle_ends_in_the_gui_thread_whoever_allocates(collector: Collector) -> None:
    ended_in: list[int] = []
    Knot(ended_in)
    busy_elsewhere()
    assert not ended_in
    for _ in range(OLDEST_EVERY):
        collector.look()
    assert ended_in == [threading.get_ident()]


def test_that_young_cycles_end_at_the_next_look(collector: Collector) -> None:
    gc.collect()
    ended_in: list[int] = []
    Knot(ended_in)
    kept = [[i] for i in range(2 * gc.get_threshold()[0])]
    collector.look()
    assert ended_in
    assert kept


def test_that_python_collects_again_afterwards(qtbot: QtBot) -> None:
    gc.enable()
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
