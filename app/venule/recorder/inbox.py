"""The inbox: the bounded queue between the network's threads, which only put, and the recorder, which only takes."""

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_MESSAGES = 100_000
MAX_BYTES = 256 * 1024 * 1024
MOST_BYTES_AT_ONCE = 4 * 1024 * 1024
"""Taken in one go: dense payloads become half a million rows of one transaction, and not all that the inbox holds."""


class Inbox(Generic[T]):
    """Holds at most ``max_messages`` and ``max_bytes``; an item larger than that passes when it is alone.

    At the bound whoever puts waits: the socket is no longer read, and the broker feels it. Nothing is dropped.
    """

    def __init__(self, max_messages: int = MAX_MESSAGES, max_bytes: int = MAX_BYTES) -> None:
        self._max_messages = max_messages
        self._max_bytes = max_bytes
        self._changed = Condition()
        self._items: deque[tuple[T, int, int]] = deque()
        self._messages = 0
        self._bytes = 0
        self._closed = False

    def __len__(self) -> int:
        return self._messages

    def put(self, item: T, messages: int, size: int) -> None:
        """Add an item that stands for so many messages of so many bytes, waiting for room.

        After :meth:`close` items are let go: nobody will acknowledge them, so that the broker sends them again.
        """
        with self._changed:
            while self._is_full(messages, size) and not self._closed:
                self._changed.wait()
            if not self._closed:
                self._add(item, messages, size)

    def tell(self, item: T) -> None:
        """Add an item that is no message: there is always room for news of the connection."""
        with self._changed:
            self._add(item, 0, 0)

    def take(self, at_least: int, patience_s: float) -> list[T]:
        """What is there, oldest first, until so many messages or :data:`MOST_BYTES_AT_ONCE` are reached.

        Waits for the first item that long.
        """
        taken: list[T] = []
        with self._changed:
            if not self._items:
                self._changed.wait(patience_s)
            reached = weight = 0
            while self._items and reached < at_least and weight < MOST_BYTES_AT_ONCE:
                item, messages, size = self._items.popleft()
                taken.append(item)
                reached += messages
                weight += size
            self._messages -= reached
            self._bytes -= weight
            if taken:
                self._changed.notify_all()
        return taken

    def close(self) -> None:
        """Let go whoever waits to put."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _add(self, item: T, messages: int, size: int) -> None:
        self._items.append((item, messages, size))
        self._messages += messages
        self._bytes += size
        if len(self._items) == 1:
            self._changed.notify_all()

    def _is_full(self, messages: int, size: int) -> bool:
        over = self._messages + messages > self._max_messages or self._bytes + size > self._max_bytes
        return bool(self._items) and over
