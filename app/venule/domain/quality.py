"""How far a value can be trusted: a small ordered set, with a reason in words beside it."""

from enum import IntEnum, IntFlag


class Quality(IntEnum):
    """Ordered from best to worst, so that ``max`` of several qualities is the quality of what is made of them."""

    GOOD = 0
    UNCERTAIN = 1
    ESTIMATED = 2
    STALE = 3
    BAD = 4
    MISSING = 5


class Provenance(IntFlag):
    """What is known about how an observation came to be recorded."""

    NONE = 0
    TIME_ASSUMED = 1
    """The source gave no usable time; the time of arrival stands in for it."""
    RETAINED = 2
    """The broker had kept it: a repeated state, not a new measurement."""
    BACKFILLED = 4
    """It was recorded after a newer observation of the same datastream: a gap filled later, or a batch of readings."""
    SIMULATED = 8
    MANUAL = 16
    IMPORTED = 32
    CONFLICTING = 64
    """Another value of the same datastream claims the same moment. Both are kept; said when they are read."""
