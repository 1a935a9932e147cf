"""The latest observation of each datastream, as columns that changes are merged into."""

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.domain.quality import Provenance, Quality
from venule.store.answers import Datastreams, Longs, Values

NEVER: Instant = -(2**62)
"""The observed time of a datastream that nothing came of."""

CONFLICTING = int(Provenance.CONFLICTING)


class Latest:
    """One row a datastream, in the catalogue's order. ``text`` and ``reason`` hold the few rows that have them.

    Of events, which ``is_event`` marks, several at one moment do not conflict.
    """

    def __init__(self, datastreams: Datastreams, is_event: npt.NDArray[np.bool_] | None = None) -> None:
        count = len(datastreams.id)
        self.is_event = np.zeros(count, np.bool_) if is_event is None else is_event
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

    def fill(self, values: Values) -> None:
        """Take in a full copy, which has each datastream once, where nothing is held yet."""
        rows, found = self.rows_of(values.datastream)
        source = np.flatnonzero(found)
        self._store(values, source, rows[source])

    def merge(self, values: Values) -> Longs:
        """Take in what is newer than what is held, and return the rows that changed.

        A back-dated observation does not replace a newer one; at equal observed times the one recorded last counts, and
        conflicts with the other, if it says something else. Of what comes at once that is the last.
        """
        rows, found = self.rows_of(values.datastream)
        taken = np.flatnonzero(found)
        taken = taken[values.observed_at[taken] >= self.observed_at[rows[taken]]]
        ties = values.observed_at[taken] == self.observed_at[rows[taken]]
        outdone = ties & (values.recorded_at[taken] < self.recorded_at[rows[taken]])
        contradicted = self._contradicted(values, taken[outdone], rows)
        taken = taken[~outdone]
        order = taken[np.lexsort((taken, values.observed_at[taken], rows[taken]))]
        last = np.append(rows[order][1:] != rows[order][:-1], True)[: len(order)]
        source = order[last]
        target: Longs = rows[source]
        conflicting = self._conflicting(values, source, target)
        contested = _contested(values, order, rows[order])[last] & ~self.is_event[target]
        self._store(values, source, target)
        self.provenance[target[conflicting]] |= CONFLICTING
        self.provenance[target[contested]] |= CONFLICTING
        return np.union1d(target, contradicted) if len(contradicted) else target

    def _contradicted(self, values: Values, outdone: Longs, rows: Longs) -> Longs:
        """Mark the rows that are contradicted by what came late and was recorded before them, and return them."""
        found: Longs = rows[outdone[self._conflicting(values, outdone, rows[outdone])]]
        self.provenance[found] |= CONFLICTING
        return found

    def _conflicting(self, values: Values, source: Longs, target: Longs) -> Longs:
        """Places of those rows that contradict what is held of their moment, or repeat what was contradicted."""
        same = np.flatnonzero((values.observed_at[source] == self.observed_at[target]) & ~self.is_event[target])
        origin, row = source[same], target[same]
        said, held = values.number[origin], self.number[row]
        other = (said != held) & ~(np.isnan(said) & np.isnan(held)) | ((self.provenance[row] & CONFLICTING) != 0)
        if values.text or self.text:
            pairs = zip(origin.tolist(), row.tolist(), strict=True)
            other |= np.fromiter((values.text.get(a) != self.text.get(b) for a, b in pairs), np.bool_, len(same))
        conflicting: Longs = same[other]
        return conflicting

    def _store(self, values: Values, source: Longs, target: Longs) -> None:
        self.observed_at[target] = values.observed_at[source]
        self.recorded_at[target] = values.recorded_at[source]
        self.number[target] = values.number[source]
        self.quality[target] = values.quality[source]
        self.provenance[target] = values.provenance[source]
        _words(self.text, values.text, source, target)
        _words(self.reason, values.reason, source, target)


def _contested(values: Values, order: Longs, row: Longs) -> npt.NDArray[np.bool_]:
    """Which of what came, by datastream and time, shares its moment with something else that says something else."""
    at = values.observed_at[order]
    same = (row[1:] == row[:-1]) & (at[1:] == at[:-1])
    if not same.any():
        return np.zeros(len(order), np.bool_)
    moment = np.append(0, np.cumsum(~same))
    last = order[np.flatnonzero(np.append(~same, True))][moment]
    said, held = values.number[order], values.number[last]
    other = (said != held) & ~(np.isnan(said) & np.isnan(held))
    if values.text:
        pairs = zip(order.tolist(), last.tolist(), strict=True)
        other |= np.fromiter((values.text.get(a) != values.text.get(b) for a, b in pairs), np.bool_, len(order))
    found: npt.NDArray[np.bool_] = (np.bincount(moment[other], minlength=int(moment[-1]) + 1) > 0)[moment]
    return found


def _words(held: dict[int, str], told: dict[int, str], source: Longs, target: Longs) -> None:
    """Renew the words of some rows: most datastreams have none, so that the few that have are gone through."""
    if held:
        for row in held.keys() & set(target.tolist()):
            del held[row]
    if told:
        row_of = dict(zip(source.tolist(), target.tolist(), strict=True))
        held.update((row_of[origin], word) for origin, word in told.items() if word and origin in row_of)
