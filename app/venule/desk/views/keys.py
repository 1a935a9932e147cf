"""The list of keys: a sheet over the window that any key takes away, but those that scroll it where it must."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from venule.desk.style.metrics import Space
from venule.desk.views.labels import label

FEWEST_ROWS, MORE_ROWS = 14, 2
SCROLLING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class KeySheet(QWidget):
    """``keys`` are pairs of key and what it does. In as few rows as its window is wide enough for."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before: QWidget | None = None
        self._page = QWidget()
        self._pairs = [(label(key, "caption"), label(does)) for key, does in keys]
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.HAIR)
        self._lay_out(FEWEST_ROWS)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.HUGE, Space.LARGE, Space.HUGE, Space.LARGE)
        column.addWidget(label("Keys", "title"))
        column.addWidget(self._scroll, 1)
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
        bar = self._scroll.verticalScrollBar()
        if event.key() in SCROLLING and bar.maximum() > 0:
            down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
            page = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            step = bar.pageStep() if page else bar.singleStep()
            bar.setValue(bar.value() + (step if down else -step))
        else:
            self.close_sheet()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_sheet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._centre()
        return super().eventFilter(watched, event)

    def _lay_out(self, rows: int) -> QSize:
        """Spread the keys over columns of so many rows; gives the room that takes."""
        for place, (key, does) in enumerate(self._pairs):
            row, pair = place % rows, place // rows * 2
            self._put(key, row, pair)
            self._put(does, row, pair + 1)
        self._grid.invalidate()
        return self._grid.totalSizeHint()

    def _put(self, what: QLabel, row: int, column: int) -> None:
        self._grid.removeWidget(what)
        self._grid.addWidget(what, row, column)

    def _centre(self) -> None:
        room = self.window().rect().adjusted(Space.SMALL, Space.SMALL, -Space.SMALL, -Space.SMALL)
        title = self.layout()
        rows, bar = FEWEST_ROWS, self._scroll.verticalScrollBar().sizeHint().width()
        needed = self._lay_out(rows)
        while needed.width() + 2 * Space.HUGE + bar > room.width() and rows < len(self._pairs):
            rows += MORE_ROWS
            needed = self._lay_out(rows)
        around = 2 * Space.LARGE + Space.HUGE + (title.spacing() if title is not None else 0)
        size = QSize(needed.width() + 2 * Space.HUGE + bar, needed.height() + around).boundedTo(room.size())
        self.resize(size)
        self.move(room.center() - self.rect().center())
