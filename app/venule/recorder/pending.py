"""What was handed over and is not committed yet: a reader's promises to its broker, which only the writer can keep."""

from collections.abc import Sequence
from threading import Condition
from typing import TypeAlias

Receipt: TypeAlias = tuple[int, Sequence[int]]
"""A connection, and the numbers of the messages that came by it."""


class Pending:
    """At most ``most`` hand-overs: at the bound whoever adds one waits, reads no further, and the broker feels it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._changed = Condition()
        self._receipts: dict[int, Sequence[Receipt]] = {}
        self._last = 0
        self._closed = False

    def add(self, receipts: Sequence[Receipt]) -> int:
        """Take note of what a hand-over was made of, once there is room; its number."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._receipts) < self._most or self._closed)
            self._last += 1
            self._receipts[self._last] = receipts
            return self._last

    def committed(self, number: int) -> Sequence[Receipt]:
        """What may be acknowledged now."""
        with self._changed:
            self._changed.notify_all()
            return self._receipts.pop(number, ())

    def settle(self, patience_s: float) -> None:
        """Wait until everything is committed, and no longer than that."""
        with self._changed:
            self._changed.wait_for(lambda: not self._receipts or self._closed, patience_s)

    def close(self) -> None:
        """Let go whoever waits: nobody will commit anything any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
