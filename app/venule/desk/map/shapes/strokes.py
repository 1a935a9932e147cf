"""Strokes of shapes in pixels of a square of the map: simplified for its zoom, cut to its edges, and broken to dashes.

Everything is laid out on the grid of the whole world, never on the square's own, so that what is painted into two
squares side by side meets without a seam.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.desk.map.camera import Bounds
from venule.desk.map.shapes.index import Flags, Longs, ShapeIndex, stretches
from venule.domain.geo import Floats

FINE_PX = 0.6
"""Points of a part that follow one another within a square of this side are one point."""

TINY_PX = 2.5
"""Of the strokes shorter than this that begin in one pixel and look the same, one is painted."""

PER_PX = 4.0
"""Joints that lie in the same quarter of a pixel are one."""

Bytes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Straight strokes: rows of ``x, y, x, y``, which shape each is of, and its pixels along the part before it."""

    ends: Floats
    shape: Longs
    along: Floats

    def __len__(self) -> int:
        return len(self.shape)

    def only(self, wanted: Flags | Longs | slice) -> "Strokes":
        """Some of them."""
        return Strokes(self.ends[wanted], self.shape[wanted], self.along[wanted])


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Simplified parts, in pixels: each point, the part it is of (ascending), and the shape each part is of."""

    x: Floats
    y: Floats
    part: Longs
    shape: Longs


def outlines(index: ShapeIndex, shapes: Longs, box: Bounds, scale: float) -> Outline:
    """Parts of shapes at a scale in pixels per unit, from a box's upper left corner. Rings are closed.

    The first and the last point of a part stay whatever happens to those between.
    """
    begin, count, of = index.points(shapes)
    around = index.closed[shapes[of]]
    length = count + around
    at = stretches(begin, length)
    part = np.repeat(np.arange(len(length)), length)
    last = np.cumsum(length) - 1
    at[last[around]] = begin[around]
    x, y = index.x[at] * scale, index.y[at] * scale
    moved = (np.diff(np.floor(x / FINE_PX)) != 0) | (np.diff(np.floor(y / FINE_PX)) != 0)
    kept = np.concatenate(([True], moved))[: len(at)]
    kept[last] = kept[last - length + 1] = True
    return Outline(x[kept] - box.left * scale, y[kept] - box.top * scale, part[kept], shapes[of])


def strokes(outline: Outline) -> Strokes:
    """The straight strokes from each point to the next."""
    same = outline.part[1:] == outline.part[:-1]
    x, y = outline.x, outline.y
    step = np.hypot(np.diff(x), np.diff(y)) * same
    travelled = np.concatenate(([0.0], np.cumsum(step)))[: len(x)]
    first = np.searchsorted(outline.part, outline.part[:-1][same])
    ends = np.column_stack((x[:-1], y[:-1], x[1:], y[1:]))[same]
    return Strokes(ends, outline.shape[outline.part[:-1][same]], travelled[:-1][same] - travelled[first])


def cut(found: Strokes, width: float, height: float, margin: float) -> Strokes:
    """What of the strokes lies within an area from the origin and a margin around it (Liang and Barsky 1984)."""
    x0, y0, x1, y1 = found.ends.T
    right, bottom = width + margin, height + margin
    near = (np.minimum(x0, x1) <= right) & (np.maximum(x0, x1) >= -margin)
    near &= (np.minimum(y0, y1) <= bottom) & (np.maximum(y0, y1) >= -margin)
    found = found.only(near)
    x0, y0, x1, y1 = found.ends.T
    dx, dy = x1 - x0, y1 - y0
    enter, leave = np.zeros(len(found)), np.ones(len(found))
    for start, way, far in ((x0, dx, right), (y0, dy, bottom)):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            low, high = (-margin - start) / way, (far - start) / way
        still = way == 0  # such a stroke is within these two edges, or it would not be near
        enter = np.where(still, enter, np.maximum(enter, np.minimum(low, high)))
        leave = np.where(still, leave, np.minimum(leave, np.maximum(low, high)))
    inside = enter <= leave
    ends = np.column_stack((x0 + enter * dx, y0 + enter * dy, x0 + leave * dx, y0 + leave * dy))
    return Strokes(ends, found.shape, found.along + enter * np.hypot(dx, dy)).only(inside)


def without_hidden(found: Strokes, looks: Bytes) -> tuple[Strokes, Bytes]:
    """Strokes and how each looks; of the tiny ones in one pixel that look the same only one is left."""
    length = np.hypot(found.ends[:, 2] - found.ends[:, 0], found.ends[:, 3] - found.ends[:, 1])
    tiny = np.flatnonzero(length < TINY_PX)
    if not len(tiny):
        return found, looks
    column, row = np.rint(found.ends[tiny, :2]).astype(np.int64).T
    _, first = np.unique(((row << 24) + column << 8) + looks[tiny], return_index=True)
    kept = length >= TINY_PX
    kept[tiny[first]] = True
    return found.only(kept), looks[kept]


def joints(found: Strokes, turn: float) -> Floats:
    """Where strokes end, and where they bend by more than a turn in radians: places in rows of ``x, y``, each once."""
    ends = found.ends
    way = np.arctan2(ends[:, 3] - ends[:, 1], ends[:, 2] - ends[:, 0])
    goes_on = (found.shape[1:] == found.shape[:-1]) & (ends[1:, :2] == ends[:-1, 2:]).all(1)
    straight = goes_on & (np.abs((np.diff(way) + np.pi) % (2 * np.pi) - np.pi) < turn)
    first = np.concatenate(([True], ~straight))[: len(found)]
    last = np.concatenate((~straight, [True]))[-len(found) :]
    places = np.concatenate((ends[first, :2], ends[last, 2:]))
    column, row = np.rint(places * PER_PX).astype(np.int64).T
    _, once = np.unique((row << 24) + column, return_index=True)
    return np.ascontiguousarray(places[once])


def dashes(found: Strokes, dash: float, gap: float) -> Strokes:
    """The dashes of strokes, counted from the beginning of each part."""
    x0, y0, x1, y1 = found.ends.T
    dx, dy = x1 - x0, y1 - y0
    length = np.hypot(dx, dy)
    period = dash + gap
    first = np.floor(found.along / period)
    count = (np.floor((found.along + length) / period) - first + 1).astype(np.int64)
    of = np.repeat(np.arange(len(found)), count)
    number = first[of] + stretches(np.zeros(len(count), np.int64), count)
    begin = np.maximum(number * period - found.along[of], 0.0)
    end = np.minimum(number * period + dash - found.along[of], length[of])
    shown = end > begin
    of, begin, end = of[shown], begin[shown], end[shown]
    way_x, way_y = dx[of] / length[of], dy[of] / length[of]
    ends = np.column_stack((x0[of] + begin * way_x, y0[of] + begin * way_y, x0[of] + end * way_x, y0[of] + end * way_y))
    return Strokes(ends, found.shape[of], found.along[of] + begin)


def rings(outline: Outline, width: float, height: float, margin: float) -> list[tuple[int, Floats]]:
    """The rings of areas for filling a rectangle, as the shape of each and its points in rows of ``x, y``.

    Of points that follow one another beyond the same edge only the first and the last are left: what is inside the
    rectangle stays as it is.
    """
    points, part = np.column_stack((outline.x, outline.y)), outline.part
    for axis, way, far in ((0, 1, width), (0, -1, 0.0), (1, 1, height), (1, -1, 0.0)):
        beyond = points[:, axis] * way > far + margin
        idle = np.zeros(len(part), np.bool_)
        idle[1:-1] = beyond[2:] & beyond[1:-1] & beyond[:-2] & (part[2:] == part[:-2])
        points, part = points[~idle], part[~idle]
    starts = np.flatnonzero(np.concatenate(([True], part[1:] != part[:-1]))[: len(part)])
    pieces = np.split(points, starts[1:])
    return [(int(outline.shape[part[at]]), ring) for at, ring in zip(starts, pieces, strict=True) if len(ring) > 3]
