"""What the legend says: what all lines share stands above the chart once, the rest in each row."""

import pytest

from tests.desk.trends.series import OCCUPIED
from venule.desk.trends.line import TrendLine
from venule.desk.trends.rows import names_of, subject_of
from venule.domain.quantity import Quantity

LEVEL, FLOW = Quantity("level", "m"), Quantity("flow", "m3/h")


@pytest.mark.parametrize(
    ("lines", "subject", "names"),
    [
        ((TrendLine(1, "T-1", LEVEL), TrendLine(2, "T-1", FLOW)), "T-1", [("Level", ""), ("Flow", "")]),
        ((TrendLine(1, "T-1", LEVEL), TrendLine(2, "T-2", LEVEL)), "Level", [("T-1", ""), ("T-2", "")]),
        (
            (TrendLine(1, "T-1", LEVEL), TrendLine(2, "bay", OCCUPIED)),
            "",
            [("T-1", "Level"), ("bay", "Occupied")],
        ),
    ],
)
def test_that_nothing_is_said_twice(lines: tuple[TrendLine, ...], subject: str, names: list[tuple[str, str]]) -> None:
    assert subject_of(lines) == subject
    assert [names_of(line, subject) for line in lines] == names
