"""The window of a trend follows the clock until a person moves it away."""

import pytest

from tests.desk.trends.series import NOW
from venule.desk.timebar.span import EARLIEST
from venule.desk.trends.window import LONGEST, SHORTEST, TimeWindow
from venule.domain.instant import HOUR, MINUTE

FOLLOWING = TimeWindow(-HOUR, 0).at(NOW)


def test_that_a_following_window_moves_with_the_clock_and_keeps_its_span() -> None:
    later = FOLLOWING.at(NOW + MINUTE)
    assert later.start == FOLLOWING.start + MINUTE
    assert later.span == HOUR


def test_that_a_window_panned_into_the_past_stays_there() -> None:
    panned = FOLLOWING.panned(-HOUR, NOW)
    assert not panned.following
    assert panned.at(NOW + HOUR) == panned


def test_that_no_way_leads_to_before_there_were_measurements() -> None:
    window = FOLLOWING.between(NOW - LONGEST, NOW, NOW)
    for _ in range(100):
        window = window.panned(-LONGEST, NOW).zoomed(1.5, window.end, NOW)
    assert (window.start, window.span) == (EARLIEST, LONGEST)
    assert window.panned(HOUR, NOW).start == EARLIEST + HOUR


def test_that_a_window_panned_back_to_the_clock_follows_again() -> None:
    back = FOLLOWING.panned(-HOUR, NOW).panned(2 * HOUR, NOW)
    assert back == FOLLOWING


def test_that_zooming_out_keeps_following() -> None:
    wider = FOLLOWING.zoomed(4.0, FOLLOWING.start, NOW)
    assert wider.following
    assert wider.span == 4 * HOUR
    assert wider.start <= NOW <= wider.end


def test_that_zooming_into_the_past_keeps_the_instant_under_the_pointer() -> None:
    about = FOLLOWING.start + HOUR // 4
    closer = FOLLOWING.zoomed(0.5, about, NOW)
    assert not closer.following
    assert (about - closer.start) / closer.span == pytest.approx(0.25)


@pytest.mark.parametrize(("factor", "span"), [(1e-12, SHORTEST), (1e12, LONGEST)])
def test_that_a_window_is_neither_shorter_nor_longer_than_makes_sense(factor: float, span: int) -> None:
    assert FOLLOWING.zoomed(factor, NOW, NOW).span == span
