"""Manners towards tile servers: how long a tile is fresh, and how long a server is left alone."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venule.desk.map.tiles.online.manners import (
    DAY_S,
    FIRST_WAIT_S,
    LONGEST_ASKED_S,
    LONGEST_S,
    LONGEST_WAIT_S,
    NOTHING_S,
    Backoff,
    retry_after,
    validity,
)
from venule.domain.instant import SECOND, from_iso

NOW = from_iso("2026-05-03T12:00:00Z")


def fresh_s(**headers: str) -> float:
    """For how long a tile is fresh."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return (validity(told, NOW).fresh_until - NOW) / SECOND


def date(after_s: float) -> str:
    """A time as HTTP writes it."""
    return formatdate(NOW / SECOND + after_s, usegmt=True)


def test_that_a_tile_without_any_date_is_kept_for_a_week() -> None:
    assert fresh_s() == 7 * DAY_S
    assert fresh_s(cache_control="public") == 7 * DAY_S


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache_control": "max-age=3600"}, 3600),
        ({"cache_control": "public, Max-Age=3600", "expires": "0"}, 3600),
        ({"cache_control": "max-age=3600", "age": "600"}, 3000),
        ({"cache_control": "max-age=60", "age": "600"}, 0),
        ({"cache_control": "max-age=" + "9" * 400}, LONGEST_S),
        ({"cache_control": "max-age=soon"}, 7 * DAY_S),
        ({"cache_control": "no-cache, max-age=3600"}, 0),
        ({"expires": date(7200)}, 7200),
        ({"expires": date(-7200)}, 0),
        ({"expires": "0"}, 0),
    ],
)
def test_that_a_server_says_how_long_its_tiles_are_fresh(headers: dict[str, str], seconds: float) -> None:
    assert fresh_s(**headers) == seconds


def test_that_what_must_not_be_stored_is_not_kept() -> None:
    assert not validity({"cache-control": "no-store"}, NOW).keep
    assert validity({"cache-control": "no-cache"}, NOW).keep


def test_that_a_missing_tile_is_believed_for_a_day() -> None:
    assert validity({}, NOW, NOTHING_S).fresh_until == NOW + DAY_S * SECOND


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("", 0), ("120", 120), (date(90), 90), (date(-90), 0), ("soon", 0), ("9" * 30, LONGEST_ASKED_S), ("-5", 0)],
)
def test_that_a_pause_that_is_asked_for_is_read(said: str, seconds: float) -> None:
    assert retry_after({"retry-after": said}, NOW) == seconds


@given(st.text(), st.text())
def test_that_no_header_does_harm(control: str, expires: str) -> None:
    told = {"cache-control": control, "expires": expires, "retry-after": expires, "age": control}
    assert NOW <= validity(told, NOW).fresh_until <= NOW + LONGEST_S * SECOND
    assert 0 <= retry_after(told, NOW) <= LONGEST_ASKED_S


class Wall:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


def test_that_waits_double_up_to_a_bound_and_end_with_a_success() -> None:
    wall, waits = Wall(), []
    backoff = Backoff(wall, chance=lambda: 0.5)
    assert backoff.wait_s == 0
    for _ in range(12):
        backoff.failed()
        waits.append(backoff.wait_s)
        wall.now += round(backoff.wait_s * SECOND)
        assert backoff.wait_s == 0
    assert waits[:4] == [FIRST_WAIT_S, 2 * FIRST_WAIT_S, 4 * FIRST_WAIT_S, 8 * FIRST_WAIT_S]
    assert waits[-1] == LONGEST_WAIT_S
    backoff.failed()
    backoff.succeeded()
    assert backoff.wait_s == 0
    backoff.failed()
    assert backoff.wait_s == FIRST_WAIT_S


def test_that_requests_that_fail_together_count_as_one_failure() -> None:
    backoff = Backoff(Wall(), chance=lambda: 0.5)
    backoff.failed()
    backoff.failed()
    assert backoff.wait_s == FIRST_WAIT_S


def test_that_a_server_is_left_alone_for_as_long_as_it_asks() -> None:
    backoff = Backoff(Wall(), chance=lambda: 0.5)
    backoff.failed()
    backoff.failed(300.0)
    assert backoff.wait_s == 300.0


def test_that_a_clock_set_back_makes_no_wait_longer() -> None:
    wall = Wall()
    backoff = Backoff(wall, chance=lambda: 0.5)
    backoff.failed()
    wall.now -= 1_000_000 * SECOND
    assert backoff.wait_s == FIRST_WAIT_S
