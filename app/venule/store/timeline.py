"""One datastream's rows in the order of observation, out of parts that may overlap, a bounded number at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from venule.domain.instant import Instant
from venule.store.answers import LAST
from venule.store.parts import Part
from venule.store.rows import Rows, joined, settled
from venule.store.standing import last_recorded_last

ROWS_AT_A_TIME = 65_536
"""Rows that wait before those are passed on that no later part can precede."""


Waiting = list[tuple[Part, Rows]]
"""What is left of parts: their last rows."""


def in_time(
    parts: Sequence[Part], read: Callable[[Part], Rows], exact: Callable[[Part], Rows] | None = None
) -> Iterator[Rows]:
    """All rows, oldest first, those of one moment in the order of writing, redeliveries left out.

    With ``exact``, which reads the same rows with the times of recording, those of one moment come in that order: parts
    are read again where there are such. ``parts`` are given oldest first. Rows of one moment are never torn apart.
    """
    waiting: Waiting = []
    count = 0
    for part, following in zip(parts, chain(parts[1:], [None]), strict=False):
        rows = read(part)
        waiting.append((part, rows))
        count += len(rows)
        if following is None or count >= ROWS_AT_A_TIME:
            border = LAST if following is None else following.first_at
            done, left = _divided(waiting, border)
            if exact is not None and (np.diff(done.observed_at) == 0).any():
                done = last_recorded_last(_divided(_read_again(waiting, exact), border)[0])
            waiting = left
            count = sum(len(rows) for _, rows in waiting)
            if len(done):
                yield done


def _read_again(waiting: Waiting, exact: Callable[[Part], Rows]) -> Waiting:
    """The same, with the times of recording."""
    whole = [(part, exact(part), len(rows)) for part, rows in waiting]
    return [(part, rows.take(slice(len(rows) - count, None))) for part, rows, count in whole]


def _divided(waiting: Waiting, border: Instant) -> tuple[Rows, Waiting]:
    """What was observed before a border, in order, and what waits on."""
    waiting = sorted(waiting, key=lambda part: part[0].written)
    cuts = [int(np.searchsorted(rows.observed_at, border)) for _, rows in waiting]
    done = joined([rows.take(slice(0, cut)) for (_, rows), cut in zip(waiting, cuts, strict=True)])
    done = settled(done.take(np.argsort(done.observed_at, kind="stable")))
    left = [(part, rows.take(slice(cut, None))) for (part, rows), cut in zip(waiting, cuts, strict=True)]
    return done, [(part, rows) for part, rows in left if len(rows)]
