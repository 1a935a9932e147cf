"""Assets, gateways and links as vector symbols: what the map draws as sprites, one use of a symbol for each."""

from collections.abc import Hashable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.map.assets.counting import STATES, Flags
from venule.desk.map.assets.faces import BADGE_HEIGHT, BADGE_WIDTHS, HALO_PX, RADIUS_PX, Form
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.pyramid import RANK
from venule.desk.map.assets.rings import RING_PX, Rings, ring_parts
from venule.desk.map.assets.shapes import (
    HALO_OPACITY,
    paint_asset,
    paint_dot,
    paint_gateway,
    paint_small_asset,
    paint_small_gateway,
    paint_square,
    paint_value_dot,
)
from venule.desk.map.assets.sheet import Indices, Stamp
from venule.desk.map.assets.sight import Clusters, Dots, Symbols
from venule.desk.map.assets.zorder import Longs
from venule.desk.map.camera import Camera
from venule.desk.map.chosenmarks import CLEAR_PX, FILL
from venule.desk.map.chosenmarks import RING_PX as MARK_PX
from venule.desk.map.frame import SELECTION_PX
from venule.desk.map.ink import pen, tint
from venule.desk.map.picture.drawing import Drawing, line_path, painted
from venule.desk.map.picture.tracing import Element
from venule.desk.map.wires import NEAR_ZOOM, Wires
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status
from venule.domain.geo import Floats

CLUSTER_TEXT, BADGE_TEXT = 11, 10
SELECTION_RINGS = ((4.5, "land"), (2.0, "text"))


class VectorRings(Rings):
    """Donuts without pixels."""

    def stamp(self, key: tuple[int, ...]) -> Stamp:
        """What paints the donut for a radius and the parts of its ring."""

        def paint(painter: QPainter, at: QPointF) -> None:
            self._body(painter, at, key[0], key[1:])
            self._arcs(painter, at, key[0] - RING_PX / 2 - 1, key[1:])

        return paint


