"""An asset on its way from the tree to the map: the drag's contents, by its lasting id."""

from PySide6.QtCore import QMimeData

ASSET_MIME = "application/x-venule-asset"


def asset_mime(asset_id: int) -> QMimeData:
    """What a drag of this asset carries."""
    mime = QMimeData()
    mime.setData(ASSET_MIME, str(asset_id).encode("ascii"))
    return mime


def asset_in(mime: QMimeData) -> int | None:
    """The asset that a drag carries, by its id; ``None`` when it carries something else."""
    word = bytes(mime.data(ASSET_MIME).data())
    return int(word) if word.isdigit() else None
