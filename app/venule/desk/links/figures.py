"""Links the indicators: every few seconds a frozen snapshot goes to the query thread, and figures come back."""

from PySide6.QtCore import QObject, Slot

from venule.desk.models.city import CityModel
from venule.desk.pulse import Moment, Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskFigures
from venule.desk.session import Archive
from venule.desk.views.indicators import IndicatorStrip
from venule.domain.instant import SECOND, Instant
from venule.verticals.guard import Guard

EVERY = 2 * SECOND


class FigureLink(QObject):
    """Asks at most every two seconds of the wall clock, and at once after a jump."""

    def __init__(
        self,
        strip: IndicatorStrip,
        city: CityModel,
        guard: Guard,
        *,
        query: QueryThread[Archive],
        pulse: Pulse,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip, self._city, self._guard, self._query = strip, city, guard, query
        self._indicators = tuple(guard.indicators())
        self._asked_at: Instant | None = None
        pulse.ticked.connect(self.follow)
        pulse.landed.connect(self.ask)
        query.answered.connect(self.take)

    @Slot(object)
    def follow(self, moment: Moment) -> None:
        """Ask when it is time."""
        if self._asked_at is None or abs(moment.wall - self._asked_at) >= EVERY:
            self._asked_at = moment.wall
            self.ask(None)

    @Slot(object)
    def ask(self, _: object) -> None:
        """Ask for the figures of this moment."""
        if self._indicators and len(self._city.catalogue.assets.name):
            self._query.ask("figures", AskFigures(self._indicators, self._city.snapshot(), self._guard))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Show them."""
        if isinstance(answer.question, AskFigures) and isinstance(answer.value, tuple):
            self._strip.show_figures(self._indicators, answer.value)
