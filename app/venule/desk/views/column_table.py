"""The columns of a foreign table, a row each: what it is, what it stands for, its unit, and how its cells are read."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from venule.desk.models.imports import ROLES, ROLES_OF, Answers, Column
from venule.desk.style.look import Look
from venule.desk.style.metrics import ROW
from venule.desk.views.map_panel_controls import Choice
from venule.desk.views.plain_table import draw_whole_rows
from venule.domain.unit import shown

HEADINGS = ("Column", "Is", "Stands for", "Unit", "Read as", "First cells")
WIDTHS = (170, 170, 110, 80, 170)
ROLE, STANDS_FOR, UNIT, READ_AS, CELLS = range(1, 6)
MOST_COLUMNS = 300
"""Columns that are shown. Those beyond are read as the preview understood them."""

ARROW = " → "


class ColumnTable(QTableWidget):
    """``edited`` tells that a person changed something."""

    edited = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(0, len(HEADINGS))
        self._look = look
        self._columns: tuple[Column, ...] = ()
        self._roles: tuple[str, ...] = ()
        self._showing = False
        self.setAccessibleName("Columns of the table")
        self.setHorizontalHeaderLabels(HEADINGS)
        draw_whole_rows(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.itemChanged.connect(self._tell)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as they stand now."""
        edited = [
            replace(
                column,
                role=self._role(row),
                stands_for=self._text(row, STANDS_FOR),
                unit=self._text(row, UNIT),
            )
            for row, column in enumerate(self._columns[:MOST_COLUMNS])
        ]
        return (*edited, *self._columns[MOST_COLUMNS:])

    def show_columns(self, answers: Answers) -> None:
        """Show them; a cell that stays as it is, is left alone, and so is one that is being edited."""
        self._showing = True
        roles = ROLES_OF.get(answers.layout, ())
        if self.rowCount() != min(len(answers.columns), MOST_COLUMNS) or roles != self._roles:
            self._roles = roles
            self.setRowCount(0)
            self.setRowCount(min(len(answers.columns), MOST_COLUMNS))
        self._columns = answers.columns
        for row, column in enumerate(answers.columns[:MOST_COLUMNS]):
            self._show(row, column)
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_F4)
        choice = self.cellWidget(self.currentRow(), ROLE) if self.currentColumn() == ROLE else None
        if opens and isinstance(choice, Choice):
            choice.showPopup()
        elif opens and self.currentItem() is not None and self.state() != QAbstractItemView.State.EditingState:
            self.editItem(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _show(self, row: int, column: Column) -> None:
        unit = f"{column.type}, kept in {shown(column.kept_in)}" if column.kept_in else column.type
        cells = ";  ".join(cell if cell == read else f"{cell}{ARROW}{read}" for cell, read in column.examples)
        is_value = column.role == "value"
        texts = (column.column, "", column.stands_for if is_value else "", column.unit if is_value else "", unit, cells)
        for place, text in enumerate(texts):
            self._put(row, place, text, editable=is_value and place in (STANDS_FOR, UNIT))
        self._show_role(row, column)

    def _put(self, row: int, place: int, text: str, *, editable: bool) -> None:
        item = self.item(row, place)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, place, item)
        if item.text() != text:
            item.setText(text)
            item.setToolTip(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if editable else flags)

    def _show_role(self, row: int, column: Column) -> None:
        if not self._roles:
            self._put(row, ROLE, ROLES.get(column.role, column.role.replace("_", " ")), editable=False)
            return
        choice = self.cellWidget(row, ROLE)
        if not isinstance(choice, Choice):
            choice = Choice(f"What {column.column} is", self._look)
            choice.activated.connect(partial(self._choose, row))
            self.setCellWidget(row, ROLE, choice)
        here = [*self._roles, *([] if column.role in self._roles else [column.role])]
        choice.show_items([ROLES.get(role, role) for role in here], here.index(column.role))

    def _choose(self, row: int, _: int) -> None:
        self.setCurrentCell(row, ROLE)
        self.edited.emit()

    @Slot(QTableWidgetItem)
    def _tell(self, _: QTableWidgetItem) -> None:
        if not self._showing:
            self.edited.emit()

    def _role(self, row: int) -> str:
        choice = self.cellWidget(row, ROLE)
        roles = self._known_roles()
        return (
            roles.get(choice.currentText(), self._columns[row].role)
            if isinstance(choice, Choice)
            else self._columns[row].role
        )

    def _known_roles(self) -> dict[str, str]:
        return {words: role for role, words in ROLES.items()}

    def _text(self, row: int, place: int) -> str:
        item = self.item(row, place)
        was = self._columns[row].stands_for if place == STANDS_FOR else self._columns[row].unit
        return item.text().strip() if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable else was


def kept_columns(columns: Sequence[Column]) -> str:
    """What is said where there are more columns than are shown."""
    more = len(columns) - MOST_COLUMNS
    return f"and {more:,} more columns, read as these" if more > 0 else ""
