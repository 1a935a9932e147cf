"""A coloured frame around the whole window while it does not show the present."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QWidget

WIDTH = 3


class Frame(QObject):
    """Four thin edges, so that nothing lies over the panes and their painting stays as cheap as it is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._edges = [QWidget(window) for _ in range(4)]
        for edge in self._edges:
            edge.setObjectName("replay")
            edge.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            edge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            edge.hide()
        window.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the frame is on."""
        return not self._edges[0].isHidden()

    def show(self, on: bool) -> None:
        """Put the frame on or take it off."""
        if on != self.shown:
            self._place()
            for edge in self._edges:
                edge.setVisible(on)
        if on and not self._on_top():
            for edge in self._edges:
                edge.raise_()

    def _on_top(self) -> bool:
        """Whether no pane came to the front since: what is raised is painted anew, with all that lies under it."""
        return [child for child in self._window.children() if child.isWidgetType()][-len(self._edges) :] == self._edges

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._window.rect()
        width, height = room.width(), room.height()
        places = (
            QRect(0, 0, width, WIDTH),
            QRect(0, height - WIDTH, width, WIDTH),
            QRect(0, 0, WIDTH, height),
            QRect(width - WIDTH, 0, WIDTH, height),
        )
        for edge, place in zip(self._edges, places, strict=True):
            edge.setGeometry(place)
