"""Joins recordings: what one holds is laid into another, each observation, alarm and gap once.

Cuts of one recording that follow each other make the whole again, whether or not they overlap.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from venule.store.answers import LAST, Longs
from venule.store.connection import CACHE, open_for_reading
from venule.store.excerpts import excerpt
from venule.store.excerpts.joined_rest import join_rest
from venule.store.excerpts.rolled_join import join_rollups
from venule.store.excerpts.translation import Translation
from venule.store.excerpts.whole import Whole
from venule.store.names import Names
from venule.store.observing import ObservationLog, ranges
from venule.store.problem import explained
from venule.store.rows import NO_ROWS, Rows, joined, settled
from venule.store.settling import held
from venule.store.stretches import log_pieces, log_rows, newest, stretches, twins
from venule.store.tail import Tail
from venule.store.writer import Writer

Progress: TypeAlias = Callable[[str, float], None]
"""Called now and then with what is being done and the share of it that is done."""


@dataclass(frozen=True, slots=True)
class Joined:
    """How many observations were new, and how many were there already."""

    new: int = 0
    known: int = 0

    def __add__(self, other: "Joined") -> "Joined":
        return Joined(self.new + other.new, self.known + other.known)


def join(writer: Writer, sources: Sequence[Path], progress: Progress = lambda *_: None) -> Joined:
    """Lay recordings into the one a writer holds, which may be empty.

    Of conflicting values of one moment the last recorded is the latest, in whichever order they are joined. Of what
    several of them say the first that is joined stands. A kill leaves what was joined by then, and joining again goes
    on from there. Raises :class:`venule.store.problem.StoreProblem`.
    """
    done, framed = Joined(), NO_ROWS
    for number, source in enumerate(sources):

        def tell(what: str, share: float, name: str = source.name, number: int = number) -> None:
            progress(f"{name}: {what}", (number + share) / len(sources))

        with explained(source), closing(open_for_reading(source, CACHE)) as original:
            original.execute("BEGIN")
            joining = _Joining(original, writer)
            done += joining.run(tell)
            framed = newest(settled(joined([framed, joining.framed()]).sorted()))
    return done + _put(writer, framed, only_newer=True)


class _Joining:
    """One recording on its way into another."""

    def __init__(self, source: sqlite3.Connection, writer: Writer) -> None:
        self._source, self._writer = source, writer
        self._whole = Whole(source, Tail(), -LAST, LAST)
        self._streams: Longs

    def run(self, tell: Progress) -> Joined:
        """Join everything; memory is some thousand rows and some numbers a datastream."""
        tell("names", 0.0)
        self._writer.apply(self._join_names)
        done = Joined()
        for rows in self._rows():
            tell("observations", self._whole.share)
            done += _put(self._writer, self._here(rows))
        self._writer.apply(self._join_rest)
        return done

    def framed(self) -> Rows:
        """The latest of each datastream, where rows were let go of: of some nothing else is left."""
        return self._here(self._whole.last_frame())

    def _rows(self) -> Iterator[Rows]:
        for stretch in stretches(self._source):
            yield from self._whole.of_stretch(stretch)
        yield from self._whole.of_log()

    def _here(self, rows: Rows) -> Rows:
        """Sorted rows with the ids that their datastreams have in the other file."""
        return replace(rows, stream=self._streams[rows.stream]).sorted()

    def _join_names(self, target: sqlite3.Connection, names: Names, log: ObservationLog) -> None:
        (known,) = target.execute("SELECT (SELECT count(*) FROM network) + (SELECT count(*) FROM feed)").fetchone()
        if known:
            self._streams = Translation(self._source, target).streams
        else:  # with the ids they had, so that what is shown in the order of ids stays in it
            excerpt.copy_names(self._source, target)
            (last,) = target.execute("SELECT ifnull(max(id), 0) FROM datastream").fetchone()
            self._streams = np.arange(last + 1)
        target.execute("UPDATE tally SET catalogue_version = catalogue_version + 1")

    def _join_rest(self, target: sqlite3.Connection, names: Names, log: ObservationLog) -> None:
        join_rest(self._source, target)
        join_rollups(self._source, target, self._streams)


def _put(writer: Writer, rows: Rows, *, only_newer: bool = False) -> Joined:
    """Append of sorted rows what is not there yet, as it is, and pack what is due."""

    def append(connection: sqlite3.Connection, names: Names, log: ObservationLog) -> int:
        known = rows.observed_at <= log.newest(rows.stream) if only_newer else _known(connection, log, rows)
        return log.copy(rows.take(~known))

    added = writer.apply(append) if len(rows) else 0
    while writer.tend():
        continue
    return Joined(added, 0 if only_newer else len(rows) - added)


def _known(connection: sqlite3.Connection, log: ObservationLog, rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of sorted rows the file holds already, packed or in its log."""
    again = np.zeros(len(rows), np.bool_)
    at = np.flatnonzero(rows.observed_at <= log.newest(rows.stream))
    if len(at):
        suspects = rows.take(at)
        since, until, *_ = ranges(suspects)
        meeting = [one for one in log_pieces(connection) if one.observed_to >= since and one.observed_from <= until]
        logged = joined([log_rows(connection, one.first) for one in meeting])
        again[at] = held(connection, suspects) | twins(suspects, logged)
    return again
