"""What numbers come to within a minute or an hour: how many they were, the least, the greatest and their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from venule.store.answers import Floats, Longs
from venule.store.packing import Sections, blob, columns
from venule.store.problem import Damaged
from venule.store.rows import borders


@dataclass(frozen=True, slots=True, eq=False)
class Buckets:
    """Columns of equal length, sorted by datastream and time. ``observed_at`` is when a bucket begins."""

    stream: Longs
    observed_at: Longs
    count: Longs
    least: Floats
    greatest: Floats
    total: Floats

    def __len__(self) -> int:
        return len(self.stream)

    def take(self, at: "npt.NDArray[np.intp] | npt.NDArray[np.bool_] | slice", /) -> "Buckets":
        """The buckets at those places."""
        return Buckets(**{name: column[at] for name, column in _columns(self).items()})

    def coarser(self, width: int) -> "Buckets":
        """The same numbers in wider buckets."""
        return _merged(self.stream, self.observed_at - self.observed_at % width, self)


_NONE, _NO_NUMBERS = np.empty(0, np.int64), np.empty(0)
NO_BUCKETS = Buckets(_NONE, _NONE, _NONE, _NO_NUMBERS, _NO_NUMBERS, _NO_NUMBERS)


def bucketed(stream: Longs, observed_at: Longs, number: Floats, width: int) -> Buckets:
    """What numbers come to that are sorted by datastream and time. Buckets begin at whole multiples of their width."""
    ones = np.ones(len(stream), np.int64)
    return Buckets(stream, observed_at, ones, number, number, number).coarser(width)


def combined(parts: Sequence[Buckets]) -> Buckets:
    """All parts' buckets, those of one datastream and time in one."""
    parts = [part for part in parts if len(part)]
    if len(parts) <= 1:
        return parts[0] if parts else NO_BUCKETS
    all = joined_buckets(parts)
    all = all.take(np.lexsort((all.observed_at, all.stream)))
    return _merged(all.stream, all.observed_at, all)


def joined_buckets(parts: Sequence[Buckets]) -> Buckets:
    """All parts' buckets, one part after the other."""
    return Buckets(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES})


def pack_buckets(buckets: Buckets) -> tuple[bytes, bytes]:
    """Heads and rows of a chunk: by group datastream, count, first and last time; by bucket all else.

    Of a bucket of one number the least alone is kept, which is the greatest and the sum too: where a datastream says
    something once a minute or more seldom, its roll-up is as small as that.
    """
    first = borders(buckets.stream)
    start, last = first[:-1], first[1:] - 1
    at = buckets.observed_at
    step = np.diff(at, prepend=at[:1])
    step[start] = 0
    several = buckets.count > 1
    heads = {"s": buckets.stream[start], "n": np.diff(first), "t": at[start], "z": at[last]}
    rows = {
        "d": step, "m": buckets.count, "l": buckets.least,
        "g": buckets.greatest[several], "a": buckets.total[several],
    }  # fmt: skip
    return blob(heads), blob(rows)


def unpack_buckets(heads: bytes, rows: bytes) -> Buckets:
    """What :func:`pack_buckets` packed. Raises :class:`Damaged`."""
    groups, found = columns(heads)[0], columns(rows)[0]
    size, step, count = groups["n"], found["d"], found["m"]
    several = count > 1
    if not int(size.sum()) == len(step) == len(count) == len(found["l"]):
        raise Damaged("A roll-up has another number of buckets than it says; restore the file.")
    if not int(several.sum()) == len(found["g"]) == len(found["a"]):
        raise Damaged("A roll-up has another number of sums than it says; restore the file.")
    since = np.cumsum(step)
    start = np.cumsum(size) - size
    observed_at = since + np.repeat(groups["t"] - since[start], size)
    greatest, total = _filled(found, "g", several), _filled(found, "a", several)
    return Buckets(np.repeat(groups["s"], size), observed_at, count, found["l"], greatest, total)


def _filled(found: Sections, tag: str, several: npt.NDArray[np.bool_]) -> Floats:
    column: Floats = found["l"].copy()
    column[several] = found[tag]
    return column


def _merged(stream: Longs, observed_at: Longs, of: Buckets) -> Buckets:
    """Neighbours of one datastream and time in one."""
    if not len(of):
        return NO_BUCKETS
    first = np.flatnonzero(
        (np.diff(stream, prepend=stream[0] - 1) != 0) | (np.diff(observed_at, prepend=observed_at[0]) != 0)
    )
    return Buckets(
        stream[first],
        observed_at[first],
        np.add.reduceat(of.count, first),
        np.minimum.reduceat(of.least, first),
        np.maximum.reduceat(of.greatest, first),
        np.add.reduceat(of.total, first),
    )


def _columns(buckets: Buckets) -> Mapping[str, Any]:
    return {name: getattr(buckets, name) for name in _NAMES}


_NAMES = tuple(field.name for field in fields(Buckets))
