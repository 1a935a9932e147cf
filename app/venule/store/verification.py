"""Verifies a file beside its recorder: SQLite's own checks, then every row against all that is said of it.

Full stretches and roll-ups are each read in a transaction of their own, so that the recorder's log can be folded in
meanwhile; what takes their place in between holds nothing else. Small stretches and the log are read in a last one.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from venule.store import rollup, shapes, soundness, stretches
from venule.store.answers import Longs
from venule.store.connection import CACHE, open_for_reading
from venule.store.findings import MOST_TOLD, Findings
from venule.store.interruption import interruptible
from venule.store.observing import Newest, ranges
from venule.store.packing import Sections, columns, unpack_chunk, unpack_log
from venule.store.problem import Damaged, explained
from venule.store.rolled_up import RolledUp
from venule.store.rollup import Rollup
from venule.store.rows import NO_ROWS, Rows, joined
from venule.store.stretches import LogPiece, Piece, Stretch

Progress: TypeAlias = Callable[[str, float], None]
"""Called now and then with what is being checked and the share of it that is done."""

_SHAPES = "SELECT id, shape FROM asset WHERE shape IS NOT NULL ORDER BY id"
_CHUNK = "SELECT heads, rows FROM chunk WHERE id = ?"
_FRAME = "SELECT frame, CAST(expired AS INTEGER) FROM stretch WHERE id = ?"
_LOG = "SELECT rows FROM log WHERE first = ?"
_BUCKETS = "SELECT heads, rows FROM rollup_chunk WHERE id = ?"
_TALLY = "SELECT observations, expired, (SELECT ifnull(sum(stretch.expired), 0) FROM stretch) FROM tally"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file was found to be. ``findings`` are the first of ``found``; a sound file has none.

    ``observations`` are packed, each once; ``waiting`` rows of the log are not, and may hold redeliveries.
    """

    version: int
    stretches: int
    chunks: int
    observations: int
    waiting: int
    rollups: int
    buckets: int
    found: int
    findings: tuple[str, ...]


def verify(path: Path, progress: Progress = lambda *_: None) -> Verdict:
    """Read the whole file and say what is wrong with it; memory is some bytes a chunk and a row of each datastream.

    Raises :class:`venule.store.problem.StoreProblem` where it cannot be opened at all.
    """
    with explained(path), closing(open_for_reading(path, CACHE)) as connection:
        return Verification(connection, progress).run()


class Earlier:
    """The stretches gone through: what later ones may say again, and where it would lie."""

    def __init__(self) -> None:
        self._newest = Newest()
        self._boxes: dict[int, npt.NDArray[np.int64]] = {}

    def note(self, stretch: int, pieces: Iterable[Piece], latest: Rows) -> None:
        """Take in a stretch's sound chunks, and the latest rows in them."""
        self._newest.note(latest)
        told = [(p.id, p.first_stream, p.last_stream, p.observed_from, p.observed_to) for p in pieces]
        if told:
            self._boxes[stretch] = np.array(told, np.int64).T

    def keep(self, stretches: Collection[int]) -> None:
        """Forget all others: what has taken their place was merged of them."""
        self._boxes = {stretch: box for stretch, box in self._boxes.items() if stretch in stretches}

    def suspects(self, rows: Rows) -> Rows:
        """The rows that are not newer than all that went before of their datastreams; seldom any."""
        return rows.take(rows.observed_at <= self._newest.of(rows.stream))

    def chunks(self, suspects: Rows) -> Iterator[int]:
        """The chunks that may hold any of those, as far as can be told without unpacking."""
        since, until, *_ = ranges(suspects)
        low, high = int(suspects.stream[0]), int(suspects.stream[-1])
        for id, first, last, start, end in self._boxes.values():
            yield from id[(first <= high) & (last >= low) & (start <= until) & (end >= since)].tolist()


