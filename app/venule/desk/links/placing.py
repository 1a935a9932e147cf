"""Links places given by hand: what is dragged onto the map is written down, and what is written stands on the map."""

from collections.abc import Callable
from itertools import count
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.models.city import CityModel
from venule.desk.pulse import Pulse
from venule.desk.query import Answer
from venule.desk.questions import PlacementsSeen
from venule.desk.writings import WritePlacement
from venule.domain.geo import Position, position

LOOKING_BACK = "This is the past: go live (L) to place an asset."
NO_PLACE = "There is no such place on the Earth: put it somewhere else."


class Placed(Protocol):
    """An asset, as a row, was put at a place in degrees."""

    @property
    def row(self) -> int: ...
    @property
    def longitude(self) -> float: ...
    @property
    def latitude(self) -> float: ...


class PlacingLink(QObject):
    """``refused`` carries a sentence when a place could not be written down; the asset then stays where it was."""

    refused = Signal(str)

    def __init__(
        self,
        city: CityModel,
        *,
        pulse: Pulse,
        ask: Callable[[str, WritePlacement], None],
        who: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._city, self._pulse, self._ask, self._who = city, pulse, ask, who
        self._numbers = count()
        pulse.placements_changed.connect(self.show)

    @Slot(object)
    def show(self, seen: PlacementsSeen) -> None:
        """Where assets had been put by the time on the desk."""
        self._city.set_placements(seen.placements)

    @Slot(object)
    def place(self, placed: Placed) -> None:
        """Write down that an asset was put somewhere."""
        there = position(placed.longitude, placed.latitude)
        if there is None:
            self.refused.emit(NO_PLACE)
        else:
            self._write(placed.row, there)

    @Slot(object)
    def take_back(self, asset: int) -> None:
        """Write down that an asset stands where its feed says again, or nowhere."""
        self._write(asset, None)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """A place is written down, or was refused."""
        if not isinstance(answer.question, WritePlacement):
            return
        if answer.problem:
            self.refused.emit(answer.problem)
        else:
            self._pulse.refresh_placements()

    def _write(self, asset: int, place: Position | None) -> None:
        moment, catalogue = self._pulse.moment(), self._city.catalogue
        if not moment.clock.live:
            self.refused.emit(LOOKING_BACK)
        elif 0 <= asset < len(catalogue.assets.name):
            network = catalogue.networks[int(catalogue.assets.network[asset])].name
            written = WritePlacement(network, catalogue.assets.name[asset], place, moment.wall, self._who)
            self._ask(f"placement/{next(self._numbers)}", written)  # a slot of its own: none may replace another
