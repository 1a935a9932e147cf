"""The list of keys: a sheet over the window that any key takes away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from venule.desk.style.metrics import Space
from venule.desk.views.labels import label

ROWS = 14


class KeySheet(QWidget):
    """``keys`` are pairs of key and what it does."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(Space.HUGE, Space.LARGE, Space.HUGE, Space.LARGE)
        grid.setHorizontalSpacing(Space.LARGE)
        grid.addWidget(label("Keys", "title"), 0, 0, 1, 4)
        for place, (key, does) in enumerate(keys):
            row, pair = place % ROWS + 1, place // ROWS * 2
            grid.addWidget(label(key, "caption"), row, pair)
            grid.addWidget(label(does), row, pair + 1)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the sheet in the middle of its window."""
        self._before = self.window().focusWidget()
        self._centre()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Take it away, and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close_sheet()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._centre()
        return super().eventFilter(watched, event)

    def _centre(self) -> None:
        self.adjustSize()
        room = self.window().rect()
        self.move(room.center() - self.rect().center())
