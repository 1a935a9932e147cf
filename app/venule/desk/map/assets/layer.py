"""The layer of assets: it keeps their state, decides what a frame shows of them, and paints it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter

from venule.desk.map.assets.badges import AlarmCells, Badges, alarm_cells, alarms_of, beside_clusters, over_dots
from venule.desk.map.assets.counting import Bytes, Flags, Ints
from venule.desk.map.assets.dotfaces import DotFaces
from venule.desk.map.assets.faces import BADGE_HEIGHT, RADIUS_PX, BadgeFaces, Faces, Form
from venule.desk.map.assets.looking import look
from venule.desk.map.assets.picking import dot_rows, nearest_badge, nearest_cluster, nearest_symbol
from venule.desk.map.assets.pyramid import EVERY_STATUS, Pyramid
from venule.desk.map.assets.rings import Rings
from venule.desk.map.assets.sheet import Digits
from venule.desk.map.assets.sight import Clusters, Discs, Dots, Mode, Sight, Symbols, discs
from venule.desk.map.assets.signs import KindSign
from venule.desk.map.assets.values import ValuePainter
from venule.desk.map.assets.zorder import KEY_LEVEL, Longs, cell_keys
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.ink import pen, tint
from venule.desk.style.fonts import strong
from venule.desk.style.palette import Palette
from venule.domain.alarm import Status
from venule.domain.geo import Floats

MOST_LETTERS = 400
LETTER_ZOOM = 16.0
"""Kinds are lettered from here on, while no more assets than that are in view."""

NEAR_ZOOM = 15.25
"""Symbols have their full size from here on: farther away a street's lamps would hide one another."""

PLAIN_ROOM_PX, LETTER_ROOM_PX = 12.5, 21.0
"""To the nearest other symbol, for a form not to hide it."""

FILTERED = "Filtered: {:,} of {:,} assets shown"
OUTSIDE, OUTSIDE_ONE = ", and {:,} alarms from outside the filter", ", and one alarm from outside the filter"
"""A filter is a way of looking: unlike shelving (ISA-18.2) nobody decided that these alarms need no answer."""


