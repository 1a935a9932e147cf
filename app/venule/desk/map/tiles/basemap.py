"""What a base map is to the map: square tiles, names, an attribution, and a sentence when something is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, Protocol

from PySide6.QtGui import QImage

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.work.claims import Claim
from venule.desk.map.tiles.work.jobs import Unreadable
from venule.desk.style.palette import Palette
from venule.domain.geo import Floats

TILE_PX = 512
"""Side in logical pixels of the pictures that are painted here."""


class UnreadableBasemap(Unreadable):
    """A base map cannot be shown; the message is one sentence for the operator."""


class Tile(NamedTuple):
    """One square of a level's grid, counted from the north-west corner of the world."""

    level: int
    column: int
    row: int


class Rank(IntEnum):
    """How much a name matters; lower ones are placed first."""

    CITY = 0
    SUBURB = 1
    WATER = 2
    MAIN_STREET = 3
    STREET = 4


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name on the map: at a point, or along a line of points in the unit square."""

    text: str
    rank: Rank
    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Look:
    """How tiles are to be painted."""

    palette: Palette
    ratio: float


class Basemap(Protocol):
    """A source of tiles. The widget asks in every frame; the source never blocks it."""

    @property
    def attribution(self) -> str:
        """Who is to be named on every picture."""

    @property
    def problem(self) -> str:
        """One sentence when tiles cannot be read; else empty."""

    @property
    def bounds(self) -> Bounds | None:
        """The part of the world it covers, if known."""

    @property
    def names(self) -> Sequence[Name]:
        """All the names it is known to have, for whoever looks for a place."""

    @property
    def labels(self) -> Claim | None:
        """Where pictures of a view's names are to be had; none where its tiles bring their own."""

    def level(self, zoom: float, ratio: float) -> int:
        """The level that fits a zoom best."""

    def side(self, level: int) -> float:
        """Side of a level's tiles in the unit square."""

    def want(self, tiles: Sequence[Tile], look: Look) -> None:
        """Ask for tiles, the most urgent first; what was wanted before and is not named again may be dropped."""

    def take(self) -> Sequence[tuple[Tile, QImage | None]]:
        """Tiles that have come since the last call; ``None`` where there is nothing to see."""

    def listen(self, arrived: Callable[[], None]) -> None:
        """Have a function called in the GUI thread when anything comes in."""

    def close(self) -> None:
        """It is not shown any more, and lets go of what it holds."""

    def twin(self) -> "Basemap":
        """The same base map for one picture of it, at any device pixel ratio, to be closed by itself."""
