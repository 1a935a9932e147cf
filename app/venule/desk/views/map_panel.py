"""The map's panel: a small button at its upper left edge, and below it a narrow sheet that is opened and put away."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from venule.desk.map.legend import LINE_PX, MOST_HEIGHT
from venule.desk.style.look import Look
from venule.desk.style.metrics import Space
from venule.desk.style.palette import Palette
from venule.desk.views.map_panel_controls import small_button
from venule.desk.views.map_panel_sheet import Sheet

KEY, CLEAR_KEY = "Alt+6", "Alt+0"
WIDTH, LEAST_WIDTH = 260, 204
SHARE = 3
"""The sheet takes at most a third of the map's width, as long as its buttons can then still be read."""

LEAST_HEIGHT = 96
LINES_BELOW = 2
"""Beside the legend: the scale bar where it stands below it, and the note that says what is filtered."""


class MapPanel(QWidget):
    """Lies over one map and keeps hands off what is under it. ``turned`` says whether the sheet is open now.

    ``cleared`` asks to show all assets again.
    """

    turned = Signal(bool)
    cleared = Signal()

    def __init__(self, over: QWidget, look: Look) -> None:
        super().__init__(over)
        self._over, self._look = over, look
        self.setObjectName("mappanel")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # so that the map is not painted anew below it
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.button = small_button("Layers", f"Layers, filter and base map ({KEY})", self)
        self.button.setCheckable(True)
        self.clear = small_button("Filtered  ✕", f"Show all assets again ({CLEAR_KEY})", self)
        self.clear.setAccessibleName("Filtered: show all assets again")
        self.clear.hide()
        self.sheet = Sheet(look)
        self._scroll = QScrollArea()
        self._arrange()
        self.button.clicked.connect(self._click)
        self.clear.clicked.connect(self.cleared)
        look.changed.connect(self.dress)
        over.installEventFilter(self)
        self.sheet.installEventFilter(self)
        QWidget.setTabOrder(over, self.button)
        self.dress(look.palette)
        self._place()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.TIGHT)
        head.addWidget(self.button)
        head.addStretch(1)
        head.addWidget(self.clear)
        self._scroll.setWidget(self.sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Space.HAIR,) * 4)
        column.setSpacing(Space.TIGHT)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    @property
    def open(self) -> bool:
        """Whether the sheet is open."""
        return not self._scroll.isHidden()

    def set_open(self, on: bool) -> None:
        """Open the sheet, or put it away; the focus stays where it is."""
        if on != self.open:
            self.button.setChecked(on)
            self._scroll.setVisible(on)
            self._place()
            self.turned.emit(on)

    @Slot()
    def ask(self) -> None:
        """Open the sheet and go there; put it away when one is there already."""
        if self.open and self.isAncestorOf(QApplication.focusWidget() or self._over):
            self.put_away()
        else:
            self.set_open(True)
            self.raise_()
            self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Close the sheet, and give the map its keys back."""
        self._over.setFocus(Qt.FocusReason.PopupFocusReason)  # first: hiding what has the focus presses Tab
        self.set_open(False)

    def show_filtered(self, filtered: bool) -> None:
        """Say that assets are left out, and offer to show them again."""
        if filtered == self.clear.isHidden():
            if not filtered and self.clear.hasFocus():
                self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.clear.setVisible(filtered)
            self._place()

    @Slot(object)
    def dress(self, palette: Palette) -> None:
        """Take another palette."""
        self.button.setIcon(self._look.icon("map", weak=False))
        self.update()

    @Slot()
    def _click(self) -> None:
        self.set_open(not self.open)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        inside = [self.button, self.clear, *self.sheet.findChildren(QWidget)]
        return [one for one in inside if one.isVisible() and one.isEnabled() and _takes_tab(one)]

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from control to control, then on to what follows the map; backwards it ends on the map."""
        stops, focus = self.stops(), QApplication.focusWidget()
        place = next((at for at, stop in enumerate(stops) if stop is focus), -1) + (1 if forward else -1)
        if 0 <= place < len(stops):
            target, reason = stops[place], Qt.FocusReason.TabFocusReason
            self._scroll.ensureWidgetVisible(target, 0, Space.LARGE)
        else:
            target = self._after() if forward else self._over
            reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def _after(self) -> QWidget:
        """What Tab reaches after the map; the map itself where nothing else takes the focus."""
        found = self._over.nextInFocusChain()
        while found is not None and found is not self._over:
            if not self._over.isAncestorOf(found) and found.isVisible() and found.isEnabled() and _takes_tab(found):
                return found
            found = found.nextInFocusChain()
        return self._over

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._look.palette.line))
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), QColor(self._look.palette.panel))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the sheet away; no other key reaches the map, where it would move or choose something."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        QApplication.sendEvent(self._over, QEvent(QEvent.Type.Leave))  # Qt tells nobody that a child covers it
        super().enterEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        grown = watched is self._over and event.type() == QEvent.Type.Resize
        if grown or (watched is self.sheet and event.type() == QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """At the upper left edge; an open sheet ends above the legend and what stands with it."""
        room = self._over.size()
        self.move(Space.SMALL, Space.SMALL)
        self.resize(self._open_size(room) if self.open else self.sizeHint())

    def _open_size(self, room: QSize) -> QSize:
        width = min(max(room.width() // SHARE - Space.SMALL, LEAST_WIDTH), WIDTH, room.width() - 2 * Space.SMALL)
        legend = (room.height() - 2 * Space.SMALL) * MOST_HEIGHT // LINE_PX * LINE_PX
        most = room.height() - legend - LINES_BELOW * LINE_PX - 3 * Space.SMALL
        wanted = self.button.sizeHint().height() + self.sheet.sizeHint().height() + Space.TIGHT + 2 * Space.HAIR
        return QSize(width, int(min(wanted, max(most, LEAST_HEIGHT))))


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
