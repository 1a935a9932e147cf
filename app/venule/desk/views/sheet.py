"""What all sheets over the window do alike: their keys, and where they stay when the window changes its size."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from venule.desk.style.metrics import Space
from venule.desk.views.labels import label


class Sheet(QWidget):
    """Not modal. Esc takes it away, Enter presses the button that has the focus, or else its main one, if any."""

    _before: QWidget | None = None
    """What had the focus before the sheet was opened."""

    def hold_focus(self) -> None:
        """Remember what has the focus now, to give it back."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and not self.isAncestorOf(focus):
            self._before = focus

    def give_focus_back(self, otherwise: QWidget) -> None:
        """The focus goes to where it was, or, where that is not there any more, elsewhere."""
        before, self._before = self._before, None
        back = before if before is not None and isValid(before) and before.isVisible() else otherwise
        back.setFocus(Qt.FocusReason.PopupFocusReason)

    def put_away(self) -> None:
        """Take the sheet away."""
        raise NotImplementedError

    def _stops(self) -> Sequence[QWidget]:
        """Where Tab halts, in its order."""
        raise NotImplementedError

    def _place(self) -> None:
        """Lay it where it belongs, in the size of now."""
        raise NotImplementedError

    def _main(self) -> QPushButton | None:
        """What Enter presses where no button has the focus."""
        raise NotImplementedError

    def _fit_over(self, over: QWidget, window: QWidget, column: QVBoxLayout, width: int) -> QRect:
        """Be no wider than what the sheet lies upon, and as high as it has to be; where that is in the window."""
        self.setFixedWidth(min(width, max(over.width() - 2 * Space.SMALL, width // 2)))
        self.setFixedHeight(column.heightForWidth(self.width()))
        return QRect(over.mapTo(window, QPoint()), over.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            button = focused if isinstance(focused, QPushButton) else self._main()
            if button is not None:
                button.click()
        else:
            event.accept()  # what is below has keys of its own, which are not meant here

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays on the sheet."""
        stops = [stop for stop in self._stops() if stop.isVisible() and stop.isEnabled()]
        if not stops:
            return super().focusNextPrevChild(forward)
        here = next((place for place, stop in enumerate(stops) if stop.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)


def space_out(column: QVBoxLayout) -> None:
    """The room around what is on a sheet, and between."""
    column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
    column.setSpacing(Space.SMALL)


def captioned(fields: Iterable[tuple[str, QWidget]]) -> QGridLayout:
    """Fields below each other, each with its caption before it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.SMALL)
    grid.setVerticalSpacing(Space.TIGHT)
    for row, (name, field) in enumerate(fields):
        grid.addWidget(label(name, "caption"), row, 0)
        grid.addWidget(field, row, 1)
    grid.setColumnStretch(1, 1)
    return grid


def at_the_right(*buttons: QPushButton) -> QHBoxLayout:
    """Buttons at the foot of a sheet."""
    row = QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row
