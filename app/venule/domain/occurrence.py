"""Events that a replay steps to: an alarm raised or returned, a note, a command, a gap."""

from dataclasses import dataclass, replace
from enum import StrEnum

from venule.domain.instant import Instant


class Occasion(StrEnum):
    """What kind of event it is."""

    ALARM = "alarm"
    NOTE = "note"
    COMMAND = "command"
    GAP = "gap"


EVERY_OCCASION = frozenset(Occasion)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event at the time at which a replay shows it: ``what`` it is and ``text`` about it.

    ``network`` and ``asset`` name what it is about; both are empty where that is no asset. ``more`` events stand at
    the same time.
    """

    occasion: Occasion
    at: Instant
    what: str
    text: str
    network: str = ""
    asset: str = ""
    more: int = 0

    def with_more(self, more: int) -> "Occurrence":
        """The same, among others."""
        return replace(self, more=more)
