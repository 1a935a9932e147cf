"""How vector tiles look: what is shown from which zoom on, how wide ways are, and which colour each kind has."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from venule.desk.map.tiles.vector.content import Area, Line
from venule.desk.style.palette import Palette

REFERENCE_ZOOM = 15.0
NARROWEST_PX, WIDEST_PX = 0.7, 40.0
CASING_PX = (1.2, 2.4)
CASING_ZOOMS = (13.0, 16.0)
SHORE_PX = 1.2
BUILDING_EDGE_PX = 0.8
BUILDING_EDGES_FROM = 15.2
BRIDGES_FROM = 13.0
"""Farther out bridges are not told from other ways."""

DECK_PX, DECK_EDGE_PX = 2.0, 1.6
"""What the deck of a bridge adds to a path or railway, and its edges to that: slight ones, for main streets pass below.

Both sides together.
"""

AREAS_FROM: Mapping[Area, float] = {
    Area.URBAN: 0.0,
    Area.INDUSTRIAL: 0.0,
    Area.GREEN: 0.0,
    Area.WOOD: 0.0,
    Area.SAND: 0.0,
    Area.PITCH: 13.0,
    Area.WATER: 0.0,
    Area.BUILDING: 13.6,
}
"""The zoom from which each kind of ground is shown."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of line is drawn; ``dash`` is how long dashes and gaps are, in widths of the line."""

    width_px: float
    """At zoom 15; it grows by ``growth`` a level."""

    growth: float
    shown_from: float
    cased_from: float = math.inf
    dash: tuple[float, float] | None = None

    @property
    def cased(self) -> bool:
        """Whether it is a street: streets have casings, seen from near enough."""
        return self.cased_from < math.inf

    def width(self, zoom: float) -> float:
        """Width at a zoom, in logical pixels and without casings."""
        return min(max(self.width_px * math.pow(self.growth, zoom - REFERENCE_ZOOM), NARROWEST_PX), WIDEST_PX)


WAYS: Mapping[Line, Way] = {
    Line.WATERWAY: Way(1.6, 1.4, 10.0),
    Line.BOUNDARY: Way(1.3, 1.4, 4.0, dash=(5.0, 3.0)),
    Line.PATH: Way(1.0, 1.4, 15.3, dash=(3.0, 2.4)),
    Line.RAIL: Way(1.4, 1.5, 11.0, dash=(2.6, 2.6)),
    Line.MINOR: Way(3.3, 1.55, 12.0, 13.5),
    Line.TERTIARY: Way(4.4, 1.5, 10.5, 12.5),
    Line.SECONDARY: Way(5.4, 1.5, 9.0, 12.0),
    Line.PRIMARY: Way(6.4, 1.5, 7.0, 11.0),
    Line.MOTORWAY: Way(7.4, 1.45, 4.0, 10.0),
}


def casing(zoom: float) -> float:
    """What a casing adds to the width of a way, both sides together, in logical pixels."""
    (thin, thick), (first, last) = CASING_PX, CASING_ZOOMS
    return thin + (thick - thin) * min(max((zoom - first) / (last - first), 0.0), 1.0)


def area_colours(palette: Palette) -> dict[Area, str]:
    """The colour of each kind of ground."""
    return {
        Area.URBAN: palette.urban,
        Area.INDUSTRIAL: palette.industrial,
        Area.GREEN: palette.green,
        Area.WOOD: palette.wood,
        Area.SAND: palette.sand,
        Area.PITCH: palette.pitch,
        Area.WATER: palette.water,
        Area.BUILDING: palette.building,
    }


def deck_colour(line: Line, palette: Palette) -> str:
    """The colour of a bridge without a casing: of a footbridge that of a street, which cuts no street that it crosses.

    Railways are hollow between their dashes, and so are their decks.
    """
    return palette.land if line is Line.RAIL else palette.minor


def line_colours(palette: Palette) -> dict[Line, str]:
    """The colour of each kind of line."""
    return {
        Line.WATERWAY: palette.water,
        Line.BOUNDARY: palette.boundary,
        Line.PATH: palette.path,
        Line.RAIL: palette.rail,
        Line.MINOR: palette.minor,
        Line.TERTIARY: palette.tertiary,
        Line.SECONDARY: palette.secondary,
        Line.PRIMARY: palette.primary,
        Line.MOTORWAY: palette.motorway,
    }
