"""What could not be taken in, as a table: when, which topic, why, and how the payload begins."""

from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from venule.desk.models.wording import day_time
from venule.domain.reject import Reject

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TITLES = ("Received", "Feed", "Topic", "Refused by", "Reason", "Bytes", "Payload")
PREVIEW = 160


class RejectModel(QAbstractTableModel):
    """The newest rejects; the whole list is replaced when it differs."""

    _rejects: tuple[Reject, ...] = ()

    def show(self, rejects: tuple[Reject, ...]) -> None:
        """Take a list."""
        if rejects != self._rejects:
            self.beginResetModel()
            self._rejects = rejects
            self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rejects)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        reject = self._rejects[index.row()]
        cells = (
            day_time(reject.recorded_at),
            reject.feed,
            reject.topic,
            reject.stage,
            reject.reason,
            f"{reject.payload_bytes:,}",
            preview(reject.payload),
        )
        return cells[index.column()]


def preview(payload: bytes) -> str:
    """The beginning of a payload: as text where it is text, in hexadecimal digits otherwise."""
    head = payload[:PREVIEW]
    try:
        text = head.decode()
    except UnicodeDecodeError:
        return head[: PREVIEW // 3].hex(" ")
    return text if text.isprintable() else head[: PREVIEW // 3].hex(" ")
