"""The search box: finds assets, streets and coordinates and runs commands by their title, all from the keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from venule.desk.map.places import Place
from venule.desk.models.city import CityModel
from venule.desk.models.coordinates import WrongCoordinates, read_coordinates, written
from venule.desk.models.finder import Finder
from venule.desk.style.look import Look
from venule.desk.style.metrics import SYMBOL
from venule.domain.alarm import Status
from venule.domain.geo import Position, to_mercator

FOUND_LIMIT = 12
PLACE_LIMIT = 6
PAUSE_MS = 80


@dataclass(frozen=True, slots=True)
class Command:
    """Something the desk can do, with the key that does it too. ``also`` are further words it is found by."""

    title: str
    key: str
    run: Callable[[], None]
    also: str = ""

    def answers(self, words: str) -> bool:
        """Whether each of the words is in what it is called, in any order."""
        called = f"{self.title} {self.also}".casefold()
        return all(word in called for word in words.casefold().split())


FindPlaces = Callable[[str, int], Sequence[Place]]


class SearchBox(QLineEdit):
    """``asset_chosen`` carries the asset's row in the catalogue, ``place_chosen`` a place of the map."""

    asset_chosen = Signal(object)
    place_chosen = Signal(Place)

    def __init__(self, city: CityModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Find assets, streets, coordinates, commands   Ctrl+K")
        self.setAccessibleName("Find assets, streets, coordinates, commands")
        self.setMinimumWidth(180)
        self.setMaximumWidth(560)
        self._city, self._look = city, look
        self._commands: tuple[Command, ...] = ()
        self._find_places: FindPlaces | None = None
        self._finder = Finder(city.catalogue)
        self._results = QListWidget()
        self._results.setObjectName("results")
        self._results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._results.setIconSize(QSize(SYMBOL, SYMBOL))
        self._results.hide()
        self._results.itemClicked.connect(self._choose)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.textEdited.connect(self._pause.start)
        city.rebuilt.connect(self._renew)

    def set_commands(self, commands: tuple[Command, ...]) -> None:
        """What can be run from here."""
        self._commands = commands

    def set_places(self, find: FindPlaces) -> None:
        """Who knows the names on the map: at most so many places for a text."""
        self._find_places = find

    @property
    def results(self) -> QListWidget:
        """The list below the box."""
        return self._results

    @Slot()
    def search(self) -> None:
        """Show what the text finds: a coordinate, commands, assets, places."""
        self._pause.stop()
        text = self.text().strip()
        self._results.clear()
        self._add_coordinates(text)
        for command in self._commands if text else ():
            if command.answers(text):
                self._add(f"{command.title}    {command.key}", command)
        for row in self._finder.find(text, FOUND_LIMIT).tolist():
            item = self._add(self._city.catalogue.assets.name[row] + self._whereabouts(row), row)
            item.setIcon(self._look.status_icon(Status(self._city.status[row])))
        for place in self._find_places(text, PLACE_LIMIT) if self._find_places is not None and text else ():
            self._add(f"{place.name}    {place.kind}", place)
        if text and not self._results.count():
            self._add("Nothing of that name", None)
        self._results.setCurrentRow(0)
        self._place()

    def _add_coordinates(self, text: str) -> None:
        """Offer the place that coordinates mean, or say why they mean none."""
        try:
            place = read_coordinates(text)
        except WrongCoordinates as problem:
            self._add(str(problem), None)
            return
        if place is not None:
            self._add(f"{written(place)}    place on the map", _on_the_map(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._results.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self._results.setCurrentRow((self._results.currentRow() + step) % self._results.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search()
            if self._results.currentItem() is not None:
                self._choose(self._results.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._results.hide()
            self.clear()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._results.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._results.hide()
        return super().eventFilter(watched, event)

    def _whereabouts(self, row: int) -> str:
        assets = self._city.catalogue.assets
        network = self._city.catalogue.networks[assets.network[row]].name
        label = assets.label[row] if assets.label[row] != assets.name[row] else ""
        return "    " + " · ".join(word for word in (label, network) if word)

    def _add(self, text: str, meant: object) -> QListWidgetItem:
        item = QListWidgetItem(text, self._results)
        item.setData(Qt.ItemDataRole.UserRole, meant)
        return item

    def _place(self) -> None:
        window = self.window()
        if self._results.parent() is not window:
            self._results.setParent(window)
            window.installEventFilter(self)
        if not self._results.count():
            self._results.hide()
            return
        height = self._results.sizeHintForRow(0) * self._results.count() + 8
        self._results.setGeometry(0, 0, self.width(), height)
        self._results.move(self.mapTo(window, QPoint(0, self.height() + 2)))
        self._results.show()
        self._results.raise_()

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        meant = item.data(Qt.ItemDataRole.UserRole)
        self._results.hide()
        if meant is None:
            return
        self.clear()
        self.clearFocus()
        if isinstance(meant, Command):
            meant.run()
        elif isinstance(meant, Place):
            self.place_chosen.emit(meant)
        else:
            self.asset_chosen.emit(meant)

    @Slot(object)
    def _renew(self, _: object) -> None:
        self._finder = Finder(self._city.catalogue)


def _on_the_map(place: Position) -> Place:
    """A place given by its coordinates, in the unit square."""
    x, y = to_mercator(np.array([place.longitude]), np.array([place.latitude]))
    return Place(written(place), "coordinates", float(x[0]), float(y[0]))
