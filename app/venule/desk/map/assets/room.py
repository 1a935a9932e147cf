"""Which points of the screen are near one another, found by a grid so that no point meets all others."""

import numpy as np

from venule.desk.map.assets.zorder import Longs
from venule.domain.geo import Floats

MOST_COMPARED = 48
"""Neighbours that a point is compared with on its own row of the grid, and on the next: more are crowded anyway."""


def near_pairs(x: Floats, y: Floats, within: float) -> tuple[Longs, Longs, Floats]:
    """Pairs of points nearer to one another than a distance, each pair once, and how far apart they are."""
    column, row = (np.floor((along - along.min(initial=0.0)) / within).astype(np.int64) for along in (x, y))
    across = int(column.max(initial=0)) + 3
    key = row * across + column
    order = np.argsort(key, kind="stable")
    key = key[order]
    itself = np.arange(len(key))
    beside = itself + 1, np.searchsorted(key, key + 1, "right")
    below = np.searchsorted(key, key + across - 1), np.searchsorted(key, key + across + 1, "right")
    ones, others = [], []
    for first, end in (beside, below):
        last = np.minimum(end, first + MOST_COMPARED)
        ones.append(np.repeat(order, last - first))
        others.append(order[counted_up(first, last)])
    one, other = np.concatenate(ones), np.concatenate(others)
    apart = np.hypot(x[one] - x[other], y[one] - y[other])
    near = apart < within
    return one[near], other[near], apart[near]


def counted_up(first: Longs, last: Longs) -> Longs:
    """All whole numbers from each first one up to, but not including, its last one."""
    length = last - first
    along: Longs = np.arange(length.sum()) + np.repeat(first - (np.cumsum(length) - length), length)
    return along


def nearest_other(x: Floats, y: Floats, within: float) -> Floats:
    """The distance from each point to the nearest other one; ``within`` where none is so near."""
    nearest = np.full(len(x), within)
    one, other, apart = near_pairs(x, y, within)
    np.minimum.at(nearest, one, apart)
    np.minimum.at(nearest, other, apart)
    return nearest
