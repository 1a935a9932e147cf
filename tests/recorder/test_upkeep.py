"""Upkeep: a slice a turn, seldom under load, and not at all for a while on a full disk."""

import logging
from collections.abc import Iterator, Sequence

import pytest

from venule.recorder import upkeep
from venule.recorder.upkeep import BUSY_TURNS, PAUSE_S, Upkeep
from venule.store.problem import DiskFull
from venule.store.writer import Writer


class Tended:
    """A file whose upkeep goes like this: more is due, nothing more is, or there is no room."""

    def __init__(self, story: Sequence[bool | None] = ()) -> None:
        self._story: Iterator[bool | None] = iter(story)
        self.slices = 0

    def tend(self) -> bool:
        self.slices += 1
        due = next(self._story, False)
        if due is None:
            raise DiskFull("No room is left.")
        return due


class Day:
    """A clock and a file under upkeep."""

    def __init__(self, story: Sequence[bool | None] = ()) -> None:
        self.now = 1000.0
        self.file = Tended(story)
        self.upkeep = Upkeep(self.file, lambda: self.now)  # type: ignore[arg-type]


def test_that_the_writer_is_tended() -> None:
    assert callable(Writer.tend)


def test_that_each_idle_turn_is_used_and_more_work_is_told() -> None:
    day = Day([True, False])
    day.upkeep.turn(0)
    assert day.upkeep.due
    day.upkeep.turn(0)
    assert not day.upkeep.due
    assert day.file.slices == 2


def test_that_under_load_every_tenth_turn_is_used() -> None:
    day = Day([True] * 10)
    for _ in range(3 * BUSY_TURNS):
        day.upkeep.turn(1_000)
    assert day.file.slices == 3


def test_that_a_full_disk_is_said_once_and_left_alone_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    day = Day([None, None, False])
    with caplog.at_level(logging.WARNING):
        day.upkeep.turn(0)
        assert day.upkeep.trouble == upkeep.TROUBLE
        day.now += PAUSE_S / 2
        day.upkeep.turn(0)
        assert day.file.slices == 1
        day.now += PAUSE_S
        day.upkeep.turn(0)
        day.now += 2 * PAUSE_S
        assert day.upkeep.trouble
        day.upkeep.turn(0)
    assert day.file.slices == 3
    assert day.upkeep.trouble == ""
    assert [record.getMessage() for record in caplog.records] == ["No room is left. Compaction waits."]
