"""A table that is read and copied, and nothing else: one row a line, chosen whole, as tab-separated text on Ctrl+C."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from venule.desk.style.metrics import ROW


class PlainTable(QTableView):
    """``widths`` are those of the columns; the last one takes what is left."""

    def __init__(
        self, model: QAbstractTableModel, name: str, widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
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
