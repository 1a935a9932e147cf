"""What the desk says when there is little to show: failed verticals, empty files, inventories, folded trends."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk.sitting import Sitting
from tests.desk.town import ASSETS, NOON, REJECTS, alarm, feed, observed, status
from venule.domain.instant import DAY, MINUTE
from venule.domain.liveness import Presence
from venule.store.batch import Batch
from venule.store.writer import Writer
from venule.verticals.discovery import Found
from venule.verticals.guard import Guard

Sit = Callable[..., Sitting]
BROKEN = Found("noise", "venule-noise", "2.1", 1, None, "cannot be imported: SyntaxError: invalid syntax")


@pytest.fixture
def sit_at(styled: QApplication, qtbot: QtBot, tmp_path: Path) -> Callable[..., Sitting]:
    """Sit down at a file with these batches in it and nothing else."""

    def start(*batches: Batch) -> Sitting:
        cache = tmp_path / "new.venule"
        with Writer(cache) as writer:
            for batch in batches:
                writer.write(batch)
        sitting = Sitting(qtbot, cache)
        sitting.beat()
        sitting.beat()
        return sitting

    return start


def told(sitting: Sitting) -> str:
    """What stands where the tree would be; the sitting ends."""
    text = sitting.panes.navigator.emptiness
    sitting.close()
    return text


def test_that_a_failed_vertical_is_shown_with_version_and_reason_and_marked_in_the_strip(sit: Sit) -> None:
    sitting = sit(guard=Guard([BROKEN]))
    assert "noise" in sitting.panes.strip.failed_mark.toolTip()
    sitting.qtbot.mouseClick(sitting.panes.strip.failed_mark, Qt.MouseButton.LeftButton)
    sitting.qtbot.waitUntil(sitting.panes.verticals.isVisible)
    model = sitting.panes.verticals.table.model()
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells == ["noise", "2.1", "venule-noise", "1", "failed: cannot be imported: SyntaxError: invalid syntax"]


def test_that_verticals_that_work_leave_no_mark(sit: Sit) -> None:
    sitting = sit()
    assert not sitting.panes.strip.failed_mark.isVisible()


def test_that_the_map_has_all_the_room_until_there_is_a_trend(sit: Sit) -> None:
    sitting = sit()
    folded = sitting.window.centre.sizes()
    sitting.desk.selection.open(sitting.row("tank-1"))
    sitting.qtbot.waitUntil(lambda: sitting.window.centre.sizes()[1] > 100)
    above, below = sitting.window.centre.sizes()
    assert folded[1] < 40
    assert below / (above + below) == pytest.approx(sitting.window.centre.share, abs=0.05)


def test_that_four_alarms_are_seen_in_the_smallest_window(sit: Sit) -> None:
    sitting = sit(*(alarm(f"tank-{number}", ago_s=number) for number in range(9)))
    sitting.window.arrange_by_size(sitting.window.size())
    sitting.qtbot.wait(1)
    table = sitting.panes.alarms.table
    shown = table.viewport().height() / table.rowHeight(0)
    assert 4 <= shown < 5


def test_that_a_new_file_says_that_nobody_records(sit_at: Callable[..., Sitting]) -> None:
    assert "nobody records into it" in told(sit_at())


def test_that_refused_messages_are_pointed_at_when_nothing_else_came(sit_at: Callable[..., Sitting]) -> None:
    assert "Messages arrive" in told(sit_at(REJECTS, Batch(status=status(NOON))))


def test_that_a_recorder_without_a_feed_is_told_with_the_cause(sit_at: Callable[..., Sitting]) -> None:
    lost = Batch(feeds=[feed(Presence.OFFLINE, "no route to host")], status=status(NOON))
    assert told(sit_at(lost)) == "No assets yet, and no feed can be heard: tanks: no route to host"


def test_that_an_inventory_is_not_called_live(sit_at: Callable[..., Sitting]) -> None:
    sitting = sit_at(Batch(assets=ASSETS))
    assert sitting.panes.strip.clock.mode == "NO DATA"
    assert not sitting.panes.time_bar.live_key.lit
    assert sitting.panes.time_bar.strip.picture.note == "Nothing was recorded yet."
    sitting.close()


def test_that_a_recording_promises_nothing_live(sit: Sit) -> None:
    assert sit(more=(Batch(status=status(NOON - 60 * MINUTE)),)).panes.time_bar.live_key.text() == "END"


def test_that_a_name_that_is_not_known_is_told_once_and_found_when_it_comes(sit: Sit) -> None:
    sitting = sit()
    sitting.desk.selection.open_named("tank-9")
    assert "tank-9" in sitting.window.notice.text
    with Writer(sitting.cache) as writer:
        writer.write(Batch(assets=[replace(ASSETS[0], name="tank-9")], observations=[observed("tank-9", 1.0, -1)]))
    sitting.beat(3)
    sitting.beat(3)
    sitting.qtbot.waitUntil(lambda: sitting.desk.selection.key == ("water", "tank-9"))


def test_that_a_recording_of_a_month_is_shown_whole(sit: Sit) -> None:
    begun = Batch(observations=[observed("tank-1", 1.0, 30 * 86_400)])
    sitting = sit(more=(begun, Batch(status=status(NOON - 60 * MINUTE))))
    start, end = sitting.panes.time_bar.span
    assert start <= NOON - 30 * DAY
    assert NOON < end < NOON + DAY
