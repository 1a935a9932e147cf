"""What else the map's panel offers: layers by their form, and base maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.map_panel_controls import Choice, small_button
from venule.sdk import LayerForm


@dataclass(frozen=True, slots=True)
class LayerGroup:
    """Layers of one form that exclude one another. ``none`` is what it is called when none of them is shown."""

    form: LayerForm
    heading: str
    none: str
    names: tuple[str, ...]
    titles: tuple[str, ...]
    on: str = ""


@dataclass(frozen=True, slots=True)
class LayerAsked:
    """A layer of a group that is to be shown; an empty name asks for none of them."""

    group: LayerGroup
    name: str


class LayerChoices(QWidget):
    """One list for each group. ``asked`` carries what a hand chose."""

    asked = Signal(LayerAsked)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._groups: tuple[LayerGroup, ...] = ()
        self.choices: list[Choice] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.SMALL)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnStretch(1, 1)

    def show_groups(self, groups: tuple[LayerGroup, ...]) -> None:
        """Show what there is to choose and what is on, without telling anybody."""
        if [_offered(group) for group in groups] != [_offered(group) for group in self._groups]:
            self._build(groups)
        self._groups = groups
        for choice, group in zip(self.choices, groups, strict=True):
            place = group.names.index(group.on) + 1 if group.on in group.names else 0
            choice.show_items((group.none, *group.titles), place)

    def _build(self, groups: Sequence[LayerGroup]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = []
        for row, group in enumerate(groups):
            first = row == 0 or groups[row - 1].form != group.form
            self._grid.addWidget(label(group.heading if first else "", "faint"), row, 0)
            choice = Choice(group.heading, self._look)
            choice.activated.connect(partial(self._tell, row))
            self._grid.addWidget(choice, row, 1)
            self.choices.append(choice)

    def _tell(self, row: int, place: int) -> None:
        group = self._groups[row]
        self.asked.emit(LayerAsked(group, group.names[place - 1] if place else ""))


def _offered(group: LayerGroup) -> tuple[object, ...]:
    return group.form, group.none, group.names, group.titles


class BaseMapChoice(QWidget):
    """``chosen`` carries the place of a base map in the list, ``file_asked`` asks for one from a file."""

    chosen = Signal(int)
    file_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice("Base map", look)
        self.choice.activated.connect(self.chosen)
        self.open = small_button("Open…", "Lie on the base map in a file")
        self.open.clicked.connect(self.file_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        row.addWidget(self.choice, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.open)

    def show_maps(self, titles: Sequence[str], place: int) -> None:
        """Show what there is and what the map lies on, without telling anybody."""
        self.choice.show_items(titles, place)
