"""Dashes cut by arithmetic: Qt's own take many times as long, and break at the border between two tiles."""

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.paint.parts import Placed, outside
from venule.desk.map.tiles.vector.content import Starts
from venule.domain.geo import Floats


def dashes(lines: Placed, tile: Bounds, dash_px: float, gap_px: float) -> Floats:
    """The dashes of lines as rows of x, y, x, y.

    Each line begins and ends with half a dash where it ends or crosses the tile's border; dashes and gaps are made a
    little longer or shorter for that. So the next tile goes on where this one ends.
    """
    if not len(lines):
        return np.empty((0, 4))
    period = dash_px + gap_px
    along = _along(lines, tile, period)
    starts, stops = along[lines.first[:-1]], along[lines.first[1:] - 1]
    dash_ends = np.arange(-1, int(along[-1] / period) + 2)[:, None] * period + (-dash_px / 2, dash_px / 2)
    at = np.sort(np.concatenate((along, dash_ends.ravel())))
    middle = (at[:-1] + at[1:]) / 2
    line = np.searchsorted(starts, middle, "right") - 1
    inked = np.abs((middle + period / 2) % period - period / 2) < dash_px / 2
    drawn = (line >= 0) & (middle < stops[line]) & inked & (at[1:] > at[:-1])
    x, y = np.interp(at, along, lines.x), np.interp(at, along, lines.y)
    cut: Floats = np.column_stack((x[:-1], y[:-1], x[1:], y[1:]))[drawn]
    return cut


def _along(lines: Placed, tile: Bounds, period: float) -> Floats:
    """How far along each point is, all lines one after the other, with a whole number of periods to each border."""
    first = lines.first
    steps = np.hypot(np.diff(lines.x, prepend=0.0), np.diff(lines.y, prepend=0.0))
    steps[first[:-1]] = 0.0
    total = np.cumsum(steps)
    counts = np.diff(first)
    entry, leave = _crossings(lines, tile, total)
    length = np.maximum(leave - entry, 1e-9)
    stretch = np.maximum(np.round(length / period), 1.0) * period / length
    along = (total - np.repeat(entry, counts)) * np.repeat(stretch, counts)
    before, after = -along[first[:-1]], along[first[1:] - 1]
    room = (np.ceil(before / period) + np.ceil(after / period) + 1.0) * period
    begin = np.cumsum(room) - room + np.ceil(before / period) * period
    return along + np.repeat(begin, counts)


def _crossings(lines: Placed, tile: Bounds, total: Floats) -> tuple[Floats, Floats]:
    """How far along each line comes into the tile and leaves it; its ends where they lie within."""
    first, last = lines.first[:-1], lines.first[1:] - 1
    rows = np.arange(len(lines.x))
    inside = ~outside(lines.x, lines.y, tile)
    entered = np.minimum.reduceat(np.where(inside, rows, len(rows)), first)
    left = np.maximum.reduceat(np.where(inside, rows, -1), first)
    never = left < 0
    entered, left = np.where(never, first, entered), np.where(never, last, left)
    return (
        _crossing(lines, tile, total, entered, np.maximum(entered - 1, first)),
        _crossing(lines, tile, total, left, np.minimum(left + 1, last)),
    )


def _crossing(lines: Placed, tile: Bounds, total: Floats, inner: Starts, outer: npt.NDArray[np.integer]) -> Floats:
    """How far along the border is crossed between a point inside and its neighbour outside."""
    x, y, dx, dy = lines.x[inner], lines.y[inner], lines.x[outer] - lines.x[inner], lines.y[outer] - lines.y[inner]
    share = np.ones(len(x))
    for at, step, low, high in ((x, dx, tile.left, tile.right), (y, dy, tile.top, tile.bottom)):
        border = np.where(step > 0, high, low)
        moving = np.abs(step) > 1e-12
        share[moving] = np.minimum(share[moving], ((border - at) / np.where(moving, step, 1.0))[moving])
    result: Floats = total[inner] + (total[outer] - total[inner]) * np.clip(share, 0.0, 1.0)
    return result
