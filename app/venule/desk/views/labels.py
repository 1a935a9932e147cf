"""Labels by their role in the sheet, so that a size or a colour is chosen in one place."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

LONG_WORD = re.compile(r"[^\s\-\u200b]{26,}")
"""As many letters without a hyphen may be more than a line holds."""

BREAK = "\u200b"
"""A place of no width at which a line may end."""


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows plain text, whatever a device or an inventory put into it."""
    result = QLabel(text, parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    return result


def flowing(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that breaks its text into lines, and words of ``text`` that are longer than a line too."""
    broken = LONG_WORD.sub(lambda found: BREAK.join(found.group()), text)
    result = label(broken, role, parent)
    result.setWordWrap(True)
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if broken != text:
        result.setAccessibleName(text)
    return result
