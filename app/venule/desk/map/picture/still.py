"""A frame that stands still: what a map showed at one moment, with tiles of its own at another device pixel ratio."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPainter

from venule.desk.map.assets.counting import Flags, Ints
from venule.desk.map.assets.layer import AssetLayer
from venule.desk.map.assets.sight import Symbols
from venule.desk.map.assets.values import ValuePainter
from venule.desk.map.camera import Camera
from venule.desk.map.frame import Frame, Moment
from venule.desk.map.furniture import paint_furniture
from venule.desk.map.ink import clear_image
from venule.desk.map.picture.heading import Heading, paint_heading
from venule.desk.map.shapes.index import NO_SHAPES
from venule.desk.map.shapes.layer import ShapeLayer
from venule.desk.map.tiles.basemap import TILE_PX, Look
from venule.desk.map.tiles.labellayer import LabelLayer
from venule.desk.map.tiles.tilecache import BYTES_A_PIXEL
from venule.desk.map.tiles.tilelayer import TileLayer
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.wishes import View, Written
from venule.desk.map.tiles.work.worker import Worker
from venule.desk.style.palette import Palette

AROUND = 4
"""Tiles in a row for which there is room beside those of the view: where it cuts some, and for the overview."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a picture is taken of: a map's frame as a camera sees it, and how it looks."""

    frame: Frame
    camera: Camera
    palette: Palette
    selected: int | None
    chosen: Ints
    heading: Heading


class StillTiles(TileLayer):
    """Tiles of one view, all of which are kept until it is painted."""

    def missing(self, camera: Camera, look: Look) -> int:
        """How many have not come."""
        tiles = self._in_view(self.basemap.level(camera.zoom, look.ratio), camera)
        return sum(self._stale(tile) for tile in tiles)


class StillShapes(ShapeLayer):
    """Overlay tiles of one view."""

    def missing(self, camera: Camera) -> int:
        """How many have not come."""
        return sum(self._cache.get(tile) is None for tile in self._in_view(self._level, camera))


