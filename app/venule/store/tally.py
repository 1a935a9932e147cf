"""What a datastream amounts to between two instants: from every observation there is, a bounded number at a time.

Areas follow what a chart draws: straight lines by the trapezoidal rule (Abramowitz and Stegun, Handbook of Mathematical
Functions, 25.4.2), held values as rectangles that reach to the next observation. Nothing is added across a gap.
"""

import sqlite3
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from venule.domain.basis import Basis
from venule.domain.instant import DAY, SECOND, Instant
from venule.domain.quality import Quality
from venule.domain.quantity import ValueKind
from venule.store.answers import LAST, Floats, Longs
from venule.store.neighbours import widened
from venule.store.parts import Part, Span, parts, read
from venule.store.rollup import rolled
from venule.store.rows import Form, Rows
from venule.store.series import GAP_AFTER, GAP_AFTER_MEDIANS, HELD, MEDIAN_OF_LEAST, WORDS
from venule.store.tail import Tail
from venule.store.timeline import in_time

ROWS_AT_ONCE = 400_000
"""About so many observations are read for one answer; the next call goes on behind them."""

LONGEST_SLICE = 60 * DAY
"""And no more time than this, so that the roll-ups of one answer are some ten thousand."""

STEPPED = HELD | {ValueKind.COUNT}
"""Kinds whose values hold until the next one; between those of others a chart draws a straight line."""

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Tally:
    """What has been gathered of a stretch so far: everything observed up to ``until``. ``whole``: nothing is left.

    ``count`` observations, or words, of usable quality lie within it, and ``left_out`` beside them are bad.
    ``area`` is the value times seconds over the ``covered_s`` seconds in which there was one. ``first`` and ``last``
    are what was said last at either end, ``nan`` where that is a gap. ``rolled`` of the count are known by roll-ups
    alone: their mean stands for each value of a minute or hour. The rest is what the next call starts from.
    """

    start: Instant
    end: Instant
    until: Instant
    whole: bool = False
    count: int = 0
    left_out: int = 0
    rolled: int = 0
    least: float = NAN
    greatest: float = NAN
    area: float = 0.0
    covered_s: float = 0.0
    first: float = NAN
    last: float = NAN
    gap_us: float | None = None
    before_at: Instant | None = None
    before: float = NAN
    before_width: int = 0

    @property
    def mean(self) -> float:
        """Over the time in which there was a value."""
        return self.area / self.covered_s if self.covered_s > 0 else NAN

    @property
    def coverage(self) -> float:
        """The share of the stretch in which there was a value."""
        return self.covered_s * SECOND / max(1, self.end - self.start)


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """Observations and roll-ups alike, by time. ``number`` is ``nan`` where nothing can be told of the value."""

    at: Longs
    number: Floats
    least: Floats
    greatest: Floats
    count: Longs
    width: Longs


def tally(
    connection: sqlite3.Connection,
    tail: Tail,
    span: Span,
    kind: ValueKind,
    *,
    so_far: Tally | None = None,
    basis: Basis = Basis.KNOWN,
    most: int = ROWS_AT_ONCE,
) -> Tally:
    """The next step of a tally, from the beginning or from where ``so_far`` ends."""
    if basis is Basis.HAPPENED:
        span = replace(span, end=min(span.end, span.as_of), as_of=LAST)
    if span.end < span.start:
        return Tally(span.start, span.end, span.end, whole=True)
    wide = widened(connection, tail, span)
    gathered = so_far or Tally(span.start, span.end, wide.start - 1, gap_us=_declared_gap(connection, span, kind))
    rest = replace(wide, start=gathered.until + 1)
    found = parts(connection, tail, rest)
    rest = replace(rest, end=_slice_end(found, rest, most))
    facts = _facts(connection, tail, rest, kind)
    gathered = _added(gathered, facts, kind) if len(facts.at) else gathered
    last = _said(gathered, span.end, gathered.last)
    return replace(gathered, until=rest.end, whole=rest.end >= wide.end, last=last)


def _declared_gap(connection: sqlite3.Connection, span: Span, kind: ValueKind) -> float | None:
    """After how long without an observation there is a gap; ``None`` where the observations must tell."""
    row = connection.execute("SELECT expected_every_us FROM datastream WHERE id = ?", (span.datastream,)).fetchone()
    if row is not None and row[0]:
        return float(row[0]) * GAP_AFTER
    return float("inf") if kind in HELD else None


def _slice_end(found: list[Part], rest: Span, most: int) -> Instant:
    """Up to when to read now: whole parts, until there are enough rows."""
    end, n = min(rest.end, rest.start + LONGEST_SLICE), 0
    for part in found:
        n += part.n
        if n >= most:
            return min(end, max(part.last_at, rest.start))
    return end


