"""What of a frame lies under a pointer: a symbol, a cluster, a dot or a badge."""

import numpy as np

from venule.desk.map.assets.badges import Badges
from venule.desk.map.assets.counting import Ints
from venule.desk.map.assets.pyramid import RANK, Pyramid
from venule.desk.map.assets.sight import Clusters, Dots, Symbols
from venule.desk.map.camera import Bounds, Camera

SYMBOL_REACH_PX = 12.0
CLUSTER_REACH_PX = 4.0
BADGE_REACH_PX = 11.0
DOT_REACH_PX = 8.0
"""How far from a symbol, a cluster's rim, a badge or a dot a click still means it."""

SAME_PX = 3.0
"""Of dots whose distances differ by less than this the worst is meant: it lies on top."""


def nearest_symbol(shown: Symbols, x: float, y: float) -> int | None:
    """The asset drawn nearest to a pixel, within reach of a pointer; of equals the one on top."""
    if not len(shown.rows):
        return None
    distance = np.hypot(shown.x - x, shown.y - y)
    best = len(distance) - 1 - int(distance[::-1].argmin())
    return int(shown.rows[best]) if distance[best] <= SYMBOL_REACH_PX else None


def nearest_cluster(shown: Clusters, x: float, y: float) -> int | None:
    """The cluster under a pixel, as a row of the sight."""
    if not len(shown.key):
        return None
    beyond = np.hypot(shown.x - x, shown.y - y) - shown.radius
    best = int(beyond.argmin())
    return best if beyond[best] <= CLUSTER_REACH_PX else None


def nearest_badge(found: Badges, x: float, y: float) -> int | None:
    """The badge under a pixel."""
    if not len(found.x):
        return None
    distance = np.hypot(found.x - x, found.y - y)
    best = int(distance.argmin())
    return best if distance[best] <= BADGE_REACH_PX else None


def dot_rows(pyramid: Pyramid, shown: Dots, camera: Camera, x: float, y: float) -> Ints:
    """The assets of the dot under a pixel; none where no dot is in reach."""
    at_x, at_y = camera.to_world(x, y)
    around = Bounds(at_x, at_y, at_x, at_y).grown(DOT_REACH_PX / camera.scale)
    found = pyramid.marks(around, shown.level)
    distance = np.hypot(found.x - at_x, found.y - at_y) * camera.scale
    near = np.flatnonzero(distance <= DOT_REACH_PX)
    if not len(near):
        return np.empty(0, np.int32)
    alike = near[distance[near] <= distance[near].min() + SAME_PX]
    best = alike[np.lexsort((distance[alike], -RANK[found.status[alike]]))[0]]
    return pyramid.cell_rows(shown.level, int(found.key[best]))
