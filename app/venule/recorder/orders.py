"""What the recorder tells a reader process: who it is to be, and later which of its hand-overs are committed."""

import pickle
from pathlib import Path
from typing import NamedTuple

from venule.config import FeedSettings
from venule.recorder.access import Access
from venule.recorder.credential import tls_context
from venule.recorder.delivery import FETCHER

REST = 0
"""In the place of a hand-over's number: read no further, hand over what was read, and end when it is committed."""


class Orders(NamedTuple):
    """Which feed to read into which file, as which of its readers."""

    feed: FeedSettings
    cache: Path
    name: str
    group: str
    password: str | None
    reader: int = FETCHER

    @property
    def fetches(self) -> bool:
        """Whether it is to fetch what the broker retains, and nothing else."""
        return self.reader == FETCHER

    def access(self) -> Access:
        """What it takes to be let in. Who fetches needs no session that lasts, and shares with nobody."""
        name, tls = f"{self.name}-{self.reader:02}", tls_context(self.feed)
        if self.fetches:
            return Access(name, self.password, tls, lasting=False)
        return Access(name, self.password, tls, self.group)

    def packed(self) -> bytes:
        """The orders as bytes, for a pipe that nobody else reads: the password is among them."""
        return pickle.dumps(tuple(self), 5)


def unpacked_orders(content: bytes) -> Orders:
    """The orders in those bytes."""
    return Orders(*pickle.loads(content))


def packed_number(number: int) -> bytes:
    """The number of a hand-over that is committed, or :data:`REST`."""
    return number.to_bytes(8)


def unpacked_number(content: bytes) -> int:
    """The number in those bytes."""
    return int.from_bytes(content)
