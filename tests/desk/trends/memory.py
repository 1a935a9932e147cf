"""A recording in memory for the tests of lines that are made of others."""

from dataclasses import dataclass, field, replace

import numpy as np

from venule.desk.trends.line import TrendLine
from venule.domain.instant import Instant
from venule.store.answers import Series


@dataclass
class MemoryPast:
    """Answers as the file does: what lies in the stretch, and the observation next to each of its ends."""

    as_of: Instant
    held: dict[int, Series]
    asked: list[tuple[int, Instant, Instant, int]] = field(default_factory=list)

    def series(self, line: TrendLine, start: Instant, end: Instant, points: int) -> Series:
        """A stored line from memory, a made one by its making."""
        if line.made is not None:
            return line.made.series(self, start, end, points)
        self.asked.append((line.datastream, start, end, points))
        whole = self.held[line.datastream]
        known = int(np.searchsorted(whole.observed_at, self.as_of, side="right"))
        first = max(0, int(np.searchsorted(whole.observed_at, start)) - 1)
        last = min(known, int(np.searchsorted(whole.observed_at, end, side="right")) + 1)
        rows = slice(first, last)
        return replace(
            whole,
            observed_at=whole.observed_at[rows],
            number=whole.number[rows],
            quality=whole.quality[rows],
            provenance=whole.provenance[rows],
            gap_before=whole.gap_before[rows],
            total=max(0, last - first),
        )
