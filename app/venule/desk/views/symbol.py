"""The symbol of a status or of a priority as a widget, to stand beside its words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.style.symbols import paint_priority, paint_status
from venule.domain.alarm import Status
from venule.domain.rule import Priority


class Symbol(QWidget):
    """Painted anew when ``sign`` or the look changes."""

    def __init__(self, sign: Status | Priority, look: Look, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.sign, self._side = look, sign, size
        self.setFixedSize(size, size)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        box = QRectF(0, 0, self._side, self._side)
        with QPainter(self) as painter:
            if isinstance(self.sign, Status):
                paint_status(painter, box, self.sign, self._look.palette)
            else:
                paint_priority(painter, box, self.sign, self._look.palette)


def beside(symbol: QWidget, text: QWidget, margin: int = Space.MEDIUM) -> QWidget:
    """A symbol and, to its right, what it stands for."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(margin, Space.HAIR, margin, Space.HAIR)
    row.setSpacing(Space.SMALL)
    row.addWidget(symbol, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text, 1)
    return holder
