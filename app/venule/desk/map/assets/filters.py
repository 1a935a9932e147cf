"""Filters: which assets a person wants to see, by network, vertical, kind, status and age, for all of them at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from venule.desk.map.assets.counting import Flags, Ints
from venule.desk.map.assets.zorder import Longs
from venule.domain.alarm import Status
from venule.domain.instant import Instant

EVERY = frozenset(Status)


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is known of each asset by row. ``network`` counts the catalogue's networks, ``kind`` is a row of ``kinds``.

    ``kinds`` are named ``"vertical.kind"``. A row of -1 is no network or no kind.
    """

    network: Ints
    kind: Ints
    kinds: Sequence[str]
    heard_at: Longs


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; ``None`` wants all. ``networks`` and ``kinds`` are rows, ``heard_since`` is an instant.

    Statuses change by the second, so :meth:`passing` leaves them to the map, which counts them anew by itself.
    """

    networks: frozenset[int] | None = None
    verticals: frozenset[str] | None = None
    kinds: frozenset[int] | None = None
    statuses: frozenset[Status] = EVERY
    heard_since: Instant | None = None

    def passing(self, traits: Traits) -> Flags | None:
        """Which assets pass, by row, whatever their statuses; ``None`` when all do."""
        tests = []
        if self.networks is not None:
            tests.append(_among(traits.network, self.networks))
        if self.kinds is not None:
            tests.append(_among(traits.kind, self.kinds))
        if self.verticals is not None:
            names = (kind.partition(".")[0] for kind in traits.kinds)
            tests.append(_among(traits.kind, {row for row, name in enumerate(names) if name in self.verticals}))
        if self.heard_since is not None:
            tests.append(traits.heard_at >= self.heard_since)
        return np.logical_and.reduce(tests) if tests else None


def _among(row: Ints, wanted: Collection[int]) -> Flags:
    """Which of many small numbers are wanted; -1 never is."""
    table = np.zeros(max(int(row.max(initial=0)), *wanted, 0) + 2, np.bool_)
    table[list(wanted)] = True
    return np.asarray(table[row])
