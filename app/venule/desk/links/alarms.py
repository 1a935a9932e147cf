"""Links the alarms: from the file to the city, the list, the inspector and the strip, and remarks back to the file."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from PySide6.QtCore import QObject, Signal, Slot

from venule.desk.models.alarm_lines import ACTIVE, UNACKNOWLEDGED, AlarmLine
from venule.desk.models.alarms import AlarmModel
from venule.desk.models.city import CityModel
from venule.desk.models.selection import Selection
from venule.desk.pulse import Pulse
from venule.desk.query import Answer
from venule.desk.questions import AlarmsSeen
from venule.desk.views.main_window import Panes
from venule.desk.writings import WriteRemark
from venule.domain.rule import Priority

LOOKING_BACK = "This is the past: go live (L) to acknowledge or comment. What you typed is kept."


class AlarmLink(QObject):
    """``refused`` carries a sentence when a remark could not be written, ``lines_changed`` every line, unfolded."""

    refused = Signal(str)
    lines_changed = Signal(object)

    def __init__(
        self,
        panes: Panes,
        model: AlarmModel,
        city: CityModel,
        selection: Selection,
        *,
        pulse: Pulse,
        ask: Callable[[str, WriteRemark], None],
        who: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panes, self._model, self._city, self._selection = panes, model, city, selection
        self._pulse, self._ask, self._who = pulse, ask, who
        self._seen: AlarmsSeen | None = None
        self._every: tuple[AlarmLine, ...] = ()
        self._numbers = count()
        pulse.alarms_changed.connect(self.show)
        panes.alarms.acknowledged.connect(self.acknowledge)
        panes.alarms.commented.connect(self.comment)
        panes.alarms.opened.connect(self.open)
        panes.alarms.chosen.connect(self.choose)
        selection.changed.connect(self.show_on_inspector)
        city.rebuilt.connect(self.show_on_inspector)

    @Slot(object)
    def show(self, seen: AlarmsSeen) -> None:
        """What is known of the alarms at this moment."""
        same = self._seen is not None and (seen.alarms, seen.remarks) == (self._seen.alarms, self._seen.remarks)
        self._seen = seen
        self._city.set_alarms(seen.alarms, seen.claims)
        self._model.show(seen)
        if not same:
            self._every = self._model.every
            self._panes.strip.tally.show_counts(tally(self._every))
            self._panes.inspector.show_alarms(self._every, seen.claims)
            self.lines_changed.emit(self._every)

    @Slot(object)
    def acknowledge(self, lines: Sequence[AlarmLine]) -> None:
        """Write down that lines were seen, together with what is folded below them."""
        uids = {line.uid for line in lines}
        below = {line.uid for line in self._every if line.alarm.parent in uids and line.unacknowledged}
        for uid in sorted(uids | below):
            self._write(uid, "", acknowledges=True)

    @Slot(object)
    def comment(self, typed: tuple[str, str]) -> None:
        """Write down a comment."""
        uid, text = typed
        self._write(uid, text, acknowledges=False)

    @Slot(object)
    def open(self, line: AlarmLine) -> None:
        """Go to the asset or gateway of an alarm."""
        self._look(line, self._selection.open, self._selection.open_gateway)

    @Slot(object)
    def choose(self, line: AlarmLine) -> None:
        """Look at the asset or gateway of an alarm."""
        self._look(line, self._selection.choose, self._selection.choose_gateway)

    @Slot(object)
    def show_on_inspector(self, _: object) -> None:
        """Another asset is inspected: its alarms are others."""
        claims = () if self._seen is None else self._seen.claims
        self._panes.inspector.show_alarms(self._every, claims)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """A remark is written, or was refused."""
        if not isinstance(answer.question, WriteRemark):
            return
        if answer.problem:
            self.refused.emit(answer.problem)
            return
        if answer.question.comment:
            self._panes.alarms.delegate.written(answer.question.alarm_uid)
        self._pulse.refresh_alarms()

    def _write(self, uid: str, comment: str, *, acknowledges: bool) -> None:
        moment = self._pulse.moment()
        if not moment.clock.live:
            self.refused.emit(LOOKING_BACK)
            return
        remark = WriteRemark(uid, moment.wall, self._who, comment, acknowledges)
        self._ask(f"remark/{next(self._numbers)}", remark)  # a slot of its own: no remark may replace another

    def _look(self, line: AlarmLine, at_asset: Callable[[int], None], at_gateway: Callable[[int], None]) -> None:
        """Hand the subject of a line, if the catalogue knows it, to whom it concerns."""
        alarm, names = line.alarm, self._city.names
        rows, look = (names.gateway, at_gateway) if alarm.of_gateway else (names.asset, at_asset)
        row = rows.get((alarm.network, alarm.subject))
        if row is not None:
            look(row)


def tally(lines: Sequence[AlarmLine]) -> dict[Priority, tuple[int, int]]:
    """Standing and unacknowledged alarms by priority. What is folded under a gateway's alarm is not counted again."""
    uids = {line.alarm.uid for line in lines}
    tops = [line for line in lines if line.alarm.parent not in uids]
    counted = Counter((line.alarm.priority, line.state) for line in tops)
    standing, new = (
        {priority: sum(counted[priority, state] for state in states) for priority in Priority}
        for states in (ACTIVE, UNACKNOWLEDGED)
    )
    return {priority: (standing[priority], new[priority]) for priority in Priority}
