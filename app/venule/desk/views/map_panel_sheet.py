"""The sheet of the map's panel: how assets are shown, layers, what is left out, and the base map, in one column."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from venule.desk.map.assets.sight import Mode
from venule.desk.models.filtering import EVERYTHING, Wish
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.views.labels import label
from venule.desk.views.map_panel_controls import Segments
from venule.desk.views.map_panel_names import NameLists
from venule.desk.views.map_panel_shown import BaseMapChoice, LayerChoices, LayerGroup
from venule.desk.views.map_panel_states import StateToggles
from venule.domain.alarm import Status
from venule.domain.instant import DAY, HOUR, MINUTE

MODES = (
    (Mode.AUTOMATIC, "Automatic", "Many assets as what reads best"),
    (Mode.DOTS, "Dots", "Many assets as dots (D)"),
    (Mode.CLUSTERS, "Clusters", "Many assets as clusters (D)"),
)
AGES = (
    (None, "Any", "heard at any time, or never"),
    (15 * MINUTE, "15 min", "heard within 15 minutes"),
    (HOUR, "1 h", "heard within an hour"),
    (DAY, "24 h", "heard within 24 hours"),
)


class Sheet(QWidget):
    """What the panel scrolls. ``mode_asked`` and ``wish_asked`` carry what a hand chose."""

    mode_asked = Signal(Mode)
    wish_asked = Signal(Wish)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = EVERYTHING
        self.modes = Segments("Assets", [(title, tip) for _, title, tip in MODES])
        self.layers = LayerChoices(look)
        self.states = StateToggles(look)
        self.ages = Segments("Heard within", [(title, tip) for _, title, tip in AGES])
        self.names = NameLists(look)
        self.base_map = BaseMapChoice(look)
        self._show_head = label("Show", "caption")
        self._arrange()
        self.modes.chosen.connect(self._ask_mode)
        self.states.left_out.connect(self._ask_states)
        self.ages.chosen.connect(self._ask_age)
        self.names.asked.connect(self.wish_asked)
        self.show_mode(Mode.AUTOMATIC)
        self.show_wish(EVERYTHING)
        self.show_layers(())

    def show_mode(self, mode: Mode) -> None:
        """How many assets are shown now."""
        self.modes.show_place([each for each, _, _ in MODES].index(mode))

    def show_layers(self, groups: tuple[LayerGroup, ...]) -> None:
        """Which layers there are, and which are on; nothing where there are none."""
        self.layers.show_groups(groups)
        self.layers.setVisible(bool(groups))
        self._show_head.setVisible(bool(groups))

    def show_wish(self, wish: Wish) -> None:
        """What is left out now; an age that no button stands for leaves them all as they are."""
        self._wish = wish
        self.states.show_left_out(wish.statuses)
        ages = [age for age, _, _ in AGES]
        self.ages.show_place(ages.index(wish.heard_within_us) if wish.heard_within_us in ages else 0)
        self.names.show_wish(wish)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.SMALL, 0, Space.SMALL, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        parts: tuple[QWidget | int, ...] = (
            label("Assets", "caption"), self.modes, Space.TIGHT,
            self._show_head, self.layers, Space.TIGHT,
            label("Filter", "caption"), self.states, label("Heard within", "faint"), self.ages, self.names, Space.TIGHT,
            label("Base map", "caption"), self.base_map,
        )  # fmt: skip
        for part in parts:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addSpacing(part)
        column.addStretch(1)

    @Slot(int)
    def _ask_mode(self, place: int) -> None:
        self.mode_asked.emit(MODES[place][0])

    @Slot(int)
    def _ask_age(self, place: int) -> None:
        self.wish_asked.emit(replace(self._wish, heard_within_us=AGES[place][0]))

    @Slot(frozenset)
    def _ask_states(self, left_out: frozenset[Status]) -> None:
        self.wish_asked.emit(replace(self._wish, statuses=left_out))
