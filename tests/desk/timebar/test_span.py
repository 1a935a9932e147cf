"""The span of the time bar."""

import pytest

from venule.desk.timebar.span import EARLIEST, LATEST, LONGEST, SHORTEST, Span
from venule.domain.instant import DAY, HOUR

SPAN = Span(0, DAY)


def test_that_zooming_keeps_the_instant_under_the_pointer() -> None:
    assert SPAN.zoomed(0.5, 6 * HOUR) == Span(3 * HOUR, 15 * HOUR)


@pytest.mark.parametrize(("factor", "width"), [(1e-9, SHORTEST), (1e9, LONGEST)])
def test_that_it_reaches_from_a_minute_to_decades(factor: float, width: int) -> None:
    assert SPAN.zoomed(factor, HOUR).width == width


def test_that_it_cannot_be_moved_out_of_time() -> None:
    assert SPAN.moved(-(10**18)).start == EARLIEST
    assert SPAN.moved(10**18).end == LATEST
