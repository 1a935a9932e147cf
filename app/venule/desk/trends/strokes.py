"""From a series to what is drawn: points, which of them a line may join, and which deserve a mark of their own."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.domain.quality import Provenance, Quality
from venule.store.answers import Floats, Ints, Series

Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A polyline: ``connect[i]`` is 1 where a line goes on from point i to the next."""

    x: Floats
    y: Floats
    connect: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """One line as drawn. ``later`` holds the stretches filled in afterwards; the rest are rows of the series."""

    known: Path
    later: Path
    lone: Indices
    filled: Indices
    doubtful: Indices
    bad: Indices


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch over which a state held, as instants, and the row of its word."""

    start: int
    end: int
    word: int


def strokes_of(series: Series, count: int, origin: int, held: bool) -> Strokes:
    """The strokes of the first ``count`` observations; x is in seconds from ``origin``, so that no digit is lost."""
    x = (series.observed_at[:count] - origin) / 1e6
    y = series.number[:count]
    filled = (series.provenance[:count] & int(Provenance.BACKFILLED)) != 0
    bad = (series.quality[:count] >= Quality.BAD) & np.isfinite(y)
    joined = joins(series, count)
    later = joined.copy()
    if count > 1:
        later[:-1] &= filled[:-1] | filled[1:]
    touched = joined.copy()
    touched[1:] |= joined[:-1]
    doubtful = (series.quality[:count] > Quality.GOOD) & ~bad & np.isfinite(y)
    return Strokes(
        known=_path(x, y, joined & ~later, held),
        later=_path(x, y, later, held),
        lone=np.flatnonzero(~touched & np.isfinite(y) & ~bad),
        filled=np.flatnonzero(filled & np.isfinite(y)),
        doubtful=np.flatnonzero(doubtful),
        bad=np.flatnonzero(bad),
    )


def joins(series: Series, count: int) -> Flags:
    """Whether a line may go on from each observation to the next: never over a gap, a blank or a bad value."""
    usable = np.isfinite(series.number[:count]) & (series.quality[:count] < Quality.BAD)
    joined = np.zeros(count, dtype=np.bool_)
    if count > 1:
        joined[:-1] = usable[:-1] & usable[1:] & ~series.gap_before[1:count]
    return joined


def _path(x: Floats, y: Floats, joined: Flags, held: bool) -> Path:
    if not held or len(x) < 2:
        return Path(x, np.nan_to_num(y), joined.astype(np.int32))
    return Path(np.repeat(x, 2)[1:], np.nan_to_num(np.repeat(y, 2)[:-1]), np.repeat(joined, 2)[:-1].astype(np.int32))


def runs_of(series: Series, count: int) -> tuple[Run, ...]:
    """The stretches of one word each; a word that was heard once, or last, has no length."""
    if not count:
        return ()
    word = np.nan_to_num(series.number[:count], nan=-1.0).astype(np.int64)
    joined = joins(series, count)
    breaks = np.ones(count, dtype=np.bool_)
    breaks[1:] = ~joined[:-1] | (word[1:] != word[:-1])
    begins = np.flatnonzero(breaks)
    ends = np.append(begins[1:], count) - 1
    reaches = np.where(joined[ends], np.minimum(ends + 1, count - 1), ends)
    at = series.observed_at
    return tuple(
        Run(int(at[begin]), int(at[reach]), int(word[begin]))
        for begin, reach in zip(begins, reaches, strict=True)
        if word[begin] >= 0
    )


def thinned(rows: Indices, pixel: Floats, width: float) -> Indices:
    """Of some rows the first in each cell of ``width`` pixels, so that marks never become a smear."""
    if not rows.size:
        return rows
    cells = np.floor(pixel[rows] / width)
    keep = np.ones(rows.size, dtype=np.bool_)
    keep[1:] = cells[1:] != cells[:-1]
    return rows[keep]
