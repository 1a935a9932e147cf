"""The strip that is always there: which city, the search, the health of the feeds, the alarms and the clock."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from venule.desk.models.wording import age, plural
from venule.desk.pulse import Moment
from venule.desk.questions import Health
from venule.desk.style.fonts import font, strong
from venule.desk.style.look import Look
from venule.desk.style.metrics import STRIP, Space, Type
from venule.desk.style.palette import Theme
from venule.desk.style.symbols import PRIORITY_WORDS, paint_priority
from venule.desk.views.labels import label
from venule.domain.alarm import Status
from venule.domain.instant import to_datetime
from venule.domain.liveness import Presence
from venule.domain.rule import Priority

TALLY_SIGN = 26
LEAST_TALLY = 30


class AlarmTally(QWidget):
    """Standing alarms by priority: shape, number of the priority and count; how many nobody acknowledged beside it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._counts: dict[Priority, tuple[int, int]] = {priority: (0, 0) for priority in Priority}
        self._widths: dict[Priority, int] = {}
        self.show_counts({})
        look.changed.connect(self.update)

    def show_counts(self, counts: Mapping[Priority, tuple[int, int]]) -> None:
        """Standing and unacknowledged alarms of each priority."""
        self._counts = {priority: counts.get(priority, (0, 0)) for priority in Priority}
        told = [f"{PRIORITY_WORDS[p]}: {n} standing, {new} unacknowledged" for p, (n, new) in self._counts.items()]
        self.setToolTip("Alarms\n" + "\n".join(told))
        self.setAccessibleName("; ".join(told))
        self._widths = {priority: self._width_of(*counted) for priority, counted in self._counts.items()}
        self.setFixedSize(QSize(sum(self._widths.values()), STRIP))
        self.update()

    @staticmethod
    def _width_of(standing: int, new: int) -> int:
        """Room for the sign and for both numbers, however large."""
        above = QFontMetrics(strong(Type.TITLE)).horizontalAdvance(f"{standing:,}")
        below = QFontMetrics(font(Type.CAPTION)).horizontalAdvance(f"{new:,} new") if new else 0
        return TALLY_SIGN + max(above, below, LEAST_TALLY) + Space.SMALL

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            left = 0
            for priority, (standing, new) in self._counts.items():
                width = self._widths[priority]
                self._paint_one(painter, QRectF(left, 0, width, self.height()), priority, standing, new)
                left += width

    def _paint_one(self, painter: QPainter, box: QRectF, priority: Priority, standing: int, new: int) -> None:
        palette = self._look.palette
        painter.setOpacity(1.0 if standing or new else 0.45)
        symbol = QRectF(box.left() + Space.TIGHT, box.center().y() - 9, 18, 18)
        paint_priority(painter, symbol, priority, palette, filled=bool(new or standing))
        painter.setFont(strong(Type.TITLE))
        painter.setPen(QColor(palette.text))
        text = box.adjusted(TALLY_SIGN, -6 if new else 0, 0, -6 if new else 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, f"{standing:,}")
        if new:
            painter.setFont(font(Type.CAPTION))
            painter.setPen(QColor(palette.text_weak))
            below = box.adjusted(TALLY_SIGN, 20, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, f"{new:,} new")


