"""The list of notes: go to what one is about, change or withdraw it, copy it, all from the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QVBoxLayout, QWidget

from venule.desk.models.notes import NOTE_ROLE, Column, NoteModel
from venule.desk.models.wording import plural
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.plain_table import PlainTable
from venule.domain.note import Note

WIDTHS = (176, 200, 320, 90, 176)
EMPTY = "Nothing was noted by then. N writes a note about what is in front of you."


class NotesPane(QWidget):
    """``opened`` and ``change_asked`` carry a note, ``withdrawn`` the chosen ones; ``wanted`` asks for a new one."""

    opened = Signal(object)
    change_asked = Signal(object)
    withdrawn = Signal(object)
    brought_back = Signal()
    wanted = Signal()

    def __init__(self, model: NoteModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.table = NoteTable(model, self)
        self.setFocusProxy(self.table)
        self._empty, self.words_below = label(EMPTY, "weak", self), label("", "weak", self)
        self._chosen: frozenset[str] = frozenset()
        self._scrolled = 0
        for words in (self._empty, self.words_below):
            words.setContentsMargins(Space.MEDIUM, Space.SMALL, 0, Space.SMALL)
        self.setObjectName("notespane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        column.addWidget(self.words_below)
        model.modelAboutToBeReset.connect(self._hold)
        model.modelReset.connect(self._restore)
        self.table.doubleClicked.connect(self.open)
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.pane = self
        self.say_later(0)
        self._restore()

    def selected(self) -> tuple[Note, ...]:
        """The notes chosen, from the top."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return tuple(row.data(NOTE_ROLE) for row in rows)

    @property
    def later(self) -> str:
        """What is said of notes that were written since."""
        return self.words_below.text()

    def say_later(self, count: int) -> None:
        """How many notes are about times by now on the desk, and were only written since."""
        were = "was" if count == 1 else "were"
        told = f"{plural(count, 'more note')} about this time {were} written later: “happened then” shows them."
        self.words_below.setText(told if count else "")
        self.words_below.setVisible(bool(count))

    @Slot()
    def open(self) -> None:
        """Go to the time and the asset of the current note."""
        self._tell(self.opened)

    @Slot()
    def change(self) -> None:
        """Change the current note."""
        self._tell(self.change_asked)

    @Slot()
    def withdraw(self) -> None:
        """Withdraw the chosen notes."""
        if chosen := self.selected():
            self.withdrawn.emit(chosen)

    def _tell(self, signal: SignalInstance) -> None:
        note = self.table.currentIndex().data(NOTE_ROLE)
        if note is not None:
            signal.emit(note)

    @Slot(QPoint)
    def _menu(self, place: QPoint) -> None:
        there = self.table.indexAt(place).isValid()
        menu = QMenu(self)
        menu.addAction("Go to its time and asset\tdouble click, Enter", self.open).setEnabled(there)
        menu.addAction("Change\tE", self.change).setEnabled(there)
        menu.addAction("Withdraw\tDel", self.withdraw).setEnabled(there)
        menu.addAction("Copy as text\tCtrl+C", self.table.copy).setEnabled(there)
        menu.addSeparator()
        menu.addAction("New note\tN", self.wanted.emit)
        menu.addAction("Bring back what was withdrawn last\tCtrl+Z", self.brought_back.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.table.viewport().mapToGlobal(place))

    @Slot()
    def _hold(self) -> None:
        """Remember what is chosen: a list that changes takes nothing out of the operator's hand."""
        self._chosen = frozenset(note.uid for note in self.selected())
        self._scrolled = self.table.verticalScrollBar().value()

    @Slot()
    def _restore(self) -> None:
        some = bool(self._model.rowCount())
        self._empty.setVisible(not some)
        self.table.setVisible(some)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row, note in enumerate(self._model.notes if self._chosen else ()):
            if note.uid in self._chosen:
                self.table.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)
        self.table.verticalScrollBar().setValue(self._scrolled)


class NoteTable(PlainTable):
    """The table inside; its keys speak to the pane."""

    def __init__(self, model: NoteModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "Notes", WIDTHS, parent)
        self.pane: NotesPane | None = None
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(Column.AT, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._action(event)
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        if self.pane is None:
            return None
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.pane.brought_back.emit
        actions: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Return: self.pane.open,
            Qt.Key.Key_Enter: self.pane.open,
            Qt.Key.Key_Delete: self.pane.withdraw,
            Qt.Key.Key_E: self.pane.change,
        }
        return actions.get(Qt.Key(event.key()))
