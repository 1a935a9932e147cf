"""What a box or a lasso holds: assets as they are drawn, lines and areas as a whole, tested all at once."""

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.assets.sight import Symbols
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.shapes.index import ShapeIndex, stretches
from venule.domain.geo import Floats

Flags = npt.NDArray[np.bool_]


def inside(x: Floats, y: Floats, corners_x: Floats, corners_y: Floats) -> Flags:
    """Which points lie inside a closed line, by its winding number: where it crosses itself nothing drops out.

    Each side is compared only with the points between its ends' heights (Sunday 2001, "Inclusion of a point in a
    polygon"), which sorting by height makes one stretch: the work is that of a few sides, however many there are.
    """
    order = np.argsort(y, kind="stable")
    across, height = x[order], y[order]
    turns = np.zeros(len(order), np.int32)
    from_x, from_y = np.roll(corners_x, 1), np.roll(corners_y, 1)
    first = np.searchsorted(height, np.minimum(from_y, corners_y))
    last = np.searchsorted(height, np.maximum(from_y, corners_y))
    for side in np.flatnonzero(first < last).tolist():
        stretch = slice(first[side], last[side])
        rise = corners_y[side] - from_y[side]
        share = (height[stretch] - from_y[side]) / rise
        left = across[stretch] < from_x[side] + share * (corners_x[side] - from_x[side])
        turns[stretch] += np.where(left, 1 if rise > 0 else -1, 0)
    held = np.empty(len(order), np.bool_)
    held[order] = turns != 0
    return held


def rows_inside(assets: AssetLayer, camera: Camera, corners_x: Floats, corners_y: Floats) -> Ints:
    """Ascending rows of the assets inside a closed line, given in the unit square.

    Where single symbols are drawn it is their drawn places that count, so that assets of one place can be told apart
    once they are spread; else it is where each asset stands.
    """
    pyramid, shown = assets.pyramid, assets.sight(camera)
    rows = pyramid.rows(_box(corners_x, corners_y))
    if not isinstance(shown, Symbols):
        return np.sort(rows[inside(pyramid.x[rows], pyramid.y[rows], corners_x, corners_y)])
    rows = rows[~np.isin(rows, shown.rows)]
    drawn_x, drawn_y = camera.to_world(shown.x, shown.y)
    x, y = np.concatenate((pyramid.x[rows], drawn_x)), np.concatenate((pyramid.y[rows], drawn_y))
    rows = np.concatenate((rows, shown.rows))
    return np.sort(rows[inside(x, y, corners_x, corners_y)])


def shapes_inside(index: ShapeIndex, corners_x: Floats, corners_y: Floats) -> Ints:
    """Rows of the assets whose lines or areas lie wholly inside a closed line, given in the unit square."""
    box = _box(corners_x, corners_y)
    found = index.touching(box)
    left, top, right, bottom = (edge[found] for edge in index.boxes)
    whole = (left >= box.left) & (right <= box.right) & (top >= box.top) & (bottom <= box.bottom)
    found = found[whole]
    begin, count, of = index.points(found)
    at = stretches(begin, count)
    outside = ~inside(index.x[at], index.y[at], corners_x, corners_y)
    held = np.bincount(np.repeat(of, count), weights=outside, minlength=len(found)) == 0
    return np.unique(index.asset[found[held]])


def _box(x: Floats, y: Floats) -> Bounds:
    """The box around some corners."""
    return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
