"""What all sheets over the window do alike: their keys, and where they stay when the window changes its size."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget


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
        there = before is not None and any(widget is before for widget in QApplication.allWidgets())
        back = before if before is not None and there and before.isVisible() else otherwise
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
