"""The map's menu: what can be done with an asset, with a place, and with all that is here."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from venule.desk.links.bookmarks import BookmarkLink
from venule.desk.map.events import AssetPick, ContextAsked
from venule.desk.map.view import MapView
from venule.desk.models.alarm_lines import AlarmLine
from venule.desk.models.city import CityModel
from venule.desk.models.coordinates import written
from venule.desk.models.selection import Selection
from venule.desk.style.symbols import WORDS
from venule.desk.views.main_window import MainWindow
from venule.domain.alarm import Status
from venule.domain.geo import Position

MOST_COPIED = 100_000
"""Lines of a copied table: what is beyond that is for an export."""

HEADING = ("Asset", "Label", "Network", "Status", "Latitude", "Longitude")


class MapMenu(QObject):
    """Belongs to one map."""

    def __init__(
        self, view: MapView, city: CityModel, selection: Selection, bookmarks: BookmarkLink, window: MainWindow
    ) -> None:
        super().__init__(window)
        self._view, self._city, self._selection = view, city, selection
        self._bookmarks, self._window = bookmarks, window
        self._lines: tuple[AlarmLine, ...] = ()
        self.offer_layers: Callable[[QMenu], None] | None = None
        self.add_asset: Callable[[int], None] | None = None
        self.note_asset: Callable[[int], None] | None = None
        view.context_requested.connect(self.open)
        view.copy_requested.connect(self.copy)

    @Slot(object)
    def show_lines(self, lines: Sequence[AlarmLine]) -> None:
        """Every line of the alarm list, unfolded."""
        self._lines = tuple(lines)

    @Slot(object)
    def open(self, asked: ContextAsked) -> None:
        """Show what can be done here."""
        menu = self.menu(asked)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(asked.at)

    def menu(self, asked: ContextAsked) -> QMenu:
        """The menu for what was asked about."""
        menu = QMenu(self._view)
        if asked.rows:
            self._add_asset(menu, asked.rows[0])
        elif not asked.here:
            menu.addAction("Zoom in here\tdouble click", lambda: self._view.zoom_about(asked.longitude, asked.latitude))
        if len(asked.here) > 1:
            menu.addAction(f"Choose all {len(asked.here):,} here", lambda: self._view.choose(asked.here))
        menu.addSeparator()
        self._add_place(menu, Position(asked.longitude, asked.latitude))
        menu.addSeparator()
        menu.addAction("Show all assets\tHome", self._view.fit)
        self._bookmarks.fill(menu.addMenu("Views"), self._view)
        if self.offer_layers is not None:
            self.offer_layers(menu)
        return menu

    @Slot(object)
    def copy(self, picked: AssetPick) -> None:
        """Copy what is chosen as a table."""
        rows = picked.rows[:MOST_COPIED]
        QGuiApplication.clipboard().setText("\n".join(("\t".join(HEADING), *(self._line(row) for row in rows))))
        if len(picked.rows) > MOST_COPIED:
            self._window.notice.say(f"The first {MOST_COPIED:,} of {len(picked.rows):,} assets were copied.")

    def show_alarms(self, asset: int) -> None:
        """Go to the alarms of an asset in the list."""
        mine = self._alarms_of(asset)
        self._window.show_dock("alarms")
        self._window.panes.alarms.choose(
            frozenset(line.uid for line in mine), frozenset(line.alarm.parent for line in mine)
        )

    def _add_asset(self, menu: QMenu, row: int) -> None:
        name, alarms = self._city.catalogue.assets.name[row], len(self._alarms_of(row))
        menu.addAction(name.replace("&", "&&")).setEnabled(False)
        menu.addAction("Show in the trends\tdouble click, Enter", lambda: self._selection.open(row))
        title = f"Show its {alarms:,} alarms" if alarms > 1 else "Show its alarm" if alarms else "It has no alarm"
        menu.addAction(title, lambda: self.show_alarms(row)).setEnabled(bool(alarms))
        if (add := self.add_asset) is not None:
            menu.addAction("Add to the trends\tCtrl+drag", lambda: add(row))
        if (note := self.note_asset) is not None:
            menu.addAction("Note…\tN", lambda: note(row))
        menu.addAction("Send a command\tno commands yet").setEnabled(False)
        menu.addAction("Copy its name", lambda: _to_clipboard(name))

    def _add_place(self, menu: QMenu, place: Position) -> None:
        text = written(place)
        menu.addAction(f"Copy {text}", lambda: _to_clipboard(text))
        menu.addAction("Measure from here\tM", lambda: self._view.measure_from(*place))

    def _alarms_of(self, asset: int) -> list[AlarmLine]:
        key = self._key_of(asset)
        mine = (line for line in self._lines if not line.alarm.of_gateway)
        return [line for line in mine if (line.alarm.network, line.alarm.subject) == key]

    def _key_of(self, asset: int) -> tuple[str, str]:
        assets = self._city.catalogue.assets
        return self._city.catalogue.networks[assets.network[asset]].name, assets.name[asset]

    def _line(self, row: int) -> str:
        assets, (network, name) = self._city.catalogue.assets, self._key_of(row)
        place = (assets.latitude[row], assets.longitude[row])
        where = [f"{degrees:.6f}" if np.isfinite(degrees) else "" for degrees in place]
        return "\t".join((name, assets.label[row], network, WORDS[Status(self._city.status[row])], *where))


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
