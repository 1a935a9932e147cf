"""The latest of every datastream as of a time: the last frame before it, and what was written since laid upon it."""

import sqlite3
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from venule.domain.instant import Instant
from venule.store.answers import START
from venule.store.observing import Newest
from venule.store.packing import columns
from venule.store.rows import Rows, joined, settled
from venule.store.settling import held
from venule.store.state import State
from venule.store.stretches import Piece, Stretch, frame, log_pieces, newest, pieces, stretches, twins
from venule.store.tail import Tail, runs
from venule.store.unpacking import unpack_newest

_HEADS = "SELECT heads FROM chunk WHERE id = ?"
_ROWS = "SELECT rows FROM chunk WHERE id = ?"


def state_as_of(connection: sqlite3.Connection, tail: Tail, as_of: Instant) -> tuple[Rows, Instant]:
    """The rows that stand, by ascending datastream, and when the last of all known ones was recorded.

    From the newest part to the oldest, so that of older ones only that is unpacked which still may stand.
    """
    packed = stretches(connection)
    framed = _framed(packed, as_of)
    logged = runs(piece for piece in log_pieces(connection) if piece.recorded_from <= as_of)
    state, newest_at = State(), Newest()
    recorded_to = [START.recorded_at, *(stretch.recorded_to for stretch in packed[:framed])]
    for run in logged:
        rows = tail.joined(connection, run)
        rows = rows.take(rows.recorded_at <= as_of)
        newest_at.note(rows)
        recorded_to.append(int(rows.recorded_at.max(initial=START.recorded_at)))
    for stretch in reversed(packed[framed:]):
        if stretch.recorded_from <= as_of:
            rows, last = _known(connection, stretch.id, as_of, newest_at)
            state.slip_under(rows)
            newest_at.note(rows)
            recorded_to.append(last)
    if framed:
        state.slip_under(frame(connection, packed[framed - 1].id))
    for run in logged:
        rows = settled(tail.joined(connection, run).sorted())
        state.lay(newest(_new(connection, state, rows.take(rows.recorded_at <= as_of))))
    return state.rows(), max(recorded_to)


def _framed(packed: Sequence[Stretch], as_of: Instant) -> int:
    """How many stretches the frame stands for that is the last of which every row was known by then."""
    recorded_to = accumulate((stretch.recorded_to for stretch in packed), max)
    usable = [
        count
        for count, (stretch, last) in enumerate(zip(packed, recorded_to, strict=True), 1)
        if stretch.is_full and last <= as_of
    ]
    return usable[-1] if usable else 0


def _known(connection: sqlite3.Connection, stretch: int, as_of: Instant, newest_at: Newest) -> tuple[Rows, Instant]:
    """Of each datastream in a stretch the latest row known by then, and when the last known row was recorded.

    Of chunks that are known wholly those are left out that tell of no datastream more than what is known already.
    """
    found, recorded_to = [], START.recorded_at
    all = [piece for piece in pieces(connection, stretch) if piece.recorded_from <= as_of]
    for piece, after in zip(all, [*all[1:], None], strict=False):
        last = piece.recorded_to
        if last > as_of or not (after is not None and _hides(after, piece, as_of)):
            heads, _ = columns(connection.execute(_HEADS, (piece.id,)).fetchone()[0], "sntz")
            if last > as_of or (heads["z"] >= newest_at.of(heads["s"])).any():
                (data,) = connection.execute(_ROWS, (piece.id,)).fetchone()
                some, last = unpack_newest(heads, data, as_of)
                found.append(some)
        recorded_to = max(recorded_to, last)
    return newest(joined(found)), recorded_to


def _hides(after: Piece, piece: Piece, as_of: Instant) -> bool:
    """Whether all of a chunk of one fast datastream is older than the next one."""
    alone = piece.first_stream == piece.last_stream == after.first_stream
    return alone and after.recorded_to <= as_of and piece.last_at < after.first_at


def _new(connection: sqlite3.Connection, state: State, rows: Rows) -> Rows:
    """Sorted rows of the log without those redelivered ones that could take the place of what stands."""
    again = np.zeros(len(rows), np.bool_)
    at = np.flatnonzero(rows.observed_at == state.at(rows.stream))
    if len(at):
        again[at] = twins(rows.take(at), state.of(rows.stream[at]))
        at = at[~again[at]]
        again[at] = held(connection, rows.take(at))
    return rows.take(~again)
