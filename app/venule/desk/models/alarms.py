"""The alarm list as a table that changes line by line: selection, scroll position and a half-typed comment survive."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from venule.desk.models.alarm_lines import AlarmLine, every_line, folded
from venule.desk.models.wording import age, moment
from venule.desk.questions import AlarmsSeen
from venule.desk.style.symbols import PRIORITY_WORDS
from venule.domain.alarm import AlarmState
from venule.domain.instant import Instant

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
LINE_ROLE = Qt.ItemDataRole.UserRole


class Column(IntEnum):
    """Columns of the list."""

    PRIORITY = 0
    STATE = 1
    SINCE = 2
    AGE = 3
    NETWORK = 4
    ASSET = 5
    ALARM = 6
    ACKNOWLEDGED = 7
    COMMENT = 8


TITLES = ("", "State", "Since", "Age", "Network", "Asset", "Alarm", "Ack. by", "Comment")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
RIGHT_COLUMNS = (Column.SINCE, Column.AGE)
SHORT_STATES = {
    AlarmState.ACTIVE_UNACKNOWLEDGED: "active · unack",
    AlarmState.ACTIVE_ACKNOWLEDGED: "active · ack",
    AlarmState.RETURNED_UNACKNOWLEDGED: "returned · unack",
    AlarmState.NORMAL: "normal",
}
"""States in a column's width; the tool tip has the words of the standard."""


class AlarmModel(QAbstractTableModel):
    """Lines in the order of :func:`every_line`, and ``every`` one, whether it is folded or not.

    ``any_comment`` says whether one of the lines has a comment, or will have once all are in their places.
    ``commented`` carries ``(uid, text)`` when a comment was typed.
    """

    commented = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[AlarmLine] = []
        self.every: tuple[AlarmLine, ...] = ()
        self.any_comment = False
        self._seen: AlarmsSeen | None = None
        self._unfolded: frozenset[str] = frozenset()
        self._now: Instant = 0

    @property
    def lines(self) -> Sequence[AlarmLine]:
        """The lines from the top."""
        return self._lines

    def show(self, seen: AlarmsSeen) -> None:
        """Take the alarms of a moment; only what differs is touched."""
        self._now = seen.as_of
        if self._seen is None or (seen.alarms, seen.remarks) != (self._seen.alarms, self._seen.remarks):
            self._seen, self.every = seen, every_line(seen)
            self._become(folded(self.every, self._unfolded))
        elif self._lines:
            self._seen = seen
            bottom = self.index(len(self._lines) - 1, Column.AGE)
            self.dataChanged.emit(self.index(0, Column.AGE), bottom, [Qt.ItemDataRole.DisplayRole])

    def set_folded(self, uid: str, folded: bool) -> None:
        """Fold the children of an alarm under it, or show them."""
        self.set_unfolded(self._unfolded - {uid} if folded else self._unfolded | {uid})

    @property
    def unfolded(self) -> frozenset[str]:
        """The alarms whose children are shown, by their uids."""
        return self._unfolded

    def set_unfolded(self, uids: frozenset[str]) -> None:
        """Show the children of these alarms and of no others."""
        self._unfolded = uids
        if self._seen is not None:
            self._become(folded(self.every, self._unfolded))

    def is_folded(self, uid: str) -> bool:
        """Whether an alarm hides its children."""
        return uid not in self._unfolded

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in RIGHT_COLUMNS else LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsEditable if index.column() == Column.COMMENT else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, column = self._lines[index.row()], Column(index.column())
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in RIGHT_COLUMNS:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return told_whole(line)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        line = self._lines[index.row()]
        if role != Qt.ItemDataRole.EditRole or not text or text == line.comment:
            return False
        self.commented.emit((line.uid, text))
        return True

    def text(self, line: AlarmLine, column: Column) -> str:
        """What a cell says."""
        alarm = line.alarm
        return {
            Column.PRIORITY: PRIORITY_WORDS[alarm.priority],
            Column.STATE: SHORT_STATES[line.state],
            Column.SINCE: moment(line.since, self._now),
            Column.AGE: age(self._now - line.since),
            Column.NETWORK: alarm.network,
            Column.ASSET: alarm.subject,
            Column.ALARM: alarm.title + self._below(line) + _particulars(line),
            Column.ACKNOWLEDGED: line.acknowledged_by,
            Column.COMMENT: line.comment,
        }[column]

    def _below(self, line: AlarmLine) -> str:
        if not line.children:
            return ""
        return f" ({line.children:,} {'folded' if self.is_folded(line.uid) else 'shown'} below)"

    def _become(self, wanted: Sequence[AlarmLine]) -> None:
        """Turn the lines held into those wanted: take out, put in, reorder, then renew what differs."""
        self.any_comment = any(line.comment for line in wanted)
        uids = {line.alarm.uid for line in wanted}
        for first, last in reversed(_runs([row for row, line in enumerate(self._lines) if line.alarm.uid not in uids])):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._lines[first : last + 1]
            self.endRemoveRows()
        held = {line.alarm.uid for line in self._lines}
        for first, last in _runs([row for row, line in enumerate(wanted) if line.alarm.uid not in held]):
            place = min(first, len(self._lines))
            self.beginInsertRows(QModelIndex(), place, place + last - first)
            self._lines[place:place] = wanted[first : last + 1]
            self.endInsertRows()
        self._reorder(wanted)
        self._renew(wanted)

    def _reorder(self, wanted: Sequence[AlarmLine]) -> None:
        if [line.alarm.uid for line in self._lines] == [line.alarm.uid for line in wanted]:
            return
        self.layoutAboutToBeChanged.emit()
        held = {line.uid: line for line in self._lines}
        place = {line.uid: row for row, line in enumerate(wanted)}
        before = self.persistentIndexList()
        after = [self.index(place[self._lines[index.row()].uid], index.column()) for index in before]
        self._lines = [held[line.uid] for line in wanted]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _renew(self, wanted: Sequence[AlarmLine]) -> None:
        pairs = enumerate(zip(wanted, self._lines, strict=True))
        differing = [row for row, (line, held) in pairs if line is not held and line != held]
        for first, last in _runs(differing):
            self._lines[first : last + 1] = wanted[first : last + 1]
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def _particulars(line: AlarmLine) -> str:
    """What the recorder wrote of this occurrence, unless it only says the title again."""
    text = line.alarm.text
    return f" · {text}" if text and text.casefold() != line.alarm.title.casefold() else ""


def told_whole(line: AlarmLine) -> str:
    """Everything about a line that its cells cut short: names and texts in full, the state in the standard's words."""
    alarm = line.alarm
    told = [f"{alarm.network} · {alarm.subject}", alarm.title, alarm.text, f"State: {line.state.value}", advice(line)]
    return "\n".join(part for part in told if part)


def advice(line: AlarmLine) -> str:
    """Cause, consequence and action, for the tool tip and the inspector."""
    alarm = line.alarm
    parts = (("Cause", alarm.cause), ("Consequence", alarm.consequence), ("Action", alarm.action))
    told = [f"{name}: {text}" for name, text in parts if text]
    if alarm.respond_within_s:
        told.append(f"Within {age(round(alarm.respond_within_s * 1e6))}")
    return "\n".join(told)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending rows as stretches without a hole."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
