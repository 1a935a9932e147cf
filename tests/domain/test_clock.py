"""One clock for every view: live it is the wall, in replay it runs either way and never ahead of the wall."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.domain.basis import Basis
from venule.domain.clock import LIVE, SPEEDS, Clock
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND

WALL = 1_764_000_000 * SECOND
EITHER_WAY = (*(-speed for speed in SPEEDS), *SPEEDS)

speeds = st.sampled_from(EITHER_WAY)
spans = st.integers(0, 10 * DAY)
backs = st.integers(0, 300 * DAY)


def test_that_live_shows_the_wall() -> None:
    assert LIVE.now(WALL) == WALL


def test_that_looking_back_from_live_stands_still() -> None:
    clock = LIVE.seek(WALL - HOUR, WALL)
    assert clock.now(WALL + 10 * SECOND) == WALL - HOUR


def test_that_a_seek_while_playing_goes_on_playing() -> None:
    clock = LIVE.seek(WALL - DAY, WALL).play(10.0, WALL).seek(WALL - HOUR, WALL)
    assert clock.now(WALL + SECOND) == WALL - HOUR + 10 * SECOND


@given(speeds, st.integers(0, 1000))
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


@pytest.mark.parametrize("speed", [-1001.0, 1001.0])
def test_that_an_impossible_speed_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="replay speed"):
        Clock().play(speed, WALL)


@given(speeds, backs, st.lists(spans, min_size=2, max_size=6))
def test_that_time_runs_in_the_direction_of_its_speed(speed: float, back: int, waits: list[int]) -> None:
    clock = LIVE.seek(WALL - back, WALL).play(speed, WALL)
    shown = [clock.now(WALL + sum(waits[:count])) for count in range(len(waits) + 1)]
    assert shown == sorted(shown, reverse=clock.backwards)


@given(speeds, st.integers(0, 1000))
def test_that_backwards_undoes_forwards(speed: float, seconds: int) -> None:
    there = WALL + seconds * SECOND
    clock = LIVE.seek(WALL - 300 * DAY, WALL).play(speed, WALL).play(-speed, there)
    assert clock.now(there + seconds * SECOND) == WALL - 300 * DAY


@given(speeds, spans, spans)
def test_that_a_pause_stands_still_and_going_on_begins_there(speed: float, before: int, paused: int) -> None:
    clock = LIVE.seek(WALL - DAY, WALL).play(speed, WALL)
    standing = clock.play(0.0, WALL + before)
    assert not standing.running
    assert standing.now(WALL + before + paused) == clock.now(WALL + before)
    assert standing.play(speed, WALL + before + paused).now(WALL + before + paused) == clock.now(WALL + before)


@given(speeds, spans)
def test_that_seeking_where_one_is_changes_nothing(speed: float, wait: int) -> None:
    clock = LIVE.seek(WALL - DAY, WALL).play(speed, WALL).on(Basis.HAPPENED, WALL)
    again = clock.seek(clock.now(WALL + wait), WALL + wait)
    assert abs(again.now(WALL + 2 * wait) - clock.now(WALL + 2 * wait)) <= 1  # microsecond, of rounding
    assert (again.speed, again.basis) == (clock.speed, clock.basis)


@given(speeds, backs, st.integers(0, 3 * HOUR), spans, st.booleans())
def test_that_a_loop_is_never_left(speed: float, back: int, length: int, wait: int, outside: bool) -> None:
    start = WALL - back
    origin = start - HOUR if outside else start + length // 2
    clock = LIVE.seek(origin, WALL).looping((start, start + length), WALL).play(speed, WALL)
    assert clock.loop is not None
    for wall in (WALL, WALL + wait, WALL + 2 * wait):
        assert clock.loop[0] <= clock.now(wall) <= clock.loop[1]


@pytest.mark.parametrize(("speed", "shown"), [(1.0, [0, 30, 0, 30]), (-1.0, [60, 30, 60, 30])])
def test_that_a_loop_begins_anew_at_its_other_end(speed: float, shown: list[int]) -> None:
    start = WALL - DAY
    clock = LIVE.seek(start, WALL).looping((start, start + MINUTE), WALL)
    clock = clock.seek(start if speed > 0 else start + MINUTE, WALL).play(speed, WALL)
    assert [(clock.now(WALL + n * 30 * SECOND) - start) // SECOND for n in range(4)] == shown


def test_that_a_seek_out_of_a_loop_lets_it_go_and_one_inside_does_not() -> None:
    clock = LIVE.seek(WALL - HOUR, WALL).looping((WALL - HOUR, WALL - MINUTE), WALL)
    assert clock.seek(WALL - 2 * MINUTE, WALL).loop == clock.loop
    assert clock.seek(WALL - DAY, WALL).loop is None


def test_that_a_loop_that_ends_is_a_replay_that_goes_on_from_there() -> None:
    clock = LIVE.seek(WALL - DAY, WALL).looping((WALL - DAY, WALL - DAY + MINUTE), WALL).play(10.0, WALL)
    later = WALL + 100 * SECOND
    free = clock.looping(None, later)
    assert free.loop is None
    assert free.now(later) == clock.now(later)
    assert free.now(later + SECOND) == clock.now(later) + 10 * SECOND


def test_that_live_knows_no_basis_and_a_look_back_keeps_its_own() -> None:
    assert LIVE.on(Basis.HAPPENED, WALL) is LIVE
    clock = LIVE.seek(WALL - DAY, WALL).play(5.0, WALL)
    happened = clock.on(Basis.HAPPENED, WALL + SECOND)
    assert happened.now(WALL + 2 * SECOND) == clock.now(WALL + 2 * SECOND)
    assert happened.play(-5.0, WALL).seek(WALL - HOUR, WALL).basis is Basis.HAPPENED
