"""Shapes for the tests: a random network of pipes with districts below it, in the unit square."""

import numpy as np

from venule.desk.map.camera import Camera
from venule.desk.map.shapes.index import ShapeIndex
from venule.desk.models.shapecolours import Colours, Key
from venule.desk.style.tones import STEPS, Mark, Tone

MIDDLE = 0.53, 0.33
SIDE = 4e-5
KEYS = (Key("Flow in the mains", False, ("0", "40"), "m³/h"), Key("Night flow", True, ("0", "9"), "m³/h"))


def index_of(lines: list[list[tuple[float, float]]], areas: list[list[list[tuple[float, float]]]]) -> ShapeIndex:
    """Lines of one part and areas of rings; the asset of each shape is ten times its row."""
    shapes = [[line] for line in lines] + areas
    parts = [part for shape in shapes for part in shape]
    points = np.array([point for part in parts for point in part], np.float64).reshape(-1, 2)
    first = np.cumsum([0, *map(len, shapes)])
    part = np.cumsum([0, *map(len, parts)])
    asset = np.arange(len(shapes), dtype=np.int32) * 10
    closed = np.arange(len(shapes)) >= len(lines)
    return ShapeIndex(asset, closed, first, part, points[:, 0].copy(), points[:, 1].copy())


def town(lines: int, seed: int = 3) -> ShapeIndex:
    """Crooked lines of two to six points, and four districts, one of them with a hole."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(lines):
        start = random.uniform(-SIDE, SIDE, 2) + MIDDLE
        steps = random.normal(0, SIDE / 30, (int(random.integers(2, 7)), 2))
        made.append([(float(x), float(y)) for x, y in start + np.cumsum(steps, 0)])
    return index_of(made, [district(-1, -1), district(0, -1), district(-1, 0), [*district(0, 0), hole()]])


def district(column: int, row: int) -> list[list[tuple[float, float]]]:
    """A quarter of the town."""
    left, top = MIDDLE[0] + column * SIDE, MIDDLE[1] + row * SIDE
    return [[(left, top), (left, top + SIDE), (left + SIDE, top + SIDE), (left + SIDE, top)]]


def hole() -> list[tuple[float, float]]:
    """In the middle of the last quarter."""
    left, top, side = MIDDLE[0] + 0.4 * SIDE, MIDDLE[1] + 0.4 * SIDE, 0.2 * SIDE
    return [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]


def colours(index: ShapeIndex, seed: int = 4) -> Colours:
    """Every tone and mark there is, mixed."""
    random = np.random.default_rng(seed)
    tone = random.integers(0, STEPS + 4, len(index)).astype(np.int8)
    mark = random.choice([Mark.NONE, Mark.WARNING, Mark.ALARM], len(index), p=[0.8, 0.1, 0.1]).astype(np.int8)
    return Colours(tone, mark, index.closed.astype(np.int8), KEYS)


def one_tone(index: ShapeIndex, tone: int, mark: Mark = Mark.NONE) -> Colours:
    """All shapes alike."""
    return Colours(
        np.full(len(index), tone, np.int8), np.full(len(index), mark, np.int8), index.closed.astype(np.int8), KEYS
    )


def hidden(index: ShapeIndex) -> Colours:
    """Nothing to see."""
    return one_tone(index, Tone.HIDDEN)


def camera(zoom: float = 14.0, width: int = 640, height: int = 480) -> Camera:
    """Looking at the middle of the town."""
    return Camera(*MIDDLE, zoom, width, height)
