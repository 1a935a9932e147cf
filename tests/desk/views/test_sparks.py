"""The small trends beside values: asked for as they come into sight."""

from collections.abc import Callable

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, WATER
from venule.domain.instant import MINUTE, SECOND
from venule.domain.observation import Recorded
from venule.domain.quantity import Quantity
from venule.store.batch import Batch, Declaration

VALUES = 30


def station() -> Batch:
    """An asset with more values than a page has room for."""
    quantities = [Quantity(f"level{number:02d}", "m") for number in range(VALUES)]
    at = [NOON - 2 * MINUTE, NOON - SECOND]
    return Batch(
        declarations=[Declaration(WATER, "station", quantity, expected_every_s=600) for quantity in quantities],
        observations=[Recorded(WATER, "station", q.name, time, time, 1.0) for time in at for q in quantities],
    )


def drawn(sitting: Sitting) -> list[int]:
    """The rows that have their trend, from the top."""
    return [number for number, row in enumerate(sitting.panes.inspector.rows) if row._series is not None]


def test_that_only_trends_in_sight_are_asked_for_and_others_when_they_come(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(station(),))
    sitting.desk.selection.open(sitting.row("station"))
    sitting.qtbot.waitUntil(lambda: 0 in drawn(sitting))
    sitting.rest()
    assert len(sitting.panes.inspector.rows) == VALUES
    assert len(drawn(sitting)) < VALUES // 2
    bar = sitting.panes.inspector.verticalScrollBar()
    bar.setValue(bar.maximum())
    sitting.qtbot.waitUntil(lambda: VALUES - 1 in drawn(sitting))
    assert VALUES // 2 not in drawn(sitting)


def test_that_a_jump_asks_again_for_what_is_in_sight(sit: Callable[..., Sitting]) -> None:
    sitting = sit(more=(station(),))
    sitting.desk.selection.open(sitting.row("station"))
    sitting.qtbot.waitUntil(lambda: 0 in drawn(sitting))
    assert len(sitting.panes.inspector.rows[0]._series.observed_at) == 2
    sitting.pulse.stand_at(NOON - MINUTE)
    sitting.qtbot.waitUntil(lambda: len(sitting.panes.inspector.rows[0]._series.observed_at) == 1)
