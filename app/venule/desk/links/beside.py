"""Two desks on one clock: whatever moves one moves the other, which looks some time earlier or later, or neither."""

from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from venule.desk.pulse import Pulse
from venule.domain.clock import LIVE, Clock
from venule.domain.instant import Instant


class ClockPair(QObject):
    """The second clock is ``shift`` microseconds ahead of the first, whichever of the two was moved.

    Nothing is led before :meth:`begin`: a desk that opens asks its file first. The second one's recording has no end of
    its own then, and runs on into silence where the first goes on: a clock that stops would be another clock.
    """

    def __init__(self, first: Pulse, second: Pulse, shift: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._first, self._second, self.shift = first, second, shift
        self._moving = self._begun = self._may_be_live = False
        first.clock_changed.connect(self.lead)
        second.clock_changed.connect(self.lead_back)

    @property
    def opens_at(self) -> Instant:
        """What time the second desk begins with."""
        moment = self._first.moment()
        return min(moment.now + self.shift, moment.wall)

    def begin(self, *, may_be_live: bool) -> None:
        """From here on both move together; ``may_be_live`` where the second recording is being written."""
        self._second.begin = self._second.end = None
        self._begun, self._may_be_live = True, may_be_live
        self.lead(self._first.clock)

    def end(self) -> None:
        """Each goes its own way."""
        self._begun = False

    @Slot(object)
    def lead(self, clock: Clock) -> None:
        """The first clock was moved: the second follows."""
        if self._begun and not self._moving:
            self._move(self._second, self._ahead(clock))

    @Slot(object)
    def lead_back(self, clock: Clock) -> None:
        """The second clock was moved: the first follows, and if it cannot go so far, the second comes back."""
        if not self._begun or self._moving:
            return
        self._move(self._first, self._behind(clock))
        if self._second.clock != self._ahead(self._first.clock):
            self.lead(self._first.clock)

    def _move(self, pulse: Pulse, clock: Clock) -> None:
        self._moving = True
        try:
            pulse.follow(clock)
        finally:
            self._moving = False

    def _ahead(self, clock: Clock) -> Clock:
        """What the second clock is when the first is that; it is live with it only if it is not shifted."""
        if clock.live and self._may_be_live and not self.shift:
            return LIVE
        if clock.live:  # a microsecond behind the wall at least: what nobody records is never called live
            wall = self._first.moment().wall
            return Clock(False, wall + min(self.shift, -1), wall, 1.0, clock.basis)
        return _shifted(clock, self.shift)

    def _behind(self, clock: Clock) -> Clock:
        """What the first clock is when the second is that. Live is for both the first's present."""
        return LIVE if clock.live else _shifted(clock, -self.shift)


def _shifted(clock: Clock, shift: int) -> Clock:
    loop = None if clock.loop is None else (clock.loop[0] + shift, clock.loop[1] + shift)
    return replace(clock, origin=clock.origin + shift, loop=loop)
