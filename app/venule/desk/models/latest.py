"""The latest observation of each datastream, as columns that changes are merged into."""

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.domain.quality import Quality
from venule.store.answers import Datastreams, Longs, Values

NEVER: Instant = -(2**62)
"""The observed time of a datastream that nothing came of."""


class Latest:
    """One row a datastream, in the catalogue's order. ``text`` and ``reason`` hold the few rows that have them."""

    def __init__(self, datastreams: Datastreams) -> None:
        count = len(datastreams.id)
        self.id: Longs = datastreams.id
        self.observed_at: Longs = np.full(count, NEVER, np.int64)
        self.recorded_at: Longs = np.full(count, NEVER, np.int64)
        self.number: npt.NDArray[np.float64] = np.full(count, np.nan)
        self.quality: npt.NDArray[np.int8] = np.full(count, Quality.MISSING, np.int8)
        self.provenance: npt.NDArray[np.int8] = np.zeros(count, np.int8)
        self.text: dict[int, str] = {}
        self.reason: dict[int, str] = {}

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which datastreams have been heard at all."""
        result: npt.NDArray[np.bool_] = self.observed_at > NEVER
        return result

    def rows_of(self, ids: Longs) -> tuple[Longs, npt.NDArray[np.bool_]]:
        """The row of each datastream id, and which of the ids the catalogue knows."""
        if not len(self.id):
            return np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
        rows = np.minimum(np.searchsorted(self.id, ids), len(self.id) - 1).astype(np.int64)
        return rows, self.id[rows] == ids

    def merge(self, values: Values) -> Longs:
        """Take in what is newer than what is held, and return the rows that changed.

        A back-dated observation does not replace a newer one; at equal observed times the one recorded last counts.
        """
        rows, found = self.rows_of(values.datastream)
        taken = np.flatnonzero(found)
        taken = taken[values.observed_at[taken] >= self.observed_at[rows[taken]]]
        order = taken[np.lexsort((taken, values.observed_at[taken], rows[taken]))]
        last = np.append(rows[order][1:] != rows[order][:-1], True)[: len(order)]
        source = order[last]
        target: Longs = rows[source]
        self._store(values, source, target)
        return target

    def _store(self, values: Values, source: Longs, target: Longs) -> None:
        self.observed_at[target] = values.observed_at[source]
        self.recorded_at[target] = values.recorded_at[source]
        self.number[target] = values.number[source]
        self.quality[target] = values.quality[source]
        self.provenance[target] = values.provenance[source]
        _words(self.text, values.text, source, target)
        _words(self.reason, values.reason, source, target)


def _words(held: dict[int, str], told: dict[int, str], source: Longs, target: Longs) -> None:
    if not held and not told:
        return
    for row, origin in zip(target.tolist(), source.tolist(), strict=True):
        word = told.get(origin)
        if word:
            held[row] = word
        else:
            held.pop(row, None)
