"""Cursors on a real recording: what stands in the table is what the file holds between them."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt

from tests.desk.sitting import Sitting
from venule.desk.trends.cursors.cursors import Cursors
from venule.desk.trends.view import TrendView
from venule.domain.instant import HOUR

Sit = Callable[..., Sitting]


def measured(sitting: Sitting) -> TrendView:
    """The trends of the first asset that has values, with all of the recording between the cursors."""
    view, city = sitting.panes.trends, sitting.desk.city
    assert isinstance(view, TrendView)
    sitting.desk.adding.add_asset(next(row for row in range(len(city.status)) if len(city.streams_of(row))))
    now = sitting.wall.now
    view.stage.cursors = Cursors(now - 24 * HOUR, now)
    view.pointing.measure()
    sitting.rest()
    view.show_now()
    return view


def test_that_every_line_is_measured_by_what_the_file_holds(sit: Sit) -> None:
    sitting = sit()
    view = measured(sitting)
    tallies = view.pointing.measuring.tallies
    assert tallies.keys() == {line.datastream for line in view.lines}
    assert all(tally.whole for tally in tallies.values())
    rows, _ = sitting.desk.city.latest.rows_of(np.array(list(tallies), np.int64))
    heard = sitting.desk.city.latest.known[rows]
    assert [tally.count + tally.left_out > 0 for tally in tallies.values()] == heard.tolist()
    assert view.between.table.rowCount() == len(view.lines)


def test_that_in_a_look_back_nothing_is_counted_that_was_not_known_then(sit: Sit) -> None:
    sitting = sit()
    view = measured(sitting)
    later = sum(tally.count for tally in view.pointing.measuring.tallies.values())
    sitting.pulse.seek(sitting.wall.now - 12 * HOUR)
    sitting.rest()
    view.pointing.measure()
    sitting.rest()
    earlier = sum(tally.count for tally in view.pointing.measuring.tallies.values())
    assert earlier < later


def test_that_escape_ends_it(sit: Sit) -> None:
    sitting = sit()
    view = measured(sitting)
    sitting.qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.pointing.measuring.tallies
