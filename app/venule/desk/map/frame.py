"""One frame of the map: every layer in its order, from the land up to the glass."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.pyramid import Ints
from venule.desk.map.assets.sight import Discs
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.card import paint_card
from venule.desk.map.fields.layer import FieldLayer
from venule.desk.map.furniture import Facts, paint_furniture
from venule.desk.map.ink import pen
from venule.desk.map.legend import WORST_FIRST, entries
from venule.desk.map.legendsigns import Signs
from venule.desk.map.shapes.layer import ShapeLayer
from venule.desk.map.tiles.basemap import Basemap, Look
from venule.desk.map.tiles.labellayer import LabelLayer
from venule.desk.map.tiles.tilelayer import TileLayer
from venule.desk.map.tiles.work.wishes import Taken
from venule.desk.map.wires import MOST_LINES, Wires
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import WORDS
from venule.domain.alarm import Status

SELECTION_PX = 13.0

Describe = Callable[[int], str]
Paint = Callable[[QPainter, Camera], None]


@dataclass(frozen=True, slots=True, eq=False)
class Hover:
    """Assets under the pointer, and where their card came up."""

    at: QPointF
    rows: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What changes from one frame to the next beside the data."""

    camera: Camera
    palette: Palette
    moving: bool
    zooming: bool
    lit: bool
    focused: bool
    selected: int | None
    hover: Hover | None


