"""The alarm list: unacknowledged first; acknowledge, comment, go to, fold, copy, all from the keyboard."""

from collections.abc import Callable, Set
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QVBoxLayout, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.alarms import LINE_ROLE, TITLES, AlarmModel, Column
from venule.desk.style.look import Look
from venule.desk.style.metrics import ROW, Space
from venule.desk.views.alarm_delegate import AlarmDelegate
from venule.desk.views.labels import label
from venule.desk.views.plain_table import draw_whole_rows

BLINK_MS = 500
WIDTHS = {
    Column.PRIORITY: 52, Column.STATE: 120, Column.SINCE: 110, Column.AGE: 94, Column.NETWORK: 100,
    Column.ASSET: 140, Column.ALARM: 260, Column.ACKNOWLEDGED: 70, Column.COMMENT: 80,
}  # fmt: skip
ROOM_FOR_COMMENTS = 200
"""The column of comments is as wide once there is one."""


class AlarmList(QWidget):
    """``acknowledged`` carries the lines, ``commented`` ``(uid, text)``, ``opened`` the line to go to.

    ``note_asked`` carries the line that a note is to be about, ``report_asked`` the one that a report is to be about.
    """

    acknowledged = Signal(object)
    commented = Signal(object)
    opened = Signal(object)
    note_asked = Signal(object)
    report_asked = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: AlarmModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = AlarmTable(self)
        self.delegate = AlarmDelegate(look, self.table)
        self._empty = label("No alarm stands, and none waits to be acknowledged.", "weak", self)
        self._empty.setContentsMargins(Space.MEDIUM, Space.SMALL, 0, Space.SMALL)
        self._arrange()
        model.commented.connect(self.commented)
        model.rowsInserted.connect(self._show_emptiness)
        model.rowsRemoved.connect(self._show_emptiness)
        model.rowsInserted.connect(self._make_room_for_comments)
        model.dataChanged.connect(self._make_room_for_comments)
        look.changed.connect(self._repaint)
        self._blink = QTimer(self)
        self._blink.setInterval(BLINK_MS)
        self._blink.timeout.connect(self.blink)
        self._blink.start()
        self._show_emptiness()

    def selected(self) -> tuple[AlarmLine, ...]:
        """The lines chosen, from the top."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(row.data(LINE_ROLE) for row in rows)

    @property
    def current(self) -> AlarmLine | None:
        """The line that the keys are about."""
        line: AlarmLine | None = self.table.currentIndex().data(LINE_ROLE)
        return line

    def height_of(self, rows: int) -> int:
        """How high the list is with so many lines in sight."""
        return self.table.horizontalHeader().sizeHint().height() + rows * ROW + 2 * self.table.frameWidth()

    @Slot()
    def acknowledge(self) -> None:
        """Say that the chosen lines were seen. A gateway's alarm takes its folded children along."""
        lines = tuple(line for line in self.selected() if line.unacknowledged)
        if lines:
            self.acknowledged.emit(lines)

    @Slot()
    def comment(self) -> None:
        """Type a comment into the current line."""
        index = self.table.currentIndex()
        if index.isValid():
            self.table.edit(index.siblingAtColumn(Column.COMMENT))

    @Slot()
    def copy(self) -> None:
        """The chosen lines as tab-separated text, with a heading."""
        rows = ["\t".join(("Priority", *TITLES[1:]))]
        rows += ["\t".join(self._model.text(line, column) for column in Column) for line in self.selected()]
        QGuiApplication.clipboard().setText("\n".join(rows))

    @Slot()
    def open(self) -> None:
        """Go to what the current line is about."""
        line = self.table.currentIndex().data(LINE_ROLE)
        if line is not None:
            self.opened.emit(line)

    def choose(self, uids: Set[str], parents: Set[str] = frozenset()) -> None:
        """Choose the lines of these alarms and bring the first into sight; what they are folded under is unfolded."""
        self._model.set_unfolded(self._model.unfolded | parents)
        rows = [row for row, line in enumerate(self._model.lines) if line.uid in uids]
        chosen = self.table.selectionModel()
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in reversed(rows):
            chosen.setCurrentIndex(self._model.index(row, Column.ASSET), flags)
        if rows:
            self.table.scrollTo(self._model.index(rows[0], Column.ASSET))

    def fold(self, folded: bool) -> None:
        """Fold or unfold the children of the current line; a child folds its parent."""
        line: AlarmLine | None = self.table.currentIndex().data(LINE_ROLE)
        if line is not None and line.depth:
            line = next((other for other in self._model.lines if other.uid == line.alarm.parent), line)
        if line is not None and line.children:
            self._model.set_folded(line.uid, folded)

    @Slot()
    def blink(self) -> None:
        """Light or dim the symbols of what nobody acknowledged; nothing else is painted anew."""
        if self.isVisible() and any(line.unacknowledged for line in self._model.lines):
            self.delegate.lit = not self.delegate.lit
            left = self.table.columnViewportPosition(Column.PRIORITY)
            self.table.viewport().update(left, 0, WIDTHS[Column.PRIORITY], self.table.viewport().height())

    def _arrange(self) -> None:
        table = self.table
        table.setModel(self._model)
        table.setItemDelegate(self.delegate)
        for column, width in WIDTHS.items():
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(Column.ALARM, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(self._activate)
        table.clicked.connect(self._click)
        table.selectionModel().currentRowChanged.connect(self._choose)
        table.customContextMenuRequested.connect(self._menu)
        table.list = self
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(table)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(0)
        column_layout.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column_layout.addWidget(table, 1)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        if index.column() != Column.COMMENT:
            self.open()

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        line: AlarmLine = index.data(LINE_ROLE)
        if index.column() == Column.PRIORITY and line.children:
            self._model.set_folded(line.uid, not self._model.is_folded(line.uid))

    @Slot(QModelIndex, QModelIndex)
    def _choose(self, index: QModelIndex, _: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if line is not None:
            self.chosen.emit(line)

    @Slot(QPoint)
    def _menu(self, place: QPoint) -> None:
        line: AlarmLine | None = self.table.indexAt(place).data(LINE_ROLE)
        if line is None:
            return
        menu = QMenu(self)
        menu.addAction("Go to the asset\tdouble click, Enter", self.open)
        menu.addAction("Acknowledge\tA", self.acknowledge).setEnabled(line.unacknowledged)
        menu.addAction("Comment\tC", self.comment)
        menu.addAction("Note…\tN", lambda: self.note_asked.emit(line))
        menu.addAction("Report this incident…", lambda: self.report_asked.emit(line))
        menu.addAction("Copy as text\tCtrl+C", self.copy)
        if line.children:
            folded = self._model.is_folded(line.uid)
            text = "Show what is folded below\t→" if folded else "Fold\t←"
            menu.addAction(text, lambda: self._model.set_folded(line.uid, not folded))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(place))

    @Slot()
    def _make_room_for_comments(self) -> None:
        """The first comment widens its column, unless somebody has given it a width."""
        narrow = self.table.columnWidth(Column.COMMENT) == WIDTHS[Column.COMMENT]
        if narrow and self._model.any_comment:
            self.table.setColumnWidth(Column.COMMENT, ROOM_FOR_COMMENTS)

    @Slot()
    def _show_emptiness(self) -> None:
        """Whatever goes goes first: for a moment with both the whole window would be laid out anew, and back."""
        going, coming = (self._empty, self.table) if self._model.lines else (self.table, self._empty)
        going.hide()
        coming.show()

    @Slot(object)
    def _repaint(self, _: object) -> None:
        self.table.viewport().update()


class AlarmTable(QTableView):
    """The table inside; its keys speak to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list: AlarmList | None = None
        self.setAccessibleName("Alarms")
        draw_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._action(event)
        if action is None or self.list is None:
            super().keyPressEvent(event)
        else:
            action()

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        if self.list is None:
            return None
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.list.copy
        actions: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_A: self.list.acknowledge,
            Qt.Key.Key_C: self.list.comment,
            Qt.Key.Key_Return: self.list.open,
            Qt.Key.Key_Enter: self.list.open,
            Qt.Key.Key_Left: partial(self.list.fold, True),
            Qt.Key.Key_Right: partial(self.list.fold, False),
        }
        return actions.get(Qt.Key(event.key()))
