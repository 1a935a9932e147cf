"""Joins roll-ups: of a bucket that two recordings tell, the one stands that is there already."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from venule.store import rollup
from venule.store.answers import Longs
from venule.store.buckets import NO_BUCKETS, Buckets, joined_buckets
from venule.store.rollup import Rollup, RollupInMaking
from venule.store.sizes import Sizes

BUCKETS_AT_A_TIME = 524_288
"""About 25 MB; each such part becomes a roll-up of its own, and the writer makes one of them when it has time."""


def join_rollups(source: sqlite3.Connection, target: sqlite3.Connection, streams: Longs) -> None:
    """In a transaction of the target's; ``streams`` tells by the id of a datastream there its id here."""
    known = rollup.rollups(target)
    for one in rollup.rollups(source):
        for buckets in _parts(source, one):
            here = replace(buckets, stream=streams[buckets.stream])
            here = here.take(np.lexsort((here.observed_at, here.stream)))
            fresh = _fresh(target, [other for other in known if other.width == one.width], here)
            made = RollupInMaking(target, rollup.next_rollup(target), one.width, Sizes().chunk_rows)
            made.add(fresh)
            made.finish(one.level, one.recorded_to)


def _parts(source: sqlite3.Connection, one: Rollup) -> Iterator[Buckets]:
    waiting: list[Buckets] = []
    for piece in rollup.pieces(source, one.id):
        waiting.append(rollup.unpacked(source, piece.id))
        if sum(map(len, waiting)) >= BUCKETS_AT_A_TIME:
            yield joined_buckets(waiting)
            waiting = []
    if waiting:
        yield joined_buckets(waiting)


def _fresh(target: sqlite3.Connection, known: Sequence[Rollup], buckets: Buckets) -> Buckets:
    """What is not there yet of sorted buckets."""
    there = _there(target, known, buckets)
    if not len(there):
        return buckets
    both = joined_buckets([there, buckets])
    order = np.lexsort((both.observed_at, both.stream))
    ours = order >= len(there)
    return both.take(order[ours & ~_repeated(both.take(order))])


def _there(target: sqlite3.Connection, known: Sequence[Rollup], buckets: Buckets) -> Buckets:
    """The buckets of the file that lie where those do."""
    low, high = int(buckets.stream[0]), int(buckets.stream[-1])
    since, until = int(buckets.observed_at.min()), int(buckets.observed_at.max())
    found = [
        rollup.unpacked(target, piece.id)
        for one in known
        if one.start_to >= since and one.start_from <= until
        for piece in rollup.pieces(target, one.id)
        if piece.last_stream >= low and piece.first_stream <= high
    ]
    return joined_buckets(found) if found else NO_BUCKETS


def _repeated(buckets: Buckets) -> npt.NDArray[np.bool_]:
    """Which of sorted buckets are of the datastream and time of the one before."""
    same = (np.diff(buckets.stream) == 0) & (np.diff(buckets.observed_at) == 0)
    return np.append(np.zeros(min(len(buckets), 1), np.bool_), same)
