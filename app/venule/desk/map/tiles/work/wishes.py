"""What the desk may wish of a base map in the worker: pictures of tiles and of the names in a view, and all names."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from venule.desk.map.assets.sight import Discs
from venule.desk.map.camera import Bounds, Camera
from venule.desk.map.tiles.basemap import Look, Name, Tile
from venule.domain.geo import Floats

MARGIN_PX = 160
"""How far a picture of names reaches beyond the view, so that there are names at once where the map is drawn to."""


class TileWish(NamedTuple):
    """The picture of a tile; levels are quarter steps of zoom."""

    tile: Tile
    look: Look


class Survey(NamedTuple):
    """The names in one portion of the whole base map, for whoever looks for a place."""

    portion: int


class Surveyed(NamedTuple):
    """The names in a portion, and whether there are further ones."""

    names: tuple[Name, ...]
    more: bool


class Script(NamedTuple):
    """How a name is written: its foot is so far below the middle of its letters, and there is so much between them."""

    size_px: int
    weight: int
    italic: bool
    spacing_px: float
    foot_px: float
    colour: str
    halo: str


class Written(NamedTuple):
    """A name in a picture of names: where the middle of each letter stands in the view's pixels, and its direction."""

    text: str
    script: Script
    x: Floats
    y: Floats
    angle: Floats


class Taken(NamedTuple):
    """Where no name should stand: under assets, or under what is on the glass."""

    covered: Discs
    glass: tuple[Bounds, ...]


NOTHING = Taken(Discs(np.empty(0), np.empty(0), np.empty(0), solid=False), ())


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The names of what a camera sees, and of a margin around it."""

    camera: Camera
    look: Look
    taken: Taken

    def same(self, other: "View") -> bool:
        """Whether a picture made for another view serves this one."""
        alike = (self.camera, self.look, self.taken.glass) == (other.camera, other.look, other.taken.glass)
        return alike and self.taken.covered.same(other.taken.covered)

    @property
    def wide(self) -> Camera:
        """The camera of the picture, margin and all."""
        return self.camera.resized(self.camera.width + 2 * MARGIN_PX, self.camera.height + 2 * MARGIN_PX)
