"""Diagnostics: what could not be taken in, with its topic, its reason and how it begins."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from venule.desk.models.rejects import RejectModel
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.plain_table import PlainTable

WIDTHS = (138, 110, 260, 90, 360, 60)


class RejectList(QWidget):
    """A table of the newest rejects."""

    def __init__(self, model: RejectModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = PlainTable(model, "Rejects", WIDTHS, self)
        self.setFocusProxy(self.table)
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
