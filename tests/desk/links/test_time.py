"""The time bar on the desk: under a dragging hand every view follows, stretches loop, known and happened are told."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, status
from venule.desk.links.time import AT_BEGIN, AT_END, TimeLink
from venule.desk.timebar.basis import LIVE_IS_BOTH
from venule.desk.timebar.events import BasisRequested, LoopRequested, PlayRequested, SeekRequested, StretchChosen
from venule.desk.timebar.view import TimeBar
from venule.domain.basis import Basis
from venule.domain.instant import MINUTE, SECOND
from venule.store.batch import Batch

Sit = Callable[..., Sitting]
CTRL = Qt.KeyboardModifier.ControlModifier


def bar_of(sitting: Sitting) -> TimeBar:
    bar = sitting.panes.time_bar
    assert isinstance(bar, TimeBar)
    return bar


def test_that_the_clock_stands_under_a_hand_that_drags_and_runs_on_where_it_lets_go(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    bar = bar_of(sitting)
    bar.play_requested.emit(PlayRequested(10.0))
    for minutes in (14, 16, 20):
        bar.seek_requested.emit(SeekRequested(NOON - minutes * MINUTE, False))
        sitting.beat(3)
        assert sitting.desk.city.now == NOON - minutes * MINUTE
        assert sitting.pulse.clock.speed == 0
    bar.seek_requested.emit(SeekRequested(NOON - 16 * MINUTE, True))
    sitting.rest()
    assert sitting.desk.city.latest.number[0] == 2.0
    assert sitting.pulse.clock.speed == 10.0
    sitting.beat(2)
    assert sitting.pulse.moment().now == NOON - 16 * MINUTE + 20 * SECOND


def test_that_a_drag_from_live_ends_standing(sit: Sit) -> None:
    sitting = sit()
    bar = bar_of(sitting)
    bar.seek_requested.emit(SeekRequested(NOON - 20 * MINUTE, False))
    bar.seek_requested.emit(SeekRequested(NOON - 10 * MINUTE, True))
    sitting.beat(5)
    assert sitting.pulse.moment().now == NOON - 10 * MINUTE
    assert not sitting.pulse.clock.running


def test_that_trends_follow_the_hand(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.open_named("tank-1")
    sitting.qtbot.waitUntil(lambda: bool(sitting.desk.trends.shown()))
    for minutes in (5, 18, 12):
        bar_of(sitting).seek_requested.emit(SeekRequested(NOON - minutes * MINUTE, False))
        assert sitting.panes.trends.stage.now == NOON - minutes * MINUTE  # type: ignore[attr-defined]
        sitting.rest()


def test_that_a_chosen_stretch_is_played_over_and_over_and_reachable_for_others(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    bar = bar_of(sitting)
    bar.set_stretch(StretchChosen(NOON - 20 * MINUTE, NOON - 12 * MINUTE))
    bar.loop_requested.emit(LoopRequested(True))
    assert sitting.pulse.clock.loop == (NOON - 20 * MINUTE, NOON - 12 * MINUTE)
    assert sitting.pulse.clock.speed == 1.0
    assert "loop" in sitting.window.replay_ribbon.text
    QTest.keyClick(sitting.window, Qt.Key.Key_L, CTRL)
    assert sitting.pulse.clock.loop is None
    assert "loop" not in sitting.window.replay_ribbon.text
    sitting.rest()


def test_that_the_ends_of_a_stretch_have_keys(sit: Sit) -> None:
    sitting = sit(at=NOON - 20 * MINUTE)
    QTest.keyClick(sitting.window, Qt.Key.Key_BracketLeft)
    sitting.pulse.seek(NOON - 10 * MINUTE)
    QTest.keyClick(sitting.window, Qt.Key.Key_BracketRight)
    assert bar_of(sitting).stretch == StretchChosen(NOON - 20 * MINUTE, NOON - 10 * MINUTE)
    sitting.rest()


def test_that_a_loop_without_a_stretch_is_refused_in_words(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    QTest.keyClick(sitting.window, Qt.Key.Key_L, CTRL)
    assert sitting.window.notice.text.startswith("Choose a stretch of time first")
    assert sitting.pulse.clock.loop is None


def test_that_known_and_happened_have_a_key_and_the_ribbon_says_which(sit: Sit) -> None:
    sitting = sit()
    QTest.keyClick(sitting.window, Qt.Key.Key_B, CTRL)
    assert sitting.window.notice.text == LIVE_IS_BOTH
    sitting.pulse.seek(NOON - 10 * MINUTE)
    assert "what was known then" in sitting.window.replay_ribbon.text
    QTest.keyClick(sitting.window, Qt.Key.Key_B, CTRL)
    sitting.rest()
    assert sitting.pulse.clock.basis is Basis.HAPPENED
    assert "what happened by then" in sitting.window.replay_ribbon.text
    sitting.pulse.go_live()
    sitting.pulse.seek(NOON - 10 * MINUTE)
    assert sitting.pulse.clock.basis is Basis.KNOWN
    sitting.rest()


def test_that_the_keys_play_backwards_and_go_on_the_way_it_went(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    QTest.keyClick(sitting.window, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert sitting.pulse.clock.speed == -1.0
    assert "×1 backwards" in sitting.window.replay_ribbon.text
    assert sitting.panes.strip.clock.mode == "BACK ×1"
    bar_of(sitting).keys.toggle_play()
    assert "paused" in sitting.window.replay_ribbon.text
    bar_of(sitting).keys.toggle_play()
    assert sitting.pulse.clock.speed == -1.0
    sitting.rest()


def test_that_a_detached_pane_wears_the_frame_and_the_ribbon_and_a_docked_one_does_not(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    held = sitting.window._held["inspector"]
    assert not held.frame.shown
    sitting.window.detach("inspector")
    assert held.frame.shown
    assert held.ribbon.text == sitting.window.replay_ribbon.text
    sitting.pulse.play(10.0)
    assert "×10" in held.ribbon.text
    sitting.pulse.go_live()
    assert not held.frame.shown
    assert held.ribbon.text == ""
    sitting.pulse.seek(NOON - 5 * MINUTE)
    sitting.window.detach("inspector")
    assert not held.frame.shown
    sitting.rest()


def test_that_a_second_map_made_in_a_look_back_says_so_when_it_is_detached(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    QTest.keyClick(sitting.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    held = sitting.window._held["second_map"]
    sitting.window.docks["second_map"].setFloating(True)
    assert held.frame.shown
    assert held.ribbon.text == sitting.window.replay_ribbon.text
    sitting.rest()


def test_that_the_bar_asks_again_for_another_basis_and_after_a_while(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON, stopped=True)),), at=NOON - 10 * MINUTE)
    asked: list[object] = []
    sitting.query.answered.connect(lambda answer: asked.append(answer.slot))
    sitting.beat(1)
    assert "stretch" not in asked
    sitting.pulse.hold_against(Basis.HAPPENED)
    sitting.rest()
    sitting.beat(1)
    assert asked.count("stretch") == 1
    sitting.beat(6)
    assert asked.count("stretch") == 2


def test_that_a_real_drag_over_the_bar_moves_the_city(sit: Sit) -> None:
    sitting = sit()
    strip = bar_of(sitting).strip
    start = QPoint(round(strip.scale.x(NOON - MINUTE)), 50)
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(strip, QPoint(round(strip.scale.x(NOON - 20 * MINUTE)), 50))
    sitting.qtbot.waitUntil(lambda: sitting.desk.city.now < NOON - 15 * MINUTE)
    assert sitting.desk.city.latest.number[0] == 2.0
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(strip.scale.x(NOON - 20 * MINUTE)), 50))
    sitting.rest()


def test_that_what_is_switched_under_a_hand_that_drags_stays_when_it_lets_go(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    bar = bar_of(sitting)
    bar.play_requested.emit(PlayRequested(10.0))
    bar.seek_requested.emit(SeekRequested(NOON - 14 * MINUTE, False))
    bar.basis_requested.emit(BasisRequested(Basis.HAPPENED))
    bar.seek_requested.emit(SeekRequested(NOON - 16 * MINUTE, False))
    bar.seek_requested.emit(SeekRequested(NOON - 18 * MINUTE, True))
    assert sitting.pulse.clock.basis is Basis.HAPPENED
    assert sitting.pulse.clock.speed == 10.0
    bar.seek_requested.emit(SeekRequested(NOON - 16 * MINUTE, False))
    bar.play_requested.emit(PlayRequested(2.0))
    bar.seek_requested.emit(SeekRequested(NOON - 17 * MINUTE, False))
    bar.seek_requested.emit(SeekRequested(NOON - 18 * MINUTE, True))
    assert sitting.pulse.clock.speed == 2.0
    sitting.rest()


def test_that_a_loop_begun_under_a_hand_that_drags_stays_when_it_lets_go(sit: Sit) -> None:
    sitting = sit(at=NOON - 10 * MINUTE)
    bar = bar_of(sitting)
    bar.set_stretch(StretchChosen(NOON - 20 * MINUTE, NOON - 5 * MINUTE))
    bar.seek_requested.emit(SeekRequested(NOON - 14 * MINUTE, False))
    bar.loop_requested.emit(LoopRequested(True))
    bar.seek_requested.emit(SeekRequested(NOON - 16 * MINUTE, False))
    bar.seek_requested.emit(SeekRequested(NOON - 18 * MINUTE, True))
    assert sitting.pulse.clock.loop == (NOON - 20 * MINUTE, NOON - 5 * MINUTE)
    assert sitting.pulse.clock.running
    sitting.rest()


def test_that_play_at_an_end_of_a_recording_says_why_nothing_moves(sit: Sit) -> None:
    sitting = sit(more=(Batch(status=status(NOON, stopped=True)),), at=NOON - 10 * MINUTE)
    bar, told = bar_of(sitting), []
    link = next(child for child in sitting.window.children() if isinstance(child, TimeLink))
    link.told.connect(told.append)
    assert sitting.pulse.begin is not None
    sitting.pulse.end = NOON
    for instant, speed in ((sitting.pulse.begin, -10.0), (NOON, 10.0), (NOON, 0.0), (NOON - MINUTE, 10.0)):
        sitting.pulse.stand_at(instant)
        bar.play_requested.emit(PlayRequested(speed))
    assert told == [AT_BEGIN, AT_END]
    sitting.rest()
