"""A switch of two states in words: what was known then, or what happened by then."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from venule.desk.style.metrics import Space, Type
from venule.desk.timebar.events import BasisRequested
from venule.domain.basis import Basis
from venule.domain.clock import Clock

WORDS = {Basis.KNOWN: "Known then", Basis.HAPPENED: "Happened then"}
HINTS = {
    Basis.KNOWN: "What had been recorded by this time, as the desk showed it then (Ctrl+B)",
    Basis.HAPPENED: "What had been observed by this time, however late it came in (Ctrl+B)",
}
LIVE_IS_BOTH = (
    "Live is both: what is known now is all that has happened so far. Look back first, then choose between what was "
    "known then and what happened by then."
)


class BasisSwitch(QWidget):
    """Asks; what it shows follows the clock. While live there is nothing to choose, and it is not there."""

    basis_requested = Signal(BasisRequested)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.keys = {basis: self._key(basis) for basis in Basis}
        for key in self.keys.values():
            row.addWidget(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setStyleSheet(f"QToolButton {{ padding: {Space.HAIR}px {Space.TIGHT}px; font-size: {Type.SMALL}px; }}")
        self.setAccessibleName("Known then or happened then")
        self.hide()

    def _key(self, basis: Basis) -> QToolButton:
        key = QToolButton(self)
        key.setText(WORDS[basis])
        key.setToolTip(HINTS[basis])
        key.setCheckable(True)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Expanding)
        self._group.addButton(key)
        key.clicked.connect(self.ask)
        return key

    def set_clock(self, clock: Clock) -> None:
        """Follow the clock."""
        self.keys[clock.basis].setChecked(True)
        self.setVisible(not clock.live)

    @Slot()
    def ask(self) -> None:
        """Ask for what was pressed."""
        for basis, key in self.keys.items():
            if key.isChecked():
                self.basis_requested.emit(BasisRequested(basis))
