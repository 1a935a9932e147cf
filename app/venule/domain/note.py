"""A note that an operator pinned to a time, and to what it is about."""

from dataclasses import dataclass

from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Note:
    """``at`` is the time it is about, ``written_at`` when it was written, by the clock on the wall.

    Empty names make it wider: without ``quantity`` it is about an asset, without ``asset`` about a network, without
    ``network`` about the city. ``uid`` names it for ever, across files.
    """

    uid: str
    at: Instant
    written_at: Instant
    who: str
    text: str
    network: str = ""
    asset: str = ""
    quantity: str = ""
