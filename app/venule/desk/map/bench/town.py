"""A made-up town for the map's bench: assets and lines along the streets of a bent grid, the same ones each time."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.counting import Bytes, Flags, Ints
from venule.domain.geo import Floats

SEED = 20_261_101
SHARES = (0.93, 0.03, 0.01, 0.02, 0.01)
MIDDLE = (10.0, 53.5)
SPREAD_DEGREES = 0.06
FLATTER = 0.6
STREETS = 240
POINTS_A_LINE = 6
LINE_LENGTH = 0.02
LINES_A_CHANGE = 10


class Lines(NamedTuple):
    """Lines of assets by columns, as :meth:`venule.desk.map.shapes.control.Shapes.set_shapes` takes them."""

    asset: Ints
    closed: Flags
    first: Ints
    part: Ints
    longitude: Floats
    latitude: Floats


class Town:
    """``assets`` with a place, and ``lines`` more that have a line instead."""

    def __init__(self, assets: int, lines: int = 0, middle: tuple[float, float] = MIDDLE) -> None:
        self.assets, self._middle = assets, middle
        self._random = np.random.default_rng(SEED)
        along, across = self._random.normal(0.0, 1.0, assets), self._street(assets)
        longitude, latitude = self._bent(along, across, self._random.random(assets) < 0.5)
        nowhere = np.full(lines, np.nan)
        self.longitude, self.latitude = np.concatenate((longitude, nowhere)), np.concatenate((latitude, nowhere))
        self.status = self.statuses(assets + lines)
        self.lines = self._lines(lines)
        self._tone = np.zeros(lines, np.int8)

    def statuses(self, count: int) -> Bytes:
        """So many statuses, most of them ok."""
        return self._random.choice(len(SHARES), count, p=SHARES).astype(np.int8)

    def changes(self, count: int) -> tuple[npt.NDArray[np.int64], Bytes]:
        """Rows, and their new statuses."""
        return self._random.integers(0, self.assets, count), self.statuses(count)

    def tones(self, steps: int) -> Bytes:
        """Steps of a ramp for the lines: one of each ten is another one than the time before."""
        count = len(self._tone)
        others = self._random.integers(0, max(count, 1), count // LINES_A_CHANGE)
        self._tone[others] = self._random.integers(0, steps, len(others))
        return self._tone.copy()

    def _street(self, count: int) -> Floats:
        return np.asarray(np.rint(self._random.normal(0.0, 1.0, count) * STREETS / 6) / (STREETS / 6))

    def _bent(self, along: Floats, across: Floats, turned: Flags) -> tuple[Floats, Floats]:
        """Places in degrees: denser towards the middle, streets both ways and none of them straight."""
        x, y = np.where(turned, along, across), np.where(turned, across, along)
        east, north = x + 0.15 * np.sin(2.0 * y), y + 0.1 * np.cos(2.0 * x)
        return self._middle[0] + SPREAD_DEGREES * east, self._middle[1] + SPREAD_DEGREES * FLATTER * north

    def _lines(self, count: int) -> Lines:
        start, across = self._random.normal(0.0, 1.0, (count, 1)), self._street(count).reshape(-1, 1)
        along = start + np.linspace(0.0, LINE_LENGTH, POINTS_A_LINE)
        turned = self._random.random((count, 1)) < 0.5
        longitude, latitude = self._bent(along, np.broadcast_to(across, along.shape), turned)
        each = np.arange(count + 1, dtype=np.int32)
        asset = each[:-1] + np.int32(self.assets)
        closed = np.zeros(count, np.bool_)
        return Lines(asset, closed, each, each * np.int32(POINTS_A_LINE), longitude.ravel(), latitude.ravel())
