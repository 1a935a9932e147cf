"""What a vector tile shows, whatever schema it came in: areas, lines and names by what they are on the ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.basemap import Name
from venule.domain.geo import Floats

Starts = npt.NDArray[np.int32]


class Area(Enum):
    """Kinds of ground, in the order in which they are painted."""

    URBAN = auto()
    INDUSTRIAL = auto()
    GREEN = auto()
    WOOD = auto()
    SAND = auto()
    PITCH = auto()
    WATER = auto()
    BUILDING = auto()


class Line(Enum):
    """Kinds of ways, in the order in which they are painted."""

    WATERWAY = auto()
    BOUNDARY = auto()
    PATH = auto()
    RAIL = auto()
    MINOR = auto()
    TERTIARY = auto()
    SECONDARY = auto()
    PRIMARY = auto()
    MOTORWAY = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Many shapes of one kind, in tile units: 0 to 1 across the tile, and a little beyond it where it has a margin.

    Part ``p`` is a line, or a ring without its closing point: ``x[first[p]:first[p + 1]]``. Shape ``s`` is the parts
    ``shape[s]`` up to but not at ``shape[s + 1]``: an area's outer ring comes first, its holes follow, wound the other
    way.
    """

    x: Floats
    y: Floats
    first: Starts
    shape: Starts

    def __len__(self) -> int:
        return len(self.shape) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """One tile. ``lines`` are those on the ground, ``bridges`` those above it. Names are in the unit square."""

    areas: Mapping[Area, Shapes]
    lines: Mapping[Line, Shapes]
    bridges: Mapping[Line, Shapes]
    names: tuple[Name, ...]


EMPTY = Content({}, {}, {}, ())
