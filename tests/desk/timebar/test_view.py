"""The time bar with a hand on it."""

from dataclasses import replace
from datetime import UTC
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.timebar.bars import CTRL, FIRST, LEFT, NOW, REPLAY, STANDING, Heard, drag, near, place
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.timebar.events import (
    BasisRequested,
    LiveRequested,
    PlayRequested,
    SeekRequested,
    SpanChanged,
    StepRequested,
)
from venule.desk.timebar.face import distance_text, state_text
from venule.desk.timebar.hint import hint_at
from venule.desk.timebar.lanes import LANE
from venule.desk.timebar.spans import EVERYTHING
from venule.desk.timebar.view import TimeBar
from venule.domain.alarm import Alarm
from venule.domain.basis import Basis
from venule.domain.clock import LIVE, SPEEDS
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import FeedGap
from venule.domain.note import Note
from venule.domain.occurrence import EVERY_OCCASION, Occasion
from venule.domain.rule import Priority
from venule.store.answers import Histogram
from venule.store.occurrences import AlarmMarks


def an_alarm(raised_at: Instant, priority: Priority = Priority.LOW) -> Alarm:
    return Alarm("u", "n", "Bay 1", "r", priority, raised_at, raised_at, "Overstay")


def test_that_dragging_looks_back_while_the_hand_moves_and_once_more_when_it_lets_go(
    bar: TimeBar, heard: Heard, qtbot: QtBot
) -> None:
    qtbot.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, NOW - HOUR))
    qtbot.mouseMove(bar.strip, place(bar, NOW - 2 * HOUR))
    qtbot.waitUntil(lambda: len(heard.events) >= 2)
    qtbot.mouseRelease(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, NOW - 3 * HOUR))
    seeks = [event for event in heard.events if isinstance(event, SeekRequested)]
    assert [seek.final for seek in seeks] == [False] * (len(seeks) - 1) + [True]
    assert near(seeks[0].instant, NOW - HOUR, bar)
    assert near(seeks[-1].instant, NOW - 3 * HOUR, bar)


def test_that_a_hundred_moves_of_the_hand_are_not_a_hundred_seeks(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    qtbot.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, NOW - HOUR))
    for step in range(100):
        qtbot.mouseMove(bar.strip, place(bar, NOW - HOUR - step * MINUTE))
    assert len(heard.of(SeekRequested)) < 20


def test_that_letting_go_beyond_the_present_goes_live(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    qtbot.mousePress(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, NOW - HOUR))
    qtbot.mouseRelease(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, NOW + HOUR // 2))
    assert heard.events[-1] == LiveRequested()


def test_that_nothing_before_the_first_record_can_be_sought(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    bar.set_span(FIRST - DAY, NOW)
    qtbot.mouseClick(bar.strip, Qt.MouseButton.LeftButton, pos=place(bar, FIRST - HOUR))
    assert heard.events[-1] == SeekRequested(FIRST, True)


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Left), SeekRequested(NOW - HOUR - MINUTE, True)),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Right), SeekRequested(NOW - HOUR + MINUTE, True)),
        (QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Left), SeekRequested(NOW - 2 * HOUR, True)),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Home), SeekRequested(FIRST, True)),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_End), LiveRequested()),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Space), PlayRequested(0.0)),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Plus), PlayRequested(50.0)),
        (QKeyCombination(Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Minus), PlayRequested(5.0)),
    ],
)
def test_that_everything_can_be_done_by_key(
    bar: TimeBar, heard: Heard, qtbot: QtBot, keys: QKeyCombination, wanted: object
) -> None:
    bar.set_now(NOW - HOUR, REPLAY, NOW)
    qtbot.keyClick(bar, keys.key(), keys.keyboardModifiers())
    assert heard.events == [wanted]