class AssetLayer:
    """All assets by row, and the picture of those in view."""

    def __init__(self, palette: Palette) -> None:
        nothing = np.empty(0)
        self.pyramid = Pyramid(nothing, nothing, np.empty(0, np.int8))
        self.kind: Ints = np.empty(0, np.int32)
        self.signs: tuple[KindSign, ...] = ()
        self.loud: Flags = np.empty(0, np.bool_)
        self.mode = Mode.AUTOMATIC
        self.values: ValuePainter | None = None
        self._alarms: Longs | None = None
        self._alarm_cells: AlarmCells | None = None
        self._sight: Sight | None = None
        self._seen_from: Camera | None = None
        self._found: tuple[Sight, Badges] | None = None
        self._forms: tuple[Sight, Longs] | None = None
        self.dress(palette)

    def dress(self, palette: Palette) -> None:
        """Paint in another palette from now on."""
        self.palette, self._ratio = palette, 0.0

    def set_assets(self, x: Floats, y: Floats, status: Bytes, kind: Ints, signs: Sequence[KindSign]) -> None:
        """Take over all assets anew; none of them is unacknowledged until told."""
        self._take(Pyramid(x, y, status), kind, tuple(signs))

    def share(self, other: "AssetLayer") -> None:
        """Show the assets of another layer, which are held only once; statuses are to be told to both."""
        self._take(other.pyramid.twin(), other.kind, other.signs)

    def _take(self, pyramid: Pyramid, kind: Ints, signs: tuple[KindSign, ...]) -> None:
        self.pyramid, self.kind, self.signs = pyramid, kind, signs
        self.loud = np.zeros(len(pyramid.x), np.bool_)
        self._ratio = 0.0
        self._forget()

    def set_status(self, rows: npt.NDArray[np.integer], status: Bytes) -> None:
        """Give some assets new statuses."""
        self.pyramid.update(rows, status)
        self._forget()

    def set_unacknowledged(self, rows: npt.NDArray[np.integer]) -> None:
        """Say which assets have an unacknowledged alarm; the others have none."""
        self.loud = np.zeros(len(self.loud), np.bool_)
        self.loud[rows] = True
        self._alarm_cells, self._found = None, None

    def set_mode(self, mode: Mode) -> None:
        """Show many assets as dots or as clusters, or as what reads best."""
        self.mode = mode
        self._sight = None

    def set_filter(self, passing: Flags | None, statuses: Flags = EVERY_STATUS) -> None:
        """Show only assets that pass, by row, and of these statuses; those in alarm are shown in any case."""
        self.pyramid.set_filter(passing, statuses)
        self._forget()

    @property
    def filtered(self) -> bool:
        """Whether any asset may be left out."""
        return self.pyramid.filtered

    def shown(self, rows: npt.NDArray[np.integer]) -> Flags:
        """Which of some assets the filter leaves on the map; one that is not known yet is shown."""
        shown = np.ones(len(rows), np.bool_)
        known = rows < len(self.pyramid.x)
        shown[known] = self.pyramid.shown(rows[known])
        return shown

    def filter_words(self, shapes: Ints) -> str:
        """What the filter leaves on the map; empty without one. ``shapes`` are rows of assets that are no points."""
        pyramid = self.pyramid
        if not pyramid.filtered:
            return ""
        alarms = np.concatenate((self.alarms, shapes[pyramid.status[shapes] == Status.ALARM]))
        outside = int(np.count_nonzero(pyramid.outside(alarms)))
        left = int(pyramid.totals.sum()) + int(np.count_nonzero(pyramid.shown(shapes)))
        words = FILTERED.format(left - outside, pyramid.placed + len(shapes))
        return words + (OUTSIDE_ONE if outside == 1 else OUTSIDE.format(outside) if outside else "")

    def _forget(self) -> None:
        self._alarms, self._alarm_cells, self._seen_from = None, None, None

    @property
    def nbytes(self) -> int:
        """Memory of everything that is held for assets."""
        return self.pyramid.nbytes + self.kind.nbytes + self.loud.nbytes

    @property
    def alarms(self) -> Longs:
        """Rows of all placed assets in alarm."""
        if self._alarms is None:
            rows = np.flatnonzero(self.pyramid.status == Status.ALARM)
            self._alarms = rows[np.isfinite(self.pyramid.x[rows])]
        return self._alarms

    def sight(self, camera: Camera) -> Sight:
        """What is in view; kept until the camera or an asset changes."""
        if self._sight is None or self._seen_from != camera:
            self._sight = look(self.pyramid, camera, self.mode, self._sight)
            self._seen_from = camera
        return self._sight

    def lettered(self, camera: Camera) -> bool:
        """Whether kinds are told by letters."""
        shown = self.sight(camera)
        few = isinstance(shown, Symbols) and len(shown.rows) <= MOST_LETTERS
        return few and bool(self.signs) and camera.zoom >= LETTER_ZOOM

    def forms(self, camera: Camera) -> Longs:
        """How each single asset in view is drawn: as large as its neighbours leave room."""
        shown = self.sight(camera)
        if self._forms is None or self._forms[0] is not shown:
            self._forms = shown, self._forms_of(shown, camera)
        return self._forms[1]

    def _forms_of(self, shown: Sight, camera: Camera) -> Longs:
        if not isinstance(shown, Symbols):
            return np.full(len(shown.x), Form.PLAIN)
        plain = (shown.room >= PLAIN_ROOM_PX) & (camera.zoom >= NEAR_ZOOM)
        if self.pyramid.filtered:
            plain &= (shown.status != Status.ALARM) | ~self.pyramid.outside(shown.rows)
        lettered = plain & (shown.room >= LETTER_ROOM_PX) & self.lettered(camera)
        return np.where(lettered, Form.LETTERED, np.where(plain, Form.PLAIN, Form.SMALL))

    def kinds_lettered(self, camera: Camera) -> list[KindSign]:
        """The kinds whose letters can be seen."""
        shown = self.sight(camera)
        if not isinstance(shown, Symbols):
            return []
        kinds = np.unique(self.kind[shown.rows[self.forms(camera) == Form.LETTERED]])
        return [self.signs[kind] for kind in kinds]

    def discs(self, camera: Camera) -> Discs:
        """What assets cover, whatever their statuses."""
        return discs(self.sight(camera), RADIUS_PX[self.forms(camera)])

    def covered(self, camera: Camera) -> Discs:
        """What must not be covered: clusters, and the badges beside them and over dots."""
        found, marks = self.discs(camera), self.badges(camera)
        return found if marks is None else found.joined(marks.x, marks.y, BADGE_HEIGHT / 2)

    def blinks(self, camera: Camera) -> bool:
        """Whether anything in view is unacknowledged."""
        if not self.loud.any():
            return False
        shown, marks = self.sight(camera), self.badges(camera)
        if marks is None:
            return isinstance(shown, Symbols) and bool(self.loud[shown.rows].any())
        singles = shown.rows if isinstance(shown, Clusters) else np.empty(0, np.int32)
        return bool(marks.blinking.any()) or bool(self.loud[singles].any())

    def badges(self, camera: Camera) -> Badges | None:
        """The alarms in view where they are counted; ``None`` while every asset is shown by itself."""
        shown = self.sight(camera)
        if isinstance(shown, Symbols):
            return None
        if self._found is None or self._found[0] is not shown:
            found = self._cells_of_alarms(shown)
            marks = beside_clusters(shown, found, camera) if isinstance(shown, Clusters) else over_dots(found, camera)
            self._found = shown, marks
        return self._found[1]

    def _cells_of_alarms(self, shown: Clusters | Dots) -> AlarmCells:
        """All alarms by cells; kept from frame to frame while the level and the alarms stay."""
        level = shown.level if isinstance(shown, Clusters) else shown.badge_level
        if self._alarm_cells is None or self._alarm_cells.level != level:
            self._alarm_cells = alarm_cells(self.pyramid, level, self.alarms, self.loud)
        return self._alarm_cells

    def pick(self, camera: Camera, x: float, y: float) -> Ints:
        """The assets meant by a click: one, all that stand at one place, all of a cluster or dot, a badge's alarms."""
        shown = self.sight(camera)
        if isinstance(shown, Dots):
            return self._pick_dot(camera, shown, x, y)
        if isinstance(shown, Clusters):
            cluster = nearest_cluster(shown, x, y)
            return np.empty(0, np.int32) if cluster is None else self.cluster_rows(shown, cluster)
        row = nearest_symbol(shown, x, y)
        if row is None:
            return np.empty(0, np.int32)
        if shown.fanned[np.flatnonzero(shown.rows == row)[0]]:
            return np.array([row], np.int32)
        return self.pyramid.mates(row)

    def _pick_dot(self, camera: Camera, shown: Dots, x: float, y: float) -> Ints:
        marks = self.badges(camera)
        badge = None if marks is None else nearest_badge(marks, x, y)
        if marks is None or badge is None:
            return dot_rows(self.pyramid, shown, camera, x, y)
        return alarms_of(marks, badge, shown.badge_level, self.pyramid, self.alarms)

    def cluster_rows(self, shown: Clusters, cluster: int) -> Ints:
        """The assets of one cluster."""
        return self.pyramid.cell_rows(shown.level, int(shown.key[cluster]))

    def together(self, rows: Ints) -> bool:
        """Whether assets all stand at one place, so that no zoom parts them."""
        keys = cell_keys(self.pyramid.x[rows], self.pyramid.y[rows], KEY_LEVEL)
        return bool((keys == keys[0]).all())

    def alarm_after(self, camera: Camera, row: int | None, forward: bool) -> int | None:
        """The alarm in view after an asset (or the first one), from left to right; ``None`` after the last."""
        view, x, y = camera.bounds, self.pyramid.x[self.alarms], self.pyramid.y[self.alarms]
        seen = (x >= view.left) & (x <= view.right) & (y >= view.top) & (y <= view.bottom)
        walk = self.alarms[seen][np.lexsort((y[seen], x[seen]))]
        walk = walk if forward else walk[::-1]
        at = np.flatnonzero(walk == (-1 if row is None else row))
        rest = walk[at[0] + 1 :] if len(at) else walk
        return int(rest[0]) if len(rest) else None

    def extent(self, rows: Ints) -> Bounds:
        """The box around some assets."""
        x, y = self.pyramid.x[rows], self.pyramid.y[rows]
        return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def paint(self, painter: QPainter, camera: Camera, lit: bool) -> None:
        """Paint what is in view; ``lit`` is the bright half of a blink."""
        self._prepare(painter.device().devicePixelRatioF())
        shown = self.sight(camera)
        if isinstance(shown, Symbols):
            self._paint_leaders(painter, shown)
            forms = self.forms(camera)
            rest = slice(None) if self.values is None else self.values.paint(painter, shown, forms)
            self._paint_symbols(painter, shown.rows[rest], shown.x[rest], shown.y[rest], lit=lit, forms=forms[rest])
        elif isinstance(shown, Dots):
            tinted = shown if self.values is None else self.values.tinted(shown, camera)
            self._dots.draw(painter, tinted, camera.width, camera.height)
        else:
            self._paint_clusters(painter, shown, lit)
        marks = self.badges(camera)
        if marks is not None:
            self._badges.draw(painter, marks, lit=lit, halo=isinstance(shown, Dots))

    def _paint_clusters(self, painter: QPainter, shown: Clusters, lit: bool) -> None:
        self._rings.draw(painter, shown)
        many, single = ~shown.single, shown.single
        self._digits.draw(painter, shown.x[many], shown.y[many], shown.size[many])
        plain = np.full(len(shown.rows), Form.PLAIN)
        self._paint_symbols(painter, shown.rows, shown.x[single], shown.y[single], lit=lit, forms=plain)

    def paint_row(self, painter: QPainter, camera: Camera, row: int, lit: bool) -> QPointF | None:
        """Paint one asset on top of everything and say where; ``None`` when it has no place."""
        shown = self.sight(camera)
        x, y = camera.to_screen(self.pyramid.x[[row]], self.pyramid.y[[row]])
        form = np.array([Form.PLAIN])
        if not np.isfinite(x[0]):
            return None
        if isinstance(shown, Symbols) and len(at := np.flatnonzero(shown.rows == row)):
            x, y, form = shown.x[at], shown.y[at], np.maximum(self.forms(camera)[at], Form.PLAIN)
        self._paint_symbols(painter, np.array([row], np.int32), x, y, lit=lit, forms=form)
        return QPointF(float(x[0]), float(y[0]))

    def _paint_symbols(self, painter: QPainter, rows: Ints, x: Floats, y: Floats, *, lit: bool, forms: Longs) -> None:
        hollow = self.loud[rows] & (not lit)
        self._faces.draw(
            painter, x, y, forms=forms, status=self.pyramid.status[rows], kind=self.kind[rows], dark=hollow
        )

    def _paint_leaders(self, painter: QPainter, shown: Symbols) -> None:
        """Lines from fanned assets to where they really stand."""
        painter.setPen(pen(tint(self.palette.text_faint, 0.7), 1.0))
        for at in np.flatnonzero(shown.fanned):
            painter.drawLine(QLineF(shown.anchor_x[at], shown.anchor_y[at], shown.x[at], shown.y[at]))

    def _prepare(self, ratio: float) -> None:
        """Paint the sprites for a palette and a device pixel ratio, when either is new."""
        if ratio == self._ratio:
            return
        self._ratio = ratio
        self._faces = Faces(self.signs, self.palette, ratio)
        self._dots = DotFaces(self.palette, ratio)
        self._badges = BadgeFaces(self.palette, ratio)
        self._rings = Rings(self.palette, ratio)
        self._digits = Digits(strong(11), self.palette.text, ratio)
