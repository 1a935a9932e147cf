"""Answers for one datastream over a span of observed time, read in pieces so that memory does not grow with it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

import numpy as np
import numpy.typing as npt

from venule.domain.instant import HOUR
from venule.domain.quantity import Quantity, ValueKind
from venule.store import declaration
from venule.store.answers import Floats, Longs, Series
from venule.store.conflict import contested, marked
from venule.store.decimation import Decimation, Points
from venule.store.edges import edge_points
from venule.store.neighbours import widened
from venule.store.parts import Part, Span, parts, read
from venule.store.rows import Form, Rows
from venule.store.summaries import Telling, clusters, disentangled, summary_points, told_by, usual_distance, whole
from venule.store.tail import Tail
from venule.store.timeline import in_time
from venule.store.weaving import woven

MAX_POINTS = 100_000
"""Most points of an answer, whatever is asked for."""

MAX_LABELS = 10_000
"""Most different words of a state; further ones share the last index."""

GAP_AFTER = 3.0
"""Expected intervals without an observation beyond which no line is drawn."""

GAP_AFTER_MEDIANS = 10.0
"""The same, in median distances, where no interval was declared. Needs :data:`MEDIAN_OF_LEAST` distances."""

MEDIAN_OF_LEAST = 20

HELD = frozenset({ValueKind.FLAG, ValueKind.STATE, ValueKind.TEXT, ValueKind.EVENT})
"""Kinds that last until they change: silence is no gap unless an interval was declared."""

WORDS = HELD - {ValueKind.FLAG}
"""Kinds whose values are words, told as indices into the answer's labels."""


class SeriesReading:
    """One answer in the making: what carries over from one piece to the next."""

    def __init__(self, quantity: Quantity, expected_every_us: int, decimation: Decimation) -> None:
        self._held = quantity.kind in HELD
        self._is_words = quantity.kind in WORDS
        self._gap_us = expected_every_us * GAP_AFTER if expected_every_us else None
        self._decimation = decimation
        self._words: dict[str, int] = {}
        self._last: int | None = None
        self._run = 0
        self.total = 0

    def gap_us(self, usual_us: float) -> float:
        """How long a silence is a gap, if the usual distance is what decides."""
        if self._gap_us is None:
            return float("inf") if self._held else usual_us * GAP_AFTER_MEDIANS
        return self._gap_us

    def take(self, rows: Rows) -> None:
        """Take in the next rows, in the order of ``observed_at``."""
        self.total += len(rows)
        rows = marked(rows, contested(rows))
        number = self._labelled(rows) if self._is_words else rows.number
        missing = np.isnan(number)
        at = rows.observed_at
        distance = np.diff(at, prepend=at[0] if self._last is None else self._last)
        if self._gap_us is None:
            self._gap_us = self._usual_gap(distance[1:])
        run = self._runs((distance > self._gap_us) | missing)
        self._last = int(at[-1])
        self._decimation.add(Points(at, number, rows.quality, rows.provenance, run).take(~missing))

    def summarise(self, parts: Sequence[Part], kept: Sequence[Points | None], usual_us: float) -> None:
        """Take in the next parts, each without a gap in it: what is kept of each, or else what its heads tell."""
        self.total += sum(part.n for part in parts)
        self._gap_us = self.gap_us(usual_us)
        first, last = np.array([(part.first_at, part.last_at) for part in parts]).T
        distance = first - np.append(first[0] if self._last is None else self._last, last[:-1])
        self._decimation.add(summary_points(parts, kept, self._runs(distance > self._gap_us)))
        self._last = int(last[-1])

    def series(self, datastream: int) -> Series:
        """What has been taken in, thinned."""
        points = self._decimation.result()
        gap_before = np.diff(points.run, prepend=points.run[:1]) > 0
        return Series(datastream, *points[:4], gap_before, self.total, tuple(self._words))

    def _labelled(self, rows: Rows) -> Floats:
        """What the rows say as indices of words; each different thing is put into words once."""
        _, first, inverse = np.unique(_codes(rows), return_index=True, return_inverse=True)
        label = np.full(len(first), np.nan)
        for place in np.argsort(first).tolist():
            row = int(first[place])
            if rows.form[row] != Form.MISSING:
                label[place] = self._index(_spelled(rows, row))
        return label[inverse]

    def _index(self, word: str) -> int:
        if len(self._words) < MAX_LABELS:
            return self._words.setdefault(word, len(self._words))
        return self._words.get(word, MAX_LABELS - 1)

    def _runs(self, broken: npt.NDArray[np.bool_]) -> Longs:
        """How many gaps lie before each place: too long a silence, or a missing value, which is no point itself."""
        run: Longs = self._run + np.cumsum(broken)
        self._run = int(run[-1])
        return run

    def _usual_gap(self, distance: Longs) -> float:
        """Judged by the first rows; endless where values are held or too few distances tell what is usual."""
        distance = distance[distance > 0]
        if self._held or len(distance) < MEDIAN_OF_LEAST:
            return float("inf")
        return float(np.median(distance)) * GAP_AFTER_MEDIANS


