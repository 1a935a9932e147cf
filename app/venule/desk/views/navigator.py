"""The navigator: the tree of networks, gateways and assets with its filter."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from venule.desk.models.grouping import Level
from venule.desk.models.navigator import COUNTS_ROLE, NAME, STATE, STATUS_ROLE, NavigatorModel
from venule.desk.style.eliding import elided_range
from venule.desk.style.fonts import font
from venule.desk.style.look import Look
from venule.desk.style.metrics import ROW, Space, Type
from venule.desk.style.symbols import paint_status
from venule.desk.views.labels import label
from venule.domain.alarm import Status

SHOWN_COUNTS = (Status.UNKNOWN, Status.STALE, Status.WARNING, Status.ALARM)
FILTER_PAUSE_MS = 120
UNFOLD_LIMIT = 300
STATE_WIDTH = 86
BESIDE = 15
"""How far left of its number a symbol begins."""


class NameDelegate(QStyledItemDelegate):
    """Shortens names so that their ends, by which they differ, stay in sight."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        room = option.rect.width() - option.decorationSize.width() - Space.MEDIUM
        if (counts := index.sibling(index.row(), STATE).data(COUNTS_ROLE)) is not None:
            room -= round(max(0.0, -leftmost(counts)))
        option.text = elided_range(option.fontMetrics, option.text, room)


