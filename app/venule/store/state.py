"""The latest observation of every datastream, as parts that were written one after the other are laid upon it."""

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant
from venule.store.answers import Ints, Longs
from venule.store.conflict import exclusive, marked
from venule.store.rows import Rows, joined

NEVER: Instant = -(2**63)


class State:
    """Knows by datastream which row of which part stands. Ids of datastreams are dense, so that arrays hold them."""

    def __init__(self) -> None:
        self._parts: list[Rows] = []
        self._at: Longs = np.empty(0, np.int64)
        self._part: Ints = np.empty(0, np.int32)
        self._row: Ints = np.empty(0, np.int32)
        self._contested: npt.NDArray[np.bool_] = np.empty(0, np.bool_)

    def lay(self, rows: Rows) -> None:
        """Take in rows that were written after all before, one of each datastream.

        An earlier row stands where its time is later; of one time the last recorded does, and conflicts.
        """
        before = self.at(rows.stream)
        wins, ties = rows.observed_at > before, rows.observed_at == before
        self._contested[rows.stream[wins]] = False
        if ties.any():
            wins[ties] = rows.recorded_at[ties] >= self._meet(rows, ties)
        self._put(rows, np.flatnonzero(wins))

    def slip_under(self, rows: Rows) -> None:
        """Take in rows that were written before all so far, one of each datastream, and none of them a redelivery."""
        after = self.at(rows.stream)
        wins, ties = rows.observed_at > after, rows.observed_at == after
        self._contested[rows.stream[wins]] = False
        if ties.any():
            wins[ties] = rows.recorded_at[ties] > self._meet(rows, ties)
        self._put(rows, np.flatnonzero(wins))

    def at(self, stream: Longs) -> Longs:
        """When the rows that stand were observed; the least number where none does."""
        self._grow(int(stream.max(initial=-1)) + 1)
        found: Longs = self._at[stream]
        return found

    def of(self, stream: Longs) -> Rows:
        """The rows that stand of those datastreams, by part."""
        part = self._part[stream]
        return joined([rows.take(self._row[stream[part == place]]) for place, rows in enumerate(self._parts)])

    def rows(self) -> Rows:
        """All rows that stand, by ascending datastream."""
        rows = self.of(np.flatnonzero(self._part >= 0))
        rows = rows.take(np.argsort(rows.stream, kind="stable"))
        return marked(rows, self._contested[rows.stream])

    def _meet(self, rows: Rows, ties: npt.NDArray[np.bool_]) -> Longs:
        """Mark moments that rows share with those that stand; when these were recorded."""
        self._contested[rows.stream[ties & exclusive(rows)]] = True
        stream = rows.stream[ties]
        recorded_at = np.empty(len(stream), np.int64)
        part = self._part[stream]
        for place in np.unique(part).tolist():
            some = part == place
            recorded_at[some] = self._parts[place].recorded_at[self._row[stream[some]]]
        return recorded_at

    def _put(self, rows: Rows, wins: npt.NDArray[np.intp]) -> None:
        stream = rows.stream[wins]
        self._at[stream] = rows.observed_at[wins]
        self._part[stream] = len(self._parts)
        self._row[stream] = wins
        self._parts.append(rows)

    def _grow(self, size: int) -> None:
        more = size - len(self._at)
        if more > 0:
            more = max(more, len(self._at))
            self._at = np.append(self._at, np.full(more, NEVER))
            self._part = np.append(self._part, np.full(more, -1, np.int32))
            self._row = np.append(self._row, np.zeros(more, np.int32))
            self._contested = np.append(self._contested, np.zeros(more, np.bool_))
