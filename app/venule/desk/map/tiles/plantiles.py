"""A town plan as a base map: tiles painted in the GUI thread, a little each frame, sharp at every quarter step."""

import math
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import NamedTuple

from PySide6.QtGui import QImage

from venule.desk.map.camera import MAX_ZOOM, QUARTER, WORLD_PX, Bounds
from venule.desk.map.tiles.basemap import Look, Name, Tile
from venule.desk.map.tiles.plan import Plan
from venule.desk.map.tiles.planpaint import TILE_PX, empty_tile, paint_tile


class Work(NamedTuple):
    """A tile half painted."""

    tile: Tile
    look: Look
    image: QImage
    steps: Iterator[None]


class PlanTiles:
    """Implements :class:`~venule.desk.map.tiles.basemap.Basemap`. A level is a quarter step of zoom."""

    problem = ""

    def __init__(self, plan: Plan, watch: Callable[[], float] = perf_counter) -> None:
        self._plan, self._watch = plan, watch
        self._wanted: list[tuple[Tile, Look]] = []
        self._at_work: Work | None = None

    @property
    def attribution(self) -> str:
        return self._plan.attribution

    @property
    def bounds(self) -> Bounds | None:
        return self._plan.bounds

    @property
    def names(self) -> Sequence[Name]:
        return self._plan.names

    @property
    def busy(self) -> bool:
        return bool(self._wanted) or self._at_work is not None

    def level(self, zoom: float, ratio: float) -> int:
        return round(min(max(zoom, 0.0), MAX_ZOOM) * QUARTER)

    def side(self, level: int) -> float:
        return TILE_PX / (WORLD_PX * math.pow(2.0, level / QUARTER))

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        work = self._at_work
        if work is not None and (work.tile not in tiles or work.look != look):
            work = self._at_work = None
        self._wanted = [(tile, look) for tile in tiles if work is None or tile != work.tile]

    def take(self, budget_s: float) -> Sequence[tuple[Tile, QImage | None]]:
        until = self._watch() + budget_s
        done: list[tuple[Tile, QImage | None]] = []
        while self.busy and self._watch() < until:
            work = self._at_work or self._begin()
            for _ in work.steps:
                if self._watch() >= until:
                    return done
            self._at_work = None
            done.append((work.tile, work.image))
        return done

    def _begin(self) -> Work:
        """Start on the next wanted tile."""
        tile, look = self._wanted.pop(0)
        side = self.side(tile.level)
        box = Bounds(tile.column * side, tile.row * side, (tile.column + 1) * side, (tile.row + 1) * side)
        image = empty_tile(look)
        self._at_work = Work(tile, look, image, paint_tile(self._plan, box, tile.level / QUARTER, look, image))
        return self._at_work

    def listen(self, arrived: Callable[[], None]) -> None:
        """Nothing comes from elsewhere: all tiles are made in :meth:`take`."""
