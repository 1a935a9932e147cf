"""Where the worker's base maps come from: squares of content by place and zoom, whatever file they are in."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np

from venule.desk.map.camera import Bounds
from venule.desk.map.tiles.basemap import Name
from venule.desk.map.tiles.vector.content import Content
from venule.desk.map.tiles.work.wishes import Surveyed
from venule.domain.geo import Floats


class Square(NamedTuple):
    """A square of the unit square."""

    left: float
    top: float
    side: float

    @property
    def bounds(self) -> Bounds:
        """The same as a box."""
        return Bounds(self.left, self.top, self.left + self.side, self.top + self.side)


class Sheet(NamedTuple):
    """What lies in one square. ``boxes`` has a row of left, top, right, bottom for each of its names."""

    square: Square
    content: Content
    boxes: Floats


class Atlas(Protocol):
    """All sheets of one base map."""

    @property
    def problem(self) -> str:
        """What was wrong with the sheets given last, in one sentence; else empty."""

    def survey(self, portion: int) -> Surveyed:
        """The names in a part of the whole, numbered from 0 on."""

    def sheets(self, box: Bounds, zoom: float) -> Iterator[Sheet]:
        """Those that touch a box, in the detail that suits a zoom. What cannot be read is left out."""


def sheet(square: Square, content: Content) -> Sheet:
    """The content of a square."""
    return Sheet(square, content, np.array([_box(name) for name in content.names]).reshape(-1, 4))


def _box(name: Name) -> tuple[float, float, float, float]:
    """The box around a name's points."""
    return float(name.x.min()), float(name.y.min()), float(name.x.max()), float(name.y.max())
