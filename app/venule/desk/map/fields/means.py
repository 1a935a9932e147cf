"""Means of values over the cells of any level, from running sums along the Z-order: no asset is touched to tell one."""

import numpy as np

from venule.desk.map.assets.pyramid import Pyramid
from venule.desk.map.assets.zorder import Longs, shift
from venule.desk.style.tones import STEPS
from venule.domain.geo import Floats
from venule.store.answers import Bytes


class Means:
    """Values between 0 and 1 by row of the assets of a pyramid; ``nan`` where there is none."""

    def __init__(self, pyramid: Pyramid, value: Floats) -> None:
        self._keys = pyramid.keys
        along = value[pyramid.order]
        known = np.isfinite(along)
        self._count: Longs = np.concatenate(([0], np.cumsum(known)))
        self._total: Floats = np.concatenate(([0.0], np.cumsum(np.where(known, along, 0.0))))

    def of(self, level: int, key: Longs) -> Floats:
        """The mean of each of some cells of a level, given with ascending keys; ``nan`` where nothing is known."""
        first, last = (np.searchsorted(self._keys, edge << shift(level)) for edge in (key, key + 1))
        count = self._count[last] - self._count[first]
        total = self._total[last] - self._total[first]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def steps_of(place: Floats) -> Bytes:
    """The step of the ramp for places on a scale from 0 to 1; -1 for those that are ``nan``."""
    known = np.isfinite(place)
    step = np.clip(np.where(known, place, 0.0) * STEPS, 0, STEPS - 1).astype(np.int8)
    return np.where(known, step, np.int8(-1))
