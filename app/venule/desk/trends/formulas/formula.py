"""A formula over lines: its units are checked when it is written, its values computed where the lines lie."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from venule.desk.trends.formulas.steps import Steps, averaged, hold_us, rolling, rows_of, steps_of, together
from venule.desk.trends.formulas.tree import (
    Called,
    Joined,
    Named,
    Node,
    Number,
    Rolling,
    longest_window,
)
from venule.desk.trends.line import Manner, Past, TrendLine, made_id
from venule.domain.instant import Instant
from venule.store.answers import Floats, Series
from venule.store.decimation import Decimation, Points

EXACT_POINTS = 50_000
"""Observations of each line that are all computed with."""


@dataclass(frozen=True, slots=True)
class Formula:
    """The tree of a formula and the lines it speaks of, by the names it has for them.

    Lines are aligned in time by holding each value until the line's next one, or where a gap follows for 1.9 of its
    expected intervals (of its usual distances, where none is declared). At an instant at which one line is not known
    the result is not known. It has the worst quality of its parts.

    Up to 50,000 observations a line the result is computed of all of them, and only then thinned to what a chart can
    show, its extremes kept. Where a line has more, every line is averaged over parts of the stretch first, of the
    first, least, greatest and last of each still smaller part: extremes of two lines lie at different times, so that
    the ratio of two thinned lines, or the sum of their minima, would be of moments that never were.
    """

    tree: Node
    lines: tuple[tuple[str, TrendLine], ...]

    @property
    def parts(self) -> tuple[TrendLine, ...]:
        """The lines it speaks of."""
        return tuple(line for _, line in self.lines)

    @property
    def manner(self) -> Manner:
        """As steps where one of its lines is drawn so."""
        return Manner(held=any(line.held_as_steps for line in self.parts))

    def series(self, past: Past, start: Instant, end: Instant, points: int) -> Series:
        """Computed over the stretch and, for means over time, what they need before it."""
        before = start - longest_window(self.tree)
        found = {name: past.series(line, before, end, EXACT_POINTS) for name, line in self.lines}
        every = {name: _steps(line, found[name]) for name, line in self.lines}
        if any(len(series.observed_at) < series.total for series in found.values()):
            edges = np.unique(np.linspace(before, end, max(2, points), dtype=np.int64))
            every = {name: averaged(steps, edges) for name, steps in every.items()}
        result = _Computing(every, start, end).value(self.tree)
        total = max((series.total for series in found.values()), default=0)
        return self._thinned(result, past, (start, end), points, total)

    def _thinned(self, result: Steps, past: Past, stretch: tuple[Instant, Instant], points: int, total: int) -> Series:
        at, number, quality, provenance, gap = rows_of(result, self.manner.held, past.as_of)
        decimation = Decimation(*stretch, points)
        decimation.add(Points(at, number, quality, provenance, np.cumsum(gap, dtype=np.int64)))
        kept = decimation.result()
        new = np.diff(kept.run, prepend=kept.run[:1]) > 0
        return Series(made_id(self), *kept[:4], new, total)


def _steps(line: TrendLine, series: Series) -> Steps:
    made = line.made is not None
    return steps_of(series, hold_us(series, line.expected_every_us, line.quantity.kind, made))


class _Computing:
    """One computation over the lines' values."""

    def __init__(self, lines: Mapping[str, Steps], start: Instant, end: Instant) -> None:
        self._lines, self._stretch = lines, (start, end)

    def value(self, node: Node) -> Steps:
        """What a part of the tree comes to."""
        match node:
            case Named(name):
                return self._lines[name]
            case Rolling(of, window_us):
                return rolling(self.value(of), window_us, *self._stretch)
            case Joined(sign, left, right):
                return self._joined((left, right), lambda both: JOINS[sign](*both))
            case Called(function, parts):
                return self._joined(parts, CALLS[function])
        raise AssertionError(node)

    def _joined(self, parts: Sequence[Node], join: Callable[[Sequence[Floats]], Floats]) -> Steps:
        """Numbers take the length of what they are joined with."""
        told = [None if isinstance(part, Number) else self.value(part) for part in parts]
        steps = [each for each in told if each is not None]

        def with_numbers(columns: Sequence[Floats]) -> Floats:
            rest = iter(columns)
            length = len(columns[0])
            return join([np.full(length, part.value) if isinstance(part, Number) else next(rest) for part in parts])

        return together(steps, with_numbers)


JOINS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}

CALLS: dict[str, Callable[[Sequence[Floats]], Floats]] = {
    "sum": lambda columns: np.sum(columns, axis=0),
    "mean": lambda columns: np.mean(columns, axis=0),
    "min": lambda columns: np.min(columns, axis=0),
    "max": lambda columns: np.max(columns, axis=0),
}
