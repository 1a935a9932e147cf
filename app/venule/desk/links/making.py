"""Links what the lines of a trend may be shown as: counters as rates and totals, every line beside an earlier time."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from venule.desk.links.line_choice import chosen_lines, replace_line
from venule.desk.models.wording import sentence
from venule.desk.trends.counters.rate import Per, Rate, rate_line
from venule.desk.trends.counters.totals import Totals, totals_line
from venule.desk.trends.ghosts.ghost import SHIFTS, ghost_line
from venule.desk.trends.ghosts.localtime import Every
from venule.desk.trends.line import TrendLine
from venule.desk.trends.view import TrendView
from venule.desk.views.search_box import Command
from venule.domain.quantity import ValueKind

NO_COUNTER = "No counter is shown: rates and totals are of what counts up, as a meter reading does."
BY_LOCAL_CLOCKS = (
    "Noon is compared with noon by local clocks. Where clocks are changed, an hour that comes twice is shown once, "
    "and an hour that is left out is a gap."
)
NO_LINE = "Nothing is shown that could be compared: open an asset first."

COUNTED: tuple[tuple[str, Callable[[TrendLine, tzinfo | None], TrendLine]], ...] = (
    ("As read", lambda line, zone: line),
    ("Rate per hour", lambda line, zone: rate_line(line, Per.HOUR)),
    ("Rate per second", lambda line, zone: rate_line(line, Per.SECOND)),
    ("Total an hour", lambda line, zone: totals_line(line, Every.HOUR, zone)),
    ("Total a day", lambda line, zone: totals_line(line, Every.DAY, zone)),
)
"""How a counter may be shown."""

KEYS = (("Y", 1), ("W", 7))


class MakingLink(QObject):
    """Menu entries and keys of the trend view. They mean the line that is current in the legend, or else every line.

    ``compare_menu`` takes what else there is to compare with.
    """

    def __init__(self, view: TrendView, zone: tzinfo | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._zone = view, zone
        menu = view.menu
        menu.addSeparator()
        self._counters = menu.addMenu("Counters\tR")
        for name, make in COUNTED:
            self._counters.addAction(name, partial(self.count, make))
        self.compare_menu = menu.addMenu("Compare with")
        keys = {days: f"\t{key}" for key, days in KEYS}
        self.compare_menu.setToolTipsVisible(True)
        for days, name in SHIFTS.items():
            action = self.compare_menu.addAction(sentence(name) + keys.get(days, ""), partial(self.compare, days))
            action.setToolTip(BY_LOCAL_CLOCKS)
        menu.aboutToShow.connect(self.renew)
        for key, days in KEYS:
            self._key(key, partial(self.compare, days))
        self._key("R", self.count_otherwise)

    def _key(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._view, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    @Slot()
    def renew(self) -> None:
        """Offer rates and totals where a counter is shown."""
        self._counters.setEnabled(bool(chosen_lines(self._view, _is_counter)))

    def commands(self) -> tuple[Command, ...]:
        """For the search."""
        return (
            Command("Trends: counters as read, as rates, as totals", "", self.count_otherwise),
            Command("Trends: compare with the day before", "", partial(self.compare, 1)),
            Command("Trends: compare with the week before", "", partial(self.compare, 7)),
        )

    def count(self, make: Callable[[TrendLine, tzinfo | None], TrendLine]) -> None:
        """Show counters in that way."""
        chosen = chosen_lines(self._view, _is_counter)
        if not chosen:
            self._view.header.say(NO_COUNTER)
        for line in chosen:
            replace_line(self._view, line, make(_counter(line), self._zone))

    @Slot()
    def count_otherwise(self) -> None:
        """Show counters in the way that follows."""
        for line in chosen_lines(self._view, _is_counter)[:1]:
            ways = [make(_counter(line), self._zone).datastream for _, make in COUNTED]
            after = (ways.index(line.datastream) + 1) % len(ways) if line.datastream in ways else 0
            self.count(COUNTED[after][1])
            return
        self._view.header.say(NO_COUNTER)

    def compare(self, days: int) -> None:
        """Show the ghosts of so many days before, or put them away where they are all shown."""
        lines = chosen_lines(self._view, lambda line: not line.manner.ghost)
        if not lines:
            self._view.header.say(NO_LINE)
        ghosts = [ghost_line(line, days, self._zone) for line in lines]
        shown = {line.datastream for line in self._view.lines}
        if all(ghost.datastream in shown for ghost in ghosts):
            for ghost in ghosts:
                self._view.remove_datastream(ghost.datastream)
            return
        for ghost in ghosts:
            if not self._view.add_datastream(ghost):
                return


def _is_counter(line: TrendLine) -> bool:
    return _counter(line).quantity.kind is ValueKind.COUNTER and not line.manner.ghost


def _counter(line: TrendLine) -> TrendLine:
    """What a rate or a total is of; any other line is itself."""
    return line.made.of if isinstance(line.made, Rate | Totals) else line
