"""The keys of the time bar: a step back and forth, play and pause, and the speed of replay."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QToolButton, QWidget

from venule.desk.style.icons import icon
from venule.desk.style.metrics import Space
from venule.desk.style.palette import Palette
from venule.desk.timebar.events import PlayRequested
from venule.desk.timebar.face import speed_text
from venule.domain.clock import SPEEDS, Clock

PLAY_ICON = 18


class Keys(QWidget):
    """Buttons that ask; what they show follows the clock, never the click."""

    play_requested = Signal(PlayRequested)
    stepped = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._clock = Clock()
        self._speed = 1.0
        self._back = self._key("‹ 1 min", "One minute back (←), one hour with Ctrl")
        self._forth = self._key("1 min ›", "One minute on (→), one hour with Ctrl")
        self._play = self._key("", "")
        self._play.setIconSize(QSize(PLAY_ICON, PLAY_ICON))
        self._chooser = self._key("", "Speed of replay (+ and −)")
        self._chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._chooser.setMenu(self._speed_menu())
        self._chooser.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._back.clicked.connect(self.step_back)
        self._forth.clicked.connect(self.step_forth)
        self._play.clicked.connect(self.toggle_play)
        self._arrange()
        self._show_state()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.TIGHT)
        grid.addWidget(self._back, 0, 0)
        grid.addWidget(self._play, 0, 1)
        grid.addWidget(self._forth, 0, 2)
        grid.addWidget(self._chooser, 1, 0, 1, 3)

    def _key(self, text: str, hint: str) -> QToolButton:
        key = QToolButton(self)
        key.setText(text)
        key.setToolTip(hint)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return key

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self)
        self._group = QActionGroup(self)
        for speed in SPEEDS:
            action = menu.addAction(speed_text(speed))
            action.setCheckable(True)
            action.setData(speed)
            self._group.addAction(action)
        menu.triggered.connect(self.choose_speed)
        return menu

    @property
    def speed(self) -> float:
        """The speed at which the next replay runs."""
        return self._speed

    def set_clock(self, clock: Clock) -> None:
        """Follow the clock."""
        if clock != self._clock:
            self._clock = clock
            self._speed = clock.speed or self._speed
            self._show_state()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self._show_state()

    @Slot()
    def step_back(self) -> None:
        """Ask for one minute earlier."""
        self.stepped.emit(-1)

    @Slot()
    def step_forth(self) -> None:
        """Ask for one minute later."""
        self.stepped.emit(1)

    @Slot()
    def toggle_play(self) -> None:
        """Ask to pause what runs, or to run what stands."""
        self.play_requested.emit(PlayRequested(0.0 if self._runs else self._speed))

    @Slot(QAction)
    def choose_speed(self, action: QAction) -> None:
        """Take a speed from the menu."""
        self.set_speed(float(action.data()))

    def change_speed(self, by: int) -> None:
        """Take the next faster or slower speed."""
        at = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self._speed))
        self.set_speed(SPEEDS[min(max(at + by, 0), len(SPEEDS) - 1)])

    def set_speed(self, speed: float) -> None:
        """Choose a speed; a replay that runs takes it at once."""
        self._speed = speed
        self._show_state()
        if not self._clock.live and self._clock.speed:
            self.play_requested.emit(PlayRequested(speed))

    @property
    def _runs(self) -> bool:
        return self._clock.live or self._clock.speed > 0

    def _show_state(self) -> None:
        self._play.setIcon(icon("pause" if self._runs else "play", self._palette.text, PLAY_ICON))
        self._play.setToolTip("Pause (Space)" if self._runs else "Play (Space)")
        self._play.setAccessibleName("Pause" if self._runs else "Play")
        self._forth.setEnabled(not self._clock.live)
        self._chooser.setText(f"Speed {speed_text(self._speed)} ▾")
        for action in self._group.actions():
            action.setChecked(action.data() == self._speed)
