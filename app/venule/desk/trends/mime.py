"""Datastreams on their way from a tree, a map or an inspector to a plot: the drag's contents."""

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

from venule.desk.models.dragging import DATASTREAM_MIME, carry_datastreams


def datastream_mime(datastreams: Iterable[int]) -> QMimeData:
    """What a drag of these datastreams carries."""
    return carry_datastreams(QMimeData(), datastreams)


def datastreams_in(mime: QMimeData) -> tuple[int, ...]:
    """The datastreams a drag carries; none when it carries something else."""
    words = bytes(mime.data(DATASTREAM_MIME).data()).split()
    return tuple(int(word) for word in words if word.isdigit())
