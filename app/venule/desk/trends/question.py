"""What a trend asks for and what it is answered; who answers, and as of when, is not its business."""

from dataclasses import dataclass

from venule.desk.trends.line import TrendLine
from venule.domain.instant import Instant
from venule.store.answers import Series


@dataclass(frozen=True, slots=True)
class SeriesQuestion:
    """A datastream over a stretch of time in about ``points`` points. A newer question of a slot replaces the older.

    ``made`` is the line where it is made of others, and ``datastream`` its number.
    """

    slot: str
    datastream: int
    start: Instant
    end: Instant
    points: int
    made: TrendLine | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SeriesAnswer:
    """The series, with the very question it answers."""

    question: SeriesQuestion
    series: Series
