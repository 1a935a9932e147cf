"""Links the rejects: asked for while their pane is seen."""

from PySide6.QtCore import QObject, Slot

from venule.desk.models.city import CityModel
from venule.desk.models.rejects import RejectModel
from venule.desk.pulse import Moment, Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.questions import AskRejects
from venule.desk.session import Archive
from venule.desk.views.main_window import MainWindow
from venule.domain.instant import SECOND, Instant

EVERY = 2 * SECOND


class RejectLink(QObject):
    """Asks every two seconds, and only while somebody looks, or while there is nothing else to be seen."""

    def __init__(
        self,
        window: MainWindow,
        model: RejectModel,
        city: CityModel,
        *,
        query: QueryThread[Archive],
        pulse: Pulse,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._model, self._city, self._query = window, model, city, query
        self._asked_at: Instant | None = None
        pulse.jumped.connect(self.hurry)
        pulse.ticked.connect(self.follow)
        query.answered.connect(self.take)

    @Slot(object)
    def hurry(self, _: object) -> None:
        """Another time is shown: ask with the next beat."""
        self._asked_at = None

    @Slot(object)
    def follow(self, moment: Moment) -> None:
        """Ask when it is time."""
        due = self._asked_at is None or abs(moment.wall - self._asked_at) >= EVERY
        if due and (self._seen or not len(self._city.catalogue.assets.name)):
            self._asked_at = moment.wall
            self._query.ask("rejects", AskRejects(moment.now))

    @property
    def _seen(self) -> bool:
        return not self._window.panes.rejects.visibleRegion().isEmpty()

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Show them."""
        if isinstance(answer.question, AskRejects) and isinstance(answer.value, tuple):
            self._model.show(answer.value)
