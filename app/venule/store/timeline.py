"""One datastream's rows in the order of observation, out of parts that may overlap, a bounded number at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from venule.domain.instant import Instant
from venule.store.answers import LAST
from venule.store.parts import Part
from venule.store.rows import Rows, joined, settled

ROWS_AT_A_TIME = 65_536
"""Rows that wait before those are passed on that no later part can precede."""


def in_time(parts: Sequence[Part], read: Callable[[Part], Rows]) -> Iterator[Rows]:
    """All rows, oldest first, those of one moment in the order of writing, redeliveries left out.

    ``parts`` are given oldest first. Rows of one moment are never torn apart.
    """
    waiting: list[tuple[int, Rows]] = []
    count = 0
    for part, following in zip(parts, chain(parts[1:], [None]), strict=False):
        rows = read(part)
        waiting.append((part.written, rows))
        count += len(rows)
        if following is None or count >= ROWS_AT_A_TIME:
            done, waiting = _divided(waiting, LAST if following is None else following.first_at)
            count = sum(len(rows) for _, rows in waiting)
            if len(done):
                yield done


def _divided(waiting: list[tuple[int, Rows]], border: Instant) -> tuple[Rows, list[tuple[int, Rows]]]:
    """What was observed before a border, in order, and what waits on."""
    waiting = sorted(waiting, key=lambda part: part[0])
    cuts = [int(np.searchsorted(rows.observed_at, border)) for _, rows in waiting]
    done = joined([rows.take(slice(0, cut)) for (_, rows), cut in zip(waiting, cuts, strict=True)])
    done = settled(done.take(np.argsort(done.observed_at, kind="stable")))
    left = [(written, rows.take(slice(cut, None))) for (written, rows), cut in zip(waiting, cuts, strict=True)]
    return done, [(written, rows) for written, rows in left if len(rows)]
