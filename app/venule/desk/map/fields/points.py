"""Assets coloured by a value: discs of the ramp for those that are ok, a ring around the symbols of all others.

Statuses keep their forms and colours: a colour of the ramp says how much, and nothing of whether that is abnormal.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.map.assets.counting import STATES, Flags
from venule.desk.map.assets.faces import RADIUS_PX, SPRITE_PX, Form
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.shapes import paint_sign
from venule.desk.map.assets.sheet import Sheet, Stamp
from venule.desk.map.assets.sight import Clusters, Dots, Symbols
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.assets.zorder import Longs, cell_keys
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.fields.heat import NOWHERE, within
from venule.desk.map.fields.means import Means, steps_of
from venule.desk.map.ink import pen
from venule.desk.map.tiles.basemap import Look
from venule.desk.models.fieldvalues import Measured
from venule.desk.style.palette import Palette
from venule.desk.style.tones import STEPS
from venule.domain.alarm import Status
from venule.domain.geo import Floats
from venule.store.answers import Bytes

RING_PX = 2.8
DISCS_PX = (4.0, 5.8, 9.2)
"""Radii of discs by the form of the symbol."""

CLUSTER_RING_PX, CLUSTER_GAP_PX = 3.0, 3.5
EDGE_PX = 1.4
HOLLOW = 0.55
"""How large a disc is that has nothing to tell."""

FACES = STEPS + 1
"""Of a disc: the steps of the ramp, and no value."""

RINGS = len(RADIUS_PX) * STEPS


class PointLayer:
    """Knows the value of every asset; it is the asset layer's painter of values while there are any."""

    def __init__(self) -> None:
        self.told: Measured | None = None
        self._pyramid_x: Floats = NOWHERE
        self._place: Floats = NOWHERE
        self._means: Means | None = None
        self._assets: AssetLayer | None = None
        self._x, self._y = NOWHERE, NOWHERE
        self._known_x, self._known_y = NOWHERE, NOWHERE
        self._look: Look | None = None
        self._signs: tuple[KindSign, ...] = ()
        self._tinted: tuple[Dots, Dots] | None = None

    @property
    def shown(self) -> bool:
        """Whether assets are coloured by their values."""
        return self._means is not None

    def tell(self, told: Measured | None) -> None:
        """Take other values, or none."""
        if told is not self.told:
            self.told = told
            self._pyramid_x = NOWHERE
            self._means = self._tinted = None

    def ready(self, assets: AssetLayer) -> bool:
        """Whether there are values of these very assets."""
        self._assets = assets
        told, pyramid = self.told, assets.pyramid
        if told is None or told.assets != len(pyramid.x):
            self._means = None
            return False
        if self._means is None or self._pyramid_x is not pyramid.x:
            self._pyramid_x, self._tinted = pyramid.x, None
            self._place = np.full(told.assets, np.nan)
            self._place[told.rows] = told.place
            self._means = Means(pyramid, self._place)
            self._x, self._y = pyramid.x[told.rows], pyramid.y[told.rows]
            known = np.isfinite(told.place)
            self._known_x, self._known_y = self._x[known], self._y[known]
        return True

    def paint(self, painter: QPainter, shown: Symbols, forms: Longs) -> Flags:
        """Paint discs and rings; all but the assets that are ok are left to be painted as ever."""
        assets = self._assets
        if assets is None:
            return np.ones(len(shown.rows), np.bool_)
        self._prepare(Look(assets.palette, painter.device().devicePixelRatioF()), assets.signs)
        step = steps_of(self._place[shown.rows])
        ok = shown.status == Status.OK
        ring = ~ok & (step >= 0)
        kind = np.where(forms == Form.LETTERED, assets.kind[shown.rows], 0)
        face = np.where(ok, RINGS + (forms + kind) * FACES + np.where(step >= 0, step, STEPS), forms * STEPS + step)
        for painted in (ok & (step < 0), ring | (ok & (step >= 0))):  # what has no value hides nothing that has one
            self._sheet.draw(painter, shown.x[painted], shown.y[painted], face[painted])
        return np.asarray(~ok)

    def _prepare(self, look: Look, signs: tuple[KindSign, ...]) -> None:
        """Paint discs and rings for a look and for kinds, when either is new."""
        if look == self._look and signs is self._signs:
            return
        self._look, self._signs = look, signs
        stamps = [*_rings(look.palette), *_discs(look.palette, signs)]
        self._sheet = Sheet(stamps, SPRITE_PX, SPRITE_PX, look.ratio)

    def paint_clusters(self, painter: QPainter, camera: Camera, look: Look, assets: AssetLayer) -> None:
        """Paint a ring around each cluster by the mean of what it holds, and around what stands alone."""
        shown = assets.sight(camera)
        if self._means is None or not isinstance(shown, Clusters):
            return
        step, palette = steps_of(self._means.of(shown.level, shown.key)), look.palette
        radius = np.where(shown.single, RADIUS_PX[Form.PLAIN] + 1, shown.radius + CLUSTER_GAP_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at in np.flatnonzero(step >= 0).tolist():
            middle = QPointF(shown.x[at], shown.y[at])
            for colour, width in (
                (palette.land, CLUSTER_RING_PX + 2 * EDGE_PX),
                (palette.ramp[int(step[at])], CLUSTER_RING_PX),
            ):
                painter.setPen(pen(colour, width))
                painter.drawEllipse(middle, radius[at], radius[at])

    def tinted(self, shown: Dots, camera: Camera) -> Dots:
        """Dots that are ok as dots of the step of the mean of what they hold, or of none."""
        if self._means is None:
            return shown
        if self._tinted is None or self._tinted[0] is not shown:
            key = cell_keys(*camera.to_world(shown.x, shown.y), shown.level)
            step: Bytes = steps_of(self._means.of(shown.level, key))
            face = STATES + np.where(step >= 0, step, STEPS)
            status = np.where(shown.status == Status.OK, face, shown.status).astype(np.int8)
            self._tinted = shown, replace(shown, status=status)
        return self._tinted[1]

    def counts(self, view: Bounds) -> tuple[int, int]:
        """How many assets in a view hold a value that counts, and how many there are."""
        return within(self._known_x, self._known_y, view), within(self._x, self._y, view)


def _rings(palette: Palette) -> Iterator[Stamp]:
    for radius in RADIUS_PX.tolist():
        for colour in palette.ramp:
            yield partial(_paint_disc, radius=radius + RING_PX, colour=colour, letter="", palette=palette)


def _discs(palette: Palette, signs: tuple[KindSign, ...]) -> Iterator[Stamp]:
    small, plain, large = DISCS_PX
    for radius, letter in ((small, ""), (plain, ""), *((large, sign.letter) for sign in signs)):
        for colour in (*palette.ramp, ""):
            yield partial(_paint_disc, radius=radius, colour=colour, letter=letter, palette=palette)


def _paint_disc(painter: QPainter, at: QPointF, *, radius: float, colour: str, letter: str, palette: Palette) -> None:
    """A disc, of which a symbol on top leaves a ring; without a colour it is hollow."""
    painter.setPen(pen(palette.land if colour else palette.text_faint, EDGE_PX))
    painter.setBrush(QColor(colour or palette.land))
    reach = radius if colour or letter else HOLLOW * radius
    painter.drawEllipse(at, reach, reach)
    paint_sign(painter, at, letter, palette.land if colour else palette.text, 11)
