"""What a line says at an instant: an observation that was really made, never a value in between."""

from dataclasses import dataclass

import numpy as np

from venule.desk.models.wording import PROVENANCE_WORDS, QUALITY_WORDS
from venule.desk.trends.line import TrendLine, value_text
from venule.desk.trends.strokes import joins
from venule.domain.instant import HOUR, Instant
from venule.domain.quality import Provenance, Quality
from venule.store.answers import Longs, Series

REACH = 0.012
"""Share of the span within which a lone observation answers for an instant: about the width of a pointer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One observation as read at the crosshair. ``note`` tells what is not good about it."""

    row: int
    observed_at: Instant
    number: float
    text: str
    note: str


def reading_at(series: Series, count: int, instant: Instant, line: TrendLine, span: int) -> Reading | None:
    """The observation that answers for an instant, or nothing in a gap and beyond the ends."""
    if line.manner.bar_us:
        row = _bar(series, count, instant, line.manner.bar_us)
    else:
        row = _row(series, count, instant, line.held_as_steps or line.worded, round(span * REACH))
    return None if row is None else reading_of(series, row, line)


def reading_of(series: Series, row: int, line: TrendLine) -> Reading:
    """One observation in words."""
    number = float(series.number[row])
    index = int(number) if np.isfinite(number) else -1
    word = series.labels[index] if line.worded and 0 <= index < len(series.labels) else ""
    return Reading(row, int(series.observed_at[row]), number, value_text(line, number, word), _note(series, row))


def _bar(series: Series, count: int, instant: Instant, length: int) -> int | None:
    """The bar that an instant lies in."""
    at = series.observed_at[:count]
    row = int(np.searchsorted(at, instant, side="right")) - 1
    return row if row >= 0 and instant < bar_end(at, row, length) else None


def bar_end(at: Longs, row: int, length: int) -> Instant:
    """When a bar ends; the day on which clocks are put back lasts until the next one."""
    until = int(at[row]) + length
    if row + 1 < len(at) and int(at[row + 1]) - until <= (HOUR if length > HOUR else 0):
        return int(at[row + 1])
    return until


def _row(series: Series, count: int, instant: Instant, held: bool, reach: int) -> int | None:
    if not count:
        return None
    at = series.observed_at[:count]
    after = int(np.searchsorted(at, instant, side="right"))
    before = after - 1
    if 0 <= before < count - 1 and joined(series, before):
        return before if held or instant - at[before] <= at[after] - instant else after
    near = [row for row in (before, after) if 0 <= row < count and abs(int(at[row]) - instant) <= reach]
    return min(near, key=lambda row: abs(int(at[row]) - instant), default=None)


def joined(series: Series, row: int) -> bool:
    """Whether a line goes on from that observation to the next, which there must be."""
    pair = Series(
        series.datastream,
        series.observed_at[row : row + 2],
        series.number[row : row + 2],
        series.quality[row : row + 2],
        series.provenance[row : row + 2],
        series.gap_before[row : row + 2],
        2,
    )
    return bool(joins(pair, 2)[0])


def _note(series: Series, row: int) -> str:
    words = [QUALITY_WORDS[Quality(int(series.quality[row]))]]
    held = Provenance(int(series.provenance[row]))
    words += [word for flag, word in PROVENANCE_WORDS.items() if flag in held]
    return ", ".join(word for word in words if word)