def test_that_stepping_on_past_the_present_goes_live(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    bar.set_now(NOW - SECOND, STANDING, NOW)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert heard.events == [LiveRequested()]


def test_that_every_speed_can_be_chosen_and_a_replay_takes_it_at_once(bar: TimeBar, heard: Heard) -> None:
    bar.set_now(NOW - HOUR, REPLAY, NOW)
    for speed in SPEEDS:
        bar.keys.set_speed(speed)
    assert heard.events == [PlayRequested(speed) for speed in SPEEDS]


def test_that_a_speed_chosen_while_paused_waits_for_play(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.keys.set_speed(100.0)
    assert heard.events == []
    qtbot.keyClick(bar, Qt.Key.Key_Space)
    assert heard.events == [PlayRequested(100.0)]


def test_that_live_is_lit_only_when_live(bar: TimeBar, heard: Heard) -> None:
    assert bar.live_key.lit
    for clock in (REPLAY, STANDING):
        bar.set_now(NOW - HOUR, clock, NOW)
        assert not bar.live_key.lit
    bar.live_key.click()
    assert heard.events == [LiveRequested()]
    assert not bar.live_key.lit
    bar.set_now(NOW, LIVE, NOW)
    assert bar.live_key.lit


def test_that_the_clock_says_how_far_back_it_is() -> None:
    assert distance_text(NOW - 2 * HOUR - 14 * MINUTE, NOW) == "−2 h 14 min"
    looping = replace(REPLAY, speed=-0.5, loop=(0, NOW))
    assert [state_text(clock) for clock in (LIVE, REPLAY, STANDING, looping)] == [
        "Live",
        "Replay ×10",
        "Looking back",
        "Backwards ×0.5, loop",
    ]


def wheel(bar: TimeBar, at: Instant, delta: QPoint) -> None:
    where = QPointF(place(bar, at))
    event = QWheelEvent(
        where,
        where,
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(bar.strip, event)


def test_that_the_wheel_zooms_about_the_pointer_and_tells_the_span(bar: TimeBar, heard: Heard) -> None:
    about, before = NOW - 2 * HOUR, place(bar, NOW - 2 * HOUR)
    wheel(bar, about, QPoint(0, 120))
    assert heard.events == [SpanChanged(*bar.span)]
    assert bar.span[1] - bar.span[0] < 7 * HOUR
    assert abs(place(bar, about).x() - before.x()) <= 1


def test_that_the_span_pages_on_when_the_clock_runs_out_of_it(bar: TimeBar, heard: Heard) -> None:
    later = NOW + 2 * HOUR
    bar.set_now(later, LIVE, later)
    assert bar.span[0] < later < bar.span[1]
    assert heard.events == [SpanChanged(*bar.span)]


def test_that_a_span_moved_away_by_hand_stays_there(bar: TimeBar, heard: Heard) -> None:
    for _ in range(20):
        wheel(bar, NOW - HOUR, QPoint(120, 0))
    away = bar.span
    assert away[1] < NOW
    bar.set_now(NOW + SECOND, LIVE, NOW + SECOND)
    assert bar.span == away


def test_that_setting_the_span_is_answered_by_no_signal(bar: TimeBar, heard: Heard) -> None:
    bar.set_span(NOW - DAY, NOW)
    assert bar.span == (NOW - DAY, NOW)
    assert heard.events == []


def hint(bar: TimeBar, instant: Instant, y: int) -> list[str]:
    """What the bar says of a place."""
    place = QPoint(round(bar.strip.scale.x(instant)), y)
    return hint_at(bar.strip.picture, bar.strip.scale, place, UTC).splitlines()


def test_that_a_hint_tells_arrivals_gaps_and_notes(bar: TimeBar) -> None:
    bar.set_arrivals(Histogram(NOW - 6 * HOUR, HOUR, np.array([1, 2, 3, 4, 5, 6_000], np.int64)))
    bar.set_gaps((FeedGap("parking", NOW - MINUTE, None, "connection refused", True),))
    bar.set_notes((Note("n", NOW - 30 * SECOND, NOW, "ada", "Valve\nchecked"),))
    assert hint(bar, NOW - 30 * SECOND, 60)[1:-1] == [
        "13:04:39 ada: Valve checked",
        "6,000 observations in 1 h",
        "parking was not heard: connection refused",
    ]


def test_that_a_hint_counts_the_alarms_of_a_sign_and_names_those_it_knows(bar: TimeBar) -> None:
    count = np.zeros((3, 420), np.int64)
    count[0, 360] = 7
    bar.set_alarms(AlarmMarks(NOW - 6 * HOUR, MINUTE, count, (an_alarm(NOW + SECOND, Priority.HIGH),)))
    at_sign = hint(bar, NOW + 30 * SECOND, LANE // 2)
    assert at_sign[0].endswith("7 alarms of high priority raised")
    assert at_sign[1:] == ["13:05:10 Bay 1: Overstay", "and 6 more"]
    assert "alarms" not in "".join(hint(bar, NOW + 30 * SECOND, LANE + LANE // 2))


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_that_a_look_back_never_looks_live(bar: TimeBar, palette: Palette) -> None:
    bar.set_palette(palette)
    bar.set_arrivals(Histogram(NOW - 6 * HOUR, HOUR, np.arange(6)))
    bar.set_gaps((FeedGap("parking", NOW - HOUR, NOW - MINUTE, "lost", True),))
    live = bar.grab().toImage()
    bar.set_now(NOW, STANDING, NOW)
    looked_back = bar.grab().toImage()
    colours = {looked_back.pixelColor(x, y).name() for x in range(0, live.width(), 3) for y in range(live.height())}
    assert palette.replay in colours
    assert looked_back != live


@pytest.mark.parametrize("width", [640, 1280, 2560])
def test_that_the_bar_fits_its_width(bar: TimeBar, width: int) -> None:
    bar.resize(width, bar.height())
    assert bar.minimumSizeHint().width() <= 640
    assert bar.bins <= 2_000


def test_that_play_goes_either_way_and_goes_on_the_way_it_went(bar: TimeBar, heard: Heard) -> None:
    bar.set_now(NOW - HOUR, replace(REPLAY, speed=-50.0), NOW)
    bar.keys.change_speed(1)
    bar.keys.toggle_play()
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.keys.toggle_play()
    bar.keys.toggle_forward()
    bar.keys.toggle_reverse()
    assert heard.of(PlayRequested) == [PlayRequested(speed) for speed in (-100.0, 0.0, -100.0, 100.0, -100.0)]


def test_that_live_has_no_switch_and_a_look_back_says_which_it_is(bar: TimeBar, heard: Heard) -> None:
    assert not bar.basis.isVisible()
    bar.set_now(NOW - HOUR, replace(STANDING, basis=Basis.HAPPENED), NOW)
    assert bar.basis.isVisible()
    assert bar.basis.keys[Basis.HAPPENED].isChecked()
    bar.basis.keys[Basis.KNOWN].click()
    assert heard.of(BasisRequested) == [BasisRequested(Basis.KNOWN)]


def test_that_steps_are_asked_for_and_what_they_lead_to_is_chosen(bar: TimeBar, heard: Heard) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.keys._previous.click()
    bar.keys._next.click()
    assert heard.events == [StepRequested(False), StepRequested(True)]
    assert bar.keys.occasions == EVERY_OCCASION
    actions = bar.keys._kinds._actions
    actions[Occasion.GAP].trigger()
    actions[Occasion.ALARM].trigger()
    assert bar.keys.occasions == {Occasion.GAP, Occasion.ALARM}
    actions[Occasion.GAP].trigger()
    actions[Occasion.ALARM].trigger()
    assert bar.keys.occasions == EVERY_OCCASION


def test_that_the_bar_shows_from_minutes_to_years_about_the_clock(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    for width in (10 * MINUTE, DAY, 3650 * DAY):
        bar.show_width(width)
        assert abs(bar.span[1] - bar.span[0] - width) <= 1
        assert bar.span[0] <= NOW - HOUR <= bar.span[1]
    bar.show_width(EVERYTHING)
    assert bar.span[0] < FIRST
    assert bar.span[1] > NOW
    qtbot.keyClick(bar, Qt.Key.Key_Up)
    narrow = bar.span
    qtbot.keyClick(bar, Qt.Key.Key_PageUp)
    assert bar.span[1] < narrow[1]
    assert heard.events[-1] == SpanChanged(*bar.span)


def test_that_the_bar_is_moved_with_ctrl_and_by_its_overview(bar: TimeBar, heard: Heard, qtbot: QtBot) -> None:
    before = bar.span
    drag(bar, qtbot, NOW - 3 * HOUR, NOW - 2 * HOUR, CTRL)
    assert near(bar.span[0], before[0] - HOUR, bar)
    qtbot.mousePress(bar.overview, LEFT, pos=QPoint(0, 4))
    assert bar.span[0] == FIRST
    assert not heard.of(SeekRequested)


def test_that_the_keys_push_the_strip_nowhere_whatever_they_say(bar: TimeBar) -> None:
    width = bar.strip.width()
    bar.set_now(NOW - HOUR, replace(REPLAY, speed=1000.0), NOW)
    bar.show_width(3650 * DAY)
    QApplication.processEvents()
    assert bar.strip.width() == width


def test_that_the_clock_moves_over_a_kept_ground_which_is_renewed_with_its_data(bar: TimeBar) -> None:
    bar.set_now(NOW - HOUR, STANDING, NOW)
    bar.set_arrivals(Histogram(NOW - 6 * HOUR, HOUR, np.arange(1, 7)))
    bar.grab()
    ground = bar.strip._ground._pixmap.cacheKey()
    first = bar.strip.grab().toImage()
    bar.set_now(NOW - 2 * HOUR, STANDING, NOW)
    moved = bar.strip.grab().toImage()
    assert bar.strip._ground._pixmap.cacheKey() == ground
    assert moved != first
    pictures = [moved]
    count = np.zeros((3, 60), np.int64)
    count[1, 30] = 2
    for change in (
        lambda: bar.set_gaps((FeedGap("parking", NOW - 5 * HOUR, NOW - 4 * HOUR, "lost", True),)),
        lambda: bar.set_alarms(AlarmMarks(NOW - 6 * HOUR, 6 * MINUTE, count)),
        lambda: bar.set_notes((Note("n", NOW - 3 * HOUR, NOW, "ada", "seen"),)),
        lambda: bar.set_arrivals(Histogram(NOW - 6 * HOUR, HOUR, np.arange(6, 0, -1))),
        lambda: bar.set_span(NOW - 4 * HOUR, NOW + HOUR),
        lambda: bar.set_palette(LIGHT),
    ):
        change()
        pictures.append(bar.strip.grab().toImage())
    assert all(one != other for one, other in pairwise(pictures))
