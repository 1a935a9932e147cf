"""Links formulas over the lines of a trend: written over the chart, shown as a line, changed when it is current."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from venule.desk.links.line_choice import chosen_lines, replace_line
from venule.desk.links.trends import TrendLink
from venule.desk.models.city import CityModel
from venule.desk.trends.entry import Entry
from venule.desk.trends.formulas.formula import Formula
from venule.desk.trends.formulas.line import formula_line, written
from venule.desk.trends.formulas.names import Suggestion, begun_word, found_line, lasting_name, suggestions, tag_of
from venule.desk.trends.formulas.text import LONGEST_WRITTEN
from venule.desk.trends.formulas.tree import FormulaProblem
from venule.desk.trends.line import TrendLine
from venule.desk.trends.view import TrendView

HINT = "Formula over the lines, as #1 − #2 or mean(#1, 15 min)"
KEY = "E"


class FormulaLink(QObject):
    """An entry of the trends' menu, its key, and the line it opens."""

    def __init__(self, view: TrendView, trends: TrendLink, city: CityModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._trends, self._city = view, trends, city
        self._edited: int | None = None
        self.entry = Entry(HINT, LONGEST_WRITTEN, view, self._suggest, _completed)
        self.entry.entered.connect(self.take)
        view.menu.addAction(f"Formula…\t{KEY}", self.ask)
        key = QShortcut(QKeySequence(KEY), view, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Let a formula be written, or the one of the current line be changed."""
        current = chosen_lines(self._view, lambda line: isinstance(line.made, Formula))
        change = len(current) == 1 and current[0].datastream == self._view.stage.focused
        self._edited = current[0].datastream if change else None
        self.entry.open(self._spelled(current[0]) if change else "")

    def _spelled(self, line: TrendLine) -> str:
        """The formula of a line with what its lines are called now."""
        if not isinstance(line.made, Formula):
            return ""
        tags = {channel.line: tag_of(channel) for channel in self._view.stage.lineup.channels}
        names = {name: tags.get(each, f'"{lasting_name(each)}"') for name, each in line.made.lines}
        return written(line.made.tree, names)

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        return suggestions(text, self._view.stage.lineup.channels)

    @Slot(str)
    def take(self, text: str) -> None:
        """Show what the formula comes to, or say what is wrong with it."""
        try:
            line = formula_line(text, self._line_named)
        except FormulaProblem as problem:
            self.entry.refuse(str(problem))
            return
        edited = [each for each in self._view.lines if each.datastream == self._edited]
        if edited:
            replace_line(self._view, edited[0], line)
        elif not self._view.add_datastream(line):
            self.entry.refuse(self._view.header.message.text())
            return
        self.entry.done()

    def _line_named(self, name: str) -> TrendLine:
        return found_line(name, self._view.stage.lineup.channels, self._line_elsewhere)

    def _line_elsewhere(self, name: str) -> TrendLine | None:
        """A line that is not shown, by ``asset/quantity`` or ``network/asset/quantity``."""
        owner, _, quantity = name.rpartition("/")
        networks = [network.name for network in self._city.catalogue.networks]
        keys = [(network, owner, quantity) for network in networks]
        keys += [(network, asset, quantity) for network, _, asset in (owner.partition("/"),)]
        found = [line for key in keys if (line := self._trends.line_of_key(key)) is not None]
        if len(found) > 1:
            raise FormulaProblem(f'Several networks have “{name}”: write "network/asset/quantity".')
        return found[0] if found else None


def _completed(text: str, chosen: Suggestion) -> str:
    """A text with its last word completed."""
    begun = begun_word(text)
    return text[: len(text) - len(begun)] + chosen.text
