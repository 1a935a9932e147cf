"""The trend view: lines on one time axis that follows the clock, panned and zoomed by hand, fed by answers."""

from collections.abc import Callable, Collection, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.wording import moment_text
from venule.desk.trends.events import DatastreamsDropped, LinesChanged
from venule.desk.trends.gestures import Boxed, Gestures, Hovered, MenuWanted, Panned, Zoomed
from venule.desk.trends.header import Header, SpanChosen
from venule.desk.trends.legend import Legend, LineFocused, LineRemoved
from venule.desk.trends.line import LatestValue, TrendLine
from venule.desk.trends.lineup import TooManyLines
from venule.desk.trends.menu import TrendMenu
from venule.desk.trends.mime import DATASTREAM_MIME, datastreams_in
from venule.desk.trends.picture import TrendPicture
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.rows import legend_rows, subject_of
from venule.desk.trends.stage import Stage
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import Instant

if TYPE_CHECKING:
    from venule.desk.trends.plot import TrendPlot

ASK_AFTER_MS = 80
GROW_AFTER_MS = 400
KEY_PAN, KEY_ZOOM = 0.1, 1.5
LEGEND_WIDTH = 272


class TrendView(QWidget):
    """Asks through ``ask`` for what is visible and a margin, and is told the answers, the clock and the alarms."""

    datastreams_dropped = Signal(DatastreamsDropped)
    lines_changed = Signal(LinesChanged)

    def __init__(
        self,
        ask: Callable[[SeriesQuestion], None],
        palette: Palette,
        parent: QWidget | None = None,
        *,
        zone: tzinfo | None = None,
        slot: str = "trend",
    ) -> None:
        super().__init__(parent)
        self._ask, self._palette, self._zone = ask, palette, zone
        self.stage = Stage(slot)
        self.picture: TrendPicture | None = None
        self._pointer: QPointF | None = None
        self.plot: TrendPlot | None = None
        self.header, self.legend = Header(palette, self), Legend(palette, self)
        self.menu = TrendMenu(self, zone)
        self._gestures = Gestures(self)
        self._ask_timer = self._timer(ASK_AFTER_MS, self.ask_now)
        self._grow_timer = self._timer(GROW_AFTER_MS, self.ask_now)
        self._show_timer = self._timer(0, self.show_now)
        self._arrange()
        self._connect()

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    def _arrange(self) -> None:
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Trends")
        nothing = QLabel("Select an asset to see its trend, or drop datastreams here.", self)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setProperty("role", "weak")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.legend)
        chart = QWidget(self)
        column = QVBoxLayout(chart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._splitter, 1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(1, 1, 1, 1)
        self._pages.addWidget(nothing)
        self._pages.addWidget(chart)

    def _connect(self) -> None:
        self.header.span_chosen.connect(self.choose_span)
        self.header.follow_chosen.connect(self.follow)
        self.legend.line_focused.connect(self.focus_line)
        self.legend.line_removed.connect(self.drop_line)
        self._gestures.panned.connect(self.pan)
        self._gestures.zoomed.connect(self.zoom)
        self._gestures.boxed.connect(self.zoom_into)
        self._gestures.hovered.connect(self.hover)
        self._gestures.reset.connect(self.reset)
        self._gestures.menu_wanted.connect(self.show_menu)

    @property
    def lines(self) -> tuple[TrendLine, ...]:
        """What is shown."""
        return self.stage.lineup.lines

    def show_datastreams(self, lines: tuple[TrendLine, ...]) -> None:
        """Show these lines instead of all others; what is beyond the bound is refused in words."""
        try:
            self.stage.show(lines)
        except TooManyLines as problem:
            self.header.say(str(problem))
        self._change_lines()

    def add_datastream(self, line: TrendLine) -> bool:
        """Show one line more; says whether it is shown."""
        before = self.lines
        try:
            self.stage.lineup.add(line)
        except TooManyLines as problem:
            self.header.say(str(problem))
            return False
        if self.lines != before:
            self._change_lines()
        return True

    def remove_datastream(self, datastream: int) -> None:
        """Show that line no longer."""
        if self.stage.lineup.remove(datastream):
            self._change_lines()

    def _change_lines(self) -> None:
        if self.lines and self.plot is None:
            self._make_plot()
        self._pages.setCurrentIndex(1 if self.lines else 0)
        self._touch()
        self.lines_changed.emit(LinesChanged(self.lines))

    def _make_plot(self) -> None:
        """The chart, imported only now: pyqtgraph takes half a second."""
        from venule.desk.trends.plot import TrendPlot

        self.plot = TrendPlot(self._gestures, self._palette, self._zone)
        self.plot.resized.connect(self.ask_soon)
        self._splitter.insertWidget(0, self.plot)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        legend = min(LEGEND_WIDTH, self.width() // 3)
        self._splitter.setSizes([self.width() - legend, legend])

    def accept(self, answer: SeriesAnswer) -> None:
        """Take an answer; one that no longer counts is left aside."""
        if self.stage.lineup.accept(answer):
            self._show_timer.start()

    def set_clock(self, clock: Clock, now: Instant) -> None:
        """Follow the clock; after a jump everything is asked again."""
        self.stage.set_clock(clock, now)
        self._touch()

    def note_growth(self, datastreams: Collection[int]) -> None:
        """Note that these datastreams have new observations; they are asked for again before long."""
        if self.stage.lineup.grow(datastreams) and not self._grow_timer.isActive():
            self._grow_timer.start()

    def set_latest(self, values: Iterable[LatestValue]) -> None:
        """Show the newest values in the legend."""
        self.stage.lineup.set_latest(values)
        self._show_timer.start()

    def set_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """Mark the alarms of the assets that are shown."""
        self.stage.alarms = alarms
        self._show_timer.start()

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.header.set_palette(palette)
        self.legend.set_palette(palette)
        if self.plot is not None:
            self.plot.set_palette(palette)
        self.update()

    def set_span(self, span_us: int) -> None:
        """Show so much time."""
        self.stage.set_span(span_us)
        self._touch()

    def ask_again(self) -> None:
        """Ask for everything anew: another file was opened."""
        self.stage.lineup.forget()
        self._touch()

    def _touch(self) -> None:
        self._show_timer.start()
        self.ask_soon()

    @Slot()
    def ask_soon(self) -> None:
        """Ask before long. Not put off by the next change, so that a long drag is served on its way."""
        if not self._ask_timer.isActive():
            self._ask_timer.start()

    @Slot()
    def ask_now(self) -> None:
        """Ask for what the window lacks."""
        if self.plot is not None:
            for question in self.stage.questions(self.plot.pixels):
                self._ask(question)

    @Slot()
    def show_now(self) -> None:
        """Compose and show the picture of this moment."""
        if self.plot is None or not self.lines:
            return
        picture = self.stage.picture(None if self._pointer is None else self._instant(self._pointer.x()))
        self.picture = picture
        self.plot.show_picture(picture)
        self.legend.show_rows(legend_rows(picture))
        self.header.set_subject(subject_of(self.lines))
        time = moment_text(picture.now if picture.cross is None else picture.cross, self._zone)
        self.header.show_state(picture.window, time, replay=not picture.live and picture.cross is None)

    def _instant(self, x: float) -> Instant:
        window = self.stage.window
        return window.start if self.plot is None else self.plot.scale(window).instant(x)

    @Slot(Panned)
    def pan(self, move: Panned) -> None:
        """Move by pixels."""
        if self.plot is not None:
            self.stage.pan(-move.pixels * self.plot.scale(self.stage.window).per_pixel())
            self._touch()

    @Slot(Zoomed)
    def zoom(self, turn: Zoomed) -> None:
        """Zoom about a pixel."""
        self.stage.zoom(turn.factor, self._instant(turn.x))
        self._touch()

    @Slot(Boxed)
    def zoom_into(self, drawn: Boxed) -> None:
        """Show what lies in a box; its height counts in the pane in which it was drawn."""
        if self.plot is not None:
            pane, values = self.plot.values_in(drawn.box)
            self.stage.zoom_to(self._instant(drawn.box.left()), self._instant(drawn.box.right()), pane, values)
            self._touch()

    @Slot(Hovered)
    def hover(self, pointer: Hovered) -> None:
        """Put the crosshair under the pointer."""
        self._pointer = pointer.place
        self._show_timer.start()

    @Slot()
    def reset(self) -> None:
        """Back to the clock and the span chosen last, with values filling their panes."""
        self.stage.reset()
        self._touch()

    @Slot()
    def follow(self) -> None:
        """Follow the clock again."""
        self.stage.follow()
        self._touch()

    @Slot(SpanChosen)
    def choose_span(self, chosen: SpanChosen) -> None:
        """Show one of the usual spans."""
        self.set_span(chosen.span_us)

    @Slot(LineFocused)
    def focus_line(self, focus: LineFocused) -> None:
        """Show the limits of that line."""
        self.stage.focused = focus.datastream
        self._show_timer.start()

    @Slot(LineRemoved)
    def drop_line(self, removed: LineRemoved) -> None:
        """Show that line no longer."""
        self.remove_datastream(removed.datastream)

    @Slot(MenuWanted)
    def show_menu(self, wanted: MenuWanted) -> None:
        """Show what can be done with the chart."""
        self.menu.popup(wanted.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.stage.pan(-self.stage.window.span * KEY_PAN)
            case Qt.Key.Key_Right:
                self.stage.pan(self.stage.window.span * KEY_PAN)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.stage.zoom(1 / KEY_ZOOM)
            case Qt.Key.Key_Minus:
                self.stage.zoom(KEY_ZOOM)
            case Qt.Key.Key_F:
                self.stage.follow()
            case Qt.Key.Key_C if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.menu.copy_data()
            case Qt.Key.Key_Delete if self.stage.focused is not None:
                self.remove_datastream(self.stage.focused)
            case _:
                super().keyPressEvent(event)
        self._touch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(DATASTREAM_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = datastreams_in(event.mimeData())
        if dropped:
            event.acceptProposedAction()
            self.datastreams_dropped.emit(DatastreamsDropped(dropped))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._palette.panel))
            if self.hasFocus():
                painter.setPen(QColor(self._palette.focus))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