class Verification:
    """Goes through a file once, oldest first. ``through`` is the last row of what was gone through."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        self._findings = Findings()
        self._earlier = Earlier()
        self._through = 0
        self._state: Rows | None = NO_ROWS
        self._known: Longs
        self._total = 1
        self._read = 0
        self._stretches = self._chunks = self._observations = self._waiting = self._rollups = self._buckets = 0

    def run(self) -> Verdict:
        """Check everything."""
        self._progress("SQLite's own checks", 0.0)
        with self._findings.of("SQLite's own check"), interruptible(self._connection):
            self._check_database()
        with self._findings.of("The assets"):
            self._check_shapes()
        with self._findings.of("The roll-ups"):
            after: int | None = 0
            while after is not None:
                after = self._check_next_rollup(after)
        with self._findings.of("The stretches"):
            while self._check_next_stretch():
                continue
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        findings = self._findings
        return Verdict(
            version, self._stretches, self._chunks, self._observations, self._waiting, self._rollups, self._buckets,
            findings.count, tuple(findings.kept),
        )  # fmt: skip

    def _check_database(self) -> None:
        told = self._connection.execute(f"PRAGMA integrity_check({MOST_TOLD})")
        lines = (line for (text,) in told for line in text.splitlines())
        self._findings.add("SQLite's own check", (line for line in lines if line != "ok" and "***" not in line))
        foreign = self._connection.execute("PRAGMA foreign_key_check")
        lost = (f"row {row} of {table} names a {other} that is not there" for table, row, other, _ in foreign)
        self._findings.add("SQLite's own check", lost)

    def _check_shapes(self) -> None:
        for asset, shape in self._connection.execute(_SHAPES):
            where = f"The shape of asset {asset}"
            with self._findings.of(where):
                self._findings.add(where, shapes.faults(shape))

    @contextmanager
    def _snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment."""
        self._connection.execute("BEGIN")
        try:
            ids = self._connection.execute("SELECT id FROM datastream ORDER BY id")
            self._known = np.fromiter((id for (id,) in ids), np.int64)
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _check_next_rollup(self, after: int) -> int | None:
        """Check the roll-up with the next greater id, and say which it is; one that takes another's place has such."""
        with self._snapshot():
            found = soundness.whole(rollup.rollups(self._connection))
            left = sorted(one for one in found if one.id > after)
            if not left:
                return None
            self._check_rollup(left[0])
            self._progress("roll-ups", 1 - len(left) / len(found))
            return left[0].id

    def _check_rollup(self, one: Rollup) -> None:
        content = RolledUp(one)
        with self._findings.of(f"Roll-up {one.id}"):
            for piece in soundness.whole(rollup.pieces(self._connection, one.id)):
                where = f"Chunk {piece.id} of roll-up {one.id}"
                with self._findings.of(where):
                    heads, rows = self._content(_BUCKETS, piece.id)
                    self._findings.add(where, content.faults(piece, heads, rows, self._known))
            self._findings.add(f"Roll-up {one.id}", content.total_faults())
        self._rollups += 1
        self._buckets += one.n

    def _check_next_stretch(self) -> bool:
        """Check the next full stretch, whether there is one; or else all that is left."""
        with self._snapshot():
            found = soundness.whole(stretches.stretches(self._connection))
            log = soundness.whole(stretches.log_pieces(self._connection))
            self._earlier.keep({stretch.id for stretch in found})
            self._total = max(1, sum(stretch.n for stretch in found) + sum(piece.n for piece in log))
            left = [stretch for stretch in found if stretch.last > self._through]
            if left and left[0].is_full:
                self._check_stretch(left[0])
                return True
            for stretch in left:
                self._check_stretch(stretch)
            self._check_log(log)
            self._check_whole(found, log)
        return False

    def _check_stretch(self, stretch: Stretch) -> None:
        where = f"Stretch {stretch.id}"
        with self._findings.of(where):
            pieces = soundness.whole(stretches.pieces(self._connection, stretch.id))
            frame, expired = self._content(_FRAME, stretch.id)
            is_whole = not self._findings.add(where, soundness.total_faults(stretch, expired, pieces))
            sound, latest = self._check_chunks(stretch, pieces)
            is_all = stretch.first == self._through + 1 and not expired
            self._check_frame(stretch, frame, latest if is_whole and len(sound) == len(pieces) else None, is_all)
            self._earlier.note(stretch.id, sound, latest)
        self._through = stretch.last
        self._stretches += 1
        self._observations += stretch.n

    def _check_chunks(self, stretch: Stretch, pieces: list[Piece]) -> tuple[list[Piece], Rows]:
        """Those that are sound, and the rows of last moments in them, of a datastream the latest last."""
        sound, latest = [], []
        before = NO_ROWS
        for piece in pieces:
            where = f"Chunk {piece.id} of stretch {stretch.id}"
            with self._findings.of(where):
                heads, rows = self._unpacked(piece.id)
                if not self._findings.add(where, soundness.chunk_faults(piece, heads, rows, self._known)):
                    self._findings.add(where, soundness.neighbour_faults(before, rows))
                    self._check_said_before(where, rows)
                    sound.append(piece)
                    latest.append(stretches.of_last_moments(rows))
                    before = rows
            self._chunks += 1
            self._advance(piece.n)
        return sound, joined(latest)

    def _check_said_before(self, where: str, rows: Rows) -> None:
        """Look for rows that stretches before this one hold."""
        suspects = self._earlier.suspects(rows)
        for chunk in self._earlier.chunks(suspects) if len(suspects) else ():
            _, older = self._unpacked(chunk)
            if again := soundness.said_again(suspects, older):
                self._findings.add(where, [f"{again:,} of its observations are in chunk {chunk} already"])

    def _check_frame(self, stretch: Stretch, frame: bytes | None, latest: Rows | None, is_all: bool) -> None:
        """``latest`` of its datastreams, ``None`` where that cannot be known; the frame before it tells the rest.

        Not all of it, ``is_all``, where rows were let go of: those are told by frames alone.
        """
        before, self._state = self._state, None
        where = f"The frame of stretch {stretch.id}"
        if bool(stretch.is_full) != (frame is not None):
            self._findings.add(where, ["it is missing" if frame is None else "the stretch is not full, and has none"])
        elif frame is not None:
            with self._findings.of(where):
                rows = soundness.unpack(partial(unpack_log, frame))
                if not self._findings.add(where, soundness.value_faults(rows, self._known)):
                    self._state = rows
                    if before is not None and latest is not None:
                        expected = stretches.overlaid(before, latest)
                        rivals = joined([before, latest])
                        self._findings.add(where, soundness.frame_faults(rows, expected, rivals, is_all=is_all))

    def _check_log(self, pieces: list[LogPiece]) -> None:
        for piece in pieces:
            where = f"Piece {piece.first} of the log"
            with self._findings.of(where):
                (blob,) = self._content(_LOG, piece.first)
                rows = soundness.unpack(partial(unpack_log, blob))
                self._findings.add(where, soundness.log_faults(piece, rows, self._known))
            self._waiting += piece.n
            self._advance(piece.n)

    def _check_whole(self, found: list[Stretch], log: list[LogPiece]) -> None:
        """Check what is said of all stretches together."""
        for before, stretch in pairwise(found):
            self._findings.add(f"Stretch {stretch.id}", soundness.place_faults(before, stretch))
        self._findings.add("The log", soundness.log_place_faults(found, log))
        tally = self._connection.execute(_TALLY).fetchone()
        if tally is None:
            raise Damaged("its tally is empty")
        observations, expired, let_go = tally
        packed = sum(stretch.n for stretch in found)
        if observations != packed:
            self._findings.add("The tally", [f"it says {observations} observations, and the stretches hold {packed}"])
        if expired < let_go:
            self._findings.add("The tally", [f"it says {expired} were let go of, and the stretches say {let_go}"])

    def _unpacked(self, chunk: int) -> tuple[Sections, Rows]:
        heads, rows = self._content(_CHUNK, chunk)
        found, _ = columns(heads)
        return found, soundness.unpack(partial(unpack_chunk, found, rows))

    def _content(self, question: str, id: int) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._connection.execute(question, (id,)).fetchone()
        if found is None:
            raise Damaged("its row is missing")
        return found

    def _advance(self, rows: int) -> None:
        self._read += rows
        self._progress("observations", min(1.0, self._read / self._total))
