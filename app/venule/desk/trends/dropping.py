"""What a trend takes from a drag: datastreams, and onto which pane."""

from collections.abc import Iterable

from PySide6.QtGui import QDropEvent

from venule.desk.models.dragging import DATASTREAM_MIME
from venule.desk.trends.events import DatastreamsDropped
from venule.desk.trends.line import TrendLine
from venule.desk.trends.mime import datastreams_in
from venule.desk.trends.panes import axis_of
from venule.desk.trends.picture import PanePicture


def welcome(event: QDropEvent) -> bool:
    """Whether a drag carries datastreams."""
    return event.mimeData().hasFormat(DATASTREAM_MIME)


def dropped(event: QDropEvent, pane: PanePicture | None) -> DatastreamsDropped | None:
    """What was dropped, and what the lines of the pane it fell on share; nothing where it carries no datastream."""
    datastreams = datastreams_in(event.mimeData())
    if not datastreams:
        return None
    return DatastreamsDropped(datastreams, "" if pane is None else axis_of(pane.pane.lines[0])[1])


def fitting(lines: Iterable[TrendLine], axis: str) -> tuple[TrendLine, ...]:
    """Of some lines those that share an axis, where any does: what a person means who aims at one pane."""
    every = tuple(lines)
    return tuple(line for line in every if axis and axis_of(line)[1] == axis) or every
