"""Diagnostics: what could not be taken in, with its topic, its reason and how it begins."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from venule.desk.models.rejects import TITLES, RejectModel
from venule.desk.style.metrics import ROW, Space
from venule.desk.views.labels import label

WIDTHS = (138, 110, 260, 90, 360, 60)


class RejectList(QWidget):
    """A table of the newest rejects."""

    def __init__(self, model: RejectModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = RejectTable(model, self)
        self._empty = label("Nothing was refused.", "weak", self)
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


class RejectTable(QTableView):
    """Copies its chosen lines as tab-separated text."""

    def __init__(self, model: RejectModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Rejects")
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
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = ["\t".join(TITLES)]
        for index in self.selectionModel().selectedRows():
            rows.append("\t".join(str(index.siblingAtColumn(column).data()) for column in range(len(TITLES))))
        QGuiApplication.clipboard().setText("\n".join(rows))
