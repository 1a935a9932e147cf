"""The time under the crosshair keeps clear of the flags of the cursors, and stays on its axis."""

import pytest

from venule.desk.trends.timeaxis import FLAG, beside

ROOM, WIDTH = (76.0, 676.0), 60.0


@pytest.mark.parametrize("flag", [80.0, 300.0, 676.0])
@pytest.mark.parametrize("off", [-25.0, 0.0, 12.0])
def test_that_the_chip_covers_no_flag(flag: float, off: float) -> None:
    left = beside(flag + off, WIDTH, [flag], ROOM)
    assert left >= flag + FLAG / 2 or left + WIDTH <= flag - FLAG / 2
    assert ROOM[0] <= left <= ROOM[1] - WIDTH


def test_that_without_a_flag_near_it_stands_in_the_middle() -> None:
    assert beside(300.0, WIDTH, [500.0], ROOM) == 270.0


def test_that_at_an_edge_it_stays_on_the_axis() -> None:
    assert beside(670.0, WIDTH, (), ROOM) == ROOM[1] - WIDTH
