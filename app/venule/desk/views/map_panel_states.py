"""Five toggles, one for each state: its symbol, struck out while it is left out, and how many there are."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from venule.desk.map.ink import pen, tint
from venule.desk.style.look import Look
from venule.desk.style.metrics import SYMBOL, Space
from venule.desk.style.palette import Palette
from venule.desk.style.symbols import RESOLUTION, WORDS, status_icon
from venule.desk.views.map_panel_controls import short_count
from venule.domain.alarm import SEVERITY, Status

WORST_FIRST = sorted(Status, key=lambda status: -SEVERITY[status])
FAINT = 0.45
ALWAYS = "shown in any case, and small when left out"


class StateToggles(QWidget):
    """``left_out`` carries the states that are to be left out."""

    left_out = Signal(frozenset)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.buttons: Mapping[Status, QToolButton] = {status: self._made(status) for status in WORST_FIRST}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.HAIR)
        for button in self.buttons.values():
            row.addWidget(button)
        look.changed.connect(self.dress)
        self.dress(look.palette)
        self.show_counts([0] * len(Status))

    @Slot(object)
    def dress(self, palette: Palette) -> None:
        """Take the symbols of another palette."""
        for status, button in self.buttons.items():
            button.setIcon(toggle_icon(status, palette))

    def show_counts(self, counts: Sequence[int]) -> None:
        """Say how many assets have each state, by its number."""
        for status, button in self.buttons.items():
            count = int(counts[status])
            button.setText(short_count(count))
            button.setAccessibleName(f"{WORDS[status]}, {count:,} assets")
            told = f"{WORDS[status].capitalize()}: {count:,} assets"
            button.setToolTip(f"{told}, {ALWAYS}" if status is Status.ALARM else told)

    def show_left_out(self, statuses: frozenset[Status]) -> None:
        """Show which states are left out, without telling anybody."""
        for status, button in self.buttons.items():
            button.setChecked(status not in statuses)

    def _made(self, status: Status) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("quiet", True)
        button.setCheckable(True)
        button.setChecked(True)
        button.setIconSize(QSize(SYMBOL, SYMBOL))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._tell)
        return button

    @Slot()
    def _tell(self) -> None:
        self.left_out.emit(frozenset(status for status, button in self.buttons.items() if not button.isChecked()))


def toggle_icon(status: Status, palette: Palette) -> QIcon:
    """The symbol of a status as it is, and faint and struck out for a toggle that is off."""
    plain = status_icon(status, palette, SYMBOL).pixmap(QSize(SYMBOL, SYMBOL), RESOLUTION)
    icon = QIcon()
    icon.addPixmap(plain, QIcon.Mode.Normal, QIcon.State.On)
    icon.addPixmap(_struck(plain, palette), QIcon.Mode.Normal, QIcon.State.Off)
    return icon


def _struck(plain: QPixmap, palette: Palette) -> QPixmap:
    pixmap = QPixmap(plain)
    with QPainter(pixmap) as painter:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.fillRect(QRectF(0, 0, SYMBOL, SYMBOL), tint(palette.text, FAINT))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(palette.text, 1.5))
        painter.drawLine(QPointF(1.5, SYMBOL - 1.5), QPointF(SYMBOL - 1.5, 1.5))
    return pixmap
