"""A line asks for what is visible and a margin, no more often than it must."""

from tests.desk.trends.series import NOW, a_line, a_series, minutes
from venule.desk.trends.channel import MOST_OPEN, MOST_POINTS, Channel, points_for
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.window import TimeWindow
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import HOUR, MINUTE

WINDOW = TimeWindow(-HOUR, 0).at(NOW)
PIXELS = 1_000


def asked(channel: Channel, window: TimeWindow = WINDOW) -> SeriesQuestion:
    question = channel.question(window, PIXELS)
    assert question is not None
    return question


def test_that_more_than_the_visible_is_asked_for_in_two_points_a_pixel() -> None:
    question = asked(Channel(a_line(), "t/1", 0))
    assert question.start < WINDOW.start
    assert question.end > WINDOW.end
    visible_share = WINDOW.span / (question.end - question.start)
    assert question.points * visible_share == 2 * PIXELS


def test_that_a_small_move_asks_nothing_and_a_large_one_does() -> None:
    channel = Channel(a_line(), "t/1", 0)
    asked(channel)
    assert channel.question(WINDOW.panned(-5 * MINUTE, NOW), PIXELS) is None
    assert channel.question(WINDOW.panned(-2 * HOUR, NOW), PIXELS) is not None


def test_that_another_span_is_asked_for_at_its_own_density() -> None:
    channel = Channel(a_line(), "t/1", 0)
    asked(channel)
    assert channel.question(WINDOW.zoomed(0.4, NOW, NOW), PIXELS) is not None


def test_that_growth_is_asked_for_once() -> None:
    channel = Channel(a_line(), "t/1", 0)
    asked(channel)
    channel.grown = True
    assert channel.question(WINDOW, PIXELS) is not None
    assert channel.question(WINDOW, PIXELS) is None


def test_that_an_older_answer_does_not_replace_a_newer_one() -> None:
    channel = Channel(a_line(), "t/1", 0)
    older = asked(channel)
    newer = asked(channel, WINDOW.panned(-3 * HOUR, NOW))
    series = a_series(minutes(1))
    assert channel.accept(SeriesAnswer(newer, series))
    assert not channel.accept(SeriesAnswer(older, a_series(minutes(2))))
    assert channel.series is series


def test_that_no_answer_counts_that_was_asked_before_a_jump_back() -> None:
    channel = Channel(a_line(), "t/1", 0)
    before = asked(channel)
    channel.forget()
    assert not channel.accept(SeriesAnswer(before, a_series(minutes(1))))


def test_that_questions_and_points_are_bounded() -> None:
    channel = Channel(a_line(), "t/1", 0)
    for hours in range(50):
        asked(channel, WINDOW.panned(-2 * hours * HOUR - HOUR, NOW))
    assert len(channel.open) == MOST_OPEN
    assert points_for(10**6) == MOST_POINTS


def test_that_a_look_back_counts_nothing_ahead_of_its_clock() -> None:
    channel = Channel(a_line(), "t/1", 0, series=a_series(minutes(30, 20, 10)))
    replay = Clock(live=False, origin=NOW, started=NOW)
    assert channel.count(replay, NOW - 20 * MINUTE) == 2
    assert channel.count(LIVE, NOW - 20 * MINUTE) == 3
