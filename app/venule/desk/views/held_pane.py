"""A pane in its dock: while it is detached from the window it wears the frame and the ribbon of the replay itself."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from venule.desk.views.banner import Ribbon
from venule.desk.views.frame import Frame


class HeldPane(QWidget):
    """Holds the content of a dock. In the window the window's own ribbon and frame are enough."""

    def __init__(self, content: QWidget, dock: QDockWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.content, self._dock, self._text = content, dock, ""
        self.ribbon, self.frame = Ribbon("replay", flows=True), Frame(dock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ribbon)
        column.addWidget(content, 1)
        self.setFocusProxy(content)
        dock.topLevelChanged.connect(self.follow_floating)

    def say(self, text: str) -> None:
        """What the ribbon of the window says; nothing while live."""
        self._text = text
        self.follow_floating(self._dock.isFloating())

    @Slot(bool)
    def follow_floating(self, floating: bool) -> None:
        """Say it here too while the pane stands alone."""
        text = self._text if floating else ""
        self.ribbon.say(text)
        self.frame.show(bool(text))
