"""What one frame shows of the assets: symbols while they are few, clusters whose counts add up when they are many."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.pyramid import STATES, Bytes, Ints, Pyramid
from venule.desk.map.assets.zorder import KEY_LEVEL, Longs, cell_keys, corners, starts
from venule.desk.map.camera import Camera
from venule.domain.alarm import SEVERITY, Status
from venule.domain.geo import Floats

MOST_SYMBOLS = 2500
"""More assets than this in view are shown as clusters."""

PX_PER_SYMBOL = 400
"""A small map turns to clusters earlier, so that symbols keep this much ground each."""

STAYING = 1.1
"""A view of symbols stays one up to this much above the limit, so that it does not flicker while it is panned."""

CELL_LEVELS = 2
"""Cells of the first level below ``zoom + 2`` are more than 64 and up to 128 px wide."""

MARGIN_PX = 24.0
"""How far outside the view a symbol may stand and still be seen."""

REACH_PX = 12.0
CLUSTER_REACH_PX = 4.0
"""How far from a symbol or a cluster's rim a click still means it."""

BADGE_CLEARANCE_PX = 5.0

FAN_ZOOM = 17.0
FAN_STEP_PX = 11.0
GOLDEN_ANGLE = float(np.pi * (3.0 - np.sqrt(5.0)))
"""Co-located assets spread along Vogel's spiral (1979), which packs any number of them evenly."""

ROOM_PX = 24.0
MOST_COMPARED = 160
"""Neighbours from west to east that each symbol is compared with; more than that in a column are crowded anyway."""

RANK = np.array(SEVERITY)


@dataclass(frozen=True)
class Symbols:
    """Single assets by rising severity. ``anchor`` is where each one stands, ``x`` and ``y`` where it is drawn."""

    rows: Ints
    status: Bytes
    x: Floats
    y: Floats
    anchor_x: Floats
    anchor_y: Floats

    @cached_property
    def totals(self) -> Longs:
        """Assets in view by status."""
        return np.bincount(self.status, minlength=STATES).astype(np.int64)

    @cached_property
    def room(self) -> Floats:
        """Pixels from each one to the nearest other, as far as that matters."""
        return nearest_other(self.x, self.y, ROOM_PX)

    @cached_property
    def fanned(self) -> npt.NDArray[np.bool_]:
        """Which ones were moved aside to make room for others at the same place."""
        return np.asarray((self.x != self.anchor_x) | (self.y != self.anchor_y))


@dataclass(frozen=True)
class Clusters:
    """Occupied cells in view with their place on the screen; a cell of one asset keeps that asset's own place."""

    level: int
    key: Longs
    counts: Ints
    x: Floats
    y: Floats
    radius: Floats

    @cached_property
    def size(self) -> Longs:
        """Assets of each cluster."""
        return np.asarray(self.counts.sum(1, dtype=np.int64))

    @cached_property
    def single(self) -> npt.NDArray[np.bool_]:
        """Which ones hold one asset alone and are drawn as its symbol."""
        return np.asarray(self.size == 1)

    @cached_property
    def totals(self) -> Longs:
        """Assets in view by status."""
        return np.asarray(self.counts.sum(0, dtype=np.int64))


Sight = Symbols | Clusters


@dataclass(frozen=True, eq=False)
class Discs:
    """Where assets are drawn: what else is on the map keeps clear of ``solid`` ones, and of others where it can."""

    x: Floats
    y: Floats
    radius: Floats
    solid: bool

    def same(self, other: "Discs") -> bool:
        """Whether others cover the same places."""
        mine, others = (self.x, self.y, self.radius), (other.x, other.y, other.radius)
        return self.solid == other.solid and all(map(np.array_equal, mine, others))

    def joined(self, x: Floats, y: Floats, radius: float) -> "Discs":
        """These and others of one radius."""
        radii = np.concatenate((self.radius, np.full(len(x), radius)))
        return Discs(np.concatenate((self.x, x)), np.concatenate((self.y, y)), radii, self.solid)


def discs(shown: Sight, symbol_px: Floats) -> Discs:
    """What the assets of a frame cover, symbols with radii of so many pixels."""
    if isinstance(shown, Clusters):
        return Discs(shown.x, shown.y, np.where(shown.single, symbol_px, shown.radius), solid=True)
    return Discs(shown.x, shown.y, symbol_px, solid=False)


@dataclass(frozen=True, slots=True)
class Badges:
    """The alarms of each cluster that has any: how many, and where they are themselves."""

    x: Floats
    y: Floats
    count: Longs
    blinking: npt.NDArray[np.bool_]


