"""Roll-ups copied from file to file: the buckets that touch a stretch of time, those of one moment in one."""

import sqlite3
from functools import partial

from venule.domain.instant import Instant
from venule.store import rollup
from venule.store.buckets import combined
from venule.store.rollup import RollupInMaking
from venule.store.sizes import Sizes
from venule.store.slices import Slices


def copy_rollups(
    source: sqlite3.Connection, target: sqlite3.Connection, since: Instant, until: Instant, sizes: Sizes
) -> None:
    """One roll-up of each width, in a transaction of the target's; its datastreams have the ids they had."""
    for width in rollup.WIDTHS:
        some = [
            one
            for one in rollup.rollups(source)
            if one.width == width and one.start_to + width > since and one.start_from <= until
        ]
        if not some:
            continue
        made = RollupInMaking(target, rollup.next_rollup(target), width, sizes.chunk_rows)
        slices = Slices(
            [rollup.pieces(source, one.id) for one in some], partial(rollup.unpacked, source), sizes.seal_rows
        )
        while (parts := slices.next()) is not None:
            buckets = combined(parts)
            made.add(buckets.take((buckets.observed_at + width > since) & (buckets.observed_at <= until)))
        made.finish(0, max(one.recorded_to for one in some))
