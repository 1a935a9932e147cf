"""How far two clocks are apart, as people write it and read it."""

import pytest

from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.shift import shift_of, spelled


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("-1d", -DAY), ("+90min", 90 * MINUTE), ("1w 2h", 7 * DAY + 2 * HOUR), ("0", 0), (" −2h ", -2 * HOUR),
        ("0.5s", SECOND // 2),
    ],
)  # fmt: skip
def test_that_a_span_is_read(text: str, shift: int) -> None:
    assert shift_of(text) == shift


@pytest.mark.parametrize("text", ["", "d", "1", "--1d", "1d x", "x 1d", "9999999w", "1d-2h"])
def test_that_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span of time"):
        shift_of(text)


@pytest.mark.parametrize(
    ("shift", "told"),
    [(0, "at the same time"), (-DAY, "1 day earlier"), (90 * MINUTE, "1 hour 30 minutes later"),
     (-SECOND // 2, "0.5 seconds earlier"), (14 * DAY, "2 weeks later")],
)  # fmt: skip
def test_that_a_span_is_told_in_words(shift: int, told: str) -> None:
    assert spelled(shift) == told
