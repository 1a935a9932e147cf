"""Notes as a table: when it is about, what about, what it says, who wrote it and when; in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from venule.desk.models.wording import full_time
from venule.domain.note import Note

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
NOTE_ROLE = Qt.ItemDataRole.UserRole
CITY = "the city"


class Column(IntEnum):
    """Columns of the list."""

    AT = 0
    ABOUT = 1
    TEXT = 2
    WHO = 3
    WRITTEN = 4


TITLES = ("About the time", "About", "Note", "By", "Written")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a note is about; empty names make it wider, up to the city."""

    network: str = ""
    asset: str = ""
    quantity: str = ""

    @property
    def text(self) -> str:
        """In words: ``tank-1 · level``, ``tank-1``, ``network water``, ``the city``."""
        if self.asset:
            return f"{self.asset} · {self.quantity.replace('_', ' ')}" if self.quantity else self.asset
        return f"network {self.network}" if self.network else CITY

    def widened(self) -> "tuple[Subject, ...]":
        """The subject itself, then everything that it is a part of, the city last."""
        every = (self, Subject(self.network, self.asset), Subject(self.network), Subject())
        return tuple(dict.fromkeys(every))


def subject_of(note: Note) -> Subject:
    """What a note is about."""
    return Subject(note.network, note.asset, note.quantity)


def one_line(text: str) -> str:
    """A text in one line, for a cell of a table."""
    return " ".join(text.split())


class NoteModel(QAbstractTableModel):
    """The notes of a moment; the newest time is on top until another order is asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[Note, ...] = ()
        self._notes: list[Note] = []
        self._column, self._order = Column.AT, Qt.SortOrder.DescendingOrder

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes from the top."""
        return tuple(self._notes)

    def show(self, notes: tuple[Note, ...]) -> None:
        """Take a list; the same one again touches nothing."""
        if notes is not self._told and notes != self._told:
            self._arrange(notes)
        self._told = notes

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; what is equal there is ordered by time."""
        if 0 <= column < len(Column) and (column, order) != (self._column, self._order):
            self._column, self._order = Column(column), order
            self._arrange(self._told)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._notes)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._notes):
            return None
        note = self._notes[index.row()]
        if role == NOTE_ROLE:
            return note
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(note, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return note.text
        return None

    def _arrange(self, notes: tuple[Note, ...]) -> None:
        self.beginResetModel()
        falling = self._order is Qt.SortOrder.DescendingOrder
        by_time = sorted(notes, key=lambda note: (note.at, note.written_at), reverse=True)
        self._notes = sorted(by_time, key=_KEYS[self._column], reverse=falling)
        self.endResetModel()


def cell(note: Note, column: Column) -> str:
    """What a cell says."""
    return {
        Column.AT: full_time(note.at),
        Column.ABOUT: subject_of(note).text,
        Column.TEXT: one_line(note.text),
        Column.WHO: note.who,
        Column.WRITTEN: full_time(note.written_at),
    }[column]


_KEYS: dict[Column, Callable[[Note], tuple[int, str]]] = {
    Column.AT: lambda note: (note.at, ""),
    Column.ABOUT: lambda note: (0, subject_of(note).text.casefold()),
    Column.TEXT: lambda note: (0, note.text.casefold()),
    Column.WHO: lambda note: (0, note.who.casefold()),
    Column.WRITTEN: lambda note: (note.written_at, ""),
}
