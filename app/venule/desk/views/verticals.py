"""Diagnostics: which verticals were found, in which version, and why one of them does not work."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from venule.desk.models.verticals import VerticalModel
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.plain_table import PlainTable

WIDTHS = (160, 80, 160, 50, 400)


class VerticalList(QWidget):
    """A table of all verticals, the failed ones on top."""

    def __init__(self, model: VerticalModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.table = PlainTable(model, "Verticals", WIDTHS, self)
        self.table.setVisible(bool(model.rowCount()))
        empty = label("No vertical is installed: values are recorded by the feed's own mapping.", "weak", self)
        empty.setContentsMargins(Space.MEDIUM, Space.SMALL, 0, Space.SMALL)
        empty.setVisible(not model.rowCount())
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
