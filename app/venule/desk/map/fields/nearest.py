"""The nearest cell that holds anything, for every cell of a grid: how far it is, and which one."""

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.desk.map.fields.plate import Frame
from venule.domain.geo import Floats
from venule.store.answers import Flags, Longs

Grid = npt.NDArray[np.float32]


def padded(frame: Frame, pad: int) -> Bounds:
    """The box of a frame with so many cells more on all sides."""
    box = frame.box
    return box.grown(pad * (box.right - box.left) / frame.across)


def cells_of(x: Floats, y: Floats, frame: Frame, pad: int) -> tuple[Longs, Longs]:
    """Which places lie in a padded frame, and in which of its cells, counted along its rows."""
    box, across, down = padded(frame, pad), frame.across + 2 * pad, frame.down + 2 * pad
    inside = (x >= box.left) & (x < box.right)
    inside &= y >= box.top
    inside &= y < box.bottom
    near = np.flatnonzero(inside).astype(np.int64)
    column = np.clip((x[near] - box.left) * (across / (box.right - box.left)), 0, across - 1).astype(np.int64)
    row = np.clip((y[near] - box.top) * (down / (box.bottom - box.top)), 0, down - 1).astype(np.int64)
    return near, row * across + column


def nearest(held: Flags, pad: int, most: int) -> tuple[Grid, Longs]:
    """From each cell inside the padding to the nearest that holds something: cells, at most so many, and its number.

    First along rows, then the least over the rows around (Saito and Toriwaki 1994). The number is -1 beyond ``most``.
    """
    away, column = _along_rows(held)
    square = (np.minimum(away, most + 1)[:, pad:-pad] ** 2).astype(np.float32)
    number = (np.arange(len(held))[:, None] * held.shape[1] + column)[:, pad:-pad]
    rows = len(held) - 2 * pad
    best = np.full((rows, square.shape[1]), np.float32(most**2))
    found = np.full(best.shape, -1, np.int64)
    for step in range(-most, most + 1):
        there = slice(pad + step, pad + step + rows)
        tried = square[there] + np.float32(step**2)
        nearer = tried < best
        np.copyto(best, tried, where=nearer)
        np.copyto(found, number[there], where=nearer)
    return np.sqrt(best), found


def _along_rows(held: Flags) -> tuple[Longs, Longs]:
    """Cells to the nearest one of the same row that holds something, and its column."""
    far, column = 2 * held.shape[1], np.arange(held.shape[1])
    before = np.maximum.accumulate(np.where(held, column, -far), axis=1)
    after = np.minimum.accumulate(np.where(held, column, far + held.shape[1])[:, ::-1], axis=1)[:, ::-1]
    left = column - before <= after - column
    return np.where(left, column - before, after - column), np.where(left, before, after)
