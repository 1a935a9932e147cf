"""Where Tab goes on a page that was built after its window: through it from the top, and not last of all."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(page: QWidget, after: QWidget) -> None:
    """Tab goes from ``after`` through what can be pressed on the page, in the order in which it was made."""
    before = after
    for part in page.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, part)
            before = part
