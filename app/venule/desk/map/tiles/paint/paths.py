"""From numpy's memory to the painter: paths in pieces of a size that is painted fast, and many short lines at once."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainter, QPainterPath, QPen

from venule.desk.map import ink
from venule.desk.map.tiles.paint.parts import Placed
from venule.desk.map.tiles.vector.content import Starts
from venule.domain.geo import Floats

FILLED_POINTS, STROKED_POINTS = 200, 24
"""Points in one path. The time of a path grows faster than its length, and most of all that of a wide stroke."""

OVERLAP_PX = 1.5
"""By how much pieces of a line overlap: two flat ends that only meet leave a line across it."""

ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""One element of a path as Qt streams it; before all of them goes their number, after them :data:`TAIL`."""

MOVE, LINE = 0, 1
TAIL = (0).to_bytes(4, "big") + (1).to_bytes(4, "big")
"""The last subpath's start, which is of no account here, and the winding rule."""

Elements = npt.NDArray[np.void]


def fill_paths(areas: Placed) -> Iterator[QPainterPath]:
    """Areas as closed paths, a ring never parted from its holes."""
    elements, unit = _elements(areas), areas.unit
    begins = unit[:-1][np.diff(unit[:-1] // FILLED_POINTS, prepend=-1) > 0]
    yield from paths([elements[start:stop] for start, stop in _pairs(begins, len(elements))])


def stroke_paths(lines: Placed) -> Iterator[QPainterPath]:
    """Lines as open paths; where a long one is cut, its pieces overlap a little, so that no seam is seen."""
    elements = _elements(lines)
    pieces = [
        elements[start:stop] if elements["kind"][start] == MOVE else _led_in(elements[start - 2 : stop])
        for start, stop in _pairs(_cuts(lines.first), len(elements))
    ]
    yield from paths(pieces)


def _led_in(piece: Elements) -> Elements:
    """A piece of a line that begins just before its second point, where the piece before it ends."""
    result = piece.copy()
    result["kind"][0] = MOVE
    (x, y), (to_x, to_y) = ((float(point["x"]), float(point["y"])) for point in piece[:2])
    share = max(1.0 - OVERLAP_PX / max(math.hypot(to_x - x, to_y - y), OVERLAP_PX), 0.0)
    result["x"][0], result["y"][0] = x + (to_x - x) * share, y + (to_y - y) * share
    return result


def _cuts(first: Starts) -> npt.NDArray[np.integer]:
    """Where to cut lines: between them where they are short, within them where they are long."""
    between = first[:-1][np.diff(first[:-1] // STROKED_POINTS, prepend=-1) > 0]
    long = np.flatnonzero(np.diff(first) > 2 * STROKED_POINTS)
    within = [np.arange(first[row], first[row + 1] - 1, STROKED_POINTS) for row in long]
    return np.unique(np.concatenate((between, *within)))


def _pairs(begins: npt.NDArray[np.integer], total: int) -> Iterator[tuple[int, int]]:
    """Start and stop of each piece."""
    return pairwise([*begins.tolist(), total])


def _elements(shapes: Placed) -> Elements:
    """All points as elements of paths."""
    elements = np.empty(len(shapes.x), ELEMENT)
    elements["kind"] = LINE
    elements["kind"][shapes.first[:-1]] = MOVE
    elements["x"], elements["y"] = shapes.x, shapes.y
    return elements


def paths(pieces: list[Elements]) -> Iterator[QPainterPath]:
    """Pieces of elements as paths, read from one stream: a call for each point would take many times as long."""
    data = b"".join(len(piece).to_bytes(4, "big") + piece.tobytes() + TAIL for piece in pieces)
    stream = QDataStream(QByteArray(data))
    for _ in pieces:
        path = QPainterPath()
        stream >> path
        yield path


def draw_lines(painter: QPainter, lines: Floats, pen: QPen) -> None:
    """Draw rows of x, y, x, y; for strokes so thin that nobody sees how they join."""
    painter.setPen(pen)
    ink.draw_lines(painter, lines)
