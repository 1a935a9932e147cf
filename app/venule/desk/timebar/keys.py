"""The keys of the time bar: steps, play and pause in both directions, the speed of replay, and the loop."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QToolButton, QWidget

from venule.desk.style.icons import icon
from venule.desk.style.metrics import Space
from venule.desk.style.palette import Palette
from venule.desk.timebar.events import LoopRequested, PlayRequested, StepRequested
from venule.desk.timebar.face import speed_text
from venule.desk.timebar.spans import SpanChooser
from venule.desk.timebar.stepkinds import StepKinds
from venule.domain.clock import SPEEDS, Clock
from venule.domain.occurrence import Occasion

PLAY_ICON = 18
WIDTH = 216
NO_ARROW = "QToolButton::menu-indicator { image: none; }"
NO_STRETCH = "Play a stretch over and over: choose one first, with Shift and the mouse or with [ and ]"
LOOP = "Play the chosen stretch over and over (Ctrl+L)"
END_LOOP = "Let the replay go on beyond the stretch (Ctrl+L)"


class Keys(QWidget):
    """Buttons that ask; what they show follows the clock, never the click."""

    play_requested = Signal(PlayRequested)
    step_requested = Signal(StepRequested)
    loop_requested = Signal(LoopRequested)
    stepped = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._clock = Clock()
        self._speed, self._backwards, self._has_stretch = 1.0, False, False
        self._previous = self._key("", "To the previous event (Ctrl+,)", self.step_to_previous)
        self._reverse = self._key("", "", self.toggle_reverse)
        self._play = self._key("", "", self.toggle_forward)
        self._next = self._key("", "To the next event (Ctrl+.)", self.step_to_next)
        self._back = self._key("‹ 1 min", "One minute back (←), one hour with Ctrl", self.step_back)
        self._chooser = self._key("", "Speed of replay (+ and −)")
        self._forth = self._key("1 min ›", "One minute on (→), one hour with Ctrl", self.step_forth)
        self._kinds, self.spans = StepKinds(self), SpanChooser(self)
        self._loop = self._key("Loop", NO_STRETCH, self.toggle_loop)
        self._dress()
        self._arrange()
        self._show_state()

    def _dress(self) -> None:
        for key, name in ((self._previous, "Previous event"), (self._next, "Next event")):
            key.setAccessibleName(name)
        for key in (self._previous, self._reverse, self._play, self._next):
            key.setIconSize(QSize(PLAY_ICON, PLAY_ICON))
        self._chooser.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._chooser.setMenu(self._speed_menu())
        self._loop.setCheckable(True)
        self.setStyleSheet(f"QToolButton {{ padding: {Space.HAIR}px {Space.TIGHT}px; }} {NO_ARROW}")
        self.setFixedWidth(WIDTH)  # whatever the buttons say: the strip beside them must not be pushed about

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Space.HAIR)
        for column, key in enumerate((self._previous, self._reverse, self._play, self._next)):
            grid.addWidget(key, 0, 3 * column, 1, 3)
        for column, key in enumerate((self._back, self._chooser, self._forth)):
            grid.addWidget(key, 1, 4 * column, 1, 4)
        grid.addWidget(self._kinds, 2, 0, 1, 5)
        grid.addWidget(self.spans, 2, 5, 1, 4)
        grid.addWidget(self._loop, 2, 9, 1, 3)

    def _key(self, text: str, hint: str, press: Callable[[], None] | None = None) -> QToolButton:
        key = QToolButton(self)
        key.setText(text)
        key.setToolTip(hint)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        if press is not None:
            key.clicked.connect(press)
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
        """The speed at which the next replay runs, whatever its direction."""
        return self._speed

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What the steps lead to."""
        return self._kinds.occasions

    def set_clock(self, clock: Clock) -> None:
        """Follow the clock."""
        if clock != self._clock:
            self._clock = clock
            if clock.running and not clock.live:
                self._speed, self._backwards = abs(clock.speed), clock.backwards
            self._show_state()

    def set_stretch(self, chosen: bool) -> None:
        """Whether a stretch is chosen that could be played over and over."""
        self._has_stretch = chosen
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
    def step_to_previous(self) -> None:
        """Ask for the event before this time."""
        self.step_requested.emit(StepRequested(False))

    @Slot()
    def step_to_next(self) -> None:
        """Ask for the event after this time."""
        self.step_requested.emit(StepRequested(True))

    @Slot()
    def toggle_play(self) -> None:
        """Ask to pause what runs, or to run what stands, in the direction in which it ran."""
        if self._clock.running:
            self._ask(0.0)
        else:
            self._ask(-self._speed if self._backwards else self._speed)

    @Slot()
    def toggle_forward(self) -> None:
        """Ask to run forwards, or to pause what does; live counts as running."""
        runs = self._clock.running and not self._clock.backwards
        self._ask(0.0 if runs else self._speed)

    @Slot()
    def toggle_reverse(self) -> None:
        """Ask to run backwards, or to pause what does."""
        self._ask(0.0 if self._clock.backwards else -self._speed)

    def _ask(self, speed: float) -> None:
        if speed:
            self._backwards = speed < 0
        self.play_requested.emit(PlayRequested(speed))

    @Slot()
    def toggle_loop(self) -> None:
        """Ask for the loop, or for its end."""
        self._show_state()
        self.loop_requested.emit(LoopRequested(self._clock.loop is None))

    @Slot(QAction)
    def choose_speed(self, action: QAction) -> None:
        """Take a speed from the menu."""
        self.set_speed(float(action.data()))

    def change_speed(self, by: int) -> None:
        """Take the next faster or slower speed."""
        at = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self._speed))
        self.set_speed(SPEEDS[min(max(at + by, 0), len(SPEEDS) - 1)])

    def set_speed(self, speed: float) -> None:
        """Choose a speed; a replay that runs takes it at once, in its own direction."""
        self._speed = speed
        self._show_state()
        if not self._clock.live and self._clock.running:
            self._ask(-speed if self._clock.backwards else speed)

    def _show_state(self) -> None:
        forwards = self._clock.running and not self._clock.backwards
        self._show_direction(self._play, "play", forwards, "Play" if not forwards else "Pause", "Space")
        backwards = self._clock.backwards
        self._show_direction(
            self._reverse, "play-back", backwards, "Play backwards" if not backwards else "Pause", "Shift+Space"
        )
        self._previous.setIcon(self._icon("step-back"))
        self._next.setIcon(self._icon("step-on"))
        for key in (self._forth, self._next):
            key.setEnabled(not self._clock.live)
        self._chooser.setText(f"{speed_text(self._speed)} ▾")
        self._chooser.setAccessibleName(f"Speed of replay {speed_text(self._speed)}")
        for action in self._group.actions():
            action.setChecked(action.data() == self._speed)
        looping = self._clock.loop is not None
        self._loop.setChecked(looping)
        self._loop.setEnabled(looping or self._has_stretch)
        self._loop.setToolTip(END_LOOP if looping else LOOP if self._has_stretch else NO_STRETCH)

    def _icon(self, name: str) -> QIcon:
        return icon(name, self._palette.text, PLAY_ICON, self._palette.text_faint)

    def _show_direction(self, key: QToolButton, name: str, runs: bool, word: str, by_key: str) -> None:
        key.setIcon(self._icon("pause" if runs else name))
        key.setToolTip(f"{word} ({by_key})")
        key.setAccessibleName(word)
