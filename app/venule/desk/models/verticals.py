"""The verticals that were found, as a table: name, version, package, and why one of them does not work."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from venule.desk.models.wording import plural
from venule.desk.style.look import Look
from venule.domain.alarm import Status
from venule.verticals.discovery import Found

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TITLES = ("Vertical", "Version", "Package", "API", "State")


class VerticalModel(QAbstractTableModel):
    """What discovery found, the failed ones first. It does not change while the desk is open."""

    def __init__(self, found: Sequence[Found], look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found = sorted(found, key=lambda one: (not one.problem, one.name))
        self._look = look

    @property
    def failed(self) -> tuple[Found, ...]:
        """Those that do not work."""
        return tuple(one for one in self._found if one.problem)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._found)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        found = self._found[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._look.status_icon(Status.WARNING if found.problem else Status.OK)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cells(found)[index.column()]
        return None


def _cells(found: Found) -> tuple[str, ...]:
    api = "" if found.api is None else str(found.api)
    return found.name, found.version or "unknown", found.package or "unknown", api, state_of(found)


def state_of(found: Found) -> str:
    """Why it does not work, or what it offers."""
    if found.vertical is None:
        return f"failed: {found.problem}"
    kinds, indicators = len(found.vertical.kinds), len(found.vertical.indicators)
    return f"works: {plural(kinds, 'asset kind')}, {plural(indicators, 'indicator')}"
