"""How a line of the alarm list is painted: a symbol that blinks while nobody has seen it, and text that never does."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.alarms import LINE_ROLE, AlarmModel, Column
from venule.desk.style.eliding import elided_name
from venule.desk.style.fonts import font, strong
from venule.desk.style.look import Look
from venule.desk.style.metrics import ROW, Space, Type
from venule.desk.style.symbols import paint_priority

INDENT = 18
ELIDED = Qt.TextElideMode.ElideRight


class AlarmDelegate(QStyledItemDelegate):
    """Paints every column; edits the comment, and keeps what was typed if its line goes away meanwhile."""

    drafted = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.lit = True
        self.drafts: dict[str, str] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        super().paint(painter, option, QModelIndex())
        painter.save()
        box = QRectF(option.rect).adjusted(Space.SMALL, 0, -Space.SMALL, 0)
        if index.column() == Column.PRIORITY:
            self._paint_symbol(painter, box, index, line)
        else:
            self._paint_text(painter, box, index, line)
        painter.restore()

    def _paint_symbol(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex, line: AlarmLine
    ) -> None:
        place = QRectF(box.left() + line.depth * INDENT, box.center().y() - 8, 16, 16)
        filled = line.active and (self.lit or not line.unacknowledged)
        paint_priority(painter, place, line.alarm.priority, self._look.palette, filled)
        if line.children:
            model = index.model()
            folded = not isinstance(model, AlarmModel) or model.is_folded(line.uid)
            sign = self._look.icon("chevron-right" if folded else "chevron-down")
            sign.paint(painter, QRectF(place.right() + 5, place.top() + 1, 14, 14).toRect())

    def _paint_text(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex, line: AlarmLine
    ) -> None:
        palette = self._look.palette
        urgent = line.unacknowledged and index.column() in (Column.ASSET, Column.ALARM, Column.STATE)
        painter.setFont(strong(Type.BODY) if urgent and line.active else font(Type.BODY, italic=not line.active))
        painter.setPen(QPen(QColor(palette.text if line.active else palette.text_weak)))
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = alignment if alignment is not None else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text = self.drafts.get(line.uid, "") if index.column() == Column.COMMENT else ""
        shown = f"✎ {text}" if text else str(index.data() or "")
        metrics, room = painter.fontMetrics(), int(box.width())
        named = index.column() == Column.ASSET
        short = elided_name(metrics, shown, room) if named else metrics.elidedText(shown, ELIDED, room)
        painter.drawText(box, flags, short)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setPlaceholderText("Comment, Enter keeps it")
        uid = index.data(LINE_ROLE).uid
        editor.textEdited.connect(lambda text: self.keep(uid, text))
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Fill the editor once; a line that is renewed while somebody types leaves the typing alone."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(self.drafts.get(index.data(LINE_ROLE).uid) or str(index.data() or ""))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if isinstance(editor, QLineEdit):
            uid = index.data(LINE_ROLE).uid
            self.keep(uid, editor.text())
            model.setData(index, editor.text())

    def keep(self, uid: str, text: str) -> None:
        """Hold a comment that was not written down yet."""
        if text.strip():
            self.drafts[uid] = text
        else:
            self.drafts.pop(uid, None)

    def written(self, uid: str) -> None:
        """A comment is in the file: the draft is not needed any more."""
        self.drafts.pop(uid, None)
