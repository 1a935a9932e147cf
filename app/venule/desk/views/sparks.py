"""Asks for the small trends beside values: of the rows in sight at once, of others when they come into sight."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QScrollArea

from venule.desk.models.city import CityModel
from venule.desk.models.reading import Trust
from venule.desk.questions import AskSeries
from venule.desk.views.value_row import ValueRow
from venule.domain.instant import HOUR

SPAN = 6 * HOUR
POINTS = 80

REVEALING = (QEvent.Type.Resize, QEvent.Type.Show)


class Sparks(QObject):
    """Belongs to the area in which rows are scrolled: an asset may have forty values, of which eight are in sight."""

    def __init__(self, area: QScrollArea, city: CityModel, ask: Callable[[str, AskSeries], None]) -> None:
        super().__init__(area)
        self._city, self._ask = city, ask
        self._lacking: dict[int, ValueRow] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        area.verticalScrollBar().valueChanged.connect(self.look)
        area.installEventFilter(self)

    def ask_for(self, rows: Iterable[ValueRow]) -> None:
        """Ask anew for the trends of these rows, and of no others any more."""
        self._lacking = {number: row for number, row in enumerate(rows) if row.reading.trust is not Trust.NEVER}
        self.look()
        self._soon.start()  # new rows have their places once they are laid out

    @Slot()
    def look(self) -> None:
        """Ask for what has come into sight."""
        now, basis = self._city.now, self._city.basis
        for number, row in tuple(self._lacking.items()):
            if not row.visibleRegion().isEmpty():
                del self._lacking[number]
                question = AskSeries(row.reading.datastream, now - SPAN, now, POINTS, now, basis)
                self._ask(f"spark/{number}", question)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in REVEALING:
            self._soon.start()
        return super().eventFilter(watched, event)
