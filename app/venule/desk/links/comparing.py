"""Links the comparison with another asset: named by hand, with suggestions, and shown as a ghost beside the lines."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu

from venule.desk.links.line_choice import chosen_lines
from venule.desk.links.making import NO_LINE
from venule.desk.links.trends import TrendLink
from venule.desk.models.city import CityModel
from venule.desk.models.finder import Finder
from venule.desk.trends.entry import Entry
from venule.desk.trends.formulas.names import Suggestion
from venule.desk.trends.ghosts.ghost import ghost_line
from venule.desk.trends.line import TrendLine
from venule.desk.trends.view import TrendView

HINT = "Asset to compare with"
LONGEST = 200
MOST_ASSETS = 8
LOOKED_THROUGH = 200
"""Assets of a fitting name that are looked through for the quantity."""


class ComparingLink(QObject):
    """An entry of the trends' menu and the line it opens."""

    def __init__(
        self,
        view: TrendView,
        trends: TrendLink,
        city: CityModel,
        *,
        menu: QMenu,
        zone: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._trends, self._city, self._zone = view, trends, city, zone
        self._finder: Finder | None = None
        self.entry = Entry(HINT, LONGEST, view, self._suggest, lambda _, chosen: chosen.text)
        self.entry.entered.connect(self.take)
        menu.addAction("Another asset…", self.ask)

    @Slot()
    def ask(self) -> None:
        """Let an asset be named to compare with."""
        if not self._stored():
            self._view.header.say(NO_LINE)
            return
        self._finder = Finder(self._city.catalogue)
        self.entry.open()

    def _stored(self) -> list[TrendLine]:
        return chosen_lines(self._view, lambda line: line.made is None)

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        """Assets of a fitting name that have the quantity of the line."""
        lines = self._stored()
        if self._finder is None or not lines or not text.strip():
            return ()
        own, found = {(line.network, line.asset) for line in lines}, []
        for row in self._finder.find(text, LOOKED_THROUGH).tolist():
            network, asset = self._names(row)
            like = self._trends.line_of_key((network, asset, lines[0].quantity.name))
            if like is not None and (network, asset) not in own:
                found.append(Suggestion(asset, network))
            if len(found) == MOST_ASSETS:
                break
        return found

    def _names(self, row: int) -> tuple[str, str]:
        assets = self._city.catalogue.assets
        return self._city.catalogue.networks[assets.network[row]].name, assets.name[row]

    @Slot(str)
    def take(self, text: str) -> None:
        """Show the same of that asset beside the lines."""
        found = self._named(text.strip())
        if found is None:
            self.entry.refuse(f"There is no asset “{text.strip()}”: choose one of the list.")
            return
        taken = False
        for line in self._stored():
            like = self._trends.line_of_key((*found, line.quantity.name))
            if like is not None and like != line:
                taken = self._view.add_datastream(ghost_line(like, 0, self._zone, line)) or taken
        if not taken:
            self.entry.refuse(f"{found[1]} has nothing of what is shown that is not shown already.")
            return
        self.entry.done()

    def _named(self, name: str) -> tuple[str, str] | None:
        """Network and asset of a name; of several alike the one in the network of what is shown."""
        own = [line.network for line in self._stored()]
        networks = [network.name for network in self._city.catalogue.networks]
        for network in [*own, *networks]:
            if (network, name) in self._city.names.asset:
                return network, name
        return None
