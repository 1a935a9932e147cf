"""Answers in figures: what a file holds, and when how much of it arrived."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np

from venule.domain.instant import Instant
from venule.store.answers import Counts, Histogram

MAX_BINS = 10_000
"""Most bins of one histogram."""

_COUNTS = """
SELECT
    (SELECT count(*) FROM network),
    (SELECT count(*) FROM gateway),
    (SELECT count(*) FROM asset),
    (SELECT count(*) FROM datastream),
    observations,
    rejects,
    (SELECT count(*) FROM alarm),
    (SELECT count(*) FROM command)
FROM tally
"""

_OBSERVED = """
SELECT
    min((SELECT min(observed_at) FROM observation WHERE datastream = d.id)),
    max((SELECT max(observed_at) FROM observation WHERE datastream = d.id))
FROM datastream d
"""

_RECORDED = "SELECT (SELECT min(recorded_at) FROM observation), (SELECT max(recorded_at) FROM observation)"

# a count a bin along the index is eight times quicker than one grouping of all rows
_ARRIVALS = """
WITH RECURSIVE bin (low) AS (SELECT :start UNION ALL SELECT low + :width FROM bin WHERE low + :width < :end)
SELECT (SELECT count(*) FROM observation WHERE recorded_at >= low AND recorded_at < min(low + :width, :end)) FROM bin
"""


def counts(connection: sqlite3.Connection, path: Path) -> Counts:
    """What the file holds. Rejects are all that were seen, those included that had to be let go."""
    figures: list[Any] = []
    for statement in (_COUNTS, _OBSERVED, _RECORDED):
        figures += connection.execute(statement).fetchone()
    figures.append(_file_bytes(path))
    return Counts(*figures)


def arrivals(connection: sqlite3.Connection, start: Instant, end: Instant, bins: int, as_of: Instant) -> Histogram:
    """Observations recorded from ``start`` up to but not at ``end``, in so many equal bins."""
    bins = max(1, min(bins, MAX_BINS))
    width = max(1, -((start - end) // bins))
    found = connection.execute(_ARRIVALS, {"start": start, "width": width, "end": min(end, as_of + 1)}).fetchall()
    count = np.zeros(bins, np.int64)
    count[: len(found)] = [number for (number,) in found]
    return Histogram(start, width, count)


def _file_bytes(path: Path) -> int:
    """The file and the log beside it that is not folded in yet."""
    log = path.with_name(f"{path.name}-wal")
    return sum(file.stat().st_size for file in (path, log) if file.exists())
