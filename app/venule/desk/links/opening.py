"""How a sitting begins: live where a recorder writes, at the last recorded moment of a recording that is finished."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.pulse import Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskExtent, Extent, Health
from venule.desk.session import Archive
from venule.desk.views.banner import alive
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class Opened:
    """What the file is: from when to when it was recorded, and whether nobody writes it any more."""

    extent: Extent
    finished: bool

    @property
    def blank(self) -> bool:
        """Whether nothing was ever recorded into it: an inventory, or a new file."""
        return self.finished and self.extent.last_recorded is None


class Opening(QObject):
    """Asks once what the file is and then starts the pulse. ``at`` opens it looking back."""

    opened = Signal(object)

    def __init__(
        self, query: QueryThread[Archive], pulse: Pulse, at: Instant | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._query, self._pulse, self._at = query, pulse, at
        self.finished = False
        self.last_recorded: Instant | None = None
        query.answered.connect(self.take)
        pulse.health_changed.connect(self.follow)

    def start(self) -> None:
        """Ask."""
        self._query.ask("extent", AskExtent(self._pulse.moment().wall))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Start the pulse where this file is to be looked at."""
        if answer.slot != "extent":
            return
        if isinstance(answer.value, Extent):
            extent = answer.value
            self.last_recorded = extent.last_recorded
            self.finished = not alive(Health(extent.asked_at, extent.asked_at, (), extent.recorder))
            self._pulse.begin = extent.first_recorded
            self._pulse.end = extent.last_recorded if self.finished else None
            self.opened.emit(Opened(extent, self.finished))
        self._pulse.start(self._clock())

    @Slot(object)
    def follow(self, health: Health) -> None:
        """A recorder has come to a file that seemed finished: it is live again, unless a time was asked for."""
        if self.finished and alive(health):
            self.finished, self._pulse.end = False, None
            self.opened.emit(Opened(Extent(health.asked_at, health.recorder, None, None), False))
            if self._at is None:
                self._pulse.go_live()

    def _clock(self) -> Clock:
        wall = self._pulse.moment().wall
        if self._at is not None:
            return LIVE.seek(self._at, wall)
        if self.finished and self.last_recorded is not None:
            return LIVE.seek(self.last_recorded, wall)
        return LIVE
