"""Times in a histogram: the longest and the count are exact, the median is close."""

import pytest

from venule.bench.times import Times


def test_that_the_longest_and_the_count_are_exact_and_the_median_is_close() -> None:
    times = Times()
    for milliseconds in range(1, 302):
        times.add(milliseconds / 1e3)
    told = times.figures()
    assert (told["calls"], told["longest_ms"], told["over_100_ms"]) == (301, 301.0, 201)
    assert told["median_ms"] == pytest.approx(151.0, rel=0.05)
    assert told["seconds"] == pytest.approx(45.451)


def test_that_nothing_done_took_no_time() -> None:
    assert set(Times().figures().values()) == {0}


def test_that_what_is_done_is_handed_back_and_counted() -> None:
    times = Times()
    assert times.spend(lambda: "done") == "done"
    assert times.count == 1


@pytest.mark.parametrize("seconds", [0.0, 1e-9, 1e-6, 1.0, 1e9])
def test_that_no_time_is_too_short_or_too_long(seconds: float) -> None:
    times = Times()
    times.add(seconds)
    assert times.figures()["calls"] == 1
    assert times.longest_s == seconds
