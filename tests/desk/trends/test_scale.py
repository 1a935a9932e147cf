"""The range of a value axis."""

import math

import pytest

from venule.desk.trends.line import number_text
from venule.desk.trends.scale import Range, value_range, value_ticks


@pytest.mark.parametrize(("low", "high"), [(3.2, 4.1), (-5, 5), (0, 0), (1e-9, 2e-9), (1e9, 1e9 + 1), (-7, -7)])
def test_that_the_data_lie_inside_their_range(low: float, high: float) -> None:
    shown = value_range(low, high, ())
    assert shown.low < low
    assert shown.high > high


def test_that_a_near_limit_joins_and_a_far_one_does_not_flatten_the_data() -> None:
    shown = value_range(3.0, 4.0, (4.5, 100.0))
    assert 4.5 <= shown.high < 10


def test_that_a_flat_line_is_shown_with_its_limits() -> None:
    shown = value_range(4.0, 4.0, (2.0, 6.0))
    assert shown.low <= 2.0
    assert shown.high >= 6.0


def test_that_ticks_are_round_and_inside() -> None:
    ticks = value_ticks(Range(2.37, 4.81), 5)
    assert ticks.values == pytest.approx((2.5, 3.0, 3.5, 4.0, 4.5))
    assert ticks.decimals == 1


@pytest.mark.parametrize(("low", "high"), [(38.0, 88.0), (3.015, 3.085), (-0.4, 0.9), (992_440.0, 992_510.0)])
def test_that_a_low_pane_has_two_ticks_because_one_tells_no_scale(low: float, high: float) -> None:
    assert 2 <= len(value_ticks(Range(low, high), 2).values) <= 5


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0.0, None, "0"),
        (-1234.5, 1, "−1\u2009234.5"),
        (3.14159, None, "3.142"),
        (61.16, None, "61.16"),
        (1_000_000.0, None, "1\u2009000\u2009000"),
        (-8.362e306, None, "−8.362e306"),
        (1e300, 2, "1e300"),
        (1.2e-9, None, "1.2e−9"),
        (math.inf, None, "–"),
        (-math.inf, 2, "–"),
        (math.nan, None, "–"),
    ],
)
def test_that_numbers_are_read_with_four_figures_or_the_declared_decimals(
    number: float, decimals: int | None, text: str
) -> None:
    assert number_text(number, decimals) == text


def test_that_a_running_total_is_seen_to_grow() -> None:
    shown = value_range(913_100.0, 913_196.0, (), totals=True)
    assert shown.span < 200
    assert shown.low < 913_100.0
    assert shown.high > 913_196.0


def test_that_the_greatest_numbers_there_are_have_an_axis() -> None:
    shown = value_range(-1.7e308, 1.7e308, ())
    ticks = value_ticks(shown, 5)
    assert math.isfinite(shown.span)
    assert 2 <= len(ticks.values) <= 6
