"""What the trend view tells, as frozen values."""

from dataclasses import dataclass

from venule.desk.trends.line import TrendLine
from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class DatastreamsDropped:
    """Somebody dropped these datastreams onto the view. ``axis`` is what lines share there, if it was on a pane."""

    datastreams: tuple[int, ...]
    axis: str = ""


@dataclass(frozen=True, slots=True)
class LinesChanged:
    """The view now shows these lines."""

    lines: tuple[TrendLine, ...]


@dataclass(frozen=True, slots=True)
class NoteWanted:
    """A note is to be written about a time and, where one is meant, about a line."""

    at: Instant
    line: TrendLine | None = None
