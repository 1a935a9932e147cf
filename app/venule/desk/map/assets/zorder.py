"""Keys along the Z-order curve (Morton 1966): each cell of each level is one stretch of the ascending keys."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.domain.geo import Floats

Longs = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Number = TypeVar("Number", bound=np.generic)

KEY_LEVEL = 26
"""Level of the sort key: cells of 0.6 m at the equator. Assets that share one count as standing at one place."""

MOST_BLOCKS = 1024
"""A box is searched for in at most about so many cells: larger ones are taken where it would hold more."""

EVERY_OTHER = np.uint64(0x5555555555555555)
GAPS = (
    (1, EVERY_OTHER),
    (2, np.uint64(0x3333333333333333)),
    (4, np.uint64(0x0F0F0F0F0F0F0F0F)),
    (8, np.uint64(0x00FF00FF00FF00FF)),
    (16, np.uint64(0x0000FFFF0000FFFF)),
)
"""Bit tricks of interleaving: by how much to shift, and which bits stay."""

LOW_HALF = np.uint64(0xFFFFFFFF)


def shift(level: int) -> int:
    """By how many bits a sort key is longer than a key of the level."""
    return 2 * (KEY_LEVEL - level)


def spread(number: Longs) -> Words:
    """Move the bits of numbers below 2³² apart, a zero after each."""
    bits = number.astype(np.uint64)
    for by, mask in reversed(GAPS):
        bits = (bits | (bits << np.uint64(by))) & mask
    return bits


def packed(bits: Words) -> Words:
    """The inverse of :func:`spread`; the bits between are dropped."""
    bits = bits & EVERY_OTHER
    for (by, _), mask in zip(GAPS, [mask for _, mask in GAPS[1:]] + [LOW_HALF], strict=True):
        bits = (bits | (bits >> np.uint64(by))) & mask
    return bits


def cell_keys(x: Floats, y: Floats, level: int) -> Longs:
    """Keys of the cells of a level that hold these places of the unit square."""
    last = 2**level - 1
    column = np.clip(x * 2.0**level, 0, last).astype(np.int64)
    row = np.clip(y * 2.0**level, 0, last).astype(np.int64)
    return interleaved(column, row)


def interleaved(column: Longs, row: Longs) -> Longs:
    """Keys of cells given by column and row; the shapes may broadcast."""
    return (spread(column) | (spread(row) << np.uint64(1))).view(np.int64)


def corners(key: Longs, level: int) -> tuple[Floats, Floats]:
    """Left and top edges of cells in the unit square."""
    bits, side = key.view(np.uint64), 2.0**level
    return packed(bits) / side, packed(bits >> np.uint64(1)) / side


def keys_in(bounds: Bounds, level: int) -> Longs:
    """Ascending keys of all cells of a level that touch a box."""
    side, last = 2.0**level, 2**level - 1
    columns = np.arange(max(int(bounds.left * side), 0), min(int(bounds.right * side), last) + 1)
    rows = np.arange(max(int(bounds.top * side), 0), min(int(bounds.bottom * side), last) + 1)
    return np.sort(interleaved(columns[None, :], rows[:, None]).reshape(-1))


def blocks_in(bounds: Bounds, level: int) -> tuple[Longs, int]:
    """Ascending keys of cells that cover a box together, and how many levels above the wanted one they are.

    No more than about :data:`MOST_BLOCKS` of them: the cells are those of the level itself while that is possible.
    """
    side = 2.0**level
    across, down = (bounds.right - bounds.left) * side + 1, (bounds.bottom - bounds.top) * side + 1
    above = int(np.ceil(np.log2(max(across * down / MOST_BLOCKS, 1.0)) / 2))
    above = min(above, level)
    return keys_in(bounds, level - above), above


def runs(first: Longs, last: Longs) -> list[slice]:
    """Ascending stretches of an array, each up to but not including its last place; adjoining ones become one."""
    some = first < last
    first, last = first[some], last[some]
    parted = np.flatnonzero(first[1:] != last[:-1])
    begins, ends = np.concatenate((first[:1], first[1:][parted])), np.concatenate((last[:-1][parted], last[-1:]))
    return [slice(begin, end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def taken(array: npt.NDArray[Number], stretches: Sequence[slice]) -> npt.NDArray[Number]:
    """A copy of some stretches of an array, one after another."""
    return np.concatenate([array[stretch] for stretch in stretches]) if stretches else array[:0].copy()


def starts(key: Longs) -> Longs:
    """Where each new value begins in ascending keys."""
    return np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])


def cells_by_level(key: Longs) -> Longs:
    """How many cells of each level, 0 to :data:`KEY_LEVEL`, are occupied by ascending sort keys."""
    _, length = np.frexp((key[1:] ^ key[:-1]).astype(np.float64))  # exact: the keys have 52 bits
    parting_level = KEY_LEVEL - (length.astype(np.int64) + 1) // 2 + 1
    return 1 + np.cumsum(np.bincount(parting_level, minlength=KEY_LEVEL + 2)[: KEY_LEVEL + 1])
