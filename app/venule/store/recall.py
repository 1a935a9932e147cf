"""A bounded memory of what the file already says, so that the hot path asks it nothing twice."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LIMIT = 500_000
"""Most entries kept of one sort; about 150 MB when full. Beyond, all is forgotten and read from the file again."""


class Recall(dict[K, V], Generic[K, V]):
    """A dictionary that empties itself when a new key finds it full."""

    def __init__(self, limit: int = LIMIT) -> None:
        super().__init__()
        self._limit = limit

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._limit and key not in self:
            self.clear()
        super().__setitem__(key, value)
