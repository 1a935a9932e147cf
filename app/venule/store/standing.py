"""Of several values of one moment the last recorded stands, and of several recorded at once the last written."""

import numpy as np
import numpy.typing as npt

from venule.store.answers import Longs
from venule.store.rows import Rows


def standing(group: Longs, observed_at: Longs, recorded_at: Longs, last: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Of columns by group and time, those of one time in the order of writing: the places that stand.

    ``last`` are places at which a moment ends, and the answer has one of the same moment for each.
    """
    begins = np.flatnonzero(np.append(True, (np.diff(group) != 0) | (np.diff(observed_at) != 0)))
    first = begins[np.searchsorted(begins, last, "right") - 1]
    count = last - first + 1
    end = np.cumsum(count)
    place = np.arange(count.sum()) + np.repeat(first - (end - count), count)
    order = np.lexsort((recorded_at[place], np.repeat(np.arange(len(last)), count)))
    found: npt.NDArray[np.intp] = place[order[end - 1]]
    return found


def last_recorded_last(rows: Rows) -> Rows:
    """Rows in order, of which neighbours of one datastream and moment are put in the order in which they came."""
    same = (np.diff(rows.observed_at) == 0) & (np.diff(rows.stream) == 0)
    if not same.any():
        return rows
    moment = np.append(0, np.cumsum(~same))
    return rows.take(np.lexsort((rows.recorded_at, moment)))
