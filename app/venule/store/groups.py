"""One datastream's group in a chunk, as the chunk's heads tell of it."""

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np

from venule.domain.instant import Instant
from venule.store.packing import FORMATS, columns


class Numbers(NamedTuple):
    """What heads tell of a long group: of ``numbers`` that there are, and the worst quality and every provenance."""

    first: float
    least: float
    greatest: float
    last: float
    numbers: int
    quality: int
    provenance: int


class Group(NamedTuple):
    """``n`` rows from ``start`` on in the chunk, observed from ``first_at`` to ``last_at``."""

    first_at: Instant
    last_at: Instant
    start: int
    n: int
    numbers: Numbers | None


_CHECKSUM: Final = 4
_CODES: Final = {"<i8": "q", "<f8": "d", "<u2": "H"}
_TAGS: Final = ("s", "n", "t", "z", "m", "l", "g", "a", "b", "e", "u")
_LETTERS: Final = tuple(f"{tag}r".encode() for tag in _TAGS)
_SIZES: Final = tuple(struct.calcsize(_CODES[FORMATS[tag]]) for tag in _TAGS)
_ALONE: Final = struct.Struct("<I" + "".join("2sII" + _CODES[FORMATS[tag]] for tag in _TAGS))
"""Heads of a single group that tell all they may: nearly all heads of a busy datastream."""


def group_of(heads: bytes, datastream: int, *, with_numbers: bool) -> Group | None:
    """The datastream's group, if there is one. Raises :class:`venule.store.problem.Damaged`."""
    alone = _alone(heads) if len(heads) == _ALONE.size else None
    if alone is not None:
        stream, whole = alone
        return whole if stream == datastream else None
    found, _ = columns(heads, "sntzmlgbeu" if with_numbers else "sntz")
    group = int(np.searchsorted(found["s"], datastream))
    if group == len(found["s"]) or found["s"][group] != datastream:
        return None
    numbers = None
    if "m" in found and "u" in found:
        first, least, greatest, last = (float(found[tag][group]) for tag in "blge")
        flags = int(found["u"][group])
        numbers = Numbers(first, least, greatest, last, int(found["m"][group]), flags >> 3 & 7, flags >> 6)
    start = int(found["n"][:group].sum())
    return Group(int(found["t"][group]), int(found["z"][group]), start, int(found["n"][group]), numbers)


def _alone(heads: bytes) -> tuple[int, Group] | None:
    """The datastream and the group of heads that have one and are laid out as usual."""
    checksum, *fields = _ALONE.unpack(heads)
    usual = tuple(fields[::4]) == _LETTERS and tuple(fields[2::4]) == _SIZES and set(fields[1::4]) == {1}
    if not usual or checksum != zlib.crc32(memoryview(heads)[_CHECKSUM:]):
        return None
    stream, n, first_at, last_at, count, least, greatest, _, first, last, flags = fields[3::4]
    numbers = Numbers(first, least, greatest, last, count, flags >> 3 & 7, flags >> 6)
    return stream, Group(first_at, last_at, 0, n, numbers)
