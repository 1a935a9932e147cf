"""Measures the lines between the cursors: which tallies are wanted, how far they are, and which answers still count."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from venule.desk.trends.line import TrendLine
from venule.desk.trends.strokes import joins
from venule.domain.instant import SECOND, Instant
from venule.domain.quality import Quality
from venule.domain.quantity import ValueKind
from venule.store.answers import Series
from venule.store.tally import Tally

FEW = 200_000
"""A tally of no more observations is taken anew when its datastream grows; a longer one goes on behind its last."""

Stretch = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True)
class TallyQuestion:
    """What a datastream amounts to over a stretch, from the beginning or from where ``so_far`` ends."""

    datastream: int
    start: Instant
    end: Instant
    kind: ValueKind
    so_far: Tally | None = None


@dataclass(frozen=True, slots=True)
class TallyAnswer:
    """The tally as far as it has come, with the very question it answers."""

    question: TallyQuestion
    tally: Tally


class Measuring:
    """Owns the tallies of one trend. One question a datastream is open at a time: the desk asks other things too."""

    def __init__(self, ask: Callable[[TallyQuestion], None]) -> None:
        self._ask = ask
        self._stretch: Stretch | None = None
        self._lines: dict[int, TrendLine] = {}
        self._open: dict[int, TallyQuestion] = {}
        self._outrun: set[int] = set()
        self._tallies: dict[int, Tally] = {}

    @property
    def tallies(self) -> Mapping[int, Tally]:
        """What is known by now, by datastream."""
        return MappingProxyType(self._tallies)

    def measure(self, stretch: Stretch | None, lines: Sequence[TrendLine]) -> None:
        """Measure these lines over a stretch, or none; what is known of them stays."""
        if stretch != self._stretch:
            self.forget()
        self._stretch = stretch
        self._lines = {line.datastream: line for line in lines if line.made is None} if stretch is not None else {}
        self._outrun &= self._lines.keys()
        for known in (self._tallies, self._open):
            for datastream in known.keys() - self._lines.keys():
                del known[datastream]
        for datastream in self._lines:
            if datastream not in self._tallies and datastream not in self._open:
                self._begin(datastream, None)

    def accept(self, answer: TallyAnswer) -> bool:
        """Take an answer and ask for what is left of it; says whether it still counted."""
        datastream = answer.question.datastream
        if self._open.get(datastream) != answer.question:
            return False
        del self._open[datastream]
        self._tallies[datastream] = answer.tally
        if not answer.tally.whole:
            self._begin(datastream, answer.tally)
        elif datastream in self._outrun:
            self._outrun.remove(datastream)
            self._begin(datastream, None)
        return True

    def grow(self, datastreams: Collection[int]) -> None:
        """These have more to tell: it is taken in where it can lie within the stretch."""
        for datastream in self._tallies.keys() & set(datastreams) - self._open.keys():
            tally = self._tallies[datastream]
            if tally.before_at is None or tally.before_at <= tally.end:
                self._begin(datastream, tally if tally.count > FEW else None)

    def renew(self) -> None:
        """Everything is measured anew, as the clock turned back; what is known stands until the answers come.

        What is being measured comes to its end first, or a clock that runs backwards would outrun it for ever.
        """
        self._outrun |= self._open.keys()
        for datastream in self._lines.keys() - self._open.keys():
            self._begin(datastream, None)

    def forget(self) -> None:
        """Nothing that is known counts any more: the clock jumped, or another file was opened."""
        self._open.clear()
        self._outrun.clear()
        self._tallies.clear()

    def _begin(self, datastream: int, so_far: Tally | None) -> None:
        if self._stretch is not None:
            start, end = self._stretch
            question = TallyQuestion(datastream, start, end, self._lines[datastream].quantity.kind, so_far)
            self._open[datastream] = question
            self._ask(question)


def tally_of_series(series: Series, count: int, stretch: Stretch, held: bool) -> Tally:
    """The same of a line that is computed from others: by the points that are drawn of it."""
    start, end = stretch
    at, number = series.observed_at[:count], series.number[:count]
    usable = np.isfinite(number) & (series.quality[:count] < Quality.BAD)
    within = usable & (at >= start) & (at <= end)
    low, high = np.maximum(at[:-1], start), np.minimum(at[1:], end)
    counts = joins(series, count)[:-1] & (high > low) if count else np.zeros(0, np.bool_)
    here, there, since, until = number[:-1][counts], number[1:][counts], at[:-1][counts], at[1:][counts]
    low, high = low[counts], high[counts]
    seconds = (high - low) / SECOND
    with np.errstate(over="ignore", invalid="ignore"):
        height = here if held else here + (there - here) * ((low - since) + (high - since)) / 2 / (until - since)
        area = float((height * seconds).sum())
    some = number[within]
    return Tally(
        start,
        end,
        end,
        whole=True,
        count=len(some),
        least=float(some.min()) if len(some) else float("nan"),
        greatest=float(some.max()) if len(some) else float("nan"),
        area=area,
        covered_s=float(seconds.sum()),
        first=_said(at, number, usable, start),
        last=_said(at, number, usable, end),
    )


def _said(
    at: "np.typing.NDArray[np.int64]",
    number: "np.typing.NDArray[np.float64]",
    usable: "np.typing.NDArray[np.bool_]",
    instant: Instant,
) -> float:
    row = int(np.searchsorted(at, instant, side="right")) - 1
    return float(number[row]) if row >= 0 and usable[row] else float("nan")
