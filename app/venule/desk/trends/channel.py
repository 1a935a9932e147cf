"""One shown line with its data: decides what to ask for, and which of the answers still counts."""

from dataclasses import dataclass, field, replace

import numpy as np

from venule.desk.trends.line import LatestValue, TrendLine
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.strokes import Path, Run, Strokes, runs_of, strokes_of
from venule.desk.trends.window import TimeWindow
from venule.domain.clock import Clock
from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.store.answers import Series

MARGIN = 0.25
"""Share of the span that is asked for on either side of what is visible, so that a small move waits for nobody."""

POINTS_PER_PIXEL = 2
FEWEST_POINTS, MOST_POINTS = 200, 12_000
COARSEST, FINEST = 1.3, 0.6
"""How far the visible span may drift from the one asked for before its points are too few, or needlessly many."""

MOST_OPEN = 8

_NO_ROWS = np.empty(0, np.intp)
_NO_PATH = Path(np.empty(0), np.empty(0), np.empty(0, np.int32))
NO_STROKES = Strokes(_NO_PATH, _NO_PATH, _NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_ROWS)
"""Of a line whose values are bars nothing is stroked; those in doubt are marked."""


@dataclass(slots=True)
class Channel:
    """The state of one line. ``colour`` is its place among all, kept while it is shown; ``dash`` that in its pane.

    ``shade`` is the colour of the line that a ghost is to be compared with, where that is shown.
    """

    line: TrendLine
    slot: str
    colour: int
    dash: int = 0
    shade: int | None = None
    series: Series | None = None
    latest: LatestValue | None = None
    grown: bool = False
    open: list[SeriesQuestion] = field(default_factory=list)
    _answered: SeriesQuestion | None = None
    _drawn: tuple[Series, int, int] | None = None
    _strokes: Strokes | None = None
    _runs: tuple[Run, ...] = ()

    def question(self, window: TimeWindow, pixels: int) -> SeriesQuestion | None:
        """What must be asked for that window, if anything; it counts as asked."""
        if self.open and not self.grown and _serves(self.open[-1], window, pixels):
            return None
        margin = round(window.span * MARGIN)
        question = SeriesQuestion(
            self.slot,
            self.line.datastream,
            window.start - margin,
            window.end + margin,
            points_for(pixels),
            self.line if self.line.made is not None else None,
        )
        self.grown = False
        self.open = [*self.open[-MOST_OPEN + 1 :], question]
        return question

    def accept(self, answer: SeriesAnswer) -> bool:
        """Take an answer, unless it answers nothing that is still open; older questions are closed with it."""
        if answer.question not in self.open:
            return False
        self.open = self.open[self.open.index(answer.question) :]
        self.series, self._answered = answer.series, answer.question
        return True

    @property
    def awaits(self) -> bool:
        """Whether its newest question has not been answered."""
        return bool(self.open) and self.open[-1] is not self._answered

    @property
    def covers(self) -> tuple[Instant, Instant] | None:
        """From when to when its series tells everything."""
        return None if self._answered is None else (self._answered.start, self._answered.end)

    def forget(self) -> None:
        """Close all questions: the clock jumped back, or another file was opened."""
        self.open = []

    def count(self, clock: Clock, now: Instant) -> int:
        """How many of the observations may be shown: in a look back nothing that lies ahead of the clock.

        What a ghost shows there was known before.
        """
        if self.series is None:
            return 0
        if clock.live or self.line.manner.ahead:
            return len(self.series.observed_at)
        return int(np.searchsorted(self.series.observed_at, now, side="right"))

    def draw(self, count: int, origin: Instant) -> tuple[Strokes, tuple[Run, ...]] | None:
        """What to draw of the first ``count`` observations, computed once for each state of the data."""
        if self.series is None:
            return None
        wanted = (self.series, count, origin)
        if self._strokes is None or self._drawn is None or not _same(self._drawn, wanted):
            if self.line.manner.bar_us:
                self._strokes = replace(NO_STROKES, doubtful=np.flatnonzero(self.series.quality[:count] > Quality.GOOD))
            else:
                self._strokes = strokes_of(self.series, count, origin, self.line.held_as_steps)
            self._runs = runs_of(self.series, count) if self.line.in_lanes else ()
            self._drawn = wanted
        return self._strokes, self._runs


def _same(drawn: tuple[Series, int, int], wanted: tuple[Series, int, int]) -> bool:
    return drawn[0] is wanted[0] and drawn[1:] == wanted[1:]


def points_for(pixels: int) -> int:
    """How many points a question asks for when that many pixels are visible."""
    wanted = round(pixels * POINTS_PER_PIXEL * (1 + 2 * MARGIN))
    return min(max(wanted, FEWEST_POINTS), MOST_POINTS)


def _serves(asked: SeriesQuestion, window: TimeWindow, pixels: int) -> bool:
    """Whether what was asked covers the window at a fitting density."""
    covered = asked.start <= window.start and window.end <= asked.end
    drift = window.span * (1 + 2 * MARGIN) / max(1, asked.end - asked.start)
    density = points_for(pixels) / asked.points
    return covered and FINEST <= drift <= COARSEST and 1 / COARSEST <= density <= COARSEST