class StateDelegate(QStyledItemDelegate):
    """Paints ages right-aligned, and on rows that hold others how many are not well, by symbol and number."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = index.data()
        super().paint(painter, _without_text(option), QModelIndex())
        painter.save()
        box = QRectF(option.rect).adjusted(0, 0, -Space.SMALL, 0)
        counts = index.data(COUNTS_ROLE)
        if counts is not None:
            self._paint_counts(painter, box, counts)
        elif text:
            quiet = index.data(STATUS_ROLE) in (Status.STALE, Status.UNKNOWN)
            painter.setFont(font(Type.SMALL, italic=quiet))
            painter.setPen(QColor(self._look.palette.text_weak))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_counts(self, painter: QPainter, box: QRectF, counts: tuple[int, ...]) -> None:
        painter.setFont(font(Type.SMALL))
        painter.setPen(QColor(self._look.palette.text_weak))
        for status, text, place in placed_counts(counts, box):
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            symbol = QRectF(place.left() - BESIDE, box.center().y() - 6, 13, 13)
            paint_status(painter, symbol, status, self._look.palette)


def placed_counts(counts: tuple[int, ...], box: QRectF) -> Iterator[tuple[Status, str, QRectF]]:
    """The counts with their places, the worst at the right; large ones may begin left of the box."""
    metrics, right = QFontMetrics(font(Type.SMALL)), box.right()
    for status in SHOWN_COUNTS[::-1]:
        if counts[status] and right > box.left() + 24:
            text = f"{counts[status]:,}"
            width = metrics.horizontalAdvance(text)
            yield status, text, QRectF(right - width, box.top(), width, box.height())
            right -= width + BESIDE + Space.TIGHT


def leftmost(counts: tuple[int, ...]) -> float:
    """Where the counts of a row begin in their column; below zero is in the column of names."""
    box = QRectF(0, 0, STATE_WIDTH - Space.SMALL, ROW)
    return min((place.left() - BESIDE for _, _, place in placed_counts(counts, box)), default=box.right())


def _without_text(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    plain = QStyleOptionViewItem(option)
    plain.text = ""
    return plain


class Navigator(QWidget):
    """``asset_chosen`` follows the current row, ``asset_opened`` a double click or Enter; both carry an asset's row.

    ``gateway_chosen`` carries a gateway's row, ``group_chosen`` any row that holds others, or ``None`` for an asset.
    ``note_asked`` carries the row of the asset that a note is to be about, ``trend_added`` that of one whose values are
    to be shown beside those that the trends show already.
    """

    asset_chosen = Signal(object)
    asset_opened = Signal(object)
    gateway_chosen = Signal(object)
    note_asked = Signal(object)
    trend_added = Signal(object)
    group_chosen = Signal(object)

    def __init__(self, model: NavigatorModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._unfolded: frozenset[str] = frozenset()
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Filter by name, label, network")
        self.filter.setAccessibleName("Filter the tree")
        self.filter.setClearButtonEnabled(True)
        self.tree = self._make_tree(look)
        self._reason = ""
        self._empty = label("", "weak", self)
        self._empty.setWordWrap(True)
        self._empty.setMargin(Space.MEDIUM)
        self._arrange()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_PAUSE_MS)
        self._pause.timeout.connect(self.apply_filter)
        self.filter.textChanged.connect(self._pause.start)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.restated.connect(self._repaint)
        look.changed.connect(self._repaint)
        self._restore()

    @Slot()
    def apply_filter(self) -> None:
        """Filter by what is typed now."""
        self._pause.stop()
        self._model.set_filter(self.filter.text())

    @property
    def emptiness(self) -> str:
        """What is said where the tree would be; nothing while there is one."""
        return self._empty.text() if not self._model.groups else ""

    def explain(self, reason: str) -> None:
        """Why there are no assets at all."""
        self._reason = reason
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        text = "Nothing of that name." if self._model.filtered else self._reason
        self._empty.setText(text)
        self._empty.setVisible(bool(text) and not self._model.groups)

    @Slot()
    def add_current(self) -> None:
        """Add the values of the current asset to the trends."""
        asset = self._model.asset_at(self.tree.currentIndex())
        if asset is not None:
            self.trend_added.emit(asset)

    def reveal(self, asset: int | None) -> None:
        """Make an asset the current row, without telling anybody."""
        if asset is None:
            return
        index = self._model.index_of_asset(asset)
        if index.isValid() and self._model.asset_at(self.tree.currentIndex()) != asset:
            self._make_current(index)

    def reveal_gateway(self, gateway: int | None) -> None:
        """Make a gateway the current row, without telling anybody; one that nothing is known behind has no row."""
        row = next((g for g in self._model.groups if g.level is Level.GATEWAY and g.ref == gateway), None)
        if row is not None:
            self._make_current(self._model.index_of_group(row))

    def _make_current(self, index: QModelIndex) -> None:
        self.tree.selectionModel().blockSignals(True)
        self.tree.setCurrentIndex(index)
        self.tree.selectionModel().blockSignals(False)
        self.tree.scrollTo(index)
        self.tree.viewport().update()

    def _make_tree(self, look: Look) -> QTreeView:
        tree = QTreeView(self)
        for key in ("Shift+Return", "Shift+Enter"):
            shortcut = QShortcut(QKeySequence(key), tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.add_current)
        tree.setModel(self._model)
        tree.setAccessibleName("Networks, gateways and assets")
        tree.setUniformRowHeights(True)
        tree.setHeaderHidden(True)
        tree.setIndentation(14)
        tree.setExpandsOnDoubleClick(False)
        tree.setDragEnabled(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.setItemDelegateForColumn(NAME, NameDelegate(tree))
        tree.setItemDelegateForColumn(STATE, StateDelegate(look, tree))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(STATE, STATE_WIDTH)
        tree.selectionModel().currentChanged.connect(self._choose)
        tree.activated.connect(self._open)
        tree.customContextMenuRequested.connect(self._menu)
        return tree

    def _arrange(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.TIGHT, Space.TIGHT, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(self.filter)
        column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.tree, 1)

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _: QModelIndex) -> None:
        asset, group = self._model.asset_at(index), self._model.group_at(index)
        if asset is not None:
            self.asset_chosen.emit(asset)
        if group is not None and group.level is Level.GATEWAY and group.ref >= 0:
            self.gateway_chosen.emit(group.ref)
        self.group_chosen.emit(group)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        asset = self._model.asset_at(index)
        if asset is not None:
            self.asset_opened.emit(asset)
        else:
            first = index.siblingAtColumn(NAME)
            self.tree.setExpanded(first, not self.tree.isExpanded(first))

    def _menu(self, place: object) -> None:
        index = self.tree.indexAt(place)  # type: ignore[arg-type]
        asset = self._model.asset_at(index)
        menu = QMenu(self)
        if asset is not None:
            menu.addAction("Show on map and in trends\tdouble click, Enter", lambda: self.asset_opened.emit(asset))
            menu.addAction("Add to the trends\tShift+Enter", lambda: self.trend_added.emit(asset))
            menu.addAction("Note…\tN", lambda: self.note_asked.emit(asset))
        menu.addAction("Unfold everything", self._unfold_all).setEnabled(len(self._model.groups) <= UNFOLD_LIMIT)
        menu.addAction("Fold everything", self.tree.collapseAll)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(place))  # type: ignore[call-overload]

    @Slot()
    def _unfold_all(self) -> None:
        self.tree.expandAll()

    @Slot()
    def _remember(self) -> None:
        groups = self._model.groups
        open_now = frozenset(g.key for g in groups if self.tree.isExpanded(self._model.index_of_group(g)))
        self._unfolded = self._unfolded if self._model.filtered and self._unfolded else open_now

    @Slot()
    def _restore(self) -> None:
        groups = self._model.groups
        self._show_emptiness()
        everything = self._model.filtered and len(groups) <= UNFOLD_LIMIT
        for row in groups:
            if everything or row.key in self._unfolded or (not self._unfolded and row.parent is None):
                self.tree.setExpanded(self._model.index_of_group(row), True)

    @Slot(object)
    def _repaint(self, _: object) -> None:
        self.tree.viewport().update()
