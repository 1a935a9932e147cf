"""One clock for every view: live it is the wall, in replay it runs at its speed and never ahead of the wall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain.clock import LIVE, SPEEDS, Clock
from venule.domain.instant import DAY, HOUR, SECOND

WALL = 1_764_000_000 * SECOND


def test_that_live_shows_the_wall() -> None:
    assert LIVE.now(WALL) == WALL


def test_that_looking_back_from_live_stands_still() -> None:
    clock = LIVE.seek(WALL - HOUR, WALL)
    assert clock.now(WALL + 10 * SECOND) == WALL - HOUR


def test_that_a_seek_while_playing_goes_on_playing() -> None:
    clock = LIVE.seek(WALL - DAY, WALL).play(10.0, WALL).seek(WALL - HOUR, WALL)
    assert clock.now(WALL + SECOND) == WALL - HOUR + 10 * SECOND


@given(st.sampled_from(SPEEDS), st.integers(0, 1000))
def test_that_a_change_of_speed_does_not_jump(speed: float, seconds: int) -> None:
    clock = LIVE.seek(WALL - 30 * DAY, WALL).play(50.0, WALL)
    later = WALL + seconds * SECOND
    assert clock.play(speed, later).now(later) == clock.now(later)


def test_that_replay_never_overtakes_the_wall() -> None:
    clock = LIVE.seek(WALL - SECOND, WALL).play(1000.0, WALL)
    assert clock.now(WALL + 10 * SECOND) == WALL + 10 * SECOND
    assert not clock.live


def test_that_nobody_seeks_into_the_future() -> None:
    assert LIVE.seek(WALL + HOUR, WALL).now(WALL) == WALL


@pytest.mark.parametrize("speed", [-1.0, 1001.0])
def test_that_an_impossible_speed_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="replay speed"):
        Clock().play(speed, WALL)
