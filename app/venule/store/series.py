"""Answers for one datastream over a stretch of observed time, read in chunks so that memory does not grow with it."""

import sqlite3
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.domain.quantity import Quantity, ValueKind
from venule.store import declaration
from venule.store.answers import Bytes, Floats, Longs, Series
from venule.store.decimation import Decimation, Points

CHUNK = 65_536
"""Rows held as Python objects at a time."""

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

_ROWS = """
SELECT observed_at, value, quality, provenance, sequence FROM observation
WHERE datastream = :datastream AND observed_at BETWEEN :start AND :end AND +recorded_at <= :as_of
ORDER BY observed_at
"""

_NEIGHBOURS = """
SELECT
    ifnull((SELECT observed_at FROM observation
        WHERE datastream = :datastream AND observed_at < :start AND +recorded_at <= :as_of
        ORDER BY observed_at DESC LIMIT 1), :start),
    ifnull((SELECT observed_at FROM observation
        WHERE datastream = :datastream AND observed_at > :end AND +recorded_at <= :as_of
        ORDER BY observed_at LIMIT 1), :end)
"""

Row = tuple[Any, ...]


class SeriesReading:
    """One answer in the making: what carries over from one chunk of rows to the next."""

    def __init__(self, quantity: Quantity, expected_every_us: int, decimation: Decimation) -> None:
        self._held = quantity.kind in HELD
        self._is_words = quantity.kind in WORDS
        self._gap_us = expected_every_us * GAP_AFTER if expected_every_us else None
        self._decimation = decimation
        self._words: dict[str, int] = {}
        self._last: int | None = None
        self._run = 0
        self.total = 0

    def take(self, rows: list[Row]) -> None:
        """Take in the next rows, in the order of ``observed_at``."""
        self.total += len(rows)
        at, value, quality, provenance = _columns(rows)
        number = self._numbers(value)
        run = self._runs(at, np.isnan(number))
        points = Points(at, number, quality, provenance, run)
        self._decimation.add(points.take(~np.isnan(number)))

    def series(self, datastream: int) -> Series:
        """What has been taken in, thinned."""
        points = self._decimation.result()
        gap_before = np.diff(points.run, prepend=points.run[:1]) > 0
        return Series(datastream, *points[:4], gap_before, self.total, tuple(self._words))

    def _numbers(self, value: tuple[Any, ...]) -> Floats:
        if self._is_words:
            value = tuple(None if said is None else self._index(str(said)) for said in value)
        elif str in set(map(type, value)):  # a text where a number was declared is no point
            value = tuple(None if said.__class__ is str else said for said in value)
        return np.array(value, np.float64)

    def _index(self, word: str) -> int:
        if len(self._words) < MAX_LABELS:
            return self._words.setdefault(word, len(self._words))
        return self._words.get(word, MAX_LABELS - 1)

    def _runs(self, at: Longs, missing: npt.NDArray[np.bool_]) -> Longs:
        """How many gaps lie before each row: too long a silence, or a missing value, which is no point itself."""
        distance = np.diff(at, prepend=at[0] if self._last is None else self._last)
        if self._gap_us is None:
            self._gap_us = self._usual_gap(distance[1:])
        broken = (distance > self._gap_us) | missing
        run = self._run + np.cumsum(broken)
        self._last, self._run = int(at[-1]), int(run[-1])
        return run

    def _usual_gap(self, distance: Longs) -> float:
        """Judged by the first chunk; endless where values are held or too few distances tell what is usual."""
        distance = distance[distance > 0]
        if self._held or len(distance) < MEDIAN_OF_LEAST:
            return float("inf")
        return float(np.median(distance)) * GAP_AFTER_MEDIANS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Observations of a datastream from ``start`` to ``end``, both included, that were recorded by ``as_of``."""

    datastream: int
    start: Instant
    end: Instant
    as_of: Instant


def series(connection: sqlite3.Connection, stretch: Stretch, points: int, around: bool) -> Series:
    """The stretch in about so many points; ``around`` adds the observation next to each of its ends."""
    bounds = asdict(stretch)
    quantity, every_us = _declared(connection, stretch.datastream)
    decimation = Decimation(stretch.start, stretch.end, min(max(points, 1), MAX_POINTS))
    reading = SeriesReading(quantity, every_us, decimation)
    rows = connection.execute(_ROWS, bounds | (_neighbours(connection, bounds) if around else {}))
    while chunk := rows.fetchmany(CHUNK):
        reading.take(chunk)
    return reading.series(stretch.datastream)


def _declared(connection: sqlite3.Connection, datastream: int) -> tuple[Quantity, int]:
    statement = """SELECT declaration, expected_every_us FROM datastream
        JOIN quantity ON quantity.id = datastream.quantity WHERE datastream.id = ?"""
    row = connection.execute(statement, (datastream,)).fetchone()
    return (Quantity("unknown"), 0) if row is None else (declaration.from_text(row[0]), int(row[1]))


def _neighbours(connection: sqlite3.Connection, bounds: dict[str, int]) -> dict[str, int]:
    before, after = connection.execute(_NEIGHBOURS, bounds).fetchone()
    return {"start": before, "end": after}


def _columns(rows: list[Row]) -> tuple[Longs, Row, Bytes, Bytes]:
    """The rows by columns; those of one time, which are rare, in the order of their recording."""
    observed_at, value, quality, provenance, _ = zip(*rows, strict=True)
    at = np.array(observed_at, np.int64)
    if (np.diff(at) == 0).any() and rows != (settled := sorted(rows, key=itemgetter(0, -1))):
        return _columns(settled)
    return at, value, np.array(quality, np.int8), np.array(provenance, np.int8)
