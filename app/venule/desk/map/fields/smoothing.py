"""Values at places smoothed over a grid: at each cell the mean of what is near, and how far the nearest of it is."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from venule.desk.map.assets.zorder import KEY_LEVEL, cell_keys
from venule.desk.map.camera import Camera
from venule.desk.map.fields.nearest import Grid, cells_of, nearest
from venule.desk.map.fields.plate import Frame
from venule.domain.geo import Floats

CELL_PX = 8.0
LEAST_PX, MOST_PX = 18.0, 80.0
"""Bounds of the width over which values are smoothed, on the screen."""

NEIGHBOURS = 1.5
"""Within these bounds it is so many times the usual distance between neighbours."""

REACH = 2.0
"""Nothing is told of places that are more than so many widths away from every value."""

TAILS = 3.5
"""Beyond so many widths a value counts for nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """By row and column: the weighted mean, and the distance to the nearest value in widths, at most :data:`REACH`."""

    mean: Grid
    distance: Grid


def spacing(x: Floats, y: Floats) -> float:
    """The usual distance between neighbours, in the unit square; 0 where there are none.

    Along the Z-order curve the next one is seldom much farther away than the nearest.
    """
    order = np.argsort(cell_keys(x, y, KEY_LEVEL))
    steps = np.hypot(np.diff(x[order]), np.diff(y[order]))
    steps = steps[steps > 2.0**-KEY_LEVEL]
    return float(np.median(steps)) if len(steps) else 0.0


def width_px(spaced: float, camera: Camera) -> float:
    """Over how many pixels values are smoothed that lie so far apart."""
    return min(max(NEIGHBOURS * spaced * camera.scale, LEAST_PX), MOST_PX)


def smoothed(x: Floats, y: Floats, value: Floats, frame: Frame, width: float) -> Smoothed:
    """Smooth values at places of the unit square with a Gaussian kernel so many pixels wide (Nadaraya, Watson 1964)."""
    cells = width / frame.cell_px
    pad = ceil(TAILS * cells)
    count, total = _binned(x, y, value, frame, pad)
    down, across = _kernel(frame.down, pad, cells), _kernel(frame.across, pad, cells)
    weight = down @ count @ across.T
    mean = (down @ total @ across.T) / np.maximum(weight, np.float32(1e-9))
    distance = nearest(count > 0, pad, ceil(REACH * cells))[0] / cells
    return Smoothed(mean.astype(np.float32), distance.astype(np.float32))


def _binned(x: Floats, y: Floats, value: Floats, frame: Frame, pad: int) -> tuple[Grid, Grid]:
    """How many values each cell holds, with so many cells more on all sides, and what they add up to."""
    near, cell = cells_of(x, y, frame, pad)
    shape = frame.down + 2 * pad, frame.across + 2 * pad
    count = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    total = np.bincount(cell, weights=value[near], minlength=shape[0] * shape[1]).reshape(shape)
    return count.astype(np.float32), total.astype(np.float32)


def _kernel(cells: int, pad: int, width: float) -> Grid:
    """How much each padded cell counts for each cell, along one side."""
    away = np.arange(cells)[:, None] + pad - np.arange(cells + 2 * pad)[None, :]
    return np.exp(-0.5 * (away / width) ** 2).astype(np.float32)
