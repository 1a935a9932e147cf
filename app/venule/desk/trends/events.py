"""What the trend view tells, as frozen values."""

from dataclasses import dataclass

from venule.desk.trends.line import TrendLine


@dataclass(frozen=True, slots=True)
class DatastreamsDropped:
    """Somebody dropped these datastreams onto the view."""

    datastreams: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinesChanged:
    """The view now shows these lines."""

    lines: tuple[TrendLine, ...]
