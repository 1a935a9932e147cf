"""The table below a chart: what each line amounts to between the cursors, to be read, copied and put away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import ROW, Space, Type
from venule.desk.style.palette import Palette
from venule.desk.trends.cursors.between import COLUMNS, HINTS, Measured, as_table
from venule.desk.trends.field import TAG, paint_tag

LEAST_ROWS_SHOWN, MOST_ROWS_SHOWN = 2, 6
HEIGHT_PER_ROW = 120
"""A chart so high gives a row to the table; the others are scrolled to."""

LEAST_CHART = 360
"""Where chart and table together are lower the table is put away until it is asked for."""

NAME, REMARKS = 0, len(COLUMNS) - 1
LEAST_NAME, MOST_OF_WIDTH = 120, 0.4
"""What names have at least, and what share of the table at most."""


class BetweenTable(QWidget):
    """Hidden while nothing is measured. ``cleared``: the cursors are to go; ``folded``: it was opened or put away."""

    cleared = Signal()
    folded = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._rows: tuple[Measured, ...] = ()
        self._heading = QLabel(self)
        self._heading.setFont(strong(Type.SMALL))
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._room = 0
        self._wanted: bool | None = None
        self.table = self._make_table()
        self.fold_key = self._key("Table", "Show the table below the chart, or put it away (T)", self.toggle)
        self.fold_key.setCheckable(True)
        self._arrange()
        self._fold()
        self.hide()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(COLUMNS), self)
        for column, (name, hint) in enumerate(zip(COLUMNS, HINTS, strict=True)):
            head = QTableWidgetItem(name)
            head.setToolTip(hint)
            head.setTextAlignment(_side(column) | Qt.AlignmentFlag.AlignVCenter)
            table.setHorizontalHeaderItem(column, head)
        table.setAccessibleName("Between the cursors")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setFont(font(Type.SMALL))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(REMARKS, QHeaderView.ResizeMode.Stretch)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        return table

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        row.setSpacing(Space.TIGHT)
        row.addWidget(self._heading, 1)
        row.addWidget(self.fold_key)
        row.addWidget(self._key("Copy", "Copy the table, with tabs between cells (Ctrl+C in the table)", self.copy))
        row.addWidget(self._key("Clear", "Take the cursors away (Esc)", self.cleared.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table)

    def _key(self, text: str, hint: str, act: Callable[[], None]) -> QToolButton:
        key = QToolButton(self)
        key.setText(text)
        key.setToolTip(hint)
        key.setFont(font(Type.SMALL))
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.clicked.connect(act)
        return key

    @property
    def open(self) -> bool:
        """Whether the table is there below its heading: as was asked for, or else where there is room for it."""
        return self._room >= LEAST_CHART if self._wanted is None else self._wanted

    def suit(self, room: int) -> None:
        """Take no more of so many pixels of height than the chart can spare."""
        self._room = room
        self._fold()

    @Slot()
    def toggle(self) -> None:
        """Open the table, or put it away; without cursors there is none."""
        if not self._rows:
            return
        self._wanted = not self.open
        self._fold()
        self.folded.emit()

    def _fold(self) -> None:
        self.table.setVisible(self.open)
        self.fold_key.setChecked(self.open)
        self._fit_height()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        for place, row in enumerate(self._rows):
            self._set_tag(place, row)

    def show_rows(self, heading: str, rows: Sequence[Measured]) -> None:
        """Show these rows, or nothing."""
        self.setVisible(bool(rows))
        if heading != self._heading.text():
            self._heading.setText(heading)
            self._heading.setToolTip(heading)
        before, self._rows = self._rows, tuple(rows)
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            if place >= len(before) or before[place].cells != row.cells or before[place].channel is not row.channel:
                self._fill(place, row)
        if len(rows) != len(before):
            self._fit_height()
        self._fit_names()

    def _fill(self, place: int, row: Measured) -> None:
        for column, cell in enumerate(row.cells):
            item = QTableWidgetItem(cell)
            item.setTextAlignment(_side(column) | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(cell if column in (NAME, REMARKS) else "")
            self.table.setItem(place, column, item)
        self._set_tag(place, row)

    def _set_tag(self, place: int, row: Measured) -> None:
        ratio = self.devicePixelRatioF()
        picture = QImage((TAG.size() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        picture.setDevicePixelRatio(ratio)
        picture.fill(0)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_tag(painter, TAG.center(), row.channel, self._palette)
        item = self.table.item(place, NAME)
        if item is not None:
            item.setData(Qt.ItemDataRole.DecorationRole, picture)

    def _fit_height(self) -> None:
        tall = self._room // HEIGHT_PER_ROW
        rows = min(MOST_ROWS_SHOWN, max(LEAST_ROWS_SHOWN, tall), max(1, len(self._rows)))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * ROW + 2 * self.table.frameWidth() + Space.TIGHT)

    def _fit_names(self) -> None:
        """Names have what they need, but never so much that the figures are pushed out of sight."""
        most = round(self.table.viewport().width() * MOST_OF_WIDTH)
        self.table.setColumnWidth(NAME, min(self.table.sizeHintForColumn(NAME) + Space.SMALL, max(most, LEAST_NAME)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    @Slot()
    def copy(self) -> None:
        """Put the table on the clipboard, with tabs between."""
        QGuiApplication.clipboard().setText(as_table(list(self._rows), self._heading.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_C and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.copy()
        else:
            super().keyPressEvent(event)


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column in (NAME, REMARKS) else Qt.AlignmentFlag.AlignRight
