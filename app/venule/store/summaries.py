"""Parts of a series that are told by less than their rows: far out, where there are many rows to a point."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import pairwise

import numpy as np

from venule.domain.quality import Quality
from venule.store.answers import Floats, Longs
from venule.store.decimation import KEPT_A_BUCKET, Points, joined_points
from venule.store.parts import Part, Span, runs_of
from venule.store.rows import Rows

MOST_AT_ONCE = 65_536
"""Rows of a cluster that are held at once; what lies across more is read piece by piece."""


ACROSS_MANY = 12
MOST_CUT = 128
"""Parts that are held at once to be cut, of some 4,096 rows each: 18 MB."""


class Telling(IntEnum):
    """How parts of a series are told."""

    ROWS = 0
    """Row by row."""
    EDGES = 1
    """By its extremes in each bucket: it lies across an edge, or is long enough for a gap to be in it."""
    HEADS = 2
    """By its heads, without unpacking it."""


def disentangled(parts: Sequence[Part], read: Callable[[Part], Rows]) -> list[Part]:
    """The parts, those read and cut that lie across many others: a few late rows made them as long as that.

    Where they are more than :data:`MOST_CUT`, the longest are.
    """
    first, last, _ = _times(parts)
    across = np.searchsorted(first, last, "right") - np.arange(len(parts)) - 1
    wide = np.argsort(-across, kind="stable")[:MOST_CUT]
    wide = wide[across[wide] >= ACROSS_MANY]
    if not len(wide):
        return list(parts)
    firsts, chosen = np.delete(first, wide), set(wide.tolist())
    found = [part for place, part in enumerate(parts) if place not in chosen]
    for place in chosen:
        found += runs_of(read(parts[place]), parts[place].written, firsts)
    return sorted(found, key=lambda part: (part.first_at, part.written))


def clusters(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts that lie across one another together, all others by themselves; oldest first, as they are given."""
    first, last, _ = _times(parts)
    begins = np.append(True, np.maximum.accumulate(last)[:-1] < first[1:])
    bounds = [*np.flatnonzero(begins).tolist(), len(parts)]
    return [list(parts[begin:end]) for begin, end in pairwise(bounds)]


def told_by(
    found: Sequence[Sequence[Part]], span: Span, bucket: Callable[[Longs], Longs], usual_us: float, gap_us: float
) -> list[Telling]:
    """How each cluster is told: of good numbers alone by less than its rows.

    The head of a part that lies across another does not tell what is said twice.
    """
    first, last, n = _times([whole(cluster) for cluster in found])
    dense = (last - first) < (n - 2) * usual_us + gap_us
    within = dense & (bucket(first) == bucket(last)) & np.array([len(cluster) == 1 for cluster in found])
    plain = (all(_is_plain(part, span) for part in cluster) for cluster in found)
    return [
        Telling.ROWS if not is_plain or count > MOST_AT_ONCE else Telling.HEADS if is_within else Telling.EDGES
        for is_plain, is_within, count in zip(plain, within.tolist(), n.tolist(), strict=True)
    ]


def whole(cluster: Sequence[Part]) -> Part:
    """A cluster as though it were one part."""
    if len(cluster) == 1:
        return cluster[0]
    last_at, n = max(part.last_at for part in cluster), sum(part.n for part in cluster)
    return cluster[0]._replace(last_at=last_at, n=n)


def usual_distance(parts: Sequence[Part]) -> float:
    """How far apart the observations of most parts are; 0 where no part has two."""
    first, last, n = _times(parts)
    some = n > 1
    return float(np.median((last - first)[some] / (n - 1)[some])) if some.any() else 0.0


def summary_points(parts: Sequence[Part], kept: Sequence[Points | None], run: Longs) -> Points:
    """What is kept of each part, or else first, least, greatest and last by its heads, the extremes between its ends.

    ``run`` is of each part.
    """
    by_heads = [place for place, points in enumerate(kept) if points is None]
    cut = [(place, points) for place, points in enumerate(kept) if points is not None]
    found = [_by_heads([parts[place] for place in by_heads], run[by_heads])] if by_heads else []
    found += [points._replace(run=np.repeat(run[place], len(points.run))) for place, points in cut]
    together = joined_points(found)
    return together.take(np.argsort(together.observed_at, kind="stable"))


def _by_heads(parts: Sequence[Part], run: Longs) -> Points:
    first, last, _ = _times(parts)
    third = (last - first) // 3
    told = [part.numbers for part in parts if part.numbers is not None]
    number: Floats = np.array([one[:KEPT_A_BUCKET] for one in told])
    return Points(
        np.stack((first, first + third, last - third, last), axis=1).ravel(),
        number.ravel(),
        np.repeat(np.array([one.quality for one in told], np.int8), KEPT_A_BUCKET),
        np.repeat(np.array([one.provenance for one in told], np.int8), KEPT_A_BUCKET),
        np.repeat(run, KEPT_A_BUCKET),
    )


def _is_plain(part: Part, span: Span) -> bool:
    told = part.numbers
    return (
        told is not None
        and part.is_known
        and part.n > KEPT_A_BUCKET
        and told.numbers == part.n
        and told.quality == Quality.GOOD
        and part.first_at >= span.start
        and part.last_at <= span.end
    )


def _times(parts: Sequence[Part]) -> tuple[Longs, Longs, Longs]:
    """When each part begins and ends, and how many rows it has."""
    first, last, n = zip(*((part.first_at, part.last_at, part.n) for part in parts), strict=True)
    return np.array(first, np.int64), np.array(last, np.int64), np.array(n, np.int64)
