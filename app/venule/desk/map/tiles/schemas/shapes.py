"""Features of a vector tile as shapes to paint: rings in groups of an outer one and its holes, and lines."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from venule.desk.map.tiles.vector.content import Shapes
from venule.desk.map.tiles.vector.mvt import LINE, POLYGON, Features

Flags = npt.NDArray[np.bool_]


def areas(features: Features, chosen: Flags) -> Shapes:
    """The polygons among chosen features. Rings that enclose nothing are left out.

    The first ring of a feature tells which way its outer rings are wound: tiles of version 1 do not agree on that.
    """
    owner = _owners(features)
    turn = np.where((chosen & (features.kind == POLYGON))[owner], np.sign(features.area), 0)
    kept = turn != 0
    owner, turn = owner[kept], turn[kept]
    leads = np.diff(owner, prepend=-1) != 0
    outer = turn == turn[leads][np.cumsum(leads) - 1]
    return _shapes(features, kept, np.flatnonzero(outer))


def lines(features: Features, chosen: Flags) -> Shapes:
    """The lines among chosen features, each of their parts a shape."""
    kept = (chosen & (features.kind == LINE))[_owners(features)] & (np.diff(features.first) > 1)
    return _shapes(features, kept, np.arange(np.count_nonzero(kept)))


def joined(shapes: Sequence[Shapes]) -> Shapes:
    """Shapes of several layers as one."""
    if len(shapes) == 1:
        return shapes[0]
    return Shapes(
        np.concatenate([some.x for some in shapes]),
        np.concatenate([some.y for some in shapes]),
        _in_a_row([some.first for some in shapes]),
        _in_a_row([some.shape for some in shapes]),
    )


def _owners(features: Features) -> npt.NDArray[np.int64]:
    """Which feature each part belongs to."""
    return np.repeat(np.arange(len(features)), np.diff(features.part))


def _shapes(features: Features, kept: Flags, begins: npt.NDArray[np.int64]) -> Shapes:
    """Some parts of features; ``begins`` tells at which of them a shape begins."""
    length = np.diff(features.first)
    point = np.repeat(kept, length)
    first = np.concatenate(([0], np.cumsum(length[kept]))).astype(np.int32)
    shape = np.append(begins, len(first) - 1).astype(np.int32)
    return Shapes(features.x[point], features.y[point], first, shape)


def _in_a_row(offsets: Sequence[npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
    """Offsets of several runs as those of all runs, one behind the other."""
    counts = np.concatenate([np.diff(some) for some in offsets])
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
