"""Which line or area lies under a pixel."""

from typing import NamedTuple

import numpy as np

from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.shapes.colours import line_px
from venule.desk.map.shapes.index import Longs, ShapeIndex, stretches
from venule.desk.models.shapecolours import Colours
from venule.desk.style.tones import Tone
from venule.domain.geo import Floats

REACH_PX = 5.0
"""How far from a line's edge a click still means it."""


class Hit(NamedTuple):
    """A shape that was met, and the row of its asset."""

    shape: int
    asset: int
    area: bool


def pick(index: ShapeIndex, colours: Colours, camera: Camera, x: float, y: float) -> Hit | None:
    """The nearest line within reach of a pixel, or else the smallest area around it."""
    world_x, world_y = camera.to_world(x, y)
    reach = (REACH_PX + line_px(camera.zoom) / 2) / camera.scale
    near = index.touching(Bounds(world_x, world_y, world_x, world_y).grown(reach))
    near = near[colours.tone[near] != Tone.HIDDEN]
    closed = index.closed[near]
    lines, areas = near[~closed], near[closed]
    if len(lines):
        distance = distances(index, lines, world_x, world_y)
        best = int(distance.argmin())
        if distance[best] <= reach:
            return _hit(index, int(lines[best]))
    around = areas[holding(index, areas, world_x, world_y)] if len(areas) else areas
    if not len(around):
        return None
    left, top, right, bottom = (edge[around] for edge in index.boxes)
    return _hit(index, int(around[((right - left) * (bottom - top)).argmin()]))


def _hit(index: ShapeIndex, shape: int) -> Hit:
    return Hit(shape, int(index.asset[shape]), bool(index.closed[shape]))


def distances(index: ShapeIndex, lines: Longs, x: float, y: float) -> Floats:
    """How far each of some lines is from a point."""
    begin, count, of = index.points(lines)
    start = stretches(begin, count - 1)
    x0, y0 = index.x[start], index.y[start]
    dx, dy = index.x[start + 1] - x0, index.y[start + 1] - y0
    length = np.maximum(dx * dx + dy * dy, np.finfo(np.float64).tiny)
    along = np.clip(((x - x0) * dx + (y - y0) * dy) / length, 0.0, 1.0)
    away = np.hypot(x0 + along * dx - x, y0 + along * dy - y)
    strokes = np.bincount(of, weights=count - 1, minlength=len(lines)).astype(np.int64)
    return np.minimum.reduceat(away, np.cumsum(strokes) - strokes)


def holding(index: ShapeIndex, areas: Longs, x: float, y: float) -> Longs:
    """Which of some areas, by their places in the list, a point lies in: a ray from it leaves them in the end."""
    begin, count, of = index.points(areas)
    start = stretches(begin, count)
    end = start + 1
    last = np.cumsum(count) - 1
    end[last] = begin
    x0, y0, x1, y1 = index.x[start], index.y[start], index.x[end], index.y[end]
    across = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossed = across & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    crossings = np.bincount(np.repeat(of, count)[crossed], minlength=len(areas))
    return np.flatnonzero(crossings % 2).astype(np.int64)
