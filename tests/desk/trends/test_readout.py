"""The crosshair reads observations, never values in between."""

import pytest

from tests.desk.trends.series import MODE, NOW, OCCUPIED, a_line, a_series, minutes
from venule.desk.trends.readout import reading_at
from venule.domain.instant import HOUR, MINUTE, SECOND
from venule.domain.quality import Provenance, Quality


def test_that_the_nearer_of_two_observations_is_read() -> None:
    series = a_series(minutes(20, 10), [3.14159, 4])
    reading = reading_at(series, 2, NOW - 17 * MINUTE, a_line(), HOUR)
    assert reading is not None
    assert reading.observed_at == NOW - 20 * MINUTE
    assert reading.text == "3.14"


def test_that_nothing_is_read_in_a_gap() -> None:
    series = a_series(minutes(20, 10), gaps=[1])
    assert reading_at(series, 2, NOW - 15 * MINUTE, a_line(), HOUR) is None


def test_that_nothing_is_read_beyond_the_last_observation() -> None:
    assert reading_at(a_series(minutes(20, 10)), 2, NOW, a_line(), HOUR) is None


def test_that_a_flag_holds_until_the_next_observation() -> None:
    series = a_series(minutes(20, 10), [1, 0])
    reading = reading_at(series, 2, NOW - 10 * MINUTE - SECOND, a_line(1, OCCUPIED), HOUR)
    assert reading is not None
    assert reading.text == "occupied"


def test_that_a_state_is_read_as_its_word() -> None:
    series = a_series(minutes(20, 10), [1, 0], labels=("off", "running"))
    reading = reading_at(series, 2, NOW - 12 * MINUTE, a_line(1, MODE), HOUR)
    assert reading is not None
    assert reading.text == "running"


@pytest.mark.parametrize(
    ("quality", "provenance", "note"),
    [
        (Quality.GOOD, Provenance.NONE, ""),
        (Quality.UNCERTAIN, Provenance.TIME_ASSUMED, "uncertain, time assumed"),
        (Quality.GOOD, Provenance.BACKFILLED, "filled later"),
        (Quality.BAD, Provenance.NONE, "bad"),
    ],
)
def test_that_what_is_not_good_is_said(quality: Quality, provenance: Provenance, note: str) -> None:
    series = a_series(minutes(20), quality=[quality], provenance=[provenance])
    reading = reading_at(series, 1, NOW - 20 * MINUTE, a_line(), HOUR)
    assert reading is not None
    assert reading.note == note