def series(connection: sqlite3.Connection, tail: Tail, span: Span, points: int, around: bool) -> Series:
    """The span in about so many points; ``around`` adds the observation next to each of its ends.

    Where observations were let go, roll-ups tell of them: the least and the greatest of each minute, or hour.
    """
    quantity, every_us = _declared(connection, span.datastream)
    points = min(max(points, 1), MAX_POINTS)
    decimation = Decimation(span.start, span.end, points)
    reading = SeriesReading(quantity, every_us, decimation)
    wide = widened(connection, tail, span) if around else span
    wide = replace(wide, end=min(wide.end, span.observed_by))
    found = parts(connection, tail, wide, with_numbers=quantity.kind not in HELD)
    _read_raw(connection, wide, found, reading=reading, decimation=decimation, points=points)
    raw = reading.series(span.datastream)
    if quantity.kind in WORDS:  # of which there are no roll-ups
        return raw
    near = replace(span, start=span.start - HOUR, end=span.end + HOUR) if around else span
    return woven(connection, raw, near, points, reading.gap_us)


def _read_raw(
    connection: sqlite3.Connection,
    span: Span,
    found: Sequence[Part],
    *,
    reading: SeriesReading,
    decimation: Decimation,
    points: int,
) -> None:
    """Take in every row; of more parts than points need what their heads tell, or their extremes."""
    rows_of, exact = partial(read, connection, span, with_recorded=False), partial(read, connection, span)

    def take(parts: Sequence[Part]) -> None:
        for rows in in_time(parts, rows_of, exact):
            reading.take(rows)

    if _sure(found, span) <= points:
        take(found)
        return
    usual_us = usual_distance(found)
    found = disentangled(found, rows_of)
    gap_us = reading.gap_us(usual_us)
    together = clusters(found)
    told = told_by(together, span, decimation.bucket, usual_us, gap_us)
    kept: list[Points | None] = [None] * len(together)
    for place in [place for place, telling in enumerate(told) if telling == Telling.EDGES]:
        kept[place] = edge_points(connection, together[place], decimation, gap_us)
        if kept[place] is None:
            told[place] = Telling.ROWS
    for by_rows, some in groupby(range(len(together)), key=lambda place: told[place] == Telling.ROWS):
        places = list(some)
        if by_rows:
            take([part for place in places for part in together[place]])
        else:
            wholes = [whole(together[place]) for place in places]
            reading.summarise(wholes, [kept[place] for place in places], usual_us)


def _declared(connection: sqlite3.Connection, datastream: int) -> tuple[Quantity, int]:
    statement = """SELECT declaration, expected_every_us FROM datastream
        JOIN quantity ON quantity.id = datastream.quantity WHERE datastream.id = ?"""
    row = connection.execute(statement, (datastream,)).fetchone()
    return (Quantity("unknown"), 0) if row is None else (declaration.from_text(row[0]), int(row[1]))


def _sure(found: Sequence[Part], span: Span) -> int:
    """How many rows there are at least."""
    return sum(
        part.n
        for part in found
        if part.rows is None and part.is_known and part.first_at >= span.start and part.last_at <= span.end
    )


def _codes(rows: Rows) -> Longs:
    """A number for each different thing that rows say: the word's, or one beyond all words."""
    code = np.full(len(rows), -1, np.int64) if rows.word is None else rows.word.astype(np.int64)
    wordless = np.flatnonzero(code < 0)
    _, number = np.unique((rows.number[wordless] + 0.0).view(np.int64), return_inverse=True)
    code[wordless] = len(rows.words) + number * len(Form) + rows.form[wordless]
    return code


def _spelled(rows: Rows, row: int) -> str:
    value = rows.value(row)
    return str(int(value)) if isinstance(value, bool) else str(value)
