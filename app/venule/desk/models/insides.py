"""Which assets stand in which areas."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from venule.store.answers import AssetShapes, Floats, Longs

MOST_AT_ONCE = 2_000_000
"""Pairs of a point and an edge that are looked at in one go: 50 MB."""


def insides(shapes: AssetShapes, areas: Longs, longitude: Floats, latitude: Floats) -> tuple[Longs, Longs]:
    """Pairs of an area, by its place in the list, and a point that lies in it; points without a place lie nowhere."""
    owners, found = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for place, area in enumerate(areas.tolist()):
        starts, ends = _edges(shapes, area)
        (west, south), (east, north) = starts.min(0), starts.max(0)
        near = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
        rows = np.flatnonzero(near)
        inside = rows[_within(starts, ends, longitude[rows], latitude[rows])]
        owners.append(np.full(len(inside), place, np.int64))
        found.append(inside.astype(np.int64))
    return np.concatenate(owners), np.concatenate(found)


def _edges(shapes: AssetShapes, area: int) -> tuple[Floats, Floats]:
    """Where each edge of an area's rings starts and ends, in rows of longitude and latitude."""
    bounds = shapes.part[shapes.first[area] : shapes.first[area + 1] + 1].tolist()
    rings = [
        np.column_stack((shapes.longitude[begin:end], shapes.latitude[begin:end])) for begin, end in pairwise(bounds)
    ]
    return np.concatenate(rings), np.concatenate([np.roll(ring, -1, 0) for ring in rings])


def _within(starts: Floats, ends: Floats, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Which points are inside: a ray to the east of them crosses an odd number of edges."""
    (x0, y0), (x1, y1) = starts.T[:, :, None], ends.T[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (x1 - x0) / (y1 - y0)
    result = np.zeros(len(x), np.bool_)
    step = max(MOST_AT_ONCE // max(len(starts), 1), 1)
    for first in range(0, len(x), step):
        part = slice(first, first + step)
        across = (y0 > y[part]) != (y1 > y[part])
        with np.errstate(invalid="ignore"):
            crossed = across & (x[part] < x0 + (y[part] - y0) * slope)
        result[part] = crossed.sum(0) % 2 == 1
    return result
