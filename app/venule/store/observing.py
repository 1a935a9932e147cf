"""Writes observations: ids by memory, then each batch as one or a few pieces of the log."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from venule.domain.bounded import Bounded
from venule.domain.instant import MINUTE, Instant
from venule.domain.observation import Recorded
from venule.domain.quality import Provenance
from venule.domain.quantity import Quantity, ValueKind
from venule.store import packing, stretches
from venule.store.answers import Longs
from venule.store.columns import Columns, columns
from venule.store.names import REMEMBERED, Names
from venule.store.rows import Form, Rows

BACKFILLED: Final = int(Provenance.BACKFILLED)
NEVER: Final = -(2**63)

PIECE_ROWS = 16_384
"""Most rows of one piece of the log: a dense payload may bring half a million in one batch."""

_PIECE = """
INSERT INTO log (first, n, observed_from, observed_to, recorded_from, recorded_to, rows) VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_ARRIVAL = "INSERT INTO arrival (minute, n) VALUES (?, ?) ON CONFLICT (minute) DO UPDATE SET n = n + excluded.n"

_END = """
SELECT ifnull(max(last), 0), ifnull(max(recorded_to), :never) FROM (
    SELECT last, recorded_to FROM stretch UNION ALL SELECT first + n - 1, recorded_to FROM log)
"""

_PENDING = "SELECT ifnull(sum(n), 0), count(*) FROM log"

_KNOWN = """
SELECT told.key, datastream.id, quantity.kind = 'event'
FROM json_each(?) AS told
    CROSS JOIN network ON network.name = json_extract(told.value, '$[0]')
    CROSS JOIN asset ON asset.network = network.id AND asset.name = json_extract(told.value, '$[1]')
    CROSS JOIN datastream ON datastream.asset = asset.id AND datastream.name = json_extract(told.value, '$[2]')
    CROSS JOIN quantity ON quantity.id = datastream.quantity
"""

_KIND = """
SELECT quantity.kind FROM datastream JOIN quantity ON quantity.id = datastream.quantity WHERE datastream.id = ?
"""


class Newest:
    """By datastream, the time of the newest observation. Ids are dense, so that an array holds them."""

    def __init__(self) -> None:
        self._at: Longs = np.full(1024, NEVER, np.int64)

    def of(self, stream: Longs) -> Longs:
        """The times of those datastreams; the least number for one that never was observed."""
        self._grow(int(stream.max(initial=0)))
        return self._at[stream]

    def note(self, rows: Rows) -> None:
        """Take in rows of any order."""
        self.note_times(rows.stream, rows.observed_at)

    def note_times(self, stream: Longs, observed_at: Longs) -> None:
        """Take in times of datastreams, of any order."""
        self._grow(int(stream.max(initial=0)))
        np.maximum.at(self._at, stream, observed_at)

    def copy(self) -> "Newest":
        """The same, to go on by itself."""
        other = Newest()
        other._at = self._at.copy()
        return other

    def _grow(self, stream: int) -> None:
        if stream >= len(self._at):
            self._at = np.append(self._at, np.full(max(stream + 1, 2 * len(self._at)) - len(self._at), NEVER))


