"""The frame of a look back lies over every pane, and is not painted anew for nothing."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from venule.desk.views.frame import Frame


class Raised(QObject):
    """Counts how often edges are brought to the front."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = 0
        for edge in window.findChildren(QWidget, "replay"):
            edge.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.ZOrderChange
        return False


def test_that_the_frame_stays_as_it_is_until_a_pane_came_to_the_front(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pane = QWidget(window)
    frame = Frame(window)
    window.show()
    frame.show(True)
    raised = Raised(window)
    frame.show(True)
    assert raised.count == 0
    pane.raise_()
    frame.show(True)
    assert raised.count == 4
    assert {child.objectName() for child in window.children()[-4:]} == {"replay"}
