"""Links the cursors of the trends: what is to be measured between them is asked of the file, as of the desk's time."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from venule.desk.pulse import Pulse
from venule.desk.query import Answer, QueryThread
from venule.desk.session import Archive
from venule.desk.trends.cursors.measuring import TallyAnswer, TallyQuestion
from venule.desk.trends.view import TrendView
from venule.domain.basis import Basis
from venule.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class AskTally:
    """A step of a tally, with the time it is asked for."""

    asked: TallyQuestion
    as_of: Instant
    basis: Basis = Basis.KNOWN

    def answer(self, archive: Archive) -> TallyAnswer:
        asked = self.asked
        tally = archive.reader.tally(
            asked.datastream,
            asked.start,
            asked.end,
            asked.kind,
            self.as_of,
            so_far=asked.so_far,
            basis=self.basis,
        )
        return TallyAnswer(asked, tally)


class CursorLink(QObject):
    """Each line is measured in a slot of its own, a step at a time, so that everything else is asked in between."""

    def __init__(self, view: TrendView, query: QueryThread[Archive], pulse: Pulse, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._query, self._pulse = view, query, pulse
        view.tally_wanted.connect(self.ask)
        query.answered.connect(self.take)

    @Slot(TallyQuestion)
    def ask(self, asked: TallyQuestion) -> None:
        """Put the question."""
        moment = self._pulse.moment()
        self._query.ask(f"tally/{asked.datastream}", AskTally(asked, moment.now, moment.clock.basis))

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """A step is done."""
        if isinstance(answer.value, TallyAnswer):
            self._view.pointing.take(answer.value)
