"""Weighing an area beside the desk: samples are read in a thread of the pool."""

from contextlib import suppress
from typing import NamedTuple

from PySide6.QtCore import QObject, QRunnable, Signal

from venule.desk.map.tiles.basemap import UnreadableBasemap
from venule.desk.map.tiles.packing.area import Area
from venule.desk.map.tiles.packing.estimate import Estimate, WrongArea, estimate
from venule.desk.map.tiles.packing.supply import Supply


class Weighed(NamedTuple):
    """An estimate of an area, or why there is none."""

    area: Area
    estimate: Estimate | None
    problem: str = ""


class Scales(QObject):
    """Carries an estimate from the pool's threads to the GUI thread."""

    weighed = Signal(object)


class Weighing(QRunnable):
    """Reads samples of an area."""

    def __init__(self, area: Area, supply: Supply, scales: Scales) -> None:
        super().__init__()
        self._area, self._supply, self._scales = area, supply, scales

    def run(self) -> None:
        """Runs in a thread of the pool."""
        try:
            weighed = Weighed(self._area, estimate(self._area, self._supply))
        except (WrongArea, UnreadableBasemap) as problem:
            weighed = Weighed(self._area, None, str(problem))
        with suppress(RuntimeError):  # the program is closing and has taken the signal away
            self._scales.weighed.emit(weighed)