class ClockFace(QWidget):
    """LIVE or REPLAY with its speed, the date and the time, large enough to be read across the room."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._moment: Moment | None = None
        self._blank = False
        self.setFixedSize(212, STRIP)
        look.changed.connect(self.update)

    @Slot(object)
    def show_moment(self, moment: Moment) -> None:
        """The time on the desk."""
        self._moment = moment
        self.update()

    def show_blank(self, blank: bool) -> None:
        """Nothing was ever recorded: there is neither a present nor a past to show."""
        self._blank = blank
        self.update()

    @property
    def mode(self) -> str:
        """The word beside the time."""
        if self._blank:
            return "NO DATA"
        if self._moment is None or self._moment.clock.live:
            return "LIVE"
        clock = self._moment.clock
        if not clock.running:
            return "PAUSED"
        return f"{'BACK' if clock.backwards else 'REPLAY'} ×{abs(clock.speed):g}"

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._moment is None:
            return
        palette = self._look.palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            there = to_datetime(self._moment.now).astimezone()
            painter.setPen(QColor(palette.text))
            painter.setFont(strong(Type.CLOCK))
            painter.drawText(self.rect().adjusted(100, 0, -Space.SMALL, 0), self._right(), f"{there:%H:%M:%S}")
            painter.setFont(font(Type.CAPTION))
            painter.setPen(QColor(palette.text_weak))
            zone = there.tzname() or ""
            painter.drawText(
                self.rect().adjusted(0, 25, -116, 0), Qt.AlignmentFlag.AlignRight, f"{there:%Y-%m-%d} {zone}"
            )
            self._paint_mode(painter, QRectF(0, 6, self.width() - 116, 17))

    def _right(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    def _paint_mode(self, painter: QPainter, box: QRectF) -> None:
        palette, live = self._look.palette, self.mode in ("LIVE", "NO DATA")
        painter.setFont(strong(Type.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(self.mode) + 2 * Space.SMALL - 2
        tag = QRectF(box.right() - width, box.top(), width, box.height())
        painter.setPen(QColor(palette.text_weak if live else palette.replay))
        painter.setBrush(Qt.BrushStyle.NoBrush if live else QColor(palette.replay))
        painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(QColor(palette.text if live else palette.on_replay))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self.mode)


class TopStrip(QWidget):
    """Holds the search box it is given in its middle."""

    theme_toggled = Signal()
    keys_asked = Signal()
    verticals_asked = Signal()

    def __init__(self, look: Look, city: str, search: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(STRIP + 1)
        self._look = look
        self._city, self._count = label(city, "title"), label("", "weak")
        self._feeds, self._feeds_below = label("no feed", ""), label("", "weak")
        self.tally, self.clock = AlarmTally(look), ClockFace(look)
        self._theme = self._button("Switch between dark and light (F9)", self.theme_toggled)
        self._keys = self._button("Keys (?)", self.keys_asked)
        self.failed_mark = self._button("A vertical does not work: see why (Alt+3)", self.verticals_asked)
        self.failed_mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.failed_mark.hide()
        self._arrange(search)
        self._dress()
        look.changed.connect(self._dress)

    def show_assets(self, text: str) -> None:
        """How large the city is."""
        self._count.setText(text)

    def show_health(self, health: Health) -> None:
        """How many feeds are heard; the tool tip tells of each."""
        online = sum(feed.presence == Presence.ONLINE for feed in health.feeds)
        self._feeds.setText(f"{online} of {len(health.feeds)} feeds" if health.feeds else "no feed")
        last = max((feed.last_message_at or 0 for feed in health.feeds), default=0)
        self._feeds_below.setText(f"last message {age(health.as_of - last)} ago" if last else "nothing heard yet")
        self._feeds.setToolTip("\n".join(_told(health)))

    def show_failed(self, names: Sequence[str]) -> None:
        """A quiet mark for verticals that do not work; the tool tip names them."""
        self.failed_mark.setText(f"{plural(len(names), 'vertical')} failed")
        self.failed_mark.setToolTip(f"Not working: {', '.join(names)}. See why (Alt+3)")
        self.failed_mark.setAccessibleName(self.failed_mark.toolTip())
        self.failed_mark.setVisible(bool(names))

    def show_recording(self, kind: str, state: str) -> None:
        """No recorder writes this file: what it is instead of live."""
        self._feeds.setText(kind)
        self._feeds_below.setText(state)
        self._feeds.setToolTip("")

    def _arrange(self, search: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, 0, Space.SMALL, 0)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(_two(self._city, self._count))
        row.addStretch(1)
        row.addWidget(search, 12)
        row.addStretch(1)
        row.addWidget(self.failed_mark)
        row.addWidget(_two(self._feeds, self._feeds_below))
        row.addWidget(self.tally)
        row.addWidget(self.clock)
        row.addWidget(self._theme)
        row.addWidget(self._keys)

    def _button(self, tip: str, signal: object) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(signal)
        return button

    @Slot()
    def _dress(self) -> None:
        self._theme.setIcon(self._look.icon("sun" if self._look.palette.theme is Theme.DARK else "moon"))
        self.failed_mark.setIcon(self._look.status_icon(Status.WARNING))
        self._keys.setIcon(self._look.icon("circle-help"))


def _two(above: QLabel, below: QLabel) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 5, 0, 5)
    column.setSpacing(0)
    column.addWidget(above)
    column.addWidget(below)
    return holder


def _told(health: Health) -> list[str]:
    lines = []
    for feed in health.feeds:
        words = [feed.presence, feed.protocol, f"QoS {feed.qos}", feed.cause]
        lines.append(f"{feed.name}: " + ", ".join(word for word in words if word))
    return lines
