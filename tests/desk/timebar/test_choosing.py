"""A stretch of time is chosen with the hand or by the clock, and can be looped."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.desk.timebar.bars import FIRST, LEFT, NOW, REPLAY, SHIFT, STANDING, Heard, drag, near, place
from venule.desk.timebar.events import (
    LoopRequested,
    SeekRequested,
    StretchChosen,
)
from venule.desk.timebar.view import TimeBar
from venule.domain.instant import HOUR


def test_that_a_drag_with_shift_chooses_a_stretch_and_moves_no_clock(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    drag(bar, qtbot, NOW - HOUR, NOW - 2 * HOUR, SHIFT)
    chosen = bar.stretch
    assert chosen is not None
    assert near(chosen.start, NOW - 2 * HOUR, bar)
    assert near(chosen.end, NOW - HOUR, bar)
    assert heard.events[-1] == chosen
    assert not heard.of(SeekRequested)


def test_that_an_end_of_the_stretch_can_be_taken_and_escape_lets_go(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    bar.set_stretch(StretchChosen(NOW - 3 * HOUR, NOW - 2 * HOUR))
    drag(bar, qtbot, NOW - 2 * HOUR, NOW - HOUR, SHIFT)
    chosen = bar.stretch
    assert chosen is not None
    assert chosen.start == NOW - 3 * HOUR
    assert near(chosen.end, NOW - HOUR, bar)
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.stretch is None
    assert heard.events[-1] is None


def test_that_a_mere_click_with_shift_chooses_nothing(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    qtbot.mouseClick(bar.strip, LEFT, SHIFT, place(bar, NOW - HOUR))
    assert bar.stretch is None
    assert heard.events == []


def test_that_a_stretch_can_be_chosen_by_the_time_on_the_desk(bar: TimeBar) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.begin_stretch()
    assert bar.stretch == StretchChosen(NOW - HOUR, NOW)
    bar.set_now(NOW - HOUR // 2, STANDING, NOW)
    bar.end_stretch()
    assert bar.stretch == StretchChosen(NOW - HOUR, NOW - HOUR // 2)
    bar.set_now(NOW - 2 * HOUR, STANDING, NOW)
    bar.end_stretch()
    assert bar.stretch == StretchChosen(FIRST, NOW - 2 * HOUR)


def test_that_a_loop_wants_a_stretch(bar: TimeBar, heard: Heard) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.keys._loop.click()
    assert heard.of(LoopRequested) == []
    bar.set_stretch(StretchChosen(NOW - 3 * HOUR, NOW - 2 * HOUR))
    bar.keys._loop.click()
    assert heard.of(LoopRequested) == [LoopRequested(True)]
    bar.set_now(NOW - HOUR, replace(REPLAY, loop=(NOW - 3 * HOUR, NOW)), NOW)
    bar.set_stretch(None)
    bar.keys._loop.click()
    assert heard.of(LoopRequested)[1:] == [LoopRequested(False)]
