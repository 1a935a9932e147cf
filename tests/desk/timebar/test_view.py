"""The time bar with a hand on it."""

from datetime import UTC

import numpy as np
import pytest
from PySide6.QtCore import QKeyCombination, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.timebar.events import LiveRequested, PlayRequested, SeekRequested, SpanChanged
from venule.desk.timebar.face import distance_text, state_text
from venule.desk.timebar.hint import hint_at
from venule.desk.timebar.picture import SYMBOL, worst_by_cell
from venule.desk.timebar.view import TimeBar
from venule.domain.alarm import Alarm
from venule.domain.clock import LIVE, SPEEDS, Clock
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant
from venule.domain.liveness import FeedGap
from venule.domain.rule import Priority
from venule.store.answers import Histogram

NOW: Instant = 1_762_261_509 * SECOND
FIRST = NOW - 2 * DAY
REPLAY = Clock(live=False, origin=NOW - HOUR, started=NOW, speed=10.0)
STANDING = Clock(live=False, origin=NOW - HOUR, started=NOW)


class Heard(QObject):
    """All that a bar has asked for."""

    def __init__(self, bar: TimeBar) -> None:
        super().__init__(bar)
        self.events: list[object] = []
        for signal in (bar.seek_requested, bar.play_requested, bar.live_requested, bar.span_changed):
            signal.connect(self.events.append)

    def of(self, kind: type) -> list[object]:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def bar(qtbot: QtBot) -> TimeBar:
    bar = TimeBar(DARK, zone=UTC)
    bar.resize(1280, bar.height())
    qtbot.addWidget(bar)
    bar.set_span(NOW - 6 * HOUR, NOW + HOUR)
    bar.set_extent(FIRST, NOW)
    bar.set_now(NOW, LIVE, NOW)
    bar.show()
    return bar


@pytest.fixture
def heard(bar: TimeBar) -> Heard:
    return Heard(bar)


def place(bar: TimeBar, instant: Instant) -> QPoint:
    return QPoint(round(bar.strip.scale.x(instant)), 30)


def near(instant: object, wanted: Instant, bar: TimeBar) -> bool:
    return isinstance(instant, int) and abs(instant - wanted) <= 2 * bar.strip.scale.per_pixel()


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
    assert [state_text(clock) for clock in (LIVE, REPLAY, STANDING)] == ["Live", "Replay ×10", "Looking back"]


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


def test_that_a_flood_of_alarms_paints_one_symbol_a_cell_and_the_worst_of_each(bar: TimeBar) -> None:
    alarms = [an_alarm(NOW - row * SECOND) for row in range(20_000)]
    alarms[7_000] = an_alarm(NOW - 7_000 * SECOND, Priority.HIGH)
    shown = worst_by_cell(tuple(alarms), bar.strip.scale)
    assert len(shown) <= bar.strip.width() / SYMBOL + 1
    assert shown[-1].priority is Priority.HIGH


def test_that_a_hint_tells_arrivals_gaps_and_alarms(bar: TimeBar) -> None:
    bar.set_arrivals(Histogram(NOW - 6 * HOUR, HOUR, np.array([1, 2, 3, 4, 5, 6_000], np.int64)))
    bar.set_gaps((FeedGap("parking", NOW - MINUTE, None, "connection refused", True),))
    bar.set_alarms((an_alarm(NOW, Priority.HIGH),))
    x = bar.strip.scale.x(NOW - 30 * SECOND)
    assert hint_at(bar.strip.picture, bar.strip.scale, x, False, UTC).splitlines()[1:] == [
        "6,000 observations in 1 h",
        "parking was not heard: connection refused",
    ]
    at_alarm = hint_at(bar.strip.picture, bar.strip.scale, bar.strip.scale.x(NOW), True, UTC)
    assert "Bay 1: Overstay (high)" in at_alarm


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
