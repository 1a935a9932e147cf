"""Totals as bars: from zero, each over its own time, read anywhere in it, and none ahead of the clock."""

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.desk.trends.series import NOW, a_line, a_series
from venule.desk.style.palette import DARK, LIGHT, Palette
from venule.desk.trends.channel import Channel
from venule.desk.trends.counters.totals import totals_line
from venule.desk.trends.ghosts.ghost import ghost_line
from venule.desk.trends.ghosts.localtime import Every
from venule.desk.trends.layout import AXIS_WIDTH
from venule.desk.trends.picture import Moment, TrendPicture, compose
from venule.desk.trends.readout import reading_at
from venule.desk.trends.rows import legend_rows
from venule.desk.trends.stills.still import Exhibit, trend_still
from venule.desk.trends.window import TimeWindow
from venule.domain.clock import LIVE
from venule.domain.instant import DAY, HOUR, MINUTE, Instant, from_iso
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series

METER = a_line(1, Quantity("volume", "m3", title="Meter reading", kind=ValueKind.COUNTER))
LINE = totals_line(METER, Every.HOUR, UTC)
START: Instant = NOW // HOUR * HOUR - 5 * HOUR
BARS = a_series(
    [START + hour * HOUR for hour in (0, 1, 3, 4, 5)],
    [30, 32, 34, 36, 12],
    gaps=[2],
    quality=[0, 0, int(Quality.UNCERTAIN), 0, 0],
)


def picture(cross: Instant | None = None, series: Series = BARS) -> TrendPicture:
    window = TimeWindow(START, START + 8 * HOUR, following=False)
    moment = Moment(window, LIVE, NOW, START, cross, None, {}, ())
    return compose([Channel(LINE, "t", 0, series=series)], moment)


def reading(after_min: float) -> float | None:
    found = picture(START + round(after_min * MINUTE)).panes[0].lines[0].reading
    return None if found is None else found.number


def test_that_bars_stand_on_zero_and_nothing_is_stroked() -> None:
    pane = picture().panes[0]
    assert pane.shown.low <= 0
    assert pane.shown.high >= 36
    strokes = pane.lines[0].strokes
    assert strokes is not None
    assert not len(strokes.known.x)
    assert not len(strokes.lone)
    assert strokes.doubtful.tolist() == [2]


def test_that_a_bar_is_read_anywhere_in_its_hour_and_not_beyond() -> None:
    assert [reading(minute) for minute in (1, 59, 61, 119)] == [30, 30, 32, 32]
    assert reading(150) is None
    assert reading(301) == 12


def test_that_the_legend_says_that_the_last_hour_still_lasts() -> None:
    row = legend_rows(picture())[0]
    assert (row.value, row.unit, row.note) == ("12", "m³", "so far")
    ended = a_series(BARS.observed_at[:-1].tolist(), BARS.number[:-1].tolist())
    assert legend_rows(picture(series=ended))[0].note.endswith("min ago")


def test_that_the_longest_day_is_read_to_its_end() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    autumn, monday = (from_iso(f"2026-10-{day}T00:00:00+0{ahead}:00") for day, ahead in ((25, 2), (26, 1)))
    days = a_series([autumn, monday], [25, 24])
    line = totals_line(METER, Every.DAY, berlin)
    late = reading_at(days, 2, monday - MINUTE, line, 7 * DAY)
    assert late is not None
    assert late.number == 25
    assert reading_at(days, 2, monday + DAY + MINUTE, line, 7 * DAY) is None


def filled(image: QImage, palette: Palette, hour: float) -> int:
    """How many pixels of a column of the picture, that far into the window, have the hue of the line."""
    room = image.width() / 2 - AXIS_WIDTH
    x = round(2 * (AXIS_WIDTH + room * hour / 8 * 0.985))
    hue = QColor(palette.curves[0]).hslHue()
    ground = QColor(palette.panel)
    column = [image.pixelColor(x, y) for y in range(60, image.height() - 200)]
    return sum(abs(each.hslHue() - hue) < 12 and abs(each.lightness() - ground.lightness()) > 25 for each in column)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_that_bars_are_filled_over_their_hours_and_end_at_the_clock(styled: QApplication, palette: Palette) -> None:
    exhibit = Exhibit(((LINE, BARS),), START, START + 8 * HOUR, NOW)
    image = trend_still(exhibit, QSizeF(800, 300), palette, UTC)
    full, gap, later = filled(image, palette, 0.5), filled(image, palette, 2.5), filled(image, palette, 7.0)
    assert full > 150
    assert gap < full / 10
    assert later < full / 10


def test_that_the_bars_of_a_ghost_hide_nothing(styled: QApplication) -> None:
    ghost = ghost_line(LINE, 1, UTC)
    assert ghost.manner.bar_us == HOUR
    exhibit = Exhibit(((ghost, BARS),), START, START + 8 * HOUR, NOW)
    assert filled(trend_still(exhibit, QSizeF(800, 300), DARK, UTC), DARK, 0.5) < 40


def test_that_many_narrow_bars_are_painted_too(styled: QApplication) -> None:
    at = START - 3000 * HOUR + np.arange(3000) * HOUR
    exhibit = Exhibit(((LINE, a_series(at.tolist(), [20.0] * 3000)),), START - 3000 * HOUR, START, NOW)
    assert filled(trend_still(exhibit, QSizeF(800, 300), DARK, UTC), DARK, 4.0) > 100


def test_that_a_bar_that_began_before_the_window_has_its_axis_and_no_words_over_it() -> None:
    window = TimeWindow(START + 10 * MINUTE, START + 40 * MINUTE, following=False)
    series = a_series([START, START + HOUR], [273.0, 5.0])
    moment = Moment(window, LIVE, NOW, START, None, None, {}, ())
    pane = compose([Channel(LINE, "t", 0, series=series)], moment).panes[0]
    assert pane.shown.high >= 273
    assert pane.empty == ""
    after = replace(moment, window=TimeWindow(START + 3 * HOUR, START + 4 * HOUR, following=False))
    assert compose([Channel(LINE, "t", 0, series=series)], after).panes[0].empty


@pytest.mark.parametrize("window", [(45, 240), (0, 149)], ids=["before", "after"])
def test_that_a_doubtful_bar_whose_middle_is_out_of_sight_marks_nothing_beside_the_chart(
    styled: QApplication, window: tuple[int, int]
) -> None:
    at = [START, START + HOUR, START + 2 * HOUR]
    start, end = (START + minutes * MINUTE for minutes in window)

    def beside(quality: Quality) -> list[QImage]:
        series = a_series(at, [30.0, 20.0, 25.0], quality=[int(quality), 0, int(quality)])
        image = trend_still(Exhibit(((LINE, series),), start, end, NOW), QSizeF(800, 300), DARK, UTC)
        return [image.copy(0, 0, 2 * AXIS_WIDTH - 4, 400), image.copy(image.width() - 20, 0, 20, 400)]

    assert beside(Quality.UNCERTAIN) == beside(Quality.GOOD)
