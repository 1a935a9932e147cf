"""Cuts a stretch of time out of a recording, into a new one that shows the same at every time of the stretch.

A stretch is of recorded time, which is what the clock of the desk runs on. What stood when it began comes first, as
ordinary observations recorded when they were; then what was recorded in it, in the order of writing. Memory is some
thousand rows and a row of each datastream, however long the stretch.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from venule.domain.instant import MINUTE, Instant
from venule.store import cut_record, stretches
from venule.store.answers import LAST
from venule.store.connection import CACHE, open_for_reading, open_for_writing
from venule.store.cut_record import Cut
from venule.store.excerpts import excerpt
from venule.store.excerpts.cut_stretch import CutStretch
from venule.store.excerpts.rolled_excerpt import copy_rollups
from venule.store.excerpts.whole import Whole
from venule.store.migration import migrate_cache
from venule.store.opening import opening
from venule.store.problem import StoreProblem, explained
from venule.store.rows import NO_ROWS, Rows
from venule.store.sizes import Sizes
from venule.store.tail import Tail
from venule.store.writer import SIZES, Writer

Progress: TypeAlias = Callable[[str, float], None]
"""Called now and then with what is being done and the share of it that is done."""

PACKING_SHARE = 0.1
"""What packing takes of the whole time: full stretches need none."""

_ARRIVALS = "SELECT minute, n FROM arrival WHERE minute > ? AND minute < ? ORDER BY minute"
_ARRIVED = "INSERT INTO arrival (minute, n) VALUES (?, ?) ON CONFLICT (minute) DO UPDATE SET n = n + excluded.n"
_EXPIRED = "SELECT CAST(expired AS INTEGER) FROM stretch WHERE id = ?"
_TALLY = "UPDATE tally SET observations = ?, expired = ?"


@dataclass(frozen=True, slots=True)
class Wish:
    """From when to when, both included; ``None`` is open. ``source`` is the name the recording goes by."""

    source: str
    since: Instant | None
    until: Instant | None
    made_at: Instant
    who: str


def cut(source: Path, target: Path, wish: Wish, progress: Progress = lambda *_: None, sizes: Sizes = SIZES) -> Cut:
    """Write the new recording ``target``, which may not be there yet; the recording may be written meanwhile.

    Until it is done the log of the recording's writer cannot be folded into it. Raises
    :class:`venule.store.problem.StoreProblem`.
    """
    if wish.since is not None and wish.until is not None and wish.since > wish.until:
        raise StoreProblem("A cut cannot end before it begins: give an earlier --from or a later --to.")
    with explained(source), closing(open_for_reading(source, CACHE)) as original:
        original.execute("BEGIN")
        with closing(open_for_writing(target, CACHE, migrate_cache, durable=False)) as made:
            cutting = _Cutting(original, made, wish, sizes)
            found = cutting.run(progress)
    with Writer(target, sizes=sizes) as writer:
        progress("packing", 1 - PACKING_SHARE)
        writer.compact(lambda _: progress("packing", 1 - PACKING_SHARE / 2))
    progress("packing", 1.0)
    return found


class _Cutting:
    """One file becoming another."""

    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection, wish: Wish, sizes: Sizes) -> None:
        self._source, self._target = source, target
        self._wish, self._sizes = wish, sizes
        self._since = -LAST if wish.since is None else wish.since
        self._until = LAST if wish.until is None else wish.until
        self._stretch = CutStretch(target, sizes.chunk_rows)

    def run(self, progress: Progress) -> Cut:
        """Copy everything."""
        progress("names", 0.0)
        with self._at_once():
            excerpt.copy_names(self._source, self._target)
        with self._at_once():
            excerpt.copy_rest(self._source, self._target, self._since, self._until)
        with self._at_once():
            copy_rollups(self._source, self._target, self._since, self._until, self._sizes)
        with self._at_once():
            minutes = self._source.execute(_ARRIVALS, (self._since // MINUTE, self._until // MINUTE))
            self._target.executemany(_ARRIVED, minutes)
        opened = self._copy_observations(progress)
        wish = self._wish
        made = Cut(wish.source, wish.since, wish.until, opened, wish.made_at, wish.who)
        with self._at_once():
            self._target.execute(_TALLY, (self._stretch.total, self._stretch.expired))
            cut_record.write(self._target, made)
        return made

    def _copy_observations(self, progress: Progress) -> int:
        """All of them; how many stood when the stretch began."""
        tail = Tail()
        whole = Whole(self._source, tail, self._since, self._until)
        told, state = (
            opening(self._source, tail, self._since - 1) if self._wish.since is not None else (NO_ROWS, NO_ROWS)
        )
        framed = whole.framed()

        def put(parts: Iterable[Rows]) -> None:
            for rows in parts:
                progress("observations", (1 - PACKING_SHARE) * whole.share)
                with self._at_once():
                    self._stretch.put(rows)
                    self._count_at_the_ends(rows)

        put([told])
        opened = self._stretch.total
        with self._at_once():
            self._stretch.end(state if framed else None)
        for one in framed:
            put(whole.of_stretch(one))
            (expired,) = self._source.execute(_EXPIRED, (one.id,)).fetchone()
            with self._at_once():
                self._stretch.end_full(one, state, stretches.frame(self._source, one.id), expired, self._since)
        for one in whole.further():
            put(whole.of_stretch(one))
            with self._at_once():
                self._stretch.end()
        for rows in whole.of_log():
            put([rows])
            with self._at_once():
                self._stretch.end()
        return opened

    def _count_at_the_ends(self, rows: Rows) -> None:
        """Whole minutes are told by the recording; those in which the stretch begins and ends are counted here."""
        rows = rows.take((rows.recorded_at >= self._since) & (rows.recorded_at <= self._until))
        minute = rows.recorded_at // MINUTE
        at_the_ends = minute[(minute == self._since // MINUTE) | (minute == self._until // MINUTE)]
        told, counts = np.unique(at_the_ends, return_counts=True)
        self._target.executemany(_ARRIVED, zip(told.tolist(), counts.tolist(), strict=True))

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._target.execute("BEGIN IMMEDIATE")
        yield
        self._target.execute("COMMIT")
