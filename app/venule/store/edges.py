"""Parts that lie across the edges of buckets: times and numbers alone are unpacked, and a few points of each kept."""

import sqlite3
from collections.abc import Sequence

import numpy as np

from venule.store.answers import Bytes, Floats, Longs
from venule.store.decimation import Decimation, Points
from venule.store.parts import Part
from venule.store.unpacking import unpack_numbers


def edge_points(
    connection: sqlite3.Connection, cluster: Sequence[Part], decimation: Decimation, gap_us: float
) -> Points | None:
    """First, least, greatest and last of plain parts in each bucket; ``run`` is 0.

    ``None`` where there is a gap, or two values of one moment: then they must be told row by row.
    """
    if len(cluster) == 1:
        observed_at, number, provenance = _read(connection, cluster[0])
    else:
        read = [_read(connection, part) for part in cluster]
        observed_at, number, provenance = map(np.concatenate, zip(*read, strict=True))
        order = np.argsort(observed_at, kind="stable")
        observed_at, number, provenance = observed_at[order], number[order], provenance[order]
    step = np.diff(observed_at)
    if step.min() <= 0 or step.max() > gap_us:
        return None
    kept = decimation.kept(observed_at, number)
    quality, run = np.zeros(len(kept), np.int8), np.zeros(len(kept), np.int64)
    return Points(observed_at[kept], number[kept], quality, provenance[kept], run)


def _read(connection: sqlite3.Connection, part: Part) -> tuple[Longs, Floats, Bytes]:
    """Times, numbers and provenance of a part's rows."""
    (data,) = connection.execute("SELECT rows FROM chunk WHERE id = ?", (part.chunk,)).fetchone()
    is_marked = part.numbers is not None and part.numbers.provenance != 0
    step, number, provenance = unpack_numbers(data, part.start, part.n, with_provenance=is_marked)
    observed_at = part.first_at + np.cumsum(step)
    return observed_at, number, np.zeros(part.n, np.int8) if provenance is None else provenance