class ObservationLog:
    """Appends observations inside the writer's transaction. ``rows`` and ``pieces`` are not packed yet."""

    def __init__(self, connection: sqlite3.Connection, names: Names) -> None:
        self._connection = connection
        self._names = names
        self._streams: Bounded[tuple[str, str, str], tuple[int, bool]] = Bounded(REMEMBERED)
        self._newest: Newest | None = None
        self._packed: Newest | None = None
        self._last: int
        self._recorded_to: Instant
        self._last, self._recorded_to = connection.execute(_END, {"never": NEVER}).fetchone()
        self.rows: int
        self.pieces: int
        self.rows, self.pieces = connection.execute(_PENDING).fetchone()

    def append(self, observations: Sequence[Recorded] | Columns) -> int:
        """Write them and return how many they are."""
        told = observations if isinstance(observations, Columns) else columns(observations)
        if len(told.rows):
            self._write(self._identified(told))
        return len(told.rows)

    def copy(self, rows: Rows) -> int:
        """Write rows whose datastreams are ids of this file as they are, and return how many they are."""
        if len(rows):
            self._write(rows)
        return len(rows)

    def newest(self, stream: Longs) -> Longs:
        """When the newest of each of those datastreams was observed; the least number for one that never was."""
        return self._before().of(stream)

    def sealed(self, rows: int, pieces: int) -> None:
        """Take note that so much of it is packed now."""
        self.rows -= rows
        self.pieces -= pieces

    def _identified(self, told: Columns) -> Rows:
        """The rows with their datastreams' ids, keys for events alone, and what came late marked as such."""
        self._look_up([name for name in told.names if name not in self._streams])
        known = [self._streams.get(name) or self._find(place, told) for place, name in enumerate(told.names)]
        ids, event = np.array([id for id, _ in known]), np.array([is_event for _, is_event in known])
        rows = told.rows
        stream = ids[rows.stream]
        key = np.where(event[rows.stream], rows.key, 0) if rows.key is not None and event.any() else None
        late = self._late(stream, rows.observed_at)
        provenance = np.where(late, rows.provenance | BACKFILLED, rows.provenance).astype(np.int8)
        return replace(rows, stream=stream, key=key, provenance=provenance)

    def _late(self, stream: Longs, observed_at: Longs) -> npt.NDArray[np.bool_]:
        """Which observations came after a newer one of their datastream, written before or earlier in the batch."""
        before = self._before().of(stream)
        order = np.argsort(stream, kind="stable")
        same = np.diff(stream[order]) == 0
        if same.any():
            earlier = _running_greatest(stream[order], observed_at[order])
            before[order[1:][same]] = np.maximum(before[order[1:][same]], earlier[:-1][same])
        return observed_at < before

    @property
    def packed(self) -> Newest:
        """How far the packed part goes: what is newer cannot be in it already. Whoever packs more notes it here."""
        if self._packed is None:
            self._packed = _packed(self._connection)
        return self._packed

    def _before(self) -> Newest:
        if self._newest is None:
            self._newest = self.packed.copy()
            for piece in stretches.log_pieces(self._connection):
                self._newest.note(stretches.log_rows(self._connection, piece.first))
        return self._newest

    def _write(self, rows: Rows) -> None:
        for start in range(0, len(rows), PIECE_ROWS):
            piece = rows.take(slice(start, start + PIECE_ROWS))
            row = (self._last + 1, len(piece), *ranges(piece), packing.pack_log(piece))
            self._connection.execute(_PIECE, row)
            self._last += len(piece)
            self.rows += len(piece)
            self.pieces += 1
        self._before().note(rows)
        minutes, counts = np.unique(rows.recorded_at // MINUTE, return_counts=True)
        self._connection.executemany(_ARRIVAL, zip(minutes.tolist(), counts.tolist(), strict=True))
        if int(rows.recorded_at.min()) <= self._recorded_to:
            self._connection.execute("UPDATE tally SET rewrites = rewrites + 1")
        self._recorded_to = max(self._recorded_to, int(rows.recorded_at.max()))

    def _look_up(self, names: Sequence[tuple[str, str, str]]) -> None:
        """Learn those that the file knows, all at once: a city that is heard for the first time has many."""
        if names:
            for place, id, is_event in self._connection.execute(_KNOWN, (json.dumps(names),)):
                self._streams[names[place]] = (id, bool(is_event))

    def _find(self, place: int, told: Columns) -> tuple[int, bool]:
        """The id of a datastream, and whether each of its occurrences counts."""
        network, asset, datastream = told.names[place]
        row = int(np.argmax(told.rows.stream == place))
        id = self._names.datastream(network, asset, Quantity(datastream, kind=_kind(told.rows.form[row])))
        (kind,) = self._connection.execute(_KIND, (id,)).fetchone()
        found = self._streams[told.names[place]] = (id, kind == ValueKind.EVENT)
        return found


def _packed(connection: sqlite3.Connection) -> Newest:
    """By datastream, the newest of all that is packed: the last frame tells, and the heads of what came after it."""
    found = Newest()
    found.note(stretches.last_frame(connection))
    for stretch in stretches.small(connection):
        for (data,) in connection.execute("SELECT heads FROM chunk WHERE stretch = ?", (stretch.id,)):
            heads, _ = packing.columns(data, "sz")
            found.note_times(heads["s"], heads["z"])
    return found


def ranges(rows: Rows) -> tuple[int, int, int, int]:
    """From when to when rows were observed, and recorded."""
    observed_at, recorded_at = rows.observed_at, rows.recorded_at
    return int(observed_at.min()), int(observed_at.max()), int(recorded_at.min()), int(recorded_at.max())


def _running_greatest(group: Longs, number: Longs) -> Longs:
    """The greatest number so far within each group of equal neighbours."""
    rank = np.cumsum(np.diff(group, prepend=group[:1]) != 0)
    low, high = int(number.min()), int(number.max())
    span = high - low + 1
    if span * (int(rank[-1]) + 1) < 2**62:  # groups lifted one above the other share one accumulation
        lifted = number - low + rank * span
        greatest: Longs = np.maximum.accumulate(lifted) - rank * span + low
        return greatest
    parts = np.split(number, np.flatnonzero(np.diff(group)) + 1)
    return np.concatenate([np.maximum.accumulate(part) for part in parts])


def _kind(form: int) -> ValueKind:
    """What a datastream is taken for that nobody declared: its first value tells a flag and a text from a number."""
    return {Form.FLAG: ValueKind.FLAG, Form.TEXT: ValueKind.TEXT}.get(Form(form), ValueKind.MEASURE)
