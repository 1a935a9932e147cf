"""Words for ages, values and qualities."""

import math

import pytest

from venule.desk.models.rejects import preview
from venule.desk.models.wording import age, quality_text, value_text
from venule.domain.instant import DAY, HOUR, MINUTE, SECOND
from venule.domain.quality import Provenance, Quality
from venule.domain.quantity import Quantity, ValueKind


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (48 * SECOND, "48 s"),
        (12 * MINUTE + 59 * SECOND, "12 min"),
        (3 * HOUR + 5 * MINUTE, "3 h 05 min"),
        (4 * DAY + 2 * HOUR, "4 d 2 h"),
        (-5 * SECOND, "0 s"),
    ],
)
def test_that_an_age_is_told_in_units_that_say_enough(span: int, words: str) -> None:
    assert age(span) == words


@pytest.mark.parametrize(
    ("number", "text", "quantity", "shown"),
    [
        (2.5, None, Quantity("level", unit="m", decimals=2), ("2.50", "m")),
        (math.inf, None, Quantity("level", unit="m"), ("—", "m")),
        (-3.4028e38, None, Quantity("level", unit="m", decimals=2), ("−3.403e38", "m")),
        (1.0, None, Quantity("occupied", kind=ValueKind.FLAG, labels=("free", "occupied")), ("occupied", "")),
        (math.nan, None, Quantity("level", unit="m"), ("—", "m")),
        (math.nan, "dimmed", Quantity("mode", kind=ValueKind.STATE), ("dimmed", "")),
        (12.0, None, Quantity("bays", unit="1", kind=ValueKind.COUNT), ("12", "")),
        (1234.56, None, Quantity("flow", unit="m3/h"), ("1\u2009235", "m³/h")),
    ],
)
def test_that_a_value_is_told_with_its_unit(
    number: float, text: str | None, quantity: Quantity, shown: tuple[str, str]
) -> None:
    assert value_text(number, text, quantity) == shown


def test_that_a_missing_value_is_never_told_as_zero() -> None:
    assert value_text(math.nan, None, Quantity("occupied", kind=ValueKind.FLAG))[0] == "—"


def test_that_everything_that_lessens_trust_is_told() -> None:
    told = quality_text(Quality.UNCERTAIN, Provenance.TIME_ASSUMED | Provenance.RETAINED, "clock ahead")
    assert told == "uncertain, time assumed, retained: clock ahead"
    assert quality_text(Quality.GOOD, Provenance.NONE, "") == ""


def test_that_a_payload_is_previewed_as_text_only_where_it_is_text() -> None:
    assert preview(b'{"v": 1}') == '{"v": 1}'
    assert preview(b"\x00\xff") == "00 ff"
