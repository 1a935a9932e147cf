"""The legend: a row a line with its number, stroke, name and value, now or under the crosshair."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from venule.desk.style.eliding import elided_name
from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.trends.channel import Channel
from venule.desk.trends.field import TAG, paint_tag, pen_of

ROW = 40
SAMPLE = 24
VALUES = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What one row says. ``name`` is what tells it from the others; ``below`` is what else there is to say of it.

    ``note`` is the age, or what is not good about the value.
    """

    channel: Channel
    name: str
    below: str
    value: str
    unit: str
    note: str

    @property
    def words(self) -> tuple[str, ...]:
        """All that can be read in it."""
        return self.name, self.below, self.value, self.unit, self.note


@dataclass(frozen=True, slots=True)
class LineFocused:
    """A row became current, or none."""

    datastream: int | None


@dataclass(frozen=True, slots=True)
class LineRemoved:
    """A row was asked to go."""

    datastream: int


class Legend(QListWidget):
    """The rows. Keys that do not belong to a list go on to the chart."""

    line_focused = Signal(LineFocused)
    line_removed = Signal(LineRemoved)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = RowPainter(palette, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Lines of the trend")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(180)
        self.currentItemChanged.connect(self.tell_focus)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._painter.palette = palette
        self.viewport().update()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, keeping the current one."""
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for index, row in enumerate(rows):
            item = self.item(index)
            before = item.data(VALUES)
            if before is None or before.words != row.words or before.channel is not row.channel:
                item.setData(VALUES, row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(row.words))
                item.setToolTip(f"{row.channel.line.label}: {row.channel.line.title}")

    @Slot(QListWidgetItem, QListWidgetItem)
    def tell_focus(self, current: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        """Say which line is current."""
        row = None if current is None else current.data(VALUES)
        self.line_focused.emit(LineFocused(None if row is None else row.channel.line.datastream))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentItem()
        if event.key() == Qt.Key.Key_Delete and current is not None:
            self.line_removed.emit(LineRemoved(current.data(VALUES).channel.line.datastream))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(272, 120)


class RowPainter(QStyledItemDelegate):
    """Paints a row in two lines; values and units end at one edge."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(VALUES)
        if not isinstance(row, Row):
            return
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self.palette.selected))
        self._paint_sample(painter, box, row)
        self._paint_texts(painter, box.adjusted(Space.TIGHT + TAG.width() + Space.SMALL, 3, -Space.SMALL, -3), row)
        painter.restore()

    def _paint_sample(self, painter: QPainter, box: QRectF, row: Row) -> None:
        centre = QPointF(box.left() + Space.TIGHT + TAG.width() / 2, box.top() + box.height() * 0.32)
        paint_tag(painter, centre, row.channel, self.palette)
        painter.setPen(pen_of(row.channel, self.palette, 2))
        y = box.top() + box.height() * 0.70
        painter.drawLine(QPointF(box.left() + Space.TIGHT, y), QPointF(box.left() + Space.TIGHT + SAMPLE, y))

    def _paint_texts(self, painter: QPainter, box: QRectF, row: Row) -> None:
        upper, lower = (
            box.adjusted(0, 0, 0, -box.height() / 2),
            box.adjusted(SAMPLE - TAG.width(), box.height() / 2, 0, 0),
        )
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text, weak = QColor(self.palette.text), QColor(self.palette.text_weak)
        painter.setPen(text)
        painter.setFont(strong(Type.BODY))
        room = self._paint_value(painter, upper, row)
        painter.setFont(font(Type.BODY))
        asset = row.name == row.channel.line.label
        name = elided_name(painter.fontMetrics(), row.name, round(room)) if asset else _elided(painter, row.name, room)
        painter.drawText(upper, left, name)
        painter.setPen(weak)
        painter.setFont(font(Type.CAPTION))
        note = painter.fontMetrics().horizontalAdvance(row.note)
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.note)
        painter.drawText(lower, left, _elided(painter, row.below, lower.width() - note - Space.SMALL))

    def _paint_value(self, painter: QPainter, box: QRectF, row: Row) -> float:
        """Value and unit, right-aligned; returns what is left for the name."""
        text = f"{row.value} {row.unit}".rstrip()
        shown = _elided(painter, text, box.width() * 0.6)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        return box.width() - painter.fontMetrics().horizontalAdvance(shown) - Space.SMALL


def _elided(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, round(width)))
