"""Ghosts: an earlier time at the same time of day by local clocks, also on the days when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.trends.memory import MemoryPast
from tests.desk.trends.series import FLOW, NOW, PRESSURE, a_line, a_series
from venule.desk.style.palette import DARK, LIGHT
from venule.desk.trends.channel import Channel
from venule.desk.trends.field import colour_of, pen_of
from venule.desk.trends.ghosts.ghost import ghost_line
from venule.desk.trends.ghosts.localtime import Every, days_later, edges, shifted_instant
from venule.desk.trends.line import MAX_LINES
from venule.desk.trends.lineup import Lineup
from venule.desk.trends.panes import Arrangement, panes_of
from venule.domain.clock import Clock
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND, Instant, from_iso, to_datetime

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata"), UTC]
SPRING = from_iso("2026-03-29T00:00:00+01:00")
AUTUMN = from_iso("2026-10-25T00:00:00+02:00")


def moved(start: Instant, days: int, every: int = 30 * MINUTE, length: int = DAY) -> tuple[list[Instant], list[bool]]:
    at = np.arange(start, start + length, every, np.int64)
    later, there = days_later(at, days, BERLIN)
    return later[there].tolist(), there.tolist()


def clock(instant: Instant) -> str:
    return f"{to_datetime(instant).astimezone(BERLIN):%d %H:%M}"


def test_that_an_ordinary_day_is_moved_by_24_hours() -> None:
    start = from_iso("2026-06-01T00:00:00+02:00")
    later, there = moved(start, 1)
    assert all(there)
    assert later[0] == start + DAY


def test_that_the_hour_left_out_in_spring_is_not_there_and_noon_stays_noon() -> None:
    later, there = moved(SPRING - DAY, 1)
    assert there.count(False) == 2
    assert clock(later[4]) == "29 03:00"
    assert clock(later[22]) == "29 12:00"


def test_that_the_hour_that_comes_twice_is_shown_once() -> None:
    into, there = moved(AUTUMN - DAY, 1)
    assert all(there)
    assert [clock(instant) for instant in into[3:7]] == ["25 01:30", "25 02:00", "25 02:30", "25 03:00"]
    assert into[6] - into[5] == 90 * MINUTE
    out_of, there = moved(AUTUMN, 1, length=25 * HOUR)
    assert there.count(False) == 2
    assert [clock(instant) for instant in out_of[4:7]] == ["26 02:00", "26 02:30", "26 03:00"]


@settings(deadline=None)
@given(
    st.integers(1_600_000_000, 1_900_000_000), st.sampled_from([1, 7, 364]), st.sampled_from(ZONES), st.integers(1, 90)
)
def test_that_local_clocks_show_the_same_after_any_move(since: int, days: int, zone: ZoneInfo, minutes: int) -> None:
    at = since * SECOND + np.arange(200, dtype=np.int64) * minutes * MINUTE
    later, there = days_later(at, days, zone)
    assert (np.diff(later[there]) >= 0).all()
    for before, after in zip(at[there].tolist(), later[there].tolist(), strict=True):
        wanted = to_datetime(before).astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
        assert to_datetime(after).astimezone(zone).replace(tzinfo=None) == wanted
    for before in at[~there].tolist():  # left out only where a clock was changed on the way
        moved_by = shifted_instant(before, days, zone) - before
        here, then = (to_datetime(one).astimezone(zone) for one in (before, before + days * DAY + DAY))
        around = {(to_datetime(before + days * DAY + hours * HOUR)).astimezone(zone).utcoffset() for hours in (-3, 3)}
        assert moved_by != days * DAY or len(around) > 1 or here.fold or then.fold


@settings(deadline=None)
@given(st.integers(1_600_000_000, 1_900_000_000), st.integers(1, 200), st.sampled_from(ZONES), st.sampled_from(Every))
def test_that_hours_and_days_begin_by_the_local_clock_and_leave_no_time_out(
    since: int, hours: int, zone: ZoneInfo, every: Every
) -> None:
    start, end = since * SECOND, since * SECOND + hours * HOUR
    found = edges(start, end, every, zone).tolist()
    assert found[0] <= start
    assert found[-1] >= end
    assert found[1] > start
    assert found[-2] < end
    for edge in found:
        moment = to_datetime(edge).astimezone(zone)
        assert every is Every.HOUR or (moment.hour, moment.minute) == (0, 0)
    lengths = set(np.diff(found).tolist())
    assert lengths <= (
        {HOUR, HOUR // 2} if every is Every.HOUR else {round(part * HOUR) for part in (23, 23.5, 24, 24.5, 25)}
    )


def test_that_a_ghost_asks_for_the_earlier_time_and_shows_it_at_its_own() -> None:
    at = [NOW - 30 * HOUR + minutes * 30 * MINUTE for minutes in range(60)]
    past = MemoryPast(NOW, {1: a_series(at, gaps=[4])})
    ghost = ghost_line(a_line(1), 1, UTC)
    found = past.series(ghost, NOW - 2 * HOUR, NOW + HOUR, 500)
    assert past.asked == [(1, NOW - 26 * HOUR, NOW - 23 * HOUR, 500)]
    assert found.observed_at[0] <= NOW - 2 * HOUR
    assert found.observed_at[-1] > NOW
    assert found.number[0] == at.index(int(found.observed_at[0]) - DAY)


def test_that_no_line_is_drawn_over_a_change_of_clocks() -> None:
    at = [AUTUMN - DAY + minutes * 30 * MINUTE for minutes in range(48)]
    past = MemoryPast(AUTUMN + 2 * DAY, {1: a_series(at)})
    found = past.series(ghost_line(a_line(1), 1, BERLIN), AUTUMN, AUTUMN + 25 * HOUR, 500)
    broken = found.observed_at[found.gap_before]
    assert [clock(int(instant)) for instant in broken] == ["25 03:00"]


def test_that_a_ghost_of_days_before_is_known_ahead_of_the_clock_and_one_of_another_asset_is_not() -> None:
    replay = Clock(live=False, origin=NOW, started=NOW)
    series = a_series([NOW - MINUTE, NOW + MINUTE])
    before = Channel(ghost_line(a_line(1), 7, UTC), "t", 0, series=series)
    beside = Channel(ghost_line(a_line(2), 0, UTC, a_line(1)), "t", 0, series=series)
    assert before.count(replay, NOW) == 2
    assert beside.count(replay, NOW) == 1


def test_that_a_ghost_says_what_it_is_and_has_no_alarms_of_its_own() -> None:
    ghost = ghost_line(a_line(1), 7, UTC)
    assert ghost.title == "pressure, the week before"
    assert (ghost.network, ghost.asset) == ("", "")
    assert ghost.quantity is PRESSURE
    assert ghost.datastream < 0
    assert ghost_line(a_line(1), 7, UTC) == ghost
    assert ghost_line(a_line(1), 1, UTC).datastream != ghost.datastream


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_that_a_ghost_is_weaker_and_dashed_in_the_colour_of_its_line(palette: object) -> None:
    lineup = Lineup("t")
    for line in (a_line(1), a_line(2), ghost_line(a_line(2), 1, UTC)):
        lineup.add(line)
    first, second, ghost = lineup.channels
    assert ghost.shade == second.colour
    assert ghost.colour not in (first.colour, second.colour)
    assert ghost.dash == 0
    assert second.dash == 1
    assert pen_of(ghost, DARK, 1.5).dashPattern() not in (
        pen_of(first, DARK, 1.5).dashPattern(),
        pen_of(second, DARK, 1.5).dashPattern(),
    )
    assert colour_of(ghost, DARK) != colour_of(second, DARK)
    assert abs(colour_of(ghost, DARK).hue() - colour_of(second, DARK).hue()) < 12


def test_that_a_line_takes_the_place_of_another_in_its_colour() -> None:
    lineup = Lineup("t")
    for number in (1, 2, 3):
        lineup.add(a_line(number))
    lineup.replace(2, a_line(7, FLOW))
    assert [line.datastream for line in lineup.lines] == [1, 7, 3]
    assert [channel.colour for channel in lineup.channels] == [0, 1, 2]
    lineup.replace(1, a_line(3))
    assert [line.datastream for line in lineup.lines] == [7, 3]
    assert len(lineup.lines) <= MAX_LINES


def test_that_growth_reaches_what_is_made_of_a_datastream_and_not_what_shows_an_earlier_time() -> None:
    lineup = Lineup("t")
    lineup.add(a_line(1))
    lineup.add(ghost_line(a_line(1), 1, UTC))
    lineup.add(ghost_line(a_line(2), 0, UTC, a_line(3)))
    assert lineup.grow({1})
    assert [channel.grown for channel in lineup.channels] == [True, False, False]
    assert lineup.grow({2})
    assert [channel.grown for channel in lineup.channels] == [True, False, True]


def test_that_a_local_day_is_found_again_backwards() -> None:
    noon = from_iso("2026-03-29T12:00:00+02:00")
    assert shifted_instant(noon, -1, BERLIN) == from_iso("2026-03-28T12:00:00+01:00")
    assert datetime.fromtimestamp(noon / 1e6, BERLIN).hour == 12


def test_that_a_ghost_lies_in_the_pane_of_its_line_however_panes_are_arranged() -> None:
    lines = (a_line(1), a_line(2), ghost_line(a_line(2), 1, UTC), ghost_line(a_line(3), 0, UTC, a_line(1)))
    panes = panes_of(lines, Arrangement.STACKED)
    assert [pane.lines for pane in panes] == [(lines[0], lines[3]), (lines[1], lines[2])]
