"""Assets and datastreams on their way from one pane to another: the contents of a drag, by lasting ids."""

from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import QMimeData

ASSET_MIME = "application/x-venule-asset"
DATASTREAM_MIME = "application/x-venule-datastream"

MOST_CARRIED = 100
"""Datastreams in one drag: no chart takes more than a few."""


def asset_mime(asset_id: int) -> QMimeData:
    """What a drag of this asset carries."""
    mime = QMimeData()
    mime.setData(ASSET_MIME, str(asset_id).encode("ascii"))
    return mime


def asset_in(mime: QMimeData) -> int | None:
    """The asset that a drag carries, by its id; ``None`` when it carries something else."""
    word = bytes(mime.data(ASSET_MIME).data())
    return int(word) if word.isdigit() else None


def carry_datastreams(mime: QMimeData, datastreams: Iterable[int]) -> QMimeData:
    """The same drag carrying datastreams too, by their ids, the first of them."""
    ids = islice(datastreams, MOST_CARRIED)
    mime.setData(DATASTREAM_MIME, "\n".join(str(datastream) for datastream in ids).encode("ascii"))
    return mime
