"""The line above a trend: how much time is shown, what was refused, the way back to the clock, the time read out."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from venule.desk.style.fonts import font, strong
from venule.desk.style.metrics import Space, Type
from venule.desk.style.palette import Palette
from venule.desk.trends.window import TimeWindow
from venule.domain.instant import DAY, HOUR, MINUTE

SPANS = ((10 * MINUTE, "10 min"), (HOUR, "1 h"), (6 * HOUR, "6 h"), (DAY, "1 d"), (7 * DAY, "7 d"))
MESSAGE_MS = 8_000
HEIGHT = 30


@dataclass(frozen=True, slots=True)
class SpanChosen:
    """So much time is to be shown."""

    span_us: int


class Header(QWidget):
    """Buttons and words; it decides nothing."""

    span_chosen = Signal(SpanChosen)
    follow_chosen = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._replay = palette, False
        self.setFixedHeight(HEIGHT)
        self._spans = QButtonGroup(self)
        self.message = QLabel(self)
        self.message.setProperty("role", "weak")
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.subject = QLabel(self)
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.subject.setFont(strong(Type.SMALL))
        self.follow_key = self._key("Follow the clock (F)", "The clock has left this window: go on with it")
        self.time = QLabel(self)
        self.time.setFont(strong(Type.SMALL))
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(MESSAGE_MS)
        self._silence.timeout.connect(self.message.clear)
        self.follow_key.clicked.connect(self.choose_follow)
        self._spans.idClicked.connect(self.choose_span)
        self._arrange()
        self._dress_time()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.SMALL, Space.HAIR, Space.SMALL, Space.HAIR)
        row.setSpacing(Space.HAIR)
        for index, (_, name) in enumerate(SPANS):
            key = self._key(name, f"Show {name}")
            key.setCheckable(True)
            self._spans.addButton(key, index)
            row.addWidget(key)
        self._spans.setExclusive(False)
        row.addSpacing(Space.MEDIUM)
        row.addWidget(self.subject)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.message, 1)
        row.addWidget(self.follow_key)
        row.addSpacing(Space.MEDIUM)
        row.addWidget(self.time)
        self.follow_key.hide()

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

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self._dress_time()

    def set_subject(self, subject: str) -> None:
        """Say what all lines are about."""
        self.subject.setText(subject)

    def show_state(self, window: TimeWindow, time: str, replay: bool) -> None:
        """Show how much time is shown, whether it follows the clock, and the time that the values belong to."""
        for index, (span, _) in enumerate(SPANS):
            self._spans.button(index).setChecked(span == window.span)
        self.follow_key.setVisible(not window.following)
        self.time.setText(time)
        if replay != self._replay:
            self._replay = replay
            self._dress_time()

    def _dress_time(self) -> None:
        """In a look back the time wears the colour of replay."""
        colours = f"background: {self._palette.replay}; color: {self._palette.on_replay};"
        self.time.setStyleSheet(f"QLabel {{ border-radius: 4px; padding: 1px 6px; {colours if self._replay else ''} }}")

    @Slot(int)
    def choose_span(self, index: int) -> None:
        """Ask for one of the spans."""
        self.span_chosen.emit(SpanChosen(SPANS[index][0]))

    @Slot()
    def choose_follow(self) -> None:
        """Ask to follow the clock."""
        self.follow_chosen.emit()
