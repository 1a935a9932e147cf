"""What the map's worker does for shapes: it holds them all, learns their colours, and paints squares of the map."""

from dataclasses import dataclass
from typing import NamedTuple

from venule.desk.map.camera import QUARTER
from venule.desk.map.shapes.colours import plain
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.map.shapes.overlay import paint_overlay
from venule.desk.map.tiles.basemap import Look, Tile
from venule.desk.map.tiles.tilecache import quarter_side, tile_box
from venule.desk.map.tiles.work.jobs import Painted
from venule.desk.models.shapecolours import Colours


class OverlayWish(NamedTuple):
    """A tile of lines and areas, in the colours of an edition or in newer ones."""

    tile: Tile
    look: Look
    edition: int


@dataclass(frozen=True, slots=True, eq=False)
class ShapeSource:
    """All shapes; implements :class:`~venule.desk.map.tiles.work.jobs.Source`."""

    index: ShapeIndex

    def open(self) -> "ShapeHandler":
        """Make the handler; nothing is read."""
        return ShapeHandler(self.index)


class ShapeHandler:
    """Implements :class:`~venule.desk.map.tiles.work.jobs.Handler`; its wishes are :class:`OverlayWish`."""

    def __init__(self, index: ShapeIndex) -> None:
        self._index = index
        self._colours = plain(len(index))

    def learn(self, news: object) -> None:
        """Take other colours."""
        if isinstance(news, Colours):
            self._colours = news

    def answer(self, wish: object) -> Painted:
        """Paint a tile."""
        assert isinstance(wish, OverlayWish)
        box = tile_box(wish.tile, quarter_side(wish.tile.level))
        return Painted(paint_overlay(self._index, self._colours, box, wish.tile.level / QUARTER, wish.look))
