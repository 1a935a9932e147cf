"""What goes first when a file is too large, so that most of its room is for what came last, as it came.

Hours beyond an eighth of the room go, minutes beyond a quarter become hours, then raw numbers become minutes; if there
are none left the other minutes become hours, then words go, then the other hours. Of each the oldest goes first.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import NamedTuple

from venule.domain.instant import DAY, HOUR, MINUTE, Instant
from venule.store.ages import Outlook
from venule.store.rollup import Rollup
from venule.store.stretches import Stretch

ENOUGH = 0.95
"""A file that was too large is made this part of the most it may be."""

SHARES = {HOUR: 1 / 8, MINUTE: 1 / 4}
"""By width, the part of the room that buckets may take while there are raw numbers to let go of."""

PART = 8
"""Of a roll-up goes the oldest eighth of its time at once, and a day at least."""

GIB = 2**30

TROUBLE = (
    "The recording takes {used:.1f} GiB where {most:.1f} are allowed, and what came within the last hour is not let go "
    "of; allow it more, or record less."
)


class Way(Enum):
    """What to do with a stretch, or a roll-up."""

    SURVEY = auto()
    NUMBERS = auto()
    WORDS = auto()
    PART = auto()


class Choice(NamedTuple):
    """What makes room."""

    way: Way
    place: Stretch | Rollup


class Room:
    """Knows whether the file is being made smaller. ``trouble`` says in one sentence that it cannot be."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._shrinking = False
        self.trouble = ""

    def choice(
        self, most: int | None, raw: Sequence[Stretch], rolled: Sequence[Rollup], known: Mapping[int, Outlook]
    ) -> Choice | None:
        """What is to go next of what may be touched, if the file takes more bytes than it may."""
        if most is None:
            self.trouble = ""
            return None
        used = self._used()
        self._shrinking = used > most * (ENOUGH if self._shrinking else 1.0)
        found = choice(most, raw, rolled, known) if self._shrinking else None
        stuck = used > most and found is None
        self.trouble = TROUBLE.format(used=used / GIB, most=most / GIB) if stuck else ""
        return found

    def _used(self) -> int:
        """What the file holds, without the pages that the next rows will take."""
        pages, free, size = (
            int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size


def choice(most: int, raw: Sequence[Stretch], rolled: Sequence[Rollup], known: Mapping[int, Outlook]) -> Choice | None:
    """What is to go next; nothing if there is nothing."""
    hours, minutes = ([one for one in rolled if one.width == width] for width in (HOUR, MINUTE))
    for some, width in ((hours, HOUR), (minutes, MINUTE)):
        if sum(one.bytes for one in some) > most * SHARES[width]:
            return Choice(Way.PART, some[0])
    raw = sorted((stretch for stretch in raw if stretch.n), key=lambda stretch: stretch.newest)
    for stretch in raw:
        outlook = known.get(stretch.id)
        if outlook is None:
            return Choice(Way.SURVEY, stretch)
        if outlook.numbers:
            return Choice(Way.NUMBERS, stretch)
    if minutes:
        return Choice(Way.PART, minutes[0])
    if raw:
        return Choice(Way.WORDS, raw[0])
    return Choice(Way.PART, hours[0]) if hours else None


def part_until(rollup: Rollup) -> Instant:
    """Up to when the oldest part of a roll-up reaches."""
    span = rollup.start_to - rollup.start_from
    return rollup.start_from + rollup.width + max(DAY, span // PART)
