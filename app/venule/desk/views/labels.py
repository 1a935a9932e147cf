"""Labels by their role in the sheet, so that a size or a colour is chosen in one place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows plain text, whatever a device or an inventory put into it."""
    result = QLabel(text, parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    return result


def flowing(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that breaks its text into lines."""
    result = label(text, role, parent)
    result.setWordWrap(True)
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return result
