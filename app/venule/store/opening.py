"""What stood when a stretch began: of every datastream its latest observation, with what contradicts it."""

import sqlite3
from dataclasses import replace

import numpy as np

from venule.domain.instant import Instant
from venule.store.conflict import CONFLICTING
from venule.store.latest import state_as_of
from venule.store.parts import Span, parts
from venule.store.rows import Rows, joined, settled
from venule.store.stretches import unpacked
from venule.store.tail import Tail


def opening(connection: sqlite3.Connection, tail: Tail, as_of: Instant) -> tuple[Rows, Rows]:
    """Sorted rows that say the state as of a time, as they were written, and the state: a row a datastream, marked.

    Readers mark conflicts among the first anew; a row whose rival was let go keeps its mark.
    """
    state, _ = state_as_of(connection, tail, as_of)
    contested = (state.provenance & CONFLICTING) != 0
    found = [state.take(~contested)]
    for place in np.flatnonzero(contested).tolist():
        row = state.take(slice(place, place + 1))
        rivals = _of_one_moment(connection, tail, row, as_of)
        found.append(rivals if len(rivals) > 1 else row)
    return joined(found).sorted(), state


def _of_one_moment(connection: sqlite3.Connection, tail: Tail, row: Rows, as_of: Instant) -> Rows:
    """All that was known of the moment of a row, in the order of writing, without marks."""
    stream, at = int(row.stream[0]), int(row.observed_at[0])
    found = [
        unpacked(connection, part.chunk) if part.rows is None else part.rows
        for part in sorted(parts(connection, tail, Span(stream, at, at, as_of)), key=lambda part: part.written)
    ]
    rows = settled(joined([_within(rows, stream, at, as_of) for rows in found]).sorted())
    return replace(rows, provenance=(rows.provenance & ~CONFLICTING).astype(np.int8))


def _within(rows: Rows, stream: int, at: Instant, as_of: Instant) -> Rows:
    return rows.take((rows.stream == stream) & (rows.observed_at == at) & (rows.recorded_at <= as_of))
