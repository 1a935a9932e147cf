"""Links what may be added to the trends: an asset's values from tree and map, one value from the inspector, a drag."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QMimeData, QObject, Qt, Slot
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from venule.desk.links.trends import lines_of_rows, some_of
from venule.desk.models.city import CityModel
from venule.desk.models.dragging import carry_datastreams
from venule.desk.models.reading import streams_by_weight
from venule.desk.trends.dropping import fitting
from venule.desk.trends.events import DatastreamsDropped
from venule.desk.trends.line import MAX_LINES, TrendLine
from venule.desk.trends.view import TrendView


class AddingLink(QObject):
    """What is added comes to what is shown; the view refuses in words what is beyond its bound."""

    def __init__(self, view: TrendView, city: CityModel, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._city = view, city
        view.datastreams_dropped.connect(self.drop)

    @Slot(object)
    def add_asset(self, asset: int) -> None:
        """Show an asset's values beside the others."""
        if asset < len(self._city.status):
            self._add(lines_of_rows(self._city, streams_by_weight(self._city, asset)))

    @Slot(object)
    def add_datastream(self, datastream: int) -> None:
        """Show one value beside the others."""
        self._add(self._lines_of((datastream,)))

    @Slot(object)
    def drop(self, dropped: DatastreamsDropped) -> None:
        """Add what was dropped; on a pane, of all that came, what shares its axis."""
        before = len(self._view.lines)
        self._add(fitting(self._lines_of(dropped.datastreams), dropped.axis))
        if not before and len(dropped.datastreams) > MAX_LINES:
            self._view.header.say(some_of(len(dropped.datastreams)))

    @Slot(object)
    def carry(self, assets: Sequence[int]) -> None:
        """Assets are dragged off a map: the drag carries their values, those that matter most first."""
        rows = [row for asset in assets for row in streams_by_weight(self._city, asset)]
        source = self.sender()
        if rows and isinstance(source, QWidget):
            drag = QDrag(source)
            drag.setMimeData(carry_datastreams(QMimeData(), self._city.latest.id[rows].tolist()))
            drag.exec(Qt.DropAction.CopyAction)

    def _lines_of(self, datastreams: Sequence[int]) -> tuple[TrendLine, ...]:
        rows, found = self._city.latest.rows_of(np.array(datastreams, np.int64))
        return lines_of_rows(self._city, rows[found].tolist())

    def _add(self, lines: Sequence[TrendLine]) -> None:
        for line in lines:
            if not self._view.add_datastream(line):
                return
