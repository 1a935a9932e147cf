"""Which assets are chosen: any number of them, of which one may be the current one that the rest of the desk shows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from venule.desk.map.assets.pyramid import STATES, Bytes, Ints
from venule.desk.map.legend import WORST_FIRST
from venule.desk.style.symbols import WORDS
from venule.domain.alarm import Status

Rows = npt.NDArray[np.integer]
NONE: Ints = np.empty(0, np.int32)


class Choice:
    """Rows, ascending, that survive a change of rows by their lasting keys. At most all assets are chosen."""

    def __init__(self) -> None:
        self.keys: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self.rows: Ints = NONE
        self.current: int | None = None

    def take_keys(self, keys: npt.NDArray[np.int64]) -> None:
        """Rows are others from now on; what was chosen is looked for among them."""
        current = None if self.current is None else np.flatnonzero(keys == self.keys[self.current])
        self.current = int(current[0]) if current is not None and len(current) else None
        self.rows = np.flatnonzero(np.isin(keys, self.keys[self.rows])).astype(np.int32) if len(self.rows) else NONE
        self.keys = keys

    def row_of(self, key: int) -> int | None:
        """The row of a lasting key."""
        found = np.flatnonzero(self.keys == key)
        return int(found[0]) if len(found) else None

    def put(self, rows: Rows | Sequence[int], current: int | None) -> None:
        """Exactly these are chosen."""
        given = np.asarray(rows, np.int64)
        known = given if (given[1:] > given[:-1]).all() else np.unique(given)
        self.rows = known[(known >= 0) & (known < len(self.keys))].astype(np.int32)
        self.current = current if current is None or current < len(self.keys) else None

    def click(self, rows: Rows) -> None:
        """What was clicked takes the place of what was chosen; the first of it is current."""
        self.put(rows, int(rows[0]) if len(rows) else None)

    def toggle(self, rows: Rows) -> None:
        """Add what was clicked, or if all of it was chosen already, take it out."""
        if len(rows) and np.isin(rows, self.rows).all():
            self._keep(np.setdiff1d(self.rows, rows))
        elif len(rows):
            self.put(np.union1d(self.rows, rows), int(rows[0]))

    def take(self, rows: Rows, add: bool) -> None:
        """What a box or a lasso holds takes the place of what was chosen, or comes to it."""
        self._keep(np.union1d(self.rows, rows) if add else np.asarray(rows))

    def _keep(self, rows: Rows) -> None:
        """Choose rows; the current one stays current while it is among them, and one alone is current."""
        stays = self.current is not None and bool((rows == self.current).any())
        self.put(rows, self.current if stays else int(rows[0]) if len(rows) == 1 else None)


def counted(rows: Rows, status: Bytes) -> list[tuple[Status, int]]:
    """How many of some assets have each status that occurs, the worst first."""
    counts = np.bincount(status[rows], minlength=STATES)
    return [(worst, int(counts[worst])) for worst in WORST_FIRST if counts[worst]]


def told(rows: Rows, status: Bytes) -> str:
    """Chosen assets in words: ``312 assets: 3 alarm, 309 ok``."""
    parts = ", ".join(f"{count:,} {WORDS[worst]}" for worst, count in counted(rows, status))
    return f"{len(rows):,} asset{'' if len(rows) == 1 else 's'}: {parts}" if len(rows) else ""
