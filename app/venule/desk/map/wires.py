"""Gateways on the map, and the links from them to the assets they hear."""

from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from venule.desk.map.assets.pyramid import Ints, Pyramid
from venule.desk.map.assets.shapes import paint_gateway, paint_small_gateway
from venule.desk.map.assets.sheet import Sheet, Stamp
from venule.desk.map.assets.sight import MARGIN_PX, Clusters, Discs, Sight
from venule.desk.map.assets.zorder import cell_keys
from venule.desk.map.camera import Camera
from venule.desk.map.ink import draw_lines, mixed, pen, tint
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

MOST_LINES = 1500
MOST_FINE_LINES = 200
"""Up to here links are anti-aliased and translucent, which is forty times as slow; beyond the first none is drawn."""

GATEWAY_PX = 28
REACH_PX = 11.0
FROM_ZOOM = 13.5
NEAR_ZOOM = 15.0
"""Gateways that work are drawn from the first zoom on, and have their full size from the second."""

CLEARANCE_PX = 9.0
DIRECTIONS = np.exp(1j * np.pi / 4 * np.array([0, 1, -1, 2, -2, 3, -3, 4]))
SMALL, LOST, ONLINE = range(3)


class Wires:
    """Gateways and the links of what is selected."""

    def __init__(self, palette: Palette) -> None:
        nothing = np.empty(0)
        self.x, self.y = nothing, nothing
        self.online: npt.NDArray[np.bool_] = np.empty(0, np.bool_)
        self.link_x, self.link_y = nothing, nothing
        self.link_rows: Ints = np.empty(0, np.int32)
        self.drawn, self.left_out = 0, 0
        self.dress(palette)

    def dress(self, palette: Palette) -> None:
        """Paint in another palette from now on."""
        self._palette, self._ratio = palette, 0.0

    def set_gateways(self, x: Floats, y: Floats, online: npt.NDArray[np.bool_]) -> None:
        """Take over all gateways; those without a place are never drawn."""
        self.x, self.y, self.online = x, y, online.astype(np.bool_)

    def set_links(self, x: Floats, y: Floats, rows: Ints) -> None:
        """Take over all links: a gateway's place and an asset's row for each."""
        known = np.isfinite(x) & np.isfinite(y)
        self.link_x, self.link_y, self.link_rows = x[known], y[known], rows[known]

    def in_view(self, camera: Camera) -> npt.NDArray[np.integer]:
        """Gateways whose symbol can be seen."""
        x, y = camera.to_screen(self.x, self.y)
        near_x = (x > -MARGIN_PX) & (x < camera.width + MARGIN_PX)
        return np.flatnonzero(near_x & (y > -MARGIN_PX) & (y < camera.height + MARGIN_PX))

    def shown(self, camera: Camera, covered: Discs) -> npt.NDArray[np.integer]:
        """Gateways in view that are drawn: from far away and among clusters only lost ones, and those with links."""
        rows = self.in_view(camera)
        if not len(rows) or (camera.zoom >= FROM_ZOOM and not covered.solid):
            return rows
        called_for = np.isin(self.x[rows] + 1j * self.y[rows], self.link_x + 1j * self.link_y) | ~self.online[rows]
        return rows[np.flatnonzero(called_for)]

    def pick(self, camera: Camera, covered: Discs, x: float, y: float) -> int | None:
        """The gateway drawn under a pixel."""
        rows = self.shown(camera, covered)
        if not len(rows):
            return None
        distance = np.hypot(
            *(at - pixel for at, pixel in zip(self._places(camera, covered, rows), (x, y), strict=True))
        )
        best = int(distance.argmin())
        return int(rows[best]) if distance[best] <= REACH_PX else None

    def paint_working(self, painter: QPainter, camera: Camera, covered: Discs) -> None:
        """Paint the gateways that work: below the assets, and small from far away."""
        rows = self.shown(camera, covered)
        rows = rows[self.online[rows]]
        near = camera.zoom >= NEAR_ZOOM and not covered.solid
        x, y = camera.to_screen(self.x[rows], self.y[rows])
        self._stamps(painter).draw(painter, x, y, np.full(len(rows), ONLINE if near else SMALL))

    def paint_lost(self, painter: QPainter, camera: Camera, covered: Discs) -> None:
        """Paint the lost gateways: on top of the assets, and beside what must stay legible."""
        x, y = self.lost(camera, covered)
        self._stamps(painter).draw(painter, x, y, np.full(len(x), LOST))

    def lost(self, camera: Camera, covered: Discs) -> tuple[Floats, Floats]:
        """Where the lost gateways in view are drawn."""
        rows = self.in_view(camera)
        return self._places(camera, covered, rows[~self.online[rows]])

    def _places(self, camera: Camera, covered: Discs, rows: npt.NDArray[np.integer]) -> tuple[Floats, Floats]:
        """Where gateways are drawn: lost ones beside clusters."""
        x, y = camera.to_screen(self.x[rows], self.y[rows])
        if covered.solid and len(covered.x):
            for at in np.flatnonzero(~self.online[rows]):
                x[at], y[at] = clear_of(covered, float(x[at]), float(y[at]))
        return x, y

    def _stamps(self, painter: QPainter) -> Sheet:
        """The pictures of gateways for a palette and a device pixel ratio."""
        ratio = painter.device().devicePixelRatioF()
        if ratio != self._ratio:
            self._ratio, palette = ratio, self._palette
            small: Stamp = partial(paint_small_gateway, palette=palette)
            large = [partial(paint_gateway, palette=palette, online=online) for online in (False, True)]
            self._sheet = Sheet([small, *large], GATEWAY_PX, GATEWAY_PX, ratio)
        return self._sheet

    def paint_links(self, painter: QPainter, camera: Camera, pyramid: Pyramid, sight: Sight) -> None:
        """Paint the links that cross the view; to a cluster one line stands for all of its links."""
        self.drawn, self.left_out = 0, 0
        if not len(self.link_rows):
            return
        lines = crossing(self._lines(camera, pyramid, sight), camera)
        self.left_out = max(len(lines) - MOST_LINES, 0)
        lines = lines[:MOST_LINES]
        self.drawn = len(lines)
        if not len(lines):
            return
        fine = len(lines) <= MOST_FINE_LINES
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
        palette = self._palette
        painter.setPen(pen(tint(palette.link, 0.5), 1.0) if fine else pen(mixed(palette.land, palette.link, 0.35), 0))
        draw_lines(painter, lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _lines(self, camera: Camera, pyramid: Pyramid, sight: Sight) -> Floats:
        """Start and end of each line in pixels, as rows of four."""
        x, y = pyramid.x[self.link_rows], pyramid.y[self.link_rows]
        placed = np.isfinite(x)
        from_x, from_y = camera.to_screen(self.link_x[placed], self.link_y[placed])
        to_x, to_y = camera.to_screen(x[placed], y[placed])
        lines = np.column_stack((from_x, from_y, to_x, to_y))
        if not isinstance(sight, Clusters):
            return lines
        return gathered(lines, cell_keys(x[placed], y[placed], sight.level), sight)


def clear_of(covered: Discs, x: float, y: float) -> tuple[float, float]:
    """The point itself, or one on the rim of the disc that lies there: the nearest that no other disc covers."""
    discs, reach, point = covered.x + 1j * covered.y, covered.radius + CLEARANCE_PX, complex(x, y)
    within = np.abs(discs - point) - reach
    nearest = int(within.argmin())
    if within[nearest] >= 0:
        return x, y
    way = point - discs[nearest]
    way = way / abs(way) if abs(way) > 0.5 else 1.0
    tried = discs[nearest] + reach[nearest] * way * DIRECTIONS
    depth = (np.abs(tried[:, None] - discs[None, :]) - reach[None, :]).min(1)
    best = tried[int((depth >= -1e-6).argmax())] if (depth >= -1e-6).any() else tried[int(depth.argmax())]
    return float(best.real), float(best.imag)


def gathered(lines: Floats, keys: npt.NDArray[np.int64], clusters: Clusters) -> Floats:
    """One line for each gateway and cell; it ends at the cell's cluster where that is in view."""
    if not len(clusters.key):
        return lines[:0]
    starts = lines[:, 0] + 1j * lines[:, 1]
    order = np.lexsort((keys, starts.imag, starts.real))
    starts, keys, lines = starts[order], keys[order], lines[order]
    first = np.concatenate(([True], (starts[1:] != starts[:-1]) | (keys[1:] != keys[:-1])))[: len(lines)]
    lines, keys = lines[first].copy(), keys[first]
    at = np.minimum(np.searchsorted(clusters.key, keys), len(clusters.key) - 1)
    shown = clusters.key[at] == keys
    lines[shown, 2], lines[shown, 3] = clusters.x[at[shown]], clusters.y[at[shown]]
    return lines


def crossing(lines: Floats, camera: Camera) -> Floats:
    """Those lines whose box meets the view."""
    left, right = np.minimum(lines[:, 0], lines[:, 2]), np.maximum(lines[:, 0], lines[:, 2])
    top, bottom = np.minimum(lines[:, 1], lines[:, 3]), np.maximum(lines[:, 1], lines[:, 3])
    return lines[(right >= 0) & (left <= camera.width) & (bottom >= 0) & (top <= camera.height)]
