"""The line above a trend: how much time is shown, what was refused, the way back to the clock, the time read out."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLayout, QMenu, QSizePolicy, QToolButton, QWidget

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.trends.panes import Arrangement
from venule.desk.trends.window import TimeWindow
from venule.domain.instant import DAY, HOUR, MINUTE

SPANS = ((10 * MINUTE, "10 min"), (HOUR, "1 h"), (6 * HOUR, "6 h"), (DAY, "1 d"), (7 * DAY, "7 d"))
ARRANGEMENTS = {
    Arrangement.BY_UNIT: "Lines of one unit share a pane",
    Arrangement.STACKED: "Every line has a pane of its own",
    Arrangement.OVERLAID: "Two units share a pane, with an axis at either side",
}
MESSAGE_MS = 8_000
HEIGHT = 30
LEAST_WIDTH = 240
LEAST_SUBJECT = 60
"""What the names of the lines keep before keys go into the menu."""

MOST_MESSAGE = 420
"""What a sentence is given, for as long as it stands there."""


@dataclass(frozen=True, slots=True)
class SpanChosen:
    """So much time is to be shown."""

    span_us: int


@dataclass(frozen=True, slots=True)
class ArrangementChosen:
    """The values are to be spread over panes in that way."""

    arrangement: Arrangement


@dataclass(frozen=True, slots=True)
class FollowChosen:
    """The chart is to follow the clock, or to stay where it is."""

    follow: bool


class Header(QWidget):
    """Buttons and words; it decides nothing."""

    span_chosen = Signal(SpanChosen)
    follow_chosen = Signal(FollowChosen)
    arrangement_chosen = Signal(ArrangementChosen)
    back_chosen = Signal()
    forward_chosen = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._replay, self._time = palette, False, ""
        self.setObjectName("trendhead")
        self.setFixedHeight(HEIGHT)
        self._make_spans()  # first: Tab goes through the keys in the order in which they are made
        self.message = QLabel(self)
        self.message.setProperty("role", "weak")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.subject = Subject(self)
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.subject.setFont(strong(Type.SMALL))
        self.subject.setMinimumWidth(0)
        self.back_key = self._key("‹", "Back to what was shown before (Alt+Left, Backspace)")
        self.back_key.setAccessibleName("Back")
        self.forward_key = self._key("›", "Forward again (Alt+Right)")
        self.forward_key.setAccessibleName("Forward")
        self.panes_key = self._key("", "How the values are spread over panes (P)")
        self.more_key = self._key("…", "What there is no room for")
        self.more_key.setAccessibleName("More")
        self.follow_key = self._key("Follow", "")
        self.follow_key.setCheckable(True)
        self.time = QLabel(self)
        self.time.setFont(strong(Type.SMALL))
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(MESSAGE_MS)
        self._silence.timeout.connect(self.fall_silent)
        self.follow_key.clicked.connect(self.choose_follow)
        self._spans.idClicked.connect(self.choose_span)
        self.back_key.clicked.connect(self.back_chosen)
        self.forward_key.clicked.connect(self.forward_chosen)
        self._arrangements = self._make_arrangements()
        self._make_more()
        self._arrange()
        self._dress_time()

    def _make_spans(self) -> None:
        self._spans = QButtonGroup(self)
        for index, (_, name) in enumerate(SPANS):
            key = self._key(name, f"Show {name}")
            key.setCheckable(True)
            self._spans.addButton(key, index)
        self._spans.setExclusive(False)

    def _make_more(self) -> None:
        """Everything that may have to go is in this menu too."""
        menu = self.more_menu = QMenu(self)
        self._more_spans = [
            menu.addAction(f"Show {name}", partial(self.choose_span, i)) for i, (_, name) in enumerate(SPANS)
        ]
        menu.addSeparator()
        self._more_back = menu.addAction("Back\tAlt+Left", self.back_chosen.emit)
        self._more_forward = menu.addAction("Forward\tAlt+Right", self.forward_chosen.emit)
        self._more_panes = menu.addMenu(self.arrangement_menu)
        self.more_key.setMenu(menu)
        self.more_key.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _make_arrangements(self) -> dict[Arrangement, QAction]:
        self.arrangement_menu = menu = QMenu("Panes", self)
        group = QActionGroup(self)
        actions = {}
        for arrangement, hint in ARRANGEMENTS.items():
            action = group.addAction(f"{arrangement.value.capitalize()}: {hint[0].lower()}{hint[1:]}")
            action.setCheckable(True)
            action.setData(arrangement)
            menu.addAction(action)
            actions[arrangement] = action
        group.triggered.connect(self.choose_arrangement)
        self.panes_key.setMenu(menu)
        self.panes_key.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return actions

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        row.setSpacing(Space.HAIR)
        for key in self._spans.buttons():
            row.addWidget(key)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.back_key)
        row.addWidget(self.forward_key)
        row.addWidget(self.panes_key)
        row.addWidget(self.more_key)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.subject)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.message, 1)
        row.addWidget(self.follow_key)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.time)

    def _key(self, text: str, hint: str) -> QToolButton:
        key = QToolButton(self)
        key.setText(text)
        key.setToolTip(hint)
        key.setFont(font(Type.SMALL))
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return key

    def say(self, sentence: str) -> None:
        """Show a sentence for a while."""
        self.message.setText(sentence)
        self.message.setToolTip(sentence)
        self._silence.start()
        self._fit()

    @Slot()
    def fall_silent(self) -> None:
        """The sentence has stood there long enough."""
        self.message.clear()
        self._fit()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self._dress_time()

    def set_subject(self, subject: str) -> None:
        """Say what all lines are about."""
        self.subject.setText(subject)
        self.subject.setToolTip(subject)

    def show_state(self, window: TimeWindow, time: str, replay: bool) -> None:
        """Show how much time is shown, whether it follows the clock, and the time that the values belong to."""
        for index, (span, _) in enumerate(SPANS):
            self._spans.button(index).setChecked(span == window.span)
        self._show_following(window.following)
        self._time = time
        self._fit()
        if replay != self._replay:
            self._replay = replay
            self._dress_time()

    def minimumSizeHint(self) -> QSize:
        """It takes no room from the panes at its sides: what does not fit is in the menu and on keys."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for. The date goes first, then one key after the other goes into the menu."""
        self.time.setText(self._time)
        spans: list[QWidget] = [self._spans.button(index) for index in range(len(SPANS))]
        ways: list[QWidget] = [self.back_key, self.forward_key]
        shown = [*spans, *ways, self.panes_key, self.follow_key, self.time]
        if self._room_of(shown) > self.width():
            self.time.setText(self._time.rpartition(" ")[2])
        for going in ([self.panes_key], ways, [self.time], spans):
            if self._room_of(shown) <= self.width():
                break
            shown = [part for part in shown if part not in going] + [self.more_key] * (self.more_key not in shown)
        for part in (*spans, *ways, self.panes_key, self.time, self.more_key):
            part.setVisible(part in shown)
        for action in self._more_spans:
            action.setVisible(spans[0] not in shown)
        for action in (self._more_back, self._more_forward):
            action.setVisible(self.back_key not in shown)

    def _room_of(self, parts: list[QWidget]) -> int:
        subject = min(self.subject.sizeHint().width(), LEAST_SUBJECT)
        told = min(self.message.sizeHint().width(), MOST_MESSAGE)
        return sum(part.sizeHint().width() + Space.HAIR for part in parts) + subject + told + 6 * Space.SMALL

    def show_ways(self, back: bool, forward: bool, arrangement: Arrangement) -> None:
        """Show whether there is a way back and forward, and how the panes are arranged."""
        for key, entry, there in (
            (self.back_key, self._more_back, back),
            (self.forward_key, self._more_forward, forward),
        ):
            key.setEnabled(there)
            entry.setEnabled(there)
        name = f"{arrangement.value.capitalize()} ▾"
        if name != self.panes_key.text():
            self.panes_key.setText(name)
            self.panes_key.setAccessibleName(arrangement.value.capitalize())
            self._fit()
        self._arrangements[arrangement].setChecked(True)

    def _show_following(self, following: bool) -> None:
        self.follow_key.setChecked(following)
        self.follow_key.setText("Following" if following else "Follow (F)")
        hint = "It goes on with the clock: press to stay here" if following else "The chart stands still: go on"
        self.follow_key.setToolTip(f"{hint} (F)")

    def _dress_time(self) -> None:
        """In a look back the time wears the colour of replay."""
        colours = f"background: {self._palette.replay}; color: {self._palette.on_replay};"
        self.time.setStyleSheet(f"QLabel {{ border-radius: 4px; padding: 1px 6px; {colours if self._replay else ''} }}")

    @Slot(int)
    def choose_span(self, index: int) -> None:
        """Ask for one of the spans."""
        self.span_chosen.emit(SpanChosen(SPANS[index][0]))

    @Slot(bool)
    def choose_follow(self, follow: bool) -> None:
        """Ask to follow the clock, or not to."""
        self.follow_chosen.emit(FollowChosen(follow))

    @Slot(QAction)
    def choose_arrangement(self, action: QAction) -> None:
        """Ask for another arrangement of the panes."""
        self.arrangement_chosen.emit(ArrangementChosen(Arrangement(action.data())))


class Subject(QLabel):
    """Shortens what it says to the room that there is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