class Frame:
    """The layers of one map and the painting of them."""

    def __init__(self, palette: Palette) -> None:
        self.assets = AssetLayer(palette)
        self.wires = Wires(palette)
        self.shapes = ShapeLayer()
        self.fields = FieldLayer()
        self.tiles: TileLayer | None = None
        self.labels: LabelLayer | None = None
        self.basemap_problem = ""
        self.describe: Describe = _row_number
        self.below_assets: Paint | None = None
        self.below_glass: Paint | None = None
        self._glass: tuple[Bounds, ...] = ()
        self._signs = Signs()

    def dress(self, palette: Palette) -> None:
        """Another palette from now on."""
        self.assets.dress(palette)
        self.wires.dress(palette)

    def set_basemap(self, basemap: Basemap | None, problem: str = "") -> None:
        """Another base map, or none; a problem is told on the glass."""
        if self.tiles is not None:
            self.tiles.basemap.close()
        self.tiles = None if basemap is None else TileLayer(basemap)
        self.labels = None if basemap is None or basemap.labels is None else LabelLayer(basemap.labels)
        self.basemap_problem = problem

    @property
    def bounds(self) -> Bounds | None:
        """The box around everything that has a place: assets and their shapes, else gateways, else the base map."""
        wires = self.wires
        points, shapes = self.assets.pyramid.bounds, self.shapes.index.bounds
        if points is not None or shapes is not None:
            return points.around(shapes) if points and shapes else points or shapes
        if np.isfinite(wires.x).any():
            x, y = wires.x[np.isfinite(wires.x)], wires.y[np.isfinite(wires.y)]
            return Bounds(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        return self.tiles.basemap.bounds if self.tiles is not None else None

    @property
    def kept_tiles(self) -> int:
        """How many tiles of the base map and of shapes are kept."""
        return self.shapes.kept_tiles + (self.tiles.kept_tiles if self.tiles is not None else 0)

    @property
    def kept_bytes(self) -> int:
        """Memory of their pictures."""
        return self.shapes.used_bytes + (self.tiles.used_bytes if self.tiles is not None else 0)

    def paint(self, painter: QPainter, now: Moment) -> bool:
        """Paint everything; says whether anything of it is still being made elsewhere."""
        camera, palette = now.camera, now.palette
        painter.fillRect(QRectF(0, 0, camera.width, camera.height), QColor(palette.land))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = Look(palette, painter.device().devicePixelRatioF())
        unfinished = self.tiles is not None and self.tiles.paint(painter, camera, look, now.zooming)
        forming = self.shapes.paint(painter, camera, look, now.zooming)
        covered = self.assets.covered(camera)
        if self.labels is not None:
            unfinished |= self.labels.paint(
                painter, camera, look, now.moving or unfinished, self._taken(camera, covered)
            )
        self._paint_shapes(painter, now)
        self.fields.paint(painter, camera, look, self.assets, now.moving)
        self.wires.paint_links(painter, camera, self.assets.pyramid, self.assets.sight(camera))
        self.wires.paint_working(painter, camera, covered)
        if self.below_assets is not None:
            self.below_assets(painter, camera)
        self.assets.paint(painter, camera, now.lit)
        self.wires.paint_lost(painter, camera, covered)
        self._paint_selection(painter, now)
        if self.below_glass is not None:
            self.below_glass(painter, camera)
        self._glass = paint_furniture(painter, camera, self._facts(now), palette, self._signs)
        if now.hover is not None:
            paint_card(painter, now.hover.at, self.words(now.hover.rows), camera, palette)
        if now.focused:
            painter.setPen(pen(palette.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, camera.width - 2, camera.height - 2))
        return unfinished or forming

    def _taken(self, camera: Camera, covered: Discs) -> Taken:
        """Where no name should stand."""
        return Taken(covered.joined(*self.wires.lost(camera, covered), SELECTION_PX), self._glass)

    def _paint_shapes(self, painter: QPainter, now: Moment) -> None:
        """The line or area that is selected, and the one under the pointer."""
        if now.hover is not None and len(now.hover.rows) == 1:
            self.shapes.paint_hovered(painter, now.camera, int(now.hover.rows[0]), now.palette)
        if now.selected is not None:
            self.shapes.paint_chosen(painter, now.camera, now.selected, now.palette)

    def _paint_selection(self, painter: QPainter, now: Moment) -> None:
        """The selected asset on top of everything, with a ring around it that is no status."""
        if now.selected is None:
            return
        at = self.assets.paint_row(painter, now.camera, now.selected, now.lit)
        if at is None:
            return
        radius = SELECTION_PX + 3 * self.assets.lettered(now.camera)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((now.palette.land, 4.5), (now.palette.text, 2.0)):
            painter.setPen(pen(colour, width))
            painter.drawEllipse(at, radius, radius)

    def _facts(self, now: Moment) -> Facts:
        camera, assets = now.camera, self.assets
        signs = assets.kinds_lettered(camera)
        online = {bool(on) for on in self.wires.online[self.wires.shown(camera, assets.covered(camera))]}
        shown = assets.sight(camera)
        legend = entries(
            shown, signs, online, bool(self.wires.drawn), now.palette, elsewhere=self.fields.explains(shown)
        )
        legend += self.shapes.entries(camera, now.palette, now.moving)
        basemap = self.tiles.basemap if self.tiles is not None else None
        legend += self.fields.entries(camera, now.palette, assets, now.moving)
        shapes = self.shapes.alone(assets.pyramid.x)
        notes = [
            assets.filter_words(shapes),
            self.fields.note,
            self.basemap_problem,
            basemap.problem if basemap else "",
        ]
        if self.wires.left_out:
            notes.append(f"{MOST_LINES:,} links drawn, {self.wires.left_out:,} more left out: zoom in to see them")
        told = tuple(note for note in notes if note)
        attribution = basemap.attribution if basemap else ""
        placed = assets.pyramid.placed + len(shapes)
        return Facts(len(assets.pyramid.x), placed, attribution, told, legend)

    def words(self, rows: Ints) -> list[str]:
        """What the hover card says of assets: one by its name, several by their counts."""
        status = self.assets.pyramid.status[rows]
        if len(rows) == 1:
            name, *more = self.describe(int(rows[0])).split("\n")
            return [name, *(more or [WORDS[Status(int(status[0]))]])]
        counts = [(int((status == worst).sum()), WORDS[worst]) for worst in WORST_FIRST]
        return [f"{len(rows):,} assets", *(f"{count:,} {word}" for count, word in counts if count)]


def _row_number(row: int) -> str:
    """What an asset is called before anybody gives it a name."""
    return f"Asset {row + 1}"
