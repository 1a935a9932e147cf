"""A button with a menu: which events the steps of the time bar lead to."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from venule.domain.occurrence import EVERY_OCCASION, Occasion

PLURALS = {
    Occasion.ALARM: "alarms",
    Occasion.NOTE: "notes",
    Occasion.COMMAND: "commands",
    Occasion.GAP: "gaps",
}


class StepKinds(QToolButton):
    """At least one kind is always chosen: taking away the last brings back all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._occasions = EVERY_OCCASION
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        menu = QMenu(self)
        self._every = menu.addAction("Every event")
        self._every.setCheckable(True)
        self._every.triggered.connect(self.choose_every)
        menu.addSeparator()
        self._actions = {one: menu.addAction(word.capitalize()) for one, word in PLURALS.items()}
        for action in self._actions.values():
            action.setCheckable(True)
            action.triggered.connect(self.follow_menu)
        self.setMenu(menu)
        self._show_choice()

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What is chosen."""
        return self._occasions

    @Slot()
    def choose_every(self) -> None:
        """Step over everything."""
        self._occasions = EVERY_OCCASION
        self._show_choice()

    @Slot()
    def follow_menu(self) -> None:
        """Take what is marked in the menu."""
        self._occasions = frozenset(one for one, action in self._actions.items() if action.isChecked())
        self._occasions = self._occasions or EVERY_OCCASION
        self._show_choice()

    def _show_choice(self) -> None:
        every = self._occasions == EVERY_OCCASION
        self._every.setChecked(every)
        for one, action in self._actions.items():
            action.setChecked(not every and one in self._occasions)
        chosen = [PLURALS[one] for one in Occasion if one in self._occasions]
        words = "events" if every else chosen[0] if len(chosen) == 1 else f"{len(chosen)} kinds"
        self.setText(f"{words.capitalize()} ▾")
        self.setToolTip(f"The steps lead to {'every event' if every else ', '.join(chosen)}")
        self.setAccessibleName(self.toolTip())
