"""The recording as of one time, as lines are read from it: those that lie in the file, and those made of others."""

from dataclasses import dataclass

from venule.desk.trends.line import TrendLine
from venule.domain.basis import Basis
from venule.domain.instant import Instant
from venule.store.answers import Series
from venule.store.reader import Reader


@dataclass(frozen=True, slots=True, eq=False)
class FilePast:
    """Reads in the thread that owns the reader; satisfies :class:`venule.desk.trends.line.Past`."""

    reader: Reader
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def series(self, line: TrendLine, start: Instant, end: Instant, points: int) -> Series:
        """Any line's values in about ``points`` points, with the observation next to each end."""
        if line.made is not None:
            return line.made.series(self, start, end, points)
        return self.stored(line.datastream, start, end, points)

    def stored(self, datastream: int, start: Instant, end: Instant, points: int) -> Series:
        """The same of a datastream of the file."""
        return self.reader.series(datastream, start, end, points, self.as_of, around=True, basis=self.basis)