def _facts(connection: sqlite3.Connection, tail: Tail, span: Span, kind: ValueKind) -> _Facts:
    """All that is known of a slice, by time."""
    found = parts(connection, tail, span)
    rows_of, exact = partial(read, connection, span, with_recorded=False), partial(read, connection, span)
    every = [_of_rows(rows, kind) for rows in in_time(found, rows_of, exact)]
    every.append(_of_rollups(connection, span))
    order = np.argsort(np.concatenate([each.at for each in every]), kind="stable")
    columns = {
        name.name: np.concatenate([getattr(each, name.name) for each in every])[order] for name in fields(_Facts)
    }
    return _Facts(**columns)


def _of_rows(rows: Rows, kind: ValueKind) -> _Facts:
    usable = (rows.quality < Quality.BAD) & (rows.form != Form.MISSING)
    number = np.where(usable & np.isfinite(rows.number), rows.number, NAN)
    if kind in WORDS:
        number = np.full(len(rows), NAN)
    nothing = np.zeros(len(rows), np.int64)
    return _Facts(rows.observed_at, number, number, number, usable.astype(np.int64), nothing)


def _of_rollups(connection: sqlite3.Connection, span: Span) -> _Facts:
    """Each at the middle of its time, with its mean; the slice in which the middle lies takes it."""
    found = rolled(connection, span.datastream, span.start, span.end)
    middle = found.start + found.width // 2
    within = (middle >= span.start) & (middle <= span.end)
    found = found.take(within & (found.start + found.width <= span.as_of))
    return _Facts(found.start + found.width // 2, found.mean, found.least, found.greatest, found.count, found.width)


def _added(so_far: Tally, facts: _Facts, kind: ValueKind) -> Tally:
    """With what comes behind it."""
    within = (facts.at >= so_far.start) & (facts.at <= so_far.end)
    usable = within & (facts.count > 0)
    gap_us = _usual_gap(facts) if so_far.gap_us is None else so_far.gap_us
    area, covered_s = _area(so_far, facts, gap_us, kind)
    early = np.flatnonzero(facts.at <= so_far.start)
    gathered = replace(
        so_far,
        count=so_far.count + int(facts.count[usable].sum()),
        left_out=so_far.left_out + int((within & (facts.count == 0)).sum()),
        rolled=so_far.rolled + int(facts.count[usable & (facts.width > 0)].sum()),
        least=_least(so_far.least, facts.least[usable]),
        greatest=-_least(-so_far.greatest, -facts.greatest[usable]),
        area=so_far.area + area,
        covered_s=so_far.covered_s + covered_s,
        gap_us=gap_us,
    )
    if len(early):
        gathered = replace(gathered, first=_held(facts, int(early[-1]), so_far.start, gap_us))
    late = np.flatnonzero(facts.at <= so_far.end)
    if len(late):
        gathered = replace(gathered, last=_held(facts, int(late[-1]), so_far.end, gap_us))
    return replace(
        gathered, before_at=int(facts.at[-1]), before=float(facts.number[-1]), before_width=int(facts.width[-1])
    )


def _held(facts: _Facts, row: int, at: Instant, gap_us: float) -> float:
    """What was said last at an instant, if that was not too long before it."""
    old = at - int(facts.at[row]) - int(facts.width[row]) // 2
    return float(facts.number[row]) if old <= gap_us else NAN


def _said(gathered: Tally, at: Instant, last: float) -> float:
    """What was said last at the end, if that was not too long before it."""
    if gathered.before_at is None or gathered.before_at > at:
        return last
    old = at - gathered.before_at - gathered.before_width // 2
    return gathered.before if gathered.gap_us is None or old <= gathered.gap_us else NAN


def _area(so_far: Tally, facts: _Facts, gap_us: float, kind: ValueKind) -> tuple[float, float]:
    """Value times seconds, and the seconds, from the last observation before these on."""
    at, number, width = facts.at, facts.number, facts.width
    if so_far.before_at is not None:
        at = np.append(so_far.before_at, at)
        number = np.append(so_far.before, number)
        width = np.append(so_far.before_width, width)
    if len(at) < 2:
        return 0.0, 0.0
    distance = np.diff(at)
    silence = distance - (width[:-1] + width[1:]) // 2
    low, high = np.maximum(at[:-1], so_far.start), np.minimum(at[1:], so_far.end)
    counts = np.isfinite(number[:-1]) & np.isfinite(number[1:]) & (silence <= gap_us) & (high > low)
    low, high, distance, here, there = (column[counts] for column in (low, high, distance, number[:-1], number[1:]))
    since, seconds = at[:-1][counts], (high - low) / SECOND
    height = here if kind in STEPPED else here + (there - here) * ((low - since) + (high - since)) / 2 / distance
    return float((height * seconds).sum()), float(seconds.sum())


def _usual_gap(facts: _Facts) -> float:
    """By the distances of the first slice; endless where too few tell what is usual."""
    distance = np.diff(facts.at)
    distance = distance[distance > 0]
    return float(np.median(distance)) * GAP_AFTER_MEDIANS if len(distance) >= MEDIAN_OF_LEAST else float("inf")


def _least(before: float, values: Floats) -> float:
    values = values[np.isfinite(values)]
    return float(np.fmin(before, values.min())) if len(values) else before
