"""The navigator's tree: networks, gateways, assets, with the worst status and counts on every row that holds others."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from venule.desk.models.city import CityChange, CityModel
from venule.desk.models.dragging import ASSET_MIME, DATASTREAM_MIME, asset_mime, carry_datastreams
from venule.desk.models.finder import Finder
from venule.desk.models.grouping import Group, Grouping, Level, group
from venule.desk.models.latest import NEVER
from venule.desk.models.reading import streams_by_weight
from venule.desk.models.wording import age
from venule.desk.style.look import Look
from venule.domain.alarm import SEVERITY, Status

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
STATUS_ROLE = Qt.ItemDataRole.UserRole
COUNTS_ROLE = Qt.ItemDataRole.UserRole + 1
ASSET_ROLE = Qt.ItemDataRole.UserRole + 2
NAME, STATE = 0, 1
STATES = len(Status)
FEW = 8
"""Groups whose rows are told by themselves when their states change; of more all is told at once."""


class NavigatorModel(QAbstractItemModel):
    """A row's internal id is its group's number, or beyond all groups its asset's row in the catalogue.

    ``restated`` says that many states have changed: a view paints what it shows, and no row is told by itself.
    """

    restated = Signal(object)

    def __init__(self, city: CityModel, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._city, self._look = city, look
        self._finder = Finder(city.catalogue)
        self._filter = ""
        self._tree: Grouping = group(city.catalogue)
        self._counts: npt.NDArray[np.int64] = np.zeros((0, STATES), np.int64)
        self._version = city.catalogue.version
        self._count()
        city.rebuilt.connect(self.rebuild)
        city.changed.connect(self.follow)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group of the tree, by number."""
        return self._tree.all

    @property
    def filtered(self) -> bool:
        """Whether only part of the city is shown."""
        return bool(self._filter)

    def set_filter(self, text: str) -> None:
        """Show only the assets in which every word occurs; all of them for an empty text."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self._cut()

    @Slot(object)
    def rebuild(self, _: object) -> None:
        """A new catalogue wants a new tree; a jump in time only new states."""
        if self._city.catalogue.version != self._version:
            self._version = self._city.catalogue.version
            self._finder = Finder(self._city.catalogue)
            self._cut()
        else:
            self._count()
            self.restated.emit(None)

    @Slot(object)
    def follow(self, change: CityChange) -> None:
        """Renew the rows whose status changed, and the counts above them."""
        touched = np.unique(self._tree.group_of[change.assets]) if len(change.assets) else change.assets
        if len(touched):
            self._refresh([self._tree.all[number] for number in touched.tolist() if number >= 0])

    def index_of_asset(self, asset: int) -> QModelIndex:
        """Where an asset stands; invalid when the filter hides it."""
        if not 0 <= asset < len(self._tree.group_of) or self._tree.group_of[asset] < 0:
            return QModelIndex()
        return self.createIndex(int(self._tree.place_of[asset]), 0, len(self._tree.all) + asset)

    def index_of_group(self, row: Group, column: int = 0) -> QModelIndex:
        """Where a group stands."""
        return self.createIndex(row.place, column, row.number)

    def group_at(self, index: Index) -> Group | None:
        """The group of a row, or ``None`` if the row is an asset or nothing."""
        number = index.internalId()
        return self._tree.all[number] if index.isValid() and number < len(self._tree.all) else None

    def asset_at(self, index: Index) -> int | None:
        """The asset of a row, by its row in the catalogue."""
        number = index.internalId() - len(self._tree.all)
        return number if index.isValid() and number >= 0 else None

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        above = self.group_at(parent)
        groups = self._tree.tops if not parent.isValid() else above.groups if above else ()
        if 0 <= row < len(groups):
            return self.createIndex(row, column, groups[row].number)
        if above is not None and 0 <= row < len(above.assets):
            return self.createIndex(row, column, len(self._tree.all) + int(above.assets[row]))
        return QModelIndex()

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        asset = self.asset_at(index)
        if asset is not None:
            return self.index_of_group(self._tree.all[self._tree.group_of[asset]])
        row = self.group_at(index)
        return self.index_of_group(row.parent) if row and row.parent else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._tree.tops)
        row = self.group_at(parent)
        return 0 if row is None or parent.column() else len(row.groups) or len(row.assets)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asset = self.asset_at(index)
        if asset is not None:
            return self._asset_data(asset, index.column(), role)
        row = self.group_at(index)
        return self._group_data(row, index.column(), role) if row else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Assets can be dragged, to be put on the map or to be shown in the trends."""
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsDragEnabled if self.asset_at(index) is not None else plain

    def mimeTypes(self) -> list[str]:
        return [ASSET_MIME, DATASTREAM_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        assets = {asset for index in indexes if (asset := self.asset_at(index)) is not None}
        if not assets:
            return QMimeData()
        asset = min(assets)
        streams = self._city.latest.id[streams_by_weight(self._city, asset)]
        return carry_datastreams(asset_mime(int(self._city.catalogue.assets.id[asset])), streams.tolist())

    def _asset_data(self, asset: int, column: int, role: int) -> object:
        if role == ASSET_ROLE:
            return asset
        status = Status(self._city.status[asset])
        if role == STATUS_ROLE:
            return status
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return self._look.status_icon(status)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._city.catalogue.assets.name[asset] if column == NAME else self._age(asset)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._city.catalogue.assets.name[asset]}\n{self._city.catalogue.assets.label[asset]}".strip()
        return None

    def _age(self, asset: int) -> str:
        heard = int(self._city.heard_at[asset])
        if self._city.lost[asset]:
            return "gateway lost"
        return "never heard" if heard == NEVER else age(self._city.now - heard)

    def _group_data(self, row: Group, column: int, role: int) -> object:
        counts = self._counts[row.number]
        if role == STATUS_ROLE:
            return max((Status(int(state)) for state in np.flatnonzero(counts)), key=SEVERITY.__getitem__, default=None)
        if role == COUNTS_ROLE and column == STATE:
            return tuple(counts.tolist())
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return self._look.icon({Level.NETWORK: "network", Level.GATEWAY: "radio-tower"}.get(row.level, "rows-3"))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and column == NAME:
            return row.title
        return None

    def _cut(self) -> None:
        self.beginResetModel()
        wanted = self._finder.find(self._filter) if self._filter else None
        self._tree = group(self._city.catalogue, wanted)
        self._count()
        self.endResetModel()

    def _count(self) -> None:
        """Assets by status in every group: the leaves by one count, then each group into the one above."""
        shown = self._tree.group_of >= 0
        keys = self._tree.group_of[shown] * STATES + self._city.status[: len(shown)][shown]
        size = len(self._tree.all) * STATES
        self._counts = np.bincount(keys.astype(np.int64), minlength=size).reshape(-1, STATES)
        for row in reversed(self._tree.all):
            if row.parent is not None:
                self._counts[row.parent.number] += self._counts[row.number]

    def _refresh(self, touched: list[Group]) -> None:
        self._count()
        if len(touched) > FEW:
            self.restated.emit(None)
            return
        above: dict[int, Group] = {}
        for row in touched:
            if len(row.assets):
                holder = self.index_of_group(row)
                self.dataChanged.emit(self.index(0, NAME, holder), self.index(len(row.assets) - 1, STATE, holder))
            holder_group: Group | None = row
            while holder_group is not None and holder_group.number not in above:
                above[holder_group.number] = holder_group
                holder_group = holder_group.parent
        for row in above.values():
            self.dataChanged.emit(self.index_of_group(row, NAME), self.index_of_group(row, STATE))
