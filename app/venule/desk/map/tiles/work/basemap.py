"""The worker's handler of a base map: pictures of its tiles, sharp at every quarter step of zoom, and of its names."""

from PySide6.QtGui import QColor, QImage, QPainter

from venule.desk.map.camera import QUARTER, Bounds
from venule.desk.map.tiles.basemap import TILE_PX
from venule.desk.map.tiles.paint.painter import Part, paint_into
from venule.desk.map.tiles.tilecache import quarter_side, tile_box
from venule.desk.map.tiles.vector.content import Content
from venule.desk.map.tiles.work.atlas import Atlas, Square
from venule.desk.map.tiles.work.jobs import Painted
from venule.desk.map.tiles.work.names import NamePainter
from venule.desk.map.tiles.work.wishes import Survey, Surveyed, TileWish, View, Written


class BasemapHandler:
    """Implements :class:`~venule.desk.map.tiles.work.jobs.Handler` for wishes of tiles, of names and of a survey."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._names = NamePainter()

    def learn(self, news: object) -> None:
        """Nothing about a base map changes."""

    def answer(self, wish: object) -> Painted:
        """A tile without anything on it has no picture: the land shows through."""
        image: QImage | None = None
        told: tuple[Written, ...] | Surveyed | None = None
        match wish:
            case TileWish():
                image = self._tile(wish)
            case View():
                wide = wish.wide
                image = self._names.paint(self._atlas.sheets(wide.bounds, wide.zoom), wish)
                told = self._names.written
            case Survey(portion):
                told = self._atlas.survey(portion)
            case _:
                raise TypeError(f"a base map knows no {type(wish).__name__}")
        return Painted(image, self._atlas.problem, told)

    def _tile(self, wish: TileWish) -> QImage | None:
        """One picture, which may show parts of several sheets."""
        box, zoom, image = tile_box(wish.tile, quarter_side(wish.tile.level)), wish.tile.level / QUARTER, None
        for sheet in self._atlas.sheets(box, zoom):
            if not _shows(sheet.content):
                continue
            image = image or _land(wish)
            with QPainter(image) as painter:
                paint_into(painter, sheet.content, _part(box, sheet.square), zoom, wish.look)
        return image


def _part(box: Bounds, square: Square) -> Part:
    """A square box in units of a sheet's own square."""
    side = (box.right - box.left) / square.side
    return Part((box.left - square.left) / square.side, (box.top - square.top) / square.side, side)


def _shows(content: Content) -> bool:
    """Whether there is anything to paint."""
    return any(len(shapes) for kinds in (content.areas, content.lines, content.bridges) for shapes in kinds.values())


def _land(wish: TileWish) -> QImage:
    """A picture with nothing on it yet."""
    side = round(TILE_PX * wish.look.ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(wish.look.palette.land))
    return image
