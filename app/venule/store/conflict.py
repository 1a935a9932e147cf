"""Two values of one datastream that claim the same moment: both are kept, and marked when they are read."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from venule.domain.quality import Provenance
from venule.store.rows import Rows

CONFLICTING = int(Provenance.CONFLICTING)


def contested(rows: Rows) -> npt.NDArray[np.bool_]:
    """Which of rows in order, redeliveries apart, have a neighbour of the same datastream and moment."""
    same = (np.diff(rows.observed_at) == 0) & (np.diff(rows.stream) == 0)
    if not same.any():
        return np.zeros(len(rows), np.bool_)
    beside: npt.NDArray[np.bool_] = np.append(same, False) | np.append(False, same)
    return beside & exclusive(rows)


def exclusive(rows: Rows) -> npt.NDArray[np.bool_]:
    """Which rows cannot both be true at one moment: all but events, of which there may be several at once."""
    return np.ones(len(rows), np.bool_) if rows.key is None else rows.key == 0


def marked(rows: Rows, conflicting: npt.NDArray[np.bool_]) -> Rows:
    """The rows, some of them marked as conflicting."""
    if not conflicting.any():
        return rows
    provenance = np.where(conflicting, rows.provenance | CONFLICTING, rows.provenance).astype(np.int8)
    return replace(rows, provenance=provenance)
