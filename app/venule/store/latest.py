"""The latest of every datastream as of a time: the last frame before it, and what was written since laid upon it.

As of a time means what was known then, or what had happened by then: of all that is written, whenever it came, what was
observed by that time. Either way the same parts are looked through, held against the one time or the other.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np

from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import START
from venule.store.excerpts.reckoning import since, until, when
from venule.store.observing import Newest
from venule.store.packing import Sections, columns
from venule.store.rows import Rows, joined, settled
from venule.store.settling import held
from venule.store.state import State
from venule.store.stretches import LogPiece, Piece, Stretch, frame, log_pieces, newest, pieces, stretches, twins
from venule.store.tail import Tail, runs
from venule.store.unpacking import unpack_newest

_CONTENT = "SELECT id, heads, rows FROM chunk WHERE stretch = ? ORDER BY last_stream, last_at, id"
_CHUNK = "SELECT heads, rows FROM chunk WHERE id = ?"


def state_as_of(
    connection: sqlite3.Connection, tail: Tail, as_of: Instant, basis: Basis = Basis.KNOWN
) -> tuple[Rows, Instant]:
    """The rows that stand, by ascending datastream, and when the last of all known ones was recorded.

    From the newest part to the oldest, so that of older ones only that is unpacked which still may stand. Where
    observations were let go, their frames stand for them: what had happened then is told as it was known.
    """
    packed = stretches(connection)
    framed = _framed(packed, as_of, basis)
    logged = runs(_through_the_last(log_pieces(connection), as_of, basis))
    reached = [stretch.recorded_to for stretch in packed] + [piece.recorded_to for run in logged for piece in run]
    all_counts = basis is Basis.HAPPENED or max(reached, default=as_of) <= as_of
    state, newest_at = State(), Newest()
    recorded_to = [START.recorded_at, *(stretch.recorded_to for stretch in packed[:framed])]
    for run in logged:
        rows = tail.joined(connection, run)
        rows = rows.take(when(rows, basis) <= as_of)
        if all_counts:  # else it may be said again, and not known yet
            newest_at.note(rows)
        recorded_to.append(int(rows.recorded_at.max(initial=START.recorded_at)))
    for stretch in reversed(packed[framed:]):
        if since(stretch, basis) <= as_of:
            rows, last = _counting(connection, stretch.id, as_of, basis, newest_at)
            state.slip_under(rows)
            newest_at.note(rows)
            recorded_to.append(last)
    if framed:
        rows = frame(connection, packed[framed - 1].id)
        state.slip_under(rows if basis is Basis.KNOWN else rows.take(rows.observed_at <= as_of))
    last = max((stretch.recorded_to for stretch in packed), default=as_of)
    for number, run in enumerate(logged):
        rows = settled(tail.joined(connection, run).sorted())
        rows = rows.take(when(rows, basis) <= as_of)
        older = (tail.joined(connection, one) for one in logged[:number])
        state.lay(newest(_new(connection, state, rows, older, whole=basis is Basis.HAPPENED or last <= as_of)))
        last = max(last, *(piece.recorded_to for piece in run))
    return state.rows(), max(recorded_to)


def _through_the_last(logged: Sequence[LogPiece], as_of: Instant, basis: Basis) -> Sequence[LogPiece]:
    """The log's pieces up to the last of which anything counts: those before it tell what it says again."""
    counting = [place for place, piece in enumerate(logged, 1) if since(piece, basis) <= as_of]
    return logged[: counting[-1]] if counting else []


def _framed(packed: Sequence[Stretch], as_of: Instant, basis: Basis) -> int:
    """How many stretches the frame stands for that is the last of which every row counts.

    What retention let go of is in ``recorded_to`` alone, so that it has its say on either basis.
    """
    latest = accumulate((max(stretch.recorded_to, until(stretch, basis)) for stretch in packed), max)
    usable = [
        count
        for count, (stretch, last) in enumerate(zip(packed, latest, strict=True), 1)
        if stretch.is_full and last <= as_of
    ]
    return usable[-1] if usable else 0


def _counting(
    connection: sqlite3.Connection, stretch: int, as_of: Instant, basis: Basis, newest_at: Newest
) -> tuple[Rows, Instant]:
    """Of each datastream in a stretch the latest row that counts, and when the last known row was recorded.

    Of chunks those are left out that tell of no datastream more than what is known already.
    """
    found, recorded_to = [], START.recorded_at
    every = pieces(connection, stretch)
    all = [piece for piece in every if since(piece, basis) <= as_of]
    wanted: dict[int, Piece] = {}
    for piece, after in zip(all, [*all[1:], None], strict=False):
        if after is not None and _hides(after, piece, as_of, basis):
            recorded_to = max(recorded_to, piece.recorded_to)
        else:
            wanted[piece.id] = piece
    blobs = _contents(connection, stretch, wanted, len(every))
    for piece, (told, data) in zip(wanted.values(), blobs, strict=True):
        last, (heads, _) = piece.recorded_to, columns(told, "sntz")
        if _may_stand(heads, piece, as_of, basis, newest_at):
            some, last = unpack_newest(heads, data, as_of, basis)
            found.append(some)
        recorded_to = max(recorded_to, last)
    return newest(joined(found)), recorded_to


def _contents(
    connection: sqlite3.Connection, stretch: int, wanted: Mapping[int, Piece], of: int
) -> Iterator[tuple[bytes, bytes]]:
    """Heads and rows of the wanted ones ``of`` so many chunks, in order: at one go, which is half the work, if most."""
    if 2 * len(wanted) < of:
        for id in wanted:
            yield connection.execute(_CHUNK, (id,)).fetchone()
        return
    for id, heads, rows in connection.execute(_CONTENT, (stretch,)):
        if id in wanted:
            yield heads, rows


def _hides(after: Piece, piece: Piece, as_of: Instant, basis: Basis) -> bool:
    """Whether all of a chunk of one fast datastream is older than a row of the next one that counts."""
    alone = piece.first_stream == piece.last_stream == after.first_stream
    known = max(piece.recorded_to, after.recorded_to) <= as_of
    return alone and (known if basis is Basis.KNOWN else after.first_at <= as_of) and piece.last_at < after.first_at


def _may_stand(heads: Sections, piece: Piece, as_of: Instant, basis: Basis, newest_at: Newest) -> bool:
    """Whether a chunk may have rows that are not older than what is known already."""
    if until(piece, basis) <= as_of:
        return bool((heads["z"] >= newest_at.of(heads["s"])).any())
    if basis is Basis.KNOWN:
        return True
    last = np.minimum(heads["z"], as_of)
    return bool(((heads["t"] <= as_of) & (last >= newest_at.of(heads["s"]))).any())


def _new(connection: sqlite3.Connection, state: State, rows: Rows, older: Iterable[Rows], *, whole: bool) -> Rows:
    """Sorted rows of the log without those redelivered ones that could take the place of what stands.

    What they say again is packed, or among ``older`` rows of the log. Unless the ``whole`` of it counts it may be newer
    than what stands.
    """
    again = np.zeros(len(rows), np.bool_)
    stands = state.at(rows.stream)
    at = np.flatnonzero(rows.observed_at == stands if whole else rows.observed_at >= stands)
    if len(at):
        again[at] = twins(rows.take(at), state.of(rows.stream[at]))
        at = at[~again[at]]
    if len(at):
        again[at] = held(connection, rows.take(at))
        for some in older:
            again[at] |= twins(rows.take(at), some)
    return rows.take(~again)
