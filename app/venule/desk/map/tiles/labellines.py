"""The lines that names run along: cut where they leave a box, and joined where tiles or crossings had cut them."""

from collections.abc import Iterator, Sequence

import numpy as np

from venule.desk.map.camera import Bounds
from venule.domain.geo import Floats

Piece = tuple[Floats, Floats]

MEET_PX = 2.0
"""Ends so near to one another belong together: a tile's coordinates are rounded."""

MOST_PIECES = 120
"""Of a name with more pieces only the longest are joined; the others stay as they are."""


def inside(x: Floats, y: Floats, box: Bounds) -> Iterator[Piece]:
    """The stretches of a line that lie in a box."""
    if x.min() >= box.left and x.max() <= box.right and y.min() >= box.top and y.max() <= box.bottom:
        yield x, y
        return
    enters, leaves = _within(x, y, box)
    kept = np.flatnonzero(enters < leaves)
    for run in np.split(kept, np.flatnonzero((np.diff(kept) != 1) | (leaves[kept[:-1]] < 1.0)) + 1):
        if len(run):
            first, last = run[0], run[-1]
            along = np.concatenate(([first + enters[first]], np.arange(first + 1, last + 1), [last + leaves[last]]))
            steps = np.arange(len(x))
            yield np.interp(along, steps, x), np.interp(along, steps, y)


def _within(x: Floats, y: Floats, box: Bounds) -> tuple[Floats, Floats]:
    """Where each segment of a line enters a box and leaves it, as shares of the segment (Liang and Barsky)."""
    enters, leaves = np.zeros(len(x) - 1), np.ones(len(x) - 1)
    for at, low, high in ((x, box.left, box.right), (y, box.top, box.bottom)):
        step, begin = np.diff(at), at[:-1]
        still = step == 0.0
        way = np.where(still, 1.0, step)
        first, second = (low - begin) / way, (high - begin) / way
        away = still & ((begin < low) | (begin > high))
        enters = np.where(away, 1.0, np.where(still, enters, np.maximum(enters, np.minimum(first, second))))
        leaves = np.where(away, 0.0, np.where(still, leaves, np.minimum(leaves, np.maximum(first, second))))
    return enters, leaves


def joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Lines made of pieces whose ends meet, the longest first."""
    by_length = sorted(pieces, key=lambda piece: -length(*piece))
    left, others = by_length[:MOST_PIECES], by_length[MOST_PIECES:]
    while left:
        line = left.pop(0)
        while (longer := _led_on(line, left)) is not None:
            line = longer
        yield line
    yield from others


def length(x: Floats, y: Floats) -> float:
    """How long a line is."""
    return float(np.hypot(np.diff(x), np.diff(y)).sum())


def _led_on(line: Piece, left: list[Piece]) -> Piece | None:
    """A line with one piece more, which is taken out of those that are left."""
    for at, piece in enumerate(left):
        for one in (line, _turned(line)):
            for other in (piece, _turned(piece)):
                if abs(one[0][-1] - other[0][0]) < MEET_PX and abs(one[1][-1] - other[1][0]) < MEET_PX:
                    del left[at]
                    return np.concatenate((one[0], other[0][1:])), np.concatenate((one[1], other[1][1:]))
    return None


def _turned(piece: Piece) -> Piece:
    """The same line from its other end."""
    return piece[0][::-1], piece[1][::-1]
