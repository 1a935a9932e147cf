"""What a camera sees of the assets: it decides between symbols, dots and clusters, and puts them on the screen."""

import numpy as np

from venule.desk.map.assets.counting import Cells, Ints
from venule.desk.map.assets.pyramid import RANK, Pyramid
from venule.desk.map.assets.sight import MARGIN_PX, Clusters, Dots, Mode, Sight, Symbols
from venule.desk.map.assets.zorder import KEY_LEVEL, Longs, cell_keys, corners, starts
from venule.desk.map.camera import Camera
from venule.domain.geo import Floats

MOST_SYMBOLS = 2500
"""More assets than this in view are shown as dots or clusters."""

PX_PER_SYMBOL = 400
"""A small map turns to dots or clusters earlier, so that symbols keep this much ground each."""

STAYING = 1.1
"""A view stays of its kind up to this much beyond a limit, so that it does not flicker while it is panned."""

LEAST_DOTS = 600
"""Fewer dots than this are a smudge of a far-away town: by itself the map then shows clusters, which tell counts."""

CELL_LEVELS = 2
"""Cells of the first level below ``zoom + 2`` are more than 64 and up to 128 px wide."""

SMALLEST_PX, LARGEST_PX = 4, 8
GROWS_FROM = 14.0
"""Zoom from which on dots grow, by a pixel for each level."""

PIXEL_LEVELS = 8
"""A cell is one pixel wide when its level is so much greater than the zoom: the world at zoom 0 is 2⁸ px wide."""

FAN_ZOOM = 17.0
FAN_STEP_PX = 11.0
GOLDEN_ANGLE = float(np.pi * (3.0 - np.sqrt(5.0)))
"""Co-located assets spread along Vogel's spiral (1979), which packs any number of them evenly."""


def look(pyramid: Pyramid, camera: Camera, mode: Mode = Mode.AUTOMATIC, before: Sight | None = None) -> Sight:
    """What a camera sees of the assets, given what it saw the moment before."""
    level = min(max(int(np.ceil(camera.zoom)) + CELL_LEVELS - 1, 0), KEY_LEVEL)
    cells = pyramid.cells(camera.bounds, level)
    most = min(MOST_SYMBOLS, camera.width * camera.height // PX_PER_SYMBOL)
    if cells.counts.sum() <= most * (STAYING if isinstance(before, Symbols) else 1.0):
        return symbols(pyramid, camera)
    if mode is not Mode.CLUSTERS:
        found = dots(pyramid, camera, level)
        least = LEAST_DOTS / (STAYING if isinstance(before, Dots) else 1.0)
        if mode is Mode.DOTS or len(found.x) >= least:
            return found
    return clusters(pyramid, camera, cells)


def clusters(pyramid: Pyramid, camera: Camera, cells: Cells) -> Clusters:
    """Cells as discs, each inside its own cell so that none covers another."""
    size = cells.counts.sum(1, dtype=np.int64)
    single, radius = size == 1, cluster_radius(size)
    rows = pyramid.singles(cells.level, cells.key[single])
    x, y = cells.x.copy(), cells.y.copy()
    x[single], y[single] = pyramid.x[rows], pyramid.y[rows]
    x, y = camera.to_screen(x, y)
    left, top = camera.to_screen(*corners(cells.key, cells.level))
    side = camera.scale / 2.0**cells.level
    inset = np.where(single, 0.0, np.minimum(radius + 2, side / 2))
    x = np.clip(x, left + inset, left + side - inset)
    y = np.clip(y, top + inset, top + side - inset)
    return Clusters(cells.level, cells.key, cells.counts, x, y, radius, rows)


def cluster_radius(size: Longs) -> Floats:
    """Radius in pixels: room for the digits, and a little more for each power of ten."""
    digits = np.floor(np.log10(np.maximum(size, 1))) + 1
    return 8.5 + 2.8 * digits + 1.0 * (digits > 3)


def dots(pyramid: Pyramid, camera: Camera, badge_level: int) -> Dots:
    """The dots in view."""
    size, level = dot_px(camera.zoom), dot_level(camera.zoom)
    found = pyramid.marks(camera.bounds.grown(size / camera.scale), level)
    x, y = camera.to_screen(found.x, found.y)
    return Dots(level, badge_level, size, x, y, found.status, found.totals)


def dot_px(zoom: float) -> int:
    """How wide a dot is."""
    return int(np.clip(SMALLEST_PX + np.floor(zoom - GROWS_FROM), SMALLEST_PX, LARGEST_PX))


def dot_level(zoom: float) -> int:
    """The level whose cells are as wide as a dot, and up to twice as wide."""
    level = int(np.floor(zoom + PIXEL_LEVELS - np.log2(dot_px(zoom))))
    return min(max(level, 0), KEY_LEVEL)


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
