"""Tables: how their rows look everywhere, and one that is read and copied and nothing else."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from venule.desk.style.metrics import ROW, Space
from venule.desk.views.labels import label


class TablePane(QWidget):
    """A table of what a model holds, or a sentence while it holds nothing."""

    def __init__(
        self, model: QAbstractTableModel, name: str, widths: Sequence[int], empty: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.table = PlainTable(model, name, widths, self)
        self.setFocusProxy(self.table)
        self._empty = label(empty, "weak", self)
        self._empty.setContentsMargins(Space.MEDIUM, Space.SMALL, 0, Space.SMALL)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        model.modelReset.connect(self._show_emptiness)
        self._show_emptiness()

    @Slot()
    def _show_emptiness(self) -> None:
        self._empty.setVisible(not self._model.rowCount())
        self.table.setVisible(bool(self._model.rowCount()))


def draw_whole_rows(table: QTableView) -> None:
    """One line a row, chosen whole, without a grid."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)


class PlainTable(QTableView):
    """Copies the chosen rows as tab-separated text. ``widths`` are the columns'; the last takes what is left."""

    def __init__(
        self, model: QAbstractTableModel, name: str, widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        draw_whole_rows(self)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The chosen rows with their heading."""
        model = self.model()
        columns = range(model.columnCount())
        rows = ["\t".join(str(model.headerData(column, Qt.Orientation.Horizontal)) for column in columns)]
        for index in self.selectionModel().selectedRows():
            rows.append("\t".join(str(index.siblingAtColumn(column).data()) for column in columns))
        QGuiApplication.clipboard().setText("\n".join(rows))