def look(pyramid: Pyramid, camera: Camera, symbols_before: bool = False) -> Sight:
    """What a camera sees of the assets."""
    level = min(max(int(np.ceil(camera.zoom)) + CELL_LEVELS - 1, 0), KEY_LEVEL)
    cells = pyramid.cells(camera.bounds, level)
    most = min(MOST_SYMBOLS, camera.width * camera.height // PX_PER_SYMBOL)
    if cells.counts.sum() <= most * (STAYING if symbols_before else 1.0):
        return symbols(pyramid, camera)
    x, y = camera.to_screen(cells.x, cells.y)
    radius = cluster_radius(cells.counts.sum(1, dtype=np.int64))
    left, top = camera.to_screen(*corners(cells.key, level))
    side = camera.scale / 2.0**level
    inset = np.where(cells.counts.sum(1) == 1, 0.0, np.minimum(radius + 2, side / 2))
    x = np.clip(x, left + inset, left + side - inset)
    y = np.clip(y, top + inset, top + side - inset)
    return Clusters(level, cells.key, cells.counts, x, y, radius)


def cluster_radius(size: Longs) -> Floats:
    """Radius in pixels: room for the digits, and a little more for each power of ten."""
    digits = np.floor(np.log10(np.maximum(size, 1))) + 1
    return 8.5 + 2.8 * digits + 1.0 * (digits > 3)


def symbols(pyramid: Pyramid, camera: Camera) -> Symbols:
    """The assets in view one by one, the worst drawn last."""
    rows = pyramid.rows(camera.bounds.grown(MARGIN_PX / camera.scale))
    anchor_x, anchor_y = camera.to_screen(pyramid.x[rows], pyramid.y[rows])
    x, y = anchor_x, anchor_y
    if camera.zoom >= FAN_ZOOM:
        away_x, away_y = fan(pyramid, rows)
        x, y = x + away_x, y + away_y
    status = pyramid.status[rows]
    order = np.argsort(RANK[status], kind="stable")
    return Symbols(rows[order], status[order], x[order], y[order], anchor_x[order], anchor_y[order])


def fan(pyramid: Pyramid, rows: Ints) -> tuple[Floats, Floats]:
    """By how many pixels each of some assets in Z-order moves aside for the others at its place."""
    if not len(rows):
        return np.empty(0), np.empty(0)
    keys = cell_keys(pyramid.x[rows], pyramid.y[rows], KEY_LEVEL)
    first = starts(keys)
    size = np.diff(first, append=len(rows))
    turn = np.arange(len(rows)) - np.repeat(first, size)
    reach = np.where(np.repeat(size, size) > 1, FAN_STEP_PX * np.sqrt(turn + 0.7), 0.0)
    return reach * np.cos(turn * GOLDEN_ANGLE), reach * np.sin(turn * GOLDEN_ANGLE)


def badges(clusters: Clusters, pyramid: Pyramid, camera: Camera, alarms: Longs, loud: npt.NDArray[np.bool_]) -> Badges:
    """Where the alarms of each cluster are, given the rows of all alarms and which assets are unacknowledged.

    A badge stands on the centroid of its alarms, or where that falls on the cluster's own disc, at the rim towards it.
    """
    x, y = pyramid.x[alarms], pyramid.y[alarms]
    near = camera.bounds.grown(2.0**-clusters.level)
    seen = (x >= near.left) & (x <= near.right) & (y >= near.top) & (y <= near.bottom)
    rows, x, y = alarms[seen], x[seen], y[seen]
    wanted = np.flatnonzero((clusters.counts[:, Status.ALARM] > 0) & ~clusters.single)
    keys = cell_keys(x, y, clusters.level)
    at = np.searchsorted(clusters.key[wanted], keys)
    known = at < len(wanted)
    known[known] = clusters.key[wanted][at[known]] == keys[known]
    at, rows, x, y = at[known], rows[known], x[known], y[known]
    count = np.bincount(at, minlength=len(wanted))
    share = 1.0 / np.maximum(count, 1)
    mean_x, mean_y = (np.bincount(at, weights=place, minlength=len(wanted)) * share for place in (x, y))
    blinking = np.bincount(at, weights=loud[rows], minlength=len(wanted)) > 0
    screen_x, screen_y = camera.to_screen(mean_x, mean_y)
    badge_x, badge_y = beside(clusters.x[wanted], clusters.y[wanted], clusters.radius[wanted], screen_x, screen_y)
    return Badges(badge_x, badge_y, count, blinking)


def beside(x: Floats, y: Floats, radius: Floats, to_x: Floats, to_y: Floats) -> tuple[Floats, Floats]:
    """The points ``to``, pushed out of discs to their rim where they lie inside; up and right from the very middle."""
    dx, dy = to_x - x, to_y - y
    distance = np.hypot(dx, dy)
    lost = distance < 0.5
    dx, dy, distance = np.where(lost, 0.7, dx), np.where(lost, -0.7, dy), np.where(lost, 1.0, distance)
    stretch = np.maximum((radius + BADGE_CLEARANCE_PX) / distance, 1.0)
    return x + dx * stretch, y + dy * stretch


def nearest_other(x: Floats, y: Floats, within: float) -> Floats:
    """The distance from each point to the nearest other one; ``within`` where none is so near."""
    order = np.argsort(x, kind="stable")
    sorted_x, sorted_y = x[order], y[order]
    nearest = np.full(len(x), within)
    for ahead in range(1, min(MOST_COMPARED, len(x))):
        dx = sorted_x[ahead:] - sorted_x[:-ahead]
        if dx.min() >= within:
            break
        distance = np.hypot(dx, sorted_y[ahead:] - sorted_y[:-ahead])
        nearest[ahead:] = np.minimum(nearest[ahead:], distance)
        nearest[:-ahead] = np.minimum(nearest[:-ahead], distance)
    found = np.empty(len(x))
    found[order] = nearest
    return found


def nearest_symbol(shown: Symbols, x: float, y: float) -> int | None:
    """The asset drawn nearest to a pixel, within reach of a pointer; of equals the one on top."""
    if not len(shown.rows):
        return None
    distance = np.hypot(shown.x - x, shown.y - y)
    best = len(distance) - 1 - int(distance[::-1].argmin())
    return int(shown.rows[best]) if distance[best] <= REACH_PX else None


def nearest_cluster(shown: Clusters, x: float, y: float) -> int | None:
    """The cluster under a pixel, as a row of the sight."""
    if not len(shown.key):
        return None
    beyond = np.hypot(shown.x - x, shown.y - y) - shown.radius
    best = int(beyond.argmin())
    return best if beyond[best] <= CLUSTER_REACH_PX else None
