"""Keeps stretches and roll-ups few as they age: neighbours that hold little become one, and empty ones go at last."""

import sqlite3
from collections.abc import Iterable, Sequence

from venule.domain.instant import MINUTE, Instant
from venule.store.ages import FOR_EVER, GRAIN, SHARE
from venule.store.rollup import Rollup
from venule.store.sizes import Sizes
from venule.store.stretches import Stretch

HUSKS_AT_ONCE = 16
ARRIVALS_AT_ONCE = 10_000

_FORGET_ARRIVALS = """
DELETE FROM arrival WHERE minute IN (SELECT minute FROM arrival WHERE minute < ? ORDER BY minute LIMIT ?)
"""


def sparse(found: Iterable[Stretch], now: Instant, sizes: Sizes) -> list[Stretch]:
    """Full neighbours of which little is left, to be merged: the frame of the last is enough for all of them.

    What they hold together was recorded within a day, or a 32nd of its age. Of empty ones two to four hundred are left
    to tell of ten years; of those that hold words still up to ``sizes.fan`` times as many.
    """
    run: list[Stretch] = []
    for stretch in found:
        if not stretch.is_full or stretch.recorded_to + GRAIN > now:
            break
        if run and not _is_little([*run, stretch], now, sizes):
            if len(run) > 1 and not any(one.n for one in run):
                return run
            run = []
        run.append(stretch)
        if len(run) >= sizes.fan:
            return run
    return []


def alike(rolled: Iterable[Rollup], sizes: Sizes) -> list[Rollup]:
    """Roll-ups of one level, to be merged: as many as make one of the next, or a full one.

    So a day of a datastream lies in ``sizes.fan`` pieces of each level at most (six levels come to a full one), and in
    those full ones that reach into it: two, unless what came late filled more.
    """
    levels: dict[tuple[int, int], list[Rollup]] = {}
    for one in rolled:
        if one.n < sizes.full_buckets:
            levels.setdefault((one.width, one.level), []).append(one)
    for group in levels.values():
        some = group[: sizes.fan]
        if len(some) == sizes.fan or (len(some) > 1 and sum(one.n for one in some) >= sizes.full_buckets):
            return some
    return []


def forget(connection: sqlite3.Connection, found: Sequence[Stretch], now: Instant, age: int) -> None:
    """Let empty stretches go, and the counts of arrivals, that are older than anything that is kept.

    The last stretch stays: it says which number the next row has.
    """
    until = now - age - max(GRAIN, age // SHARE)
    if age >= FOR_EVER:
        return
    husks = [stretch.id for stretch in found[:-1] if stretch.is_full and not stretch.n and stretch.recorded_to < until]
    connection.executemany("DELETE FROM stretch WHERE id = ?", [(id,) for id in husks[:HUSKS_AT_ONCE]])
    connection.execute(_FORGET_ARRIVALS, (until // MINUTE, ARRIVALS_AT_ONCE))


def _is_little(run: Sequence[Stretch], now: Instant, sizes: Sizes) -> bool:
    span = max(stretch.recorded_to for stretch in run) - min(stretch.recorded_from for stretch in run)
    near = span <= max(GRAIN, (now - run[-1].recorded_to) // SHARE)
    return near and sum(stretch.n for stretch in run) <= sizes.full_rows
