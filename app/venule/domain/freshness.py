"""Staleness: each datastream judged against its own expected interval, never against one constant."""

import numpy as np
import numpy.typing as npt

from venule.domain.instant import Instant

STALE_AFTER = 1.9
"""Expected intervals without an observation after which a value is stale: one may be lost and the next be late."""

AHEAD_TOLERANCE_S = 300.0
"""How far ahead of arrival a device's clock may be before its word is no longer taken for the time of observation."""


def stale(
    observed_at: npt.NDArray[np.int64],
    expected_every_us: npt.NDArray[np.int64],
    now: Instant,
    times: float = STALE_AFTER,
) -> npt.NDArray[np.bool_]:
    """Which observations are too old at ``now``; where the expected interval is 0 (undeclared), never."""
    age = now - observed_at
    result: npt.NDArray[np.bool_] = (expected_every_us > 0) & (age > expected_every_us * times)
    return result
