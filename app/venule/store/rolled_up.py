"""What is wrong with a roll-up, chunk by chunk and as a whole, in sentences."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from venule.store import soundness
from venule.store.answers import Longs
from venule.store.buckets import Buckets, unpack_buckets
from venule.store.rollup import Rollup, RollupPiece


class RolledUp:
    """Adds up what the chunks of a roll-up hold, to hold it against what the file says of the whole."""

    def __init__(self, rollup: Rollup) -> None:
        self._rollup = rollup
        self._n = self._bytes = 0
        self._starts: list[int] = []

    def faults(self, piece: RollupPiece, heads: bytes, rows: bytes, known: Longs) -> Iterator[str]:
        """What is wrong with a chunk. Raises :class:`venule.store.problem.Damaged`."""
        buckets = soundness.unpack(partial(unpack_buckets, heads, rows))
        self._n += len(buckets)
        self._bytes += len(heads) + len(rows)
        yield from soundness.stranger_faults(buckets.stream, known)
        yield from soundness.told_otherwise(piece, ("n",), (len(buckets),))
        if len(buckets):
            stream, at = buckets.stream, buckets.observed_at
            self._starts += [int(at.min()), int(at.max())]
            ends = (int(stream[0]), int(stream[-1]), int(at[0]), int(at[-1]))
            yield from soundness.told_otherwise(piece, soundness.ENDS, ends)
            yield from self._bucket_faults(buckets)

    def total_faults(self) -> Iterator[str]:
        """Where what the file says of the whole is not what its chunks come to."""
        found = (self._n, self._bytes, min(self._starts, default=None), max(self._starts, default=None))
        for name, value in zip(("n", "bytes", "start_from", "start_to"), found, strict=True):
            if (told := getattr(self._rollup, name)) != value:
                yield f"it says {name} {told} where its chunks come to {value}"

    def _bucket_faults(self, buckets: Buckets) -> Iterator[str]:
        step = np.diff(buckets.stream)
        if (step < 0).any() or ((step == 0) & (np.diff(buckets.observed_at) <= 0)).any():
            yield "its buckets are not in the order of datastream and time"
        if (buckets.observed_at % self._rollup.width).any():
            yield "it has buckets that do not begin with the minute or hour that they are of"
        if (buckets.count < 1).any() or (buckets.least > buckets.greatest).any():
            yield "it has buckets of no numbers, or with a least one above the greatest"
