"""A jump shows the whole of another moment at once: nothing of the moment before waits for the next slow beat."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLabel

from tests.desk.sitting import Sitting
from tests.desk.town import NOON, REJECTS, alarm, feed
from venule.domain.instant import MINUTE
from venule.domain.liveness import Presence
from venule.store.batch import Batch

Sit = Callable[..., Sitting]
GONE = Batch(feeds=[replace(feed(Presence.OFFLINE, "broker gone"), since=NOON - 5 * MINUTE)])


def test_that_an_asset_chosen_while_its_alarm_stands_shows_it(sit: Sit) -> None:
    sitting = sit(alarm("tank-1"))
    sitting.desk.selection.choose(sitting.row("tank-1"))
    shown = [label.text() for label in sitting.panes.inspector.findChildren(QLabel) if not label.isHidden()]
    assert "tank-1 is wrong" in shown


def test_that_the_feeds_are_told_as_of_the_moment_jumped_to(sit: Sit) -> None:
    sitting = sit(more=(GONE,))
    assert sitting.window.banner.text.startswith("ALL FEEDS ARE OFFLINE")
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    assert sitting.window.banner.text == ""


def test_that_the_rejects_are_those_of_the_moment_jumped_to(sit: Sit) -> None:
    sitting = sit(more=(REJECTS,))
    sitting.window.show_dock("rejects")
    sitting.pulse.beat()
    sitting.rest()
    table = sitting.panes.rejects.table
    assert table.model().rowCount() == len(REJECTS.rejects)
    sitting.pulse.seek(NOON - 10 * MINUTE)
    sitting.rest()
    sitting.pulse.beat()
    sitting.rest()
    assert table.model().rowCount() == 0
