"""Decides what goes next, by age and by room: one small work at a time, between two batches."""

import sqlite3
from collections.abc import Collection, Sequence
from itertools import takewhile

import numpy as np

from venule.domain.instant import HOUR, MINUTE, Instant
from venule.domain.retention import Retention
from venule.store import rollup, stretches, thinning
from venule.store.ages import FOR_EVER, GRAIN, Ages, Outlook, ages, due_at, spread
from venule.store.answers import Longs
from venule.store.compaction import Compaction, Work
from venule.store.expiry import Before, Expiry, Going, Rolling, Survey
from venule.store.merge import Merge
from venule.store.rollup import Rollup
from venule.store.room import Choice, Room, Way, part_until
from venule.store.sizes import Sizes
from venule.store.stretches import Stretch

LOOK_EVERY = MINUTE
"""How often it is looked for something to do where there was nothing."""

UNTOUCHED = HOUR
"""What was recorded since then stays as it is, however little room there is."""


class Retaining:
    """Remembers when each stretch and each roll-up is due, and asks the file again after a restart."""

    def __init__(self, connection: sqlite3.Connection, compaction: Compaction, sizes: Sizes) -> None:
        self._connection = connection
        self._compaction = compaction
        self._sizes = sizes
        self._room = Room(connection)
        self._retention = Retention()
        self._catalogue = -1
        self._ages: Ages
        self._spread: tuple[int, ...] = ()
        self._stretches: dict[int, Outlook] = {}
        self._rollups: dict[int, Outlook] = {}
        self._looked_at: Instant = -FOR_EVER

    @property
    def trouble(self) -> str:
        """What somebody should know, in one sentence."""
        return self._room.trouble

    def step(self, retention: Retention, now: Instant) -> bool:
        """Do a slice, inside a transaction; whether there may be more to do now."""
        if self._compaction.advance() or self._compaction.sweep():
            return True
        if retention == self._retention and (retention.is_endless or 0 <= now - self._looked_at < LOOK_EVERY):
            return False
        self._learn(retention)
        if self._log_is_due(now):
            self._compaction.seal()
            return True
        work = self._next(now)
        self._looked_at = now if work is None else -FOR_EVER
        if work is not None:
            self._compaction.begin(work)
        return work is not None

    def _learn(self, retention: Retention) -> None:
        """How long each datastream is kept; where that changed, nothing that was found out holds any more."""
        (version,) = self._connection.execute("SELECT catalogue_version FROM tally").fetchone()
        if version == self._catalogue and retention == self._retention:
            return
        found = ages(self._connection, retention)
        if self._catalogue < 0 or not found.agree_with(self._ages):
            self._stretches.clear()
            self._rollups.clear()
        self._retention, self._catalogue, self._ages = retention, version, found
        self._spread = spread(retention)

    def _next(self, now: Instant) -> Work | None:
        found, rolled = stretches.stretches(self._connection), rollup.rollups(self._connection)
        _forget_others(self._stretches, {stretch.id for stretch in found})
        _forget_others(self._rollups, {one.id for one in rolled})
        work = self._due_stretch(found, now) or self._due_rollup(rolled, now) or self._thinner(found, rolled, now)
        work = work or self._smaller(found, rolled, now)
        if work is None:
            thinning.forget(self._connection, found, now, int(self._ages.hour.max()))
        return work

    def _log_is_due(self, now: Instant) -> bool:
        """Whether the log holds what may have had its time: where little comes it would never be packed."""
        for piece in stretches.log_pieces(self._connection)[:1]:
            newest = min(piece.observed_to, piece.recorded_to)
            return piece.recorded_to + GRAIN <= now and self._may_be_due(piece.observed_from, newest, now)
        return False

    def _due_stretch(self, found: Sequence[Stretch], now: Instant) -> Work | None:
        """The oldest with rows that have had their time. One of the last day waits: what came late came for company."""
        for stretch in found:
            if not stretch.n or stretch.recorded_to + GRAIN > now:
                continue
            outlook = self._stretches.get(stretch.id)
            if outlook is None and self._may_be_due(stretch.observed_from, stretch.newest, now):
                return Survey(self._connection, self._ages, stretch, self._stretches)
            if outlook is not None and outlook.due_at <= now:
                return self._expiry(found, stretch, Going(_older(self._ages.raw, now), _older(self._ages.hour, now)))
        return None

    def _due_rollup(self, rolled: Sequence[Rollup], now: Instant) -> Work | None:
        for one in rolled:
            outlook = self._rollups.get(one.id)
            if outlook is None and self._may_be_due(one.start_from, one.newest, now):
                return Survey(self._connection, self._ages, one, self._rollups)
            if outlook is not None and outlook.due_at <= now:
                return self._rolling([one], _older(self._ages.of_width(one.width), now))
        return None

    def _may_be_due(self, oldest: Instant, newest: Instant, now: Instant) -> bool:
        """Whether anything between two times can have had its time."""
        return due_at((age, (oldest, newest)) for age in self._spread) <= now

    def _thinner(self, found: Sequence[Stretch], rolled: Sequence[Rollup], now: Instant) -> Work | None:
        if run := thinning.sparse(found, now, self._sizes):
            return Merge(self._connection, run, self._compaction.next_stretch(), self._sizes)
        if group := thinning.alike(rolled, self._sizes):
            return self._rolling(group, _all(-FOR_EVER))
        return None

    def _smaller(self, found: Sequence[Stretch], rolled: Sequence[Rollup], now: Instant) -> Work | None:
        """What makes room, if the file takes more than it may."""
        until = now - UNTOUCHED
        raw, old = _recorded_by(found, until), [one for one in rolled if one.newest <= until]
        choice = self._room.choice(self._retention.max_bytes, raw, old, self._stretches)
        return None if choice is None else self._chosen(choice, found, until)

    def _chosen(self, choice: Choice, found: Sequence[Stretch], until: Instant) -> Work:
        place = choice.place
        if isinstance(place, Rollup):
            return self._rolling([place], _all(min(until, part_until(place))))
        if choice.way is Way.SURVEY:
            return Survey(self._connection, self._ages, place, self._stretches)
        words = until if choice.way is Way.WORDS else -FOR_EVER
        return self._expiry(found, place, Going(_all(until), _all(words)))

    def _expiry(self, found: Sequence[Stretch], stretch: Stretch, going: Going) -> Work:
        """One that is not full becomes so, with the small ones before it: its frame knows what is let go."""
        sources = (
            [stretch] if stretch.is_full else [one for one in found if not one.is_full and one.first <= stretch.first]
        )
        sieve = Expiry(self._connection, self._ages, going, self._sizes, self._stretches)
        return Merge(self._connection, sources, self._compaction.next_stretch(), self._sizes, sieve)

    def _rolling(self, sources: Sequence[Rollup], before: Before) -> Work:
        return Rolling(self._connection, sources, self._ages, before, self._sizes, known=self._rollups)


def _older(age: Longs, now: Instant) -> Before:
    """Up to so long ago, by datastream."""
    return lambda stream: now - age[stream]


def _all(until: Instant) -> Before:
    """Up to a time, whatever it is."""
    return lambda stream: np.full(len(stream), until)


def _recorded_by(found: Sequence[Stretch], until: Instant) -> list[Stretch]:
    """The stretches of which nothing was recorded later; one that is not full with the small ones before it."""
    small = takewhile(lambda one: one.recorded_to <= until, (one for one in found if not one.is_full))
    return [*(one for one in found if one.is_full and one.recorded_to <= until), *small]


def _forget_others(known: dict[int, Outlook], ids: Collection[int]) -> None:
    for id in known.keys() - ids:
        del known[id]
