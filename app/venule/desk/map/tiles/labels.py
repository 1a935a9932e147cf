"""Placing names: where each one may stand on the screen so that none covers another and none turns too sharply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from venule.domain.geo import Floats

GRID_PX = 6
"""Names keep clear of one another on a grid of squares this wide."""

SHARPEST_TURN = 0.5
"""No name goes where the letters would turn more than this, in radians, from its first to its last."""

SHIFTS = (0.0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9)
"""Where else on its line a name may go, as shares of its width."""

ASIDE_PX = ((0, 0), (0, -18), (0, 18), (-36, 0), (36, 0), (0, -30), (0, 30))
FAR_ASIDE_PX = (
    *ASIDE_PX,
    (-60, -26),
    (60, -26),
    (0, -50),
    (0, 50),
    (-70, 40),
    (70, 40),
    (0, -75),
    (0, 75),
    (-110, 0),
    (110, 0),
)
"""Where else around its point a name may go, and the name of a whole city."""

LETTER_PX = 3.5
NEAR_PX = 30.0
REPEAT_PX = 420.0
MOST_REPEATS = 3
ON_LINE_PX = 4.0


@dataclass(frozen=True, slots=True)
class Letters:
    """Where each letter of a name stands: the middle of its foot, and its direction in radians.

    ``middle`` is the middle of the whole name.
    """

    x: Floats
    y: Floats
    angle: Floats
    middle: tuple[float, float]


class Ground:
    """What is still free of names, in a picture of so many pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._taken = np.zeros((height // GRID_PX + 1, width // GRID_PX + 1), np.bool_)
        self._x, self._y, self._reach = np.empty(0), np.empty(0), np.empty(0)

    def block(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a box of pixels."""
        rows, columns = self._taken.shape
        first_row, last_row = (min(max(int(edge // GRID_PX), 0), rows) for edge in (top, bottom + GRID_PX))
        first, last = (min(max(int(edge // GRID_PX), 0), columns) for edge in (left, right + GRID_PX))
        self._taken[first_row:last_row, first:last] = True

    def mark(self, x: Floats, y: Floats, radius: Floats) -> None:
        """Remember discs that no name should cross if there is another place for it."""
        self._x, self._y, self._reach = x, y, radius + LETTER_PX

    def crossed(self, letters: Letters) -> int:
        """How many marked discs letters cross."""
        near = (self._x > letters.x.min() - NEAR_PX) & (self._x < letters.x.max() + NEAR_PX)
        near &= (self._y > letters.y.min() - NEAR_PX) & (self._y < letters.y.max() + NEAR_PX)
        apart = np.hypot(self._x[near, None] - letters.x, self._y[near, None] - letters.y)
        return int((apart < self._reach[near, None]).any(1).sum())

    def free(self, x: Floats, y: Floats, half: float) -> bool:
        """Whether nothing is taken within some pixels of points, and all of that lies inside."""
        boxes = self._boxes(x, y, half)
        return boxes is not None and not any(self._taken[t : b + 1, lf : r + 1].any() for lf, r, t, b in boxes)

    def claim(self, x: Floats, y: Floats, half: float) -> bool:
        """Take squares around some points, unless one of them is taken already or lies outside."""
        if not self.free(x, y, half):
            return False
        for lf, r, t, b in self._boxes(x, y, half) or ():
            self._taken[t : b + 1, lf : r + 1] = True
        return True

    def _boxes(self, x: Floats, y: Floats, half: float) -> list[tuple[int, int, int, int]] | None:
        """Left, right, top and bottom of the cells around points; ``None`` when one lies outside."""
        left, right = ((x - half) // GRID_PX).astype(int), ((x + half) // GRID_PX).astype(int)
        top, bottom = ((y - half) // GRID_PX).astype(int), ((y + half) // GRID_PX).astype(int)
        rows, columns = self._taken.shape
        if left.min() < 0 or top.min() < 0 or right.max() >= columns or bottom.max() >= rows:
            return None
        return list(zip(left.tolist(), right.tolist(), top.tolist(), bottom.tolist(), strict=True))


def around_point(x: float, y: float, advances: Floats, far: bool = False) -> Iterator[Letters]:
    """Letters in a straight line, centred on a point, and then beside it, the likeliest place first."""
    middles = np.cumsum(advances) - advances / 2 - advances.sum() / 2
    for right, down in FAR_ASIDE_PX if far else ASIDE_PX:
        yield Letters(
            x + right + middles, np.full(len(advances), y + down), np.zeros(len(advances)), (x + right, y + down)
        )


def along_line(
    x: Floats, y: Floats, advances: Floats, stood: Sequence[tuple[float, float]] = ()
) -> list[Iterator[Letters]]:
    """Places along a line of pixels, at its middle and again at distances, for each of them the likeliest first.

    Where the name has ``stood`` before is likelier still.
    """
    step = np.hypot(np.diff(x), np.diff(y))
    far = np.concatenate(([0.0], np.cumsum(step)))
    length, need = far[-1], advances.sum()
    if length < need * 1.15:
        return []
    before = [at - need / 2 for place in stood if (at := _nearest(x, y, far, *place)) is not None]
    starts = (*before, *starts_along(length, need).tolist())
    return [_shifted(x, y, far, start, advances) for start in starts]


def _nearest(x: Floats, y: Floats, far: Floats, at_x: float, at_y: float) -> float | None:
    """How far along a line a point lies; ``None`` where it does not lie on it."""
    step_x, step_y = np.diff(x), np.diff(y)
    squared = np.maximum(step_x**2 + step_y**2, 1e-12)
    share = np.clip(((at_x - x[:-1]) * step_x + (at_y - y[:-1]) * step_y) / squared, 0.0, 1.0)
    apart = np.hypot(x[:-1] + share * step_x - at_x, y[:-1] + share * step_y - at_y)
    best = int(apart.argmin())
    return None if apart[best] > ON_LINE_PX else float(far[best] + share[best] * (far[best + 1] - far[best]))


def _shifted(x: Floats, y: Floats, far: Floats, start: float, advances: Floats) -> Iterator[Letters]:
    """Letters from a distance along a line on, or a little before or behind it, wherever it is straight enough."""
    need = float(advances.sum())
    for shift in SHIFTS:
        begin = start + shift * need
        if 0.0 <= begin <= far[-1] - need:
            letters = _letters(x, y, far, begin, advances)
            if np.ptp(np.unwrap(letters.angle)) <= SHARPEST_TURN:
                yield letters


def best_place(ground: Ground, choices: Iterator[Letters], half: float, bearable: float) -> Letters | None:
    """The first choice on free ground that crosses nothing, or else the one that crosses the least.

    There is none where even that crosses more symbols than ``bearable`` for each letter.
    """
    best, least = None, 0
    for letters in choices:
        if not ground.free(letters.x, letters.y, half):
            continue
        crossed = ground.crossed(letters)
        if crossed == 0:
            return letters
        if crossed <= bearable * len(letters.x) and (best is None or crossed < least):
            best, least = letters, crossed
    return best


def starts_along(length: float, need: float) -> Floats:
    """Where names of a width begin on a line: one in the middle, or several with equal distances."""
    repeats = int(min(max(length // (REPEAT_PX + need), 1), MOST_REPEATS))
    centres: npt.NDArray[np.float64] = length * (np.arange(repeats) + 0.5) / repeats
    return centres - need / 2


def _letters(x: Floats, y: Floats, far: Floats, start: float, advances: Floats) -> Letters:
    """Letters from a distance along a line on; turned round where they would stand on their heads."""
    ends = start + np.concatenate(([0.0], np.cumsum(advances)))
    if np.interp(ends[-1], far, x) < np.interp(ends[0], far, x):
        ends = ends[0] + ends[-1] - ends
    edge_x, edge_y = np.interp(ends, far, x), np.interp(ends, far, y)
    angle = np.arctan2(np.diff(edge_y), np.diff(edge_x))
    half_way = start + float(advances.sum()) / 2
    middle = float(np.interp(half_way, far, x)), float(np.interp(half_way, far, y))
    return Letters((edge_x[1:] + edge_x[:-1]) / 2, (edge_y[1:] + edge_y[:-1]) / 2, angle, middle)
