"""A line to type a name into, over what is to be named; it leaves by itself, and never asks twice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from venule.desk.style.metrics import Space

WIDTH = 280


class NameBox(QLineEdit):
    """``named`` carries what was typed, when it was ended with Enter and is not empty."""

    named = Signal(str)

    def __init__(self, hint: str, longest: int, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setMaxLength(longest)
        self.hide()

    def open(self, proposed: str) -> None:
        """Show it with a name that may be overwritten."""
        self.setText(proposed)
        self.selectAll()
        width = min(WIDTH, self._over.width() - 2 * Space.SMALL)
        self.setGeometry((self._over.width() - width) // 2, Space.SMALL, width, self.sizeHint().height())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()  # not through returnPressed: the line would hand the key on to what lies below
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def _tell(self) -> None:
        name = self.text().strip()
        self._leave()
        if name:
            self.named.emit(name)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves it, and goes nowhere else: what lies below may have a meaning of its own for it."""
        self._leave()
        return True

    def _leave(self) -> None:
        self._over.setFocus(Qt.FocusReason.PopupFocusReason)  # first: hiding what has the focus presses Tab
        self.hide()
