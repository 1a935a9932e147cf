"""Lets go of what has had its time: raw observations become minutes, minutes hours, and hours nothing.

Each is done slice by slice, and counts from one moment on: until then what was there before does, as after a kill.
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from venule.domain.instant import HOUR, MINUTE
from venule.store import rollup
from venule.store.ages import FOR_EVER, Ages, Outlook
from venule.store.answers import Longs
from venule.store.buckets import bucketed, combined
from venule.store.packing import columns
from venule.store.rollup import Rollup, RollupInMaking
from venule.store.rows import Rows
from venule.store.sizes import Sizes
from venule.store.slices import Slices
from venule.store.stretches import Stretch
from venule.store.sweeping import Dead

Before = Callable[[Longs], Longs]
"""By datastream, up to when what lies in one place goes."""


class Going(NamedTuple):
    """Up to when numbers go, and words. A missing value goes with the numbers."""

    numbers: Before
    words: Before


HEADS_AT_ONCE = 256

_LET_GO = "UPDATE tally SET observations = observations - ?1, expired = expired + ?1"


class Expiry:
    """Takes rows out of stretches, and keeps what numbers come to by the minute. ``known`` learns what is left."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        ages: Ages,
        going: Going,
        sizes: Sizes,
        known: dict[int, Outlook],
    ) -> None:
        self._connection = connection
        self._ages = ages
        self._going = going
        self._known = known
        self._minutes = RollupInMaking(connection, rollup.next_rollup(connection), MINUTE, sizes.chunk_rows)
        self._left = Outlook()
        self._gone = 0
        self._recorded_to = -FOR_EVER

    def sift(self, rows: Rows) -> Rows:
        """The rows that stay."""
        at = reached(rows)
        word = self._ages.is_word(rows)
        going = at <= np.where(word, self._going.words(rows.stream), self._going.numbers(rows.stream))
        gone, left = rows.take(going), rows.take(~going)
        self._gone += len(gone)
        if len(gone):
            self._recorded_to = max(self._recorded_to, int(gone.recorded_at.max()))
        told = gone.take(~word[going] & ~np.isnan(gone.number))
        self._minutes.add(bucketed(told.stream, told.observed_at, told.number, MINUTE))
        self._left.note(self._ages.of_rows(left), at[~going], at[~going])
        self._left.numbers |= bool((~word[~going]).any())
        return left

    def finish(self, stretch: int) -> None:
        """Let the minutes count, and the rows no more."""
        self._minutes.finish(0, self._recorded_to)
        self._connection.execute(_LET_GO, (self._gone,))
        self._known[stretch] = self._left


class Rolling:
    """Roll-ups of one width becoming one, without the buckets that have had their time: those become wider, or go."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        sources: Sequence[Rollup],
        ages: Ages,
        before: Before,
        sizes: Sizes,
        *,
        known: dict[int, Outlook],
    ) -> None:
        self._connection = connection
        self._sources = sources
        self._ages = ages
        self._before = before
        self._known = known
        self._width = sources[0].width
        self._recorded_to = max(source.recorded_to for source in sources)
        id = rollup.next_rollup(connection)
        self._kept = RollupInMaking(connection, id, self._width, sizes.chunk_rows)
        self._hours = RollupInMaking(connection, id + 1, HOUR, sizes.chunk_rows)
        self._left = Outlook()
        pieces = [rollup.pieces(connection, source.id) for source in sources]
        self._slices = Slices(pieces, partial(rollup.unpacked, connection), sizes.seal_rows)

    def step(self) -> bool:
        """Roll the next slice; whether there was one."""
        parts = self._slices.next()
        if parts is None:
            return False
        buckets = combined(parts)
        at = np.minimum(buckets.observed_at + self._width, self._recorded_to)
        going = at <= self._before(buckets.stream)
        left = buckets.take(~going)
        self._kept.add(left)
        self._left.note(self._ages.of_width(self._width)[left.stream], at[~going], at[~going])
        if self._width == MINUTE:
            self._hours.add(buckets.take(going).coarser(HOUR))
        return True

    def finish(self) -> list[Dead]:
        """Put the new ones in the place of the old."""
        dead = [Dead("rollup", source.id) for source in self._sources]
        self._connection.executemany("DELETE FROM rollup WHERE id = ?", [(source.id,) for source in self._sources])
        level = max(source.level for source in self._sources) + (len(self._sources) > 1)
        self._kept.finish(level, self._recorded_to)
        self._hours.finish(0, self._recorded_to)
        self._known[self._kept.id] = self._left
        return dead


class Survey:
    """Looks through heads alone for when what lies in a stretch or a roll-up has had its time."""

    def __init__(
        self, connection: sqlite3.Connection, ages: Ages, place: Stretch | Rollup, known: dict[int, Outlook]
    ) -> None:
        self._connection = connection
        self._ages = ages
        self._place = place
        self._known = known
        self._found = Outlook()
        table, owner = ("rollup_chunk", "rollup") if isinstance(place, Rollup) else ("chunk", "stretch")
        self._question = f"SELECT heads FROM {table} WHERE id = ?"
        ids = connection.execute(f"SELECT id FROM {table} WHERE {owner} = ?", (place.id,))
        self._chunks: list[int] = [id for (id,) in ids]

    def step(self) -> bool:
        """Look at some more; whether there were any."""
        some, self._chunks = self._chunks[:HEADS_AT_ONCE], self._chunks[HEADS_AT_ONCE:]
        for id in some:
            (heads,) = self._connection.execute(self._question, (id,)).fetchone()
            found, _ = columns(heads, "stz")
            self._note(found["s"], found["t"], found["z"])
        return bool(some)

    def finish(self) -> list[Dead]:
        """Remember what was found."""
        self._known[self._place.id] = self._found
        return []

    def _note(self, stream: Longs, first: Longs, last: Longs) -> None:
        place = self._place
        if isinstance(place, Rollup):
            age, width = self._ages.of_width(place.width)[stream], place.width
        else:
            age, width = self._ages.of_streams(stream), 0
            self._found.numbers |= bool((~self._ages.word[stream]).any())
        self._found.note(age, first + width, np.minimum(last + width, place.recorded_to))


def reached(rows: Rows) -> Longs:
    """When rows were observed, or recorded, if a clock ran ahead: an observation of tomorrow is as old as today's."""
    return np.minimum(rows.observed_at, rows.recorded_at)
