"""What an operator reads of an alarm: numbers as their quantity writes them, and causes by their name."""

import pytest

from venule.domain.quantity import Quantity, Value, ValueKind
from venule.domain.rule import Above, Condition, Equals, Rule
from venule.recorder.ladder import Level

FILL = Quantity("fill", "%", title="Fill level", decimals=1)
TILT = Quantity("tilt", "deg")
ERROR = Quantity("dali_error", title="DALI connection error", kind=ValueKind.FLAG)
FOUND = Quantity("leak", title="Water found", kind=ValueKind.FLAG, labels=("dry", "water"))


def text(quantity: Quantity, when: Condition, value: Value) -> str:
    """What is written of a value."""
    return Level(Rule("rule", when, quantity.name), quantity).text(value)


@pytest.mark.parametrize(
    ("quantity", "limit", "value", "written"),
    [
        (FILL, 90, 93.1165, "Fill level 93.1 % is above the limit of 90.0 %"),
        (TILT, 15, 22.123456, "tilt 22.12 deg is above the limit of 15 deg"),
        (TILT, 15, 1234567.0, "tilt 1234567 deg is above the limit of 15 deg"),
    ],
)
def test_that_numbers_are_written_with_the_decimals_of_their_quantity(
    quantity: Quantity, limit: float, value: float, written: str
) -> None:
    assert text(quantity, Above(limit), value) == written


def test_that_a_value_just_beyond_its_limit_is_never_written_as_the_limit() -> None:
    assert text(FILL, Above(90), 90.0004) == "Fill level 90.0004 % is above the limit of 90.0 %"


def test_that_a_flag_is_told_by_its_name_and_not_by_yes() -> None:
    assert text(ERROR, Equals(True), True) == "DALI connection error"
    assert text(ERROR, Equals(False), False) == "no DALI connection error"
    assert text(FOUND, Equals(True), True) == "Water found: water"
