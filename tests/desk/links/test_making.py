"""What trends are made into, on the whole desk: by key, by menu, kept by name, and there again the next time."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.desk.sitting import Sitting
from tests.desk.town import EVERY_S, NOON, WATER, status
from venule.desk.links.comparing import ComparingLink
from venule.desk.links.formulas import FormulaLink
from venule.desk.links.making import NO_COUNTER, NO_LINE, MakingLink
from venule.desk.links.memory import recall, remember
from venule.desk.links.trend_sets import SetLink
from venule.desk.links.trends import AskTrend
from venule.desk.session import Archive, open_session
from venule.desk.style.palette import Theme
from venule.desk.trends.counters.rate import Per, rate_line
from venule.desk.trends.line import MAX_LINES
from venule.desk.trends.question import SeriesQuestion
from venule.domain.asset import Asset
from venule.domain.basis import Basis
from venule.domain.instant import DAY, HOUR, MINUTE
from venule.domain.observation import Recorded
from venule.domain.quality import Quality
from venule.domain.quantity import Quantity, ValueKind
from venule.store.answers import Series
from venule.store.batch import Batch, Declaration
from venule.store.writer import Writer

VOLUME = Quantity("volume", "m3", title="Meter reading", kind=ValueKind.COUNTER, decimals=0)
METERS = Batch(
    assets=[Asset(WATER, name, "water.meter") for name in ("meter-1", "meter-2")],
    declarations=[Declaration(WATER, name, VOLUME, expected_every_s=900) for name in ("meter-1", "meter-2")],
    observations=[
        Recorded(WATER, name, "volume", NOON - ago, NOON - ago, float(factor * (48 * HOUR - ago) // (15 * MINUTE)))
        for name, factor in (("meter-1", 1), ("meter-2", 3))
        for ago in range(48 * HOUR, -1, -15 * MINUTE)
    ],
)


class Desk:
    """A sitting with meters, and the trends of one asset open."""

    def __init__(self, sitting: Sitting, asset: str = "meter-1") -> None:
        self.sitting, self.view = sitting, sitting.panes.trends
        self.open(asset)

    def open(self, asset: str) -> None:
        self.sitting.desk.selection.open(self.sitting.row(asset))
        self.sitting.qtbot.waitUntil(lambda: any(line.asset == asset for line in self.view.lines))
        self.view.set_span(6 * HOUR)
        self.settle()

    def settle(self) -> None:
        self.view.ask_now()
        self.sitting.qtbot.waitUntil(lambda: all(channel.series is not None for channel in self.channels))
        self.sitting.rest()
        self.view.show_now()

    def link(self, kind: type[QObject]) -> QObject:
        return next(child for child in self.sitting.window.children() if isinstance(child, kind))

    def key(self, key: Qt.Key) -> None:
        self.sitting.window.activateWindow()
        self.view.setFocus()
        QTest.keyClick(self.view, key)
        self.settle()

    def titles(self) -> list[str]:
        return [line.title for line in self.view.lines]

    @property
    def channels(self) -> list[object]:
        return self.view.stage.lineup.channels  # type: ignore[return-value]

    def series(self, row: int) -> Series:
        found = self.view.stage.lineup.channels[row].series
        assert found is not None
        return found


@pytest.fixture
def desk(sit: Callable[..., Sitting]) -> Desk:
    return Desk(sit(more=(METERS,)))


def test_that_a_key_goes_through_what_a_counter_may_be_shown_as(desk: Desk) -> None:
    seen = []
    for _ in range(5):
        desk.key(Qt.Key.Key_R)
        seen += desk.titles()
    assert seen == [
        "Meter reading, rate",
        "Meter reading, rate",
        "Meter reading, total an hour",
        "Meter reading, total a day",
        "Meter reading",
    ]


def test_that_a_rate_comes_from_the_file_and_grows_with_it(desk: Desk) -> None:
    desk.key(Qt.Key.Key_R)
    assert set(desk.series(0).number.tolist()) == {4.0}
    assert desk.view.lines[0].unit == "m³/h"
    assert desk.view.lines[0].sources == {line for line in desk.view.lines[0].made.parts[0].sources}  # type: ignore[union-attr]


def test_that_a_rate_grows_with_its_counter(desk: Desk) -> None:
    desk.key(Qt.Key.Key_R)
    before = int(desk.series(0).observed_at[-1])
    with Writer(desk.sitting.cache) as writer:
        at = NOON + 15 * MINUTE
        writer.write(Batch(observations=[Recorded(WATER, "meter-1", "volume", at, at, 202.0)], status=status(at)))
    desk.sitting.beat(16 * 60)
    desk.sitting.qtbot.waitUntil(lambda: int(desk.series(0).observed_at[-1]) == before + 15 * MINUTE)
    assert desk.series(0).number[-1] == 40.0


def test_that_a_trend_is_asked_by_what_was_known_or_by_what_had_happened(desk: Desk) -> None:
    late = Recorded(WATER, "meter-1", "volume", NOON - HOUR - MINUTE, NOON + MINUTE, 190.0)
    with Writer(desk.sitting.cache) as writer:
        writer.write(Batch(observations=[late]))
    line = rate_line(desk.view.lines[0], Per.HOUR)
    asked = SeriesQuestion("t", line.datastream, NOON - 2 * HOUR, NOON, 500, line)
    with Archive(desk.sitting.cache) as archive:
        told = [AskTrend(asked, NOON, basis).answer(archive).series.observed_at.tolist() for basis in Basis]
    assert late.observed_at not in told[0]
    assert late.observed_at in told[1]
    assert list(Basis) == [Basis.KNOWN, Basis.HAPPENED]


def test_that_what_does_not_count_has_no_rate(sit: Callable[..., Sitting]) -> None:
    desk = Desk(sit(), "tank-1")
    desk.key(Qt.Key.Key_R)
    assert desk.titles() == ["level"]
    assert desk.view.header.message.text() == NO_COUNTER


def test_that_the_day_before_is_shown_beside_and_put_away_by_the_same_key(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Y)
    assert desk.titles() == ["Meter reading", "Meter reading, the day before"]
    real, ghost = desk.series(0), desk.series(1)
    assert ghost.observed_at[-1] > NOON
    at = int(real.observed_at[-1])
    assert real.number[-1] - ghost.number[ghost.observed_at.tolist().index(at)] == 24 * 4
    desk.key(Qt.Key.Key_Y)
    assert desk.titles() == ["Meter reading"]


def test_that_the_legend_tells_what_a_ghost_was_at_the_clock(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Y)
    rows = [desk.view.legend.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)]
    assert [row.value for row in rows] == ["192", "96"]
    assert "The day before" in (rows[1].name, rows[1].below)


def test_that_more_ghosts_than_lines_are_refused_in_words(desk: Desk) -> None:
    for days in range(1, MAX_LINES):
        desk.link(MakingLink).compare(days)  # type: ignore[attr-defined]
        desk.view.stage.focused = desk.view.lines[0].datastream
    desk.link(MakingLink).compare(MAX_LINES)  # type: ignore[attr-defined]
    assert len(desk.view.lines) == MAX_LINES
    assert "the most" in desk.view.header.message.text()


def test_that_there_must_be_a_line_to_compare(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    view = sitting.panes.trends
    link = next(child for child in sitting.window.children() if isinstance(child, MakingLink))
    link.compare(1)
    assert view.header.message.text() == NO_LINE


def test_that_another_asset_is_found_by_name_and_shown_as_a_ghost(desk: Desk) -> None:
    link = desk.link(ComparingLink)
    assert isinstance(link, ComparingLink)
    link.ask()
    QTest.keyClicks(link.entry.line, "mete")
    assert [link.entry.offers.item(row).text().split()[0] for row in range(link.entry.offers.count())] == ["meter-2"]
    QTest.keyClick(link.entry.line, Qt.Key.Key_Down)
    QTest.keyClick(link.entry.line, Qt.Key.Key_Return)
    QTest.keyClick(link.entry.line, Qt.Key.Key_Return)
    assert not link.entry.isVisible()
    desk.settle()
    assert [line.label for line in desk.view.lines] == ["meter-1", "meter-2"]
    assert desk.view.lines[1].manner.ghost
    assert desk.series(1).number[-1] == 3 * 192


def test_that_an_asset_without_the_quantity_is_refused(desk: Desk) -> None:
    link = desk.link(ComparingLink)
    assert isinstance(link, ComparingLink)
    link.ask()
    for name, word in (("tank-1", "has nothing"), ("nobody", "no asset")):
        link.take(name)
        assert word in link.entry.problem.text()
        assert link.entry.isVisible()
    assert len(desk.view.lines) == 1


def write(desk: Desk, text: str) -> FormulaLink:
    desk.key(Qt.Key.Key_E)
    link = desk.link(FormulaLink)
    assert isinstance(link, FormulaLink)
    link.entry.line.clear()
    QTest.keyClicks(link.entry.line, text)
    QTest.keyClick(link.entry.line, Qt.Key.Key_Return)
    return link


def test_that_a_formula_is_written_over_the_chart_and_shown(desk: Desk) -> None:
    link = write(desk, '"meter-2/volume" - #1')
    assert not link.entry.isVisible()
    desk.settle()
    assert desk.view.lines[1].label == "meter-2 − meter-1"
    assert desk.series(1).number[-1] == 2 * 192
    assert desk.series(1).quality.max() == Quality.GOOD


def test_that_a_wrong_formula_stays_with_the_reason_and_is_not_lost(desk: Desk) -> None:
    link = write(desk, "#1 - #9")
    assert link.entry.isVisible()
    assert link.entry.problem.text() == "There is no line #9: the numbers are those on the chart."
    QTest.keyClick(link.entry.line, Qt.Key.Key_Escape)
    assert not link.entry.isVisible()
    assert desk.view.hasFocus()
    desk.key(Qt.Key.Key_E)
    assert link.entry.line.text() == "#1 - #9"


def test_that_tab_completes_what_was_begun(desk: Desk) -> None:
    desk.key(Qt.Key.Key_E)
    link = desk.link(FormulaLink)
    assert isinstance(link, FormulaLink)
    QTest.keyClicks(link.entry.line, "2 * met")
    QTest.keyClick(link.entry.line, Qt.Key.Key_Tab)
    assert link.entry.line.text() == "2 * #1"
    assert link.entry.isVisible()


def test_that_the_current_formula_is_changed_in_its_place(desk: Desk) -> None:
    write(desk, "#1 * 2")
    desk.view.stage.focused = desk.view.lines[1].datastream
    desk.key(Qt.Key.Key_E)
    link = desk.link(FormulaLink)
    assert isinstance(link, FormulaLink)
    assert link.entry.line.text() == "#1 × 2"
    link.take("#1 × 3")
    assert [line.label for line in desk.view.lines[1:]] == ["Meter reading × 3"]
    assert desk.view.stage.focused == desk.view.lines[1].datastream


def test_that_a_jump_back_asks_everything_again_as_of_then(desk: Desk) -> None:
    desk.key(Qt.Key.Key_R)
    write(desk, "#1 * 2")
    desk.sitting.pulse.seek(NOON - 12 * HOUR)
    for channel in desk.view.stage.lineup.channels:
        channel.series = None
    desk.settle()
    for row in range(2):
        assert desk.series(row).observed_at[-1] <= NOON - 12 * HOUR
    assert desk.series(1).number[-1] == 8.0


def test_that_a_set_is_kept_by_name_recalled_and_forgotten(desk: Desk, sit: Callable[..., Sitting]) -> None:
    link = desk.link(SetLink)
    assert isinstance(link, SetLink)
    desk.key(Qt.Key.Key_R)
    desk.key(Qt.Key.Key_W)
    desk.view.set_span(DAY)
    link.keep("Night flows")
    before = desk.view.lines
    desk.open("tank-1")
    link.recall("Night flows")
    assert desk.view.lines == before
    assert desk.sitting.desk.trends.span == DAY
    assert "Trends: Night flows" in [command.title for command in link.commands()]
    desk.sitting.rest()
    desk.sitting.close()
    again = Desk(sit(more=()), "tank-1")
    kept = again.link(SetLink)
    assert isinstance(kept, SetLink)
    assert [one.name for one in kept.sets.every] == ["Night flows"]
    kept.forget("Night flows")
    again.sitting.rest()
    assert open_session(again.sitting.cache, "Ada").remembered["trends"] == b"[]"


def test_that_sets_are_found_by_the_search(desk: Desk) -> None:
    link = desk.link(SetLink)
    assert isinstance(link, SetLink)
    link.keep("Night flows")
    search = desk.sitting.panes.search
    search.setText("night fl")
    search.search()
    assert search.results.item(0).text().startswith("Trends: Night flows")


def test_that_made_lines_are_there_again_at_the_next_sitting(desk: Desk, sit: Callable[..., Sitting]) -> None:
    desk.key(Qt.Key.Key_Y)
    write(desk, "#1 - #2")
    before = desk.view.lines
    left = desk.sitting
    remember(left.desk, open_session(left.cache, "Ada"), Theme.DARK, left.query.ask)
    left.rest()
    left.close()
    again = sit()
    recall(again.desk, open_session(again.cache, "Ada"))
    again.qtbot.waitUntil(lambda: again.panes.trends.lines == before)


def test_that_intervals_come_from_the_catalogue(sit: Callable[..., Sitting]) -> None:
    desk = Desk(sit(), "tank-1")
    assert desk.view.lines[0].expected_every_us == EVERY_S * 1e6


def test_that_a_counter_shown_again_as_it_is_stays(desk: Desk) -> None:
    as_read = next(action for action in desk.view.menu.findChildren(QAction) if action.text() == "As read")
    before = [line.datastream for line in desk.view.lines]
    desk.view.menu.aboutToShow.emit()
    as_read.trigger()
    assert [line.datastream for line in desk.view.lines] == before


def test_that_the_longest_formula_can_be_changed_and_a_longer_one_is_not_cut_off(desk: Desk) -> None:
    link = desk.link(FormulaLink)
    assert isinstance(link, FormulaLink)
    text = "#1" + "-#1" * 99
    link.take(text)
    desk.view.stage.focused = desk.view.lines[1].datastream
    desk.key(Qt.Key.Key_E)
    assert link.entry.line.text() == text.replace("-", " − ")
    link.take(link.entry.line.text())
    assert link.entry.problem.text() == ""
    link.take(text + "-#1")
    assert link.entry.problem.text() == "A formula has at most 300 characters; this one has 302."