class StillNames(LabelLayer):
    """Names of one view, as a picture and as letters."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(claim)
        self.written: tuple[Written, ...] = ()

    def _take(self) -> None:
        for done in self._claim.take():
            if isinstance(done.wish, View) and done.painted.image is not None:
                self._picture = done.painted.image, done.wish
                self.written = done.painted.told if isinstance(done.painted.told, tuple) else ()


class Still(Frame):
    """Nothing that happens on the map after it was made shows in it; :meth:`close` lets go of its tiles.

    Places and counts are those of the map, only what may change is copied. Tiles are ordered from the map's worker.
    """

    def __init__(self, subject: Subject, worker: Worker, ratio: float) -> None:
        super().__init__(subject.palette)
        self.subject, self.ratio = subject, ratio
        self.look = Look(subject.palette, ratio)
        frame = subject.frame
        self.describe, self.basemap_problem = frame.describe, frame.basemap_problem
        self.below_assets, self.below_glass = frame.below_assets, frame.below_glass
        self.assets, self.wires = _as_seen(frame.assets, subject.camera), copy(frame.wires)
        self.still_names: StillNames | None = None
        self.still_tiles = self._lay(frame.tiles)
        self.shapes = self.still_shapes = StillShapes()
        self.shapes.work_with(worker)
        self.shapes.set_shapes(frame.shapes.index)
        self.shapes.set_colours(frame.shapes.colours)
        self.shapes.renew()
        self.fields.tell(frame.fields.told)
        self._named = False

    def _lay(self, tiles: TileLayer | None) -> StillTiles | None:
        """The same base map, with room for each tile of the view and of its surroundings."""
        if tiles is None:
            return None
        basemap = tiles.basemap.twin()
        camera, beyond = self.subject.camera, AROUND * TILE_PX
        pixels = (camera.width + beyond) * (camera.height + beyond) * self.ratio**2
        still = StillTiles(basemap, round(pixels) * BYTES_A_PIXEL)
        self.tiles = still
        self.labels = self.still_names = None if basemap.labels is None else StillNames(basemap.labels)
        return still

    def order(self) -> int:
        """Ask for what is missing; tells how many pictures have not come, names counted as one."""
        subject = self.subject
        nothing = clear_image(1, 1)
        nothing.setDevicePixelRatio(self.ratio)
        with QPainter(nothing) as painter:
            unfinished = self.paint(painter, self.moment(moving=self._named))
        missing = self.still_shapes.missing(subject.camera) if len(self.shapes.index) else 0
        if self.still_tiles is not None:
            missing += self.still_tiles.missing(subject.camera, self.look)
            names = self.still_tiles.basemap.labels
            self._named = self._named or (names is not None and not names.idle)
        return missing + 1 if unfinished and not missing else missing

    def moment(self, moving: bool = True) -> Moment:
        """The moment it shows. While names are on their way it is as if the map moved: they are not asked for anew."""
        return Moment(
            self.subject.camera,
            self.subject.palette,
            moving=moving,
            zooming=False,
            lit=True,
            focused=False,
            selected=self.subject.selected,
            hover=None,
        )

    def developed(self) -> QImage:
        """The whole picture, of so many pixels a logical one as its ratio says."""
        camera = self.subject.camera
        image = QImage(round(camera.width * self.ratio), round(camera.height * self.ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.ratio)
        with QPainter(image) as painter:
            self.paint(painter, self.moment())
            paint_heading(painter, camera, self.subject.heading, self.subject.palette)
        return image

    def ground(self) -> QImage:
        """The base map alone, without names."""
        camera = self.subject.camera
        image = clear_image(camera.width, camera.height, self.ratio)
        image.fill(self.subject.palette.land)
        with QPainter(image) as painter:
            if self.tiles is not None:
                self.tiles.paint(painter, camera, self.look, zooming=False)
        return image.convertToFormat(QImage.Format.Format_RGB32)

    @property
    def names(self) -> tuple[Written, ...]:
        """The base map's names, where they stand."""
        return () if self.still_names is None else self.still_names.written

    def shapes_alone(self) -> QImage:
        """Lines and areas alone."""
        return self._alone(lambda painter: self.shapes.paint(painter, self.subject.camera, self.look, zooming=False))

    def fields_alone(self) -> QImage | None:
        """Heat, coverage and coloured points alone; ``None`` without any."""
        told = self.fields.told
        if told.heat is None and told.points is None and told.coverage is None:
            return None
        camera = self.subject.camera
        return self._alone(lambda painter: self.fields.paint(painter, camera, self.look, self.assets, True))

    def assets_alone(self) -> QImage:
        """Assets and their badges alone."""
        return self._alone(lambda painter: self.assets.paint(painter, self.subject.camera, lit=True))

    def coloured(self, shown: Symbols, values: ValuePainter) -> tuple[QImage, Flags]:
        """The assets that are coloured by a value alone, and which ones are not."""
        rest = list[Flags]()
        forms = self.assets.forms(self.subject.camera)
        image = self._alone(lambda painter: rest.append(values.paint(painter, shown, forms)))
        return image, rest[0]

    def paint_glass(self, painter: QPainter) -> None:
        """Scale bar, legend, attribution, notes and heading alone."""
        camera, palette = self.subject.camera, self.subject.palette
        if self.below_glass is not None:
            self.below_glass(painter, camera)
        paint_furniture(painter, camera, self._facts(self.moment()), palette)
        paint_heading(painter, camera, self.subject.heading, palette)

    def _alone(self, paint: Callable[[QPainter], object]) -> QImage:
        """What a function paints, on nothing."""
        image = clear_image(self.subject.camera.width, self.subject.camera.height, self.ratio)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter)
        return image

    def close(self) -> None:
        """Let go of tiles, and of what the worker holds for them."""
        self.set_basemap(None)
        self.shapes.set_shapes(NO_SHAPES)


def _as_seen(assets: AssetLayer, camera: Camera) -> AssetLayer:
    """Assets as they are on the screen: a layer that has decided what it shows of them, and never learns more."""
    assets.forms(camera)
    assets.badges(camera)
    still = copy(assets)
    still.pyramid = copy(assets.pyramid)
    still.pyramid.status = assets.pyramid.status.copy()
    return still
