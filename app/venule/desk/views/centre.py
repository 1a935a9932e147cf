"""The middle of the desk: the map, and below it the trends, which take no room before there is one to show."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from venule.desk.style.metrics import ROW, Space

TRENDS_SHARE = 0.5
LEAST_SHARE, MOST_SHARE = 0.1, 0.9
FOLDED = ROW + Space.TIGHT
LEAST_TRENDS = 140
LEAST_MAP = (240, 160)
UNBOUNDED = 16_777_215
"""Qt's own greatest size of a widget."""


class Centre(QSplitter):
    """Keeps how the room is shared while the trends are folded away, and gives it back when they unfold."""

    def __init__(self, map_view: QWidget, trends: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._trends = trends
        self._share = TRENDS_SHARE
        self._unfolded = False
        map_view.setMinimumSize(*LEAST_MAP)
        self.addWidget(map_view)
        self.addWidget(trends)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(Space.TIGHT)
        self.splitterMoved.connect(self._note_share)
        self._lay_out()

    @property
    def share(self) -> float:
        """The share of the height that the trends have, or will have."""
        return self._share

    def set_share(self, share: float) -> None:
        """Share the height out anew."""
        self._share = min(max(share, LEAST_SHARE), MOST_SHARE)
        self._lay_out()

    def unfold(self, on: bool) -> None:
        """Give the trends their room, or take it back for the map."""
        if on != self._unfolded:
            self._unfolded = on
            self._lay_out()

    def _lay_out(self) -> None:
        self._trends.setMinimumHeight(LEAST_TRENDS if self._unfolded else FOLDED)
        self._trends.setMaximumHeight(UNBOUNDED if self._unfolded else FOLDED)
        self.handle(1).setEnabled(self._unfolded)
        if self._unfolded:
            room = max(sum(self.sizes()), 1_000)  # before the first layout any number does: only the shares count
            self.setSizes([round(room * (1 - self._share)), round(room * self._share)])

    @Slot()
    def _note_share(self) -> None:
        above, below = self.sizes()
        if self._unfolded and above + below:
            self._share = below / (above + below)