class Signs:
    """Draws what a camera sees of assets and gateways into a drawing."""

    def __init__(self, drawing: Drawing, assets: AssetLayer, wires: Wires, camera: Camera, palette: Palette) -> None:
        self._drawing, self._assets, self._wires = drawing, assets, wires
        self._camera, self._palette = camera, palette
        self.shown = assets.sight(camera)

    def draw_assets(self, layer: Element, rest: Flags | None = None) -> None:
        """All assets in view, or those that are left: symbols, dots, or clusters with their counts."""
        shown = self.shown
        if isinstance(shown, Symbols):
            self._draw_leaders(layer, shown)
            left, forms = slice(None) if rest is None else rest, self._assets.forms(self._camera)
            self._draw_symbols(layer, shown.rows[left], shown.x[left], shown.y[left], forms[left])
        elif isinstance(shown, Dots):
            self._draw_dots(layer, shown)
        else:
            self._draw_clusters(layer, shown)

    def draw_badges(self, layer: Element) -> None:
        """Counts of alarms beside clusters and over dots."""
        marks, halo = self._assets.badges(self._camera), isinstance(self.shown, Dots)
        for x, y, count in zip(marks.x, marks.y, marks.count.tolist(), strict=True) if marks is not None else ():
            width = BADGE_WIDTHS[min(len(str(count)), len(BADGE_WIDTHS)) - 1]
            stamp = partial(_paint_badge, width=width, palette=self._palette, halo=halo)
            self._drawing.use(layer, ("badge", width), stamp, x, y)
            self._drawing.write(layer, str(count), x, y, size=BADGE_TEXT, colour=self._palette.on_alarm)

    def draw_chosen(self, layer: Element, chosen: Indices) -> None:
        """What lies below chosen assets that are drawn by themselves."""
        shown = self.shown
        if len(chosen) < 2 or isinstance(shown, Dots):
            return
        single = np.ones(len(shown.x), np.bool_) if isinstance(shown, Symbols) else shown.single
        marked = np.isin(shown.rows, chosen)
        radii = RADIUS_PX[self._assets.forms(self._camera)][single] + CLEAR_PX
        for x, y, radius in zip(shown.x[single][marked], shown.y[single][marked], radii[marked], strict=True):
            self._drawing.use(layer, ("mark", radius), partial(_paint_mark, radius=radius, palette=self._palette), x, y)

    def draw_working(self, layer: Element) -> None:
        """Gateways that work, and the links of what is selected."""
        camera, wires, palette = self._camera, self._wires, self._palette
        self._drawing.trace(layer, lambda painter: wires.paint_links(painter, camera, self._assets.pyramid, self.shown))
        covered = self._assets.covered(camera)
        rows = wires.shown(camera, covered)
        rows = rows[wires.online[rows]]
        near = camera.zoom >= NEAR_ZOOM and not covered.solid
        large = partial(paint_gateway, palette=palette, online=True)
        stamp: Stamp = large if near else partial(paint_small_gateway, palette=palette)
        for x, y in zip(*camera.to_screen(wires.x[rows], wires.y[rows]), strict=True):
            self._drawing.use(layer, ("gateway", near), stamp, x, y)

    def draw_lost(self, layer: Element) -> None:
        """Gateways that are lost."""
        stamp = partial(paint_gateway, palette=self._palette, online=False)
        for x, y in zip(*self._wires.lost(self._camera, self._assets.covered(self._camera)), strict=True):
            self._drawing.use(layer, "lost", stamp, x, y)

    def draw_selected(self, layer: Element, row: int) -> None:
        """The selected asset once more, with its ring."""
        shown, pyramid = self.shown, self._assets.pyramid
        x, y = self._camera.to_screen(pyramid.x[[row]], pyramid.y[[row]])
        form = np.array([Form.PLAIN])
        if isinstance(shown, Symbols) and len(at := np.flatnonzero(shown.rows == row)):
            x, y, form = shown.x[at], shown.y[at], np.maximum(self._assets.forms(self._camera)[at], Form.PLAIN)
        if np.isfinite(x[0]):
            self._draw_symbols(layer, np.array([row]), x, y, form)
            ring = partial(_paint_ring, palette=self._palette, reach=3 * self._assets.lettered(self._camera))
            self._drawing.use(layer, "ring", ring, float(x[0]), float(y[0]))

    def _draw_symbols(self, layer: Element, rows: Indices, x: Floats, y: Floats, forms: Longs) -> None:
        assets = self._assets
        status, kind = assets.pyramid.status[rows].tolist(), assets.kind[rows].tolist()
        for at, form in enumerate(forms.tolist()):
            letter = assets.signs[kind[at]].letter if form == Form.LETTERED else ""
            key: Hashable = ("asset", form, status[at], letter)
            self._drawing.use(layer, key, self._asset(form, Status(status[at]), letter), x[at], y[at])

    def _asset(self, form: int, status: Status, letter: str) -> Stamp:
        if form == Form.SMALL:
            return partial(paint_small_asset, status=status, palette=self._palette, hollow=False)
        return partial(paint_asset, status=status, palette=self._palette, letter=letter)

    def _draw_dots(self, layer: Element, shown: Dots) -> None:
        tinted = shown if self._assets.values is None else self._assets.values.tinted(shown, self._camera)
        order = np.argsort(RANK[shown.status], kind="stable")
        for x, y, number in zip(shown.x[order], shown.y[order], tinted.status[order].tolist(), strict=True):
            self._drawing.use(layer, ("dot", number), self._dot(number, shown.size_px), x, y)

    def _dot(self, number: int, size_px: int) -> Stamp:
        """The dot of a status, or beyond those of a value."""
        if number >= STATES:
            return partial(paint_value_dot, step=number - STATES, size_px=size_px, palette=self._palette)
        return partial(paint_dot, status=Status(number), size_px=size_px, palette=self._palette)

    def _draw_clusters(self, layer: Element, shown: Clusters) -> None:
        many, single = np.flatnonzero(~shown.single), shown.single
        rings, parts = VectorRings(self._palette, 1.0), ring_parts(shown.counts)
        for at in many.tolist():
            key = (int(shown.radius[at]), *parts[at].tolist())
            self._drawing.use(layer, ("ring", *key), rings.stamp(key), shown.x[at], shown.y[at])
            number = str(shown.size[at])
            self._drawing.write(layer, number, shown.x[at], shown.y[at], size=CLUSTER_TEXT, colour=self._palette.text)
        plain = np.full(len(shown.rows), Form.PLAIN)
        self._draw_symbols(layer, shown.rows, shown.x[single], shown.y[single], plain)

    def _draw_leaders(self, layer: Element, shown: Symbols) -> None:
        """Lines from fanned assets to where they really stand."""
        fanned = np.flatnonzero(shown.fanned)
        ways = np.stack((shown.anchor_x, shown.anchor_y, shown.x, shown.y), 1)[fanned].reshape(-1, 2, 2)
        if len(ways):
            colour = painted(tint(self._palette.text_faint, 0.7), "stroke")
            self._drawing.path(layer, "".join(line_path(way) for way in ways.tolist()), fill="none", **colour)


def _paint_badge(painter: QPainter, at: QPointF, width: int, palette: Palette, halo: bool) -> None:
    half = QPointF(width / 2, BADGE_HEIGHT / 2)
    if halo:
        reach = half + QPointF(HALO_PX, HALO_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(palette.alarm, HALO_OPACITY))
        painter.drawRoundedRect(QRectF(at - reach, at + reach), reach.y(), reach.y())
    paint_square(painter, at, (half.x(), half.y()), palette, False)


def _paint_mark(painter: QPainter, at: QPointF, radius: float, palette: Palette) -> None:
    painter.setBrush(tint(palette.focus, FILL))
    painter.setPen(pen(palette.focus, MARK_PX))
    painter.drawEllipse(at, radius, radius)


def _paint_ring(painter: QPainter, at: QPointF, palette: Palette, reach: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for width, colour in SELECTION_RINGS:
        painter.setPen(pen(QColor(getattr(palette, colour)), width))
        painter.drawEllipse(at, SELECTION_PX + reach, SELECTION_PX + reach)
