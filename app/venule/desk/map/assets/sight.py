"""What one frame shows of the assets: symbols while they are few, dots or clusters whose counts add up when many."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.counting import STATES, Bytes, Flags, Ints
from venule.desk.map.assets.room import nearest_other
from venule.desk.map.assets.zorder import Longs
from venule.domain.geo import Floats

MARGIN_PX = 24.0
"""How far outside the view a symbol may stand and still be seen."""

ROOM_PX = 24.0


class Mode(StrEnum):
    """How assets are shown that are too many for symbols."""

    AUTOMATIC = "automatic"
    DOTS = "dots"
    CLUSTERS = "clusters"


@dataclass(frozen=True)
class Symbols:
    """Single assets by rising severity. ``anchor`` is where each one stands, ``x`` and ``y`` where it is drawn."""

    rows: Ints
    status: Bytes
    x: Floats
    y: Floats
    anchor_x: Floats
    anchor_y: Floats

    @cached_property
    def totals(self) -> Longs:
        """Assets in view by status."""
        return np.bincount(self.status, minlength=STATES).astype(np.int64)

    @cached_property
    def room(self) -> Floats:
        """Pixels from each one to the nearest other, as far as that matters."""
        return nearest_other(self.x, self.y, ROOM_PX)

    @cached_property
    def fanned(self) -> Flags:
        """Which ones were moved aside to make room for others at the same place."""
        return np.asarray((self.x != self.anchor_x) | (self.y != self.anchor_y))


@dataclass(frozen=True)
class Clusters:
    """Occupied cells in view with their place on the screen; a cell of one asset keeps that asset's own place.

    ``rows`` are the assets that are alone in their cells, in the order of the cells.
    """

    level: int
    key: Longs
    counts: Ints
    x: Floats
    y: Floats
    radius: Floats
    rows: Ints

    @cached_property
    def size(self) -> Longs:
        """Assets of each cluster."""
        return np.asarray(self.counts.sum(1, dtype=np.int64))

    @cached_property
    def single(self) -> Flags:
        """Which ones hold one asset alone and are drawn as its symbol."""
        return np.asarray(self.size == 1)

    @cached_property
    def totals(self) -> Longs:
        """Assets in view by status."""
        return np.asarray(self.counts.sum(0, dtype=np.int64))


@dataclass(frozen=True)
class Dots:
    """Dots on the screen, one for each occupied cell of ``level``: its worst status, and all assets by status.

    Alarms are counted on badges in cells of ``badge_level``.
    """

    level: int
    badge_level: int
    size_px: int
    x: Floats
    y: Floats
    status: Bytes
    totals: Longs


Sight = Symbols | Clusters | Dots


@dataclass(frozen=True, eq=False)
class Discs:
    """Where assets are drawn: what else is on the map keeps clear of ``solid`` ones, and of others where it can."""

    x: Floats
    y: Floats
    radius: Floats
    solid: bool

    def same(self, other: "Discs") -> bool:
        """Whether others cover the same places."""
        mine, others = (self.x, self.y, self.radius), (other.x, other.y, other.radius)
        return self.solid == other.solid and all(map(np.array_equal, mine, others))

    def joined(self, x: Floats, y: Floats, radius: float) -> "Discs":
        """These and others of one radius."""
        radii = np.concatenate((self.radius, np.full(len(x), radius)))
        return Discs(np.concatenate((self.x, x)), np.concatenate((self.y, y)), radii, self.solid)


def discs(shown: Sight, symbol_px: Floats) -> Discs:
    """What the assets of a frame cover, symbols with radii of so many pixels; dots are too small to cover anything."""
    if isinstance(shown, Dots):
        nothing: npt.NDArray[np.float64] = np.empty(0)
        return Discs(nothing, nothing, nothing, solid=True)
    if isinstance(shown, Clusters):
        return Discs(shown.x, shown.y, np.where(shown.single, symbol_px, shown.radius), solid=True)
    return Discs(shown.x, shown.y, symbol_px, solid=False)
