"""A button with a menu: how much time the bar shows, from a minute to all of it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from venule.desk.timebar.wording import age_text, duration_text
from venule.domain.instant import DAY, HOUR, MINUTE

EVERYTHING = 0
YEAR = 365 * DAY
WIDTHS = (
    ("10 minutes", 10 * MINUTE),
    ("1 hour", HOUR),
    ("6 hours", 6 * HOUR),
    ("1 day", DAY),
    ("1 week", 7 * DAY),
    ("1 month", 30 * DAY),
    ("1 year", YEAR),
    ("10 years", 10 * YEAR),
)


class SpanChooser(QToolButton):
    """``width_wished`` carries a length of time, or :data:`EVERYTHING`."""

    width_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip("How much time the bar shows (↑ ↓, the wheel; Ctrl+Home: everything)")
        menu = QMenu(self)
        for name, width in WIDTHS:
            menu.addAction(name).setData(width)
        menu.addSeparator()
        menu.addAction("The whole recording\tCtrl+Home").setData(EVERYTHING)
        menu.triggered.connect(self.choose)
        self.setMenu(menu)

    def show_width(self, width: int) -> None:
        """Say how much is shown now."""
        text = f"{age_text(width)} ▾"
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"The bar shows {duration_text(width)}")

    @Slot(QAction)
    def choose(self, action: QAction) -> None:
        """Ask for what was chosen."""
        self.width_wished.emit(int(action.data()))
