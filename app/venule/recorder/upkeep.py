"""The file's upkeep between batches: a slice of packing or of retention, and none while the disk has no room for it."""

import logging
import time
from collections.abc import Callable
from itertools import cycle

from venule.recorder.retention import Keeping
from venule.store.problem import DiskFull
from venule.store.writer import Writer

BUSY_TURNS = 10
"""While messages wait, upkeep has every so many-th turn: it must not stop for as long as a city talks."""

PAUSE_S = 60.0
"""How long a full disk is left alone."""

TROUBLE = "No room is left for compaction; what is received is kept as it came, and takes more room than it needs."

_log = logging.getLogger(__name__)


class Upkeep:
    """Tends the file once a turn; where it is told what to keep, it lets go of the rest in every other."""

    def __init__(
        self, writer: Writer, clock: Callable[[], float] = time.monotonic, keeping: Keeping | None = None
    ) -> None:
        self._keeping = keeping
        self._slices = cycle([writer.tend] if keeping is None else [writer.tend, keeping.slice])
        self._clock = clock
        self._turns = 0
        self._unfinished: set[Callable[[], bool]] = set()
        self._without_room: set[Callable[[], bool]] = set()
        self._paused_until = 0.0
        self.due = False

    @property
    def trouble(self) -> str:
        """What somebody should know, in one sentence."""
        if self._without_room:
            return TROUBLE
        return "" if self._keeping is None else self._keeping.trouble

    def turn(self, backlog: int) -> None:
        """Do a slice, unless messages wait and had fewer than their turns, or the disk was found full lately."""
        self._turns += 1
        if (backlog and self._turns < BUSY_TURNS) or self._clock() < self._paused_until:
            self.due = False
            return
        self._turns = 0
        slice = next(self._slices)
        self._unfinished.discard(slice)
        try:
            if slice():
                self._unfinished.add(slice)
            self._without_room.discard(slice)
        except DiskFull as problem:
            if not self._without_room:
                _log.warning("%s Compaction waits.", problem)
            self._without_room.add(slice)
            self._unfinished.clear()
            self._paused_until = self._clock() + PAUSE_S
        self.due = bool(self._unfinished)
