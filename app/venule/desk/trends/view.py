"""The trend view: lines on one time axis that follows the clock, panned and zoomed by hand, fed by answers."""

from collections.abc import Callable, Collection, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from venule.desk.style.palette import Palette
from venule.desk.timebar.wording import clock_text, moment_text
from venule.desk.trends.cursors.between import heading, measured_rows, with_measured
from venule.desk.trends.cursors.measuring import TallyQuestion
from venule.desk.trends.cursors.table import BetweenTable
from venule.desk.trends.dropping import dropped, welcome
from venule.desk.trends.events import DatastreamsDropped, LinesChanged, NoteWanted
from venule.desk.trends.gestures import Gestures, MenuWanted
from venule.desk.trends.header import ArrangementChosen, Header
from venule.desk.trends.keyboard import Keyboard
from venule.desk.trends.legend import Legend, LineFocused, LineRemoved
from venule.desk.trends.line import LatestValue, TrendLine
from venule.desk.trends.lineup import TooManyLines
from venule.desk.trends.menu import TrendMenu
from venule.desk.trends.moves import Moves
from venule.desk.trends.panes import MOST_AXES, Arrangement, axes_of
from venule.desk.trends.picture import TrendPicture
from venule.desk.trends.pointing import Pointing
from venule.desk.trends.question import SeriesAnswer, SeriesQuestion
from venule.desk.trends.rows import legend_rows, subject_of
from venule.desk.trends.stage import Stage
from venule.domain.alarm import Alarm
from venule.domain.clock import Clock
from venule.domain.instant import Instant
from venule.domain.note import Note

if TYPE_CHECKING:
    from venule.desk.trends.plot import TrendPlot

ASK_EVERY_MS = 80
GROW_AFTER_MS = 400
GATHER_MS = 40
"""How long answers wait for those of the other lines: to paint each by itself takes longer than to find it."""

LEGEND_WIDTH = 272
CROWDED = "Two units share a pane at most: the others have panes of their own."


class TrendView(QWidget):
    """Asks through ``ask`` for what is visible and a margin, and is told the answers, the clock and the alarms."""

    datastreams_dropped = Signal(DatastreamsDropped)
    lines_changed = Signal(LinesChanged)
    note_wanted = Signal(NoteWanted)
    tally_wanted = Signal(TallyQuestion)

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
        self._grown: set[int] = set()
        self._told: Note | None = None
        self.plot: TrendPlot | None = None
        self.header, self.legend = Header(palette, self), Legend(palette, self)
        self.between = BetweenTable(palette, self)
        self._gestures = Gestures(self)
        self.moves = Moves(self.stage, self)
        self.pointing = Pointing(self.stage, self.moves, self.tally_wanted.emit, self)
        self._ask_timer, self._asked = self._timer(ASK_EVERY_MS, self.ask_now), QElapsedTimer()
        self._asked.start()
        self._grow_timer = self._timer(GROW_AFTER_MS, self.ask_grown)
        self._show_timer = self._timer(0, self.show_now)
        self.menu = TrendMenu(self, zone)
        self._keyboard = Keyboard(self)
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
        column.setContentsMargins(1, 1, 1, 1)  # the frame of the focus
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.between)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(nothing)
        self._pages.addWidget(chart)

    def _connect(self) -> None:
        self.moves.listen(self._gestures, self.header)
        self.moves.moved.connect(self.refresh)
        self.header.arrangement_chosen.connect(self.choose_arrangement)
        self.legend.line_focused.connect(self.focus_line)
        self.legend.line_removed.connect(self.drop_line)
        self._gestures.hovered.connect(self.pointing.hover)
        self._gestures.cursor_moved.connect(self.pointing.move_cursor)
        self._gestures.menu_wanted.connect(self.show_menu)
        self.between.cleared.connect(self.pointing.clear)
        self.between.folded.connect(self.show_soon)
        self.pointing.changed.connect(self.show_soon)

    @property
    def palette_shown(self) -> Palette:
        """The colours of now."""
        return self._palette

    @property
    def chart_size(self) -> QSizeF:
        """How large the chart is on the screen, with its legend in the picture below it."""
        return QSizeF(self._splitter.size())

    @property
    def caption(self) -> str:
        """What a picture of it is called."""
        return self.header.subject.text() or "Trends"

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
        self.pointing.measure()
        self.refresh()
        self.lines_changed.emit(LinesChanged(self.lines))

    def _make_plot(self) -> None:
        """The chart, imported only now: pyqtgraph takes half a second."""
        from venule.desk.trends.plot import TrendPlot

        self.plot = TrendPlot(self._gestures, self._palette, self._zone)
        self.moves.plot = self.plot
        self.plot.resized.connect(self.ask_soon)
        self._splitter.insertWidget(0, self.plot)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        legend = min(LEGEND_WIDTH, self.width() // 3)
        self._splitter.setSizes([self.width() - legend, legend])

    def accept(self, answer: SeriesAnswer) -> None:
        """Take an answer; one that no longer counts is left aside. Those of several lines are shown together."""
        if not self.stage.lineup.accept(answer):
            return
        if not self.stage.lineup.awaits:
            self._show_timer.start(0)
        elif not self._show_timer.isActive():
            self._show_timer.start(GATHER_MS)

    def set_clock(self, clock: Clock, now: Instant) -> None:
        """Follow the clock; after a jump everything is asked again."""
        jumped, turned = clock != self.stage.clock, now < self.stage.now
        self.stage.set_clock(clock, now)
        if jumped:
            self.pointing.measure_anew()
        elif turned:
            self.pointing.measuring.renew()
        self.refresh()

    def note_growth(self, datastreams: Collection[int]) -> None:
        """Note that these datastreams have new observations; they are asked for again before long."""
        self._grown |= {line.datastream for line in self.lines} & set(datastreams)
        if self.stage.lineup.grow(datastreams) and not self._grow_timer.isActive():
            self._grow_timer.start()

    def set_latest(self, values: Iterable[LatestValue]) -> None:
        """Show the newest values in the legend."""
        self.stage.lineup.set_latest(values)
        self._show_timer.start(0)

    def set_alarms(self, alarms: tuple[Alarm, ...]) -> None:
        """Mark the alarms of the assets that are shown."""
        self.stage.alarms = alarms
        self._show_timer.start(0)

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        """Pin these notes to their times."""
        self.stage.notes = notes
        self._show_timer.start(0)

    def set_palette(self, palette: Palette) -> None:
        """Change the colours."""
        self._palette = palette
        self.between.set_palette(palette)
        self.header.set_palette(palette)
        self.legend.set_palette(palette)
        if self.plot is not None:
            self.plot.set_palette(palette)
        self.update()

    def set_span(self, span_us: int) -> None:
        """Show so much time."""
        self.stage.set_span(span_us)
        self.refresh()

    def ask_again(self) -> None:
        """Ask for everything anew: another file was opened."""
        self.stage.lineup.forget()
        self.pointing.measure_anew()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show and ask anew, before long."""
        self._show_timer.start(0)
        self.ask_soon()

    @Slot()
    def show_soon(self) -> None:
        """Show anew as soon as nothing else is to be done."""
        self._show_timer.start(0)

    @Slot()
    def ask_soon(self) -> None:
        """Ask as soon as nothing else is to be done, but not twice at a time: a long drag is served on its way."""
        if not self._ask_timer.isActive():
            self._ask_timer.start(max(0, ASK_EVERY_MS - self._asked.elapsed()))

    @Slot()
    def ask_now(self) -> None:
        """Ask for what the window lacks."""
        self._asked.restart()
        if self.plot is not None:
            for question in self.stage.questions(self.plot.pixels):
                self._ask(question)

    @Slot()
    def ask_grown(self) -> None:
        """Ask for what has come meanwhile."""
        self.pointing.measuring.grow(self._grown)
        self._grown.clear()
        self.ask_now()

    @Slot()
    def show_now(self) -> None:
        """Compose and show the picture of this moment."""
        if self.plot is None or not self.lines:
            return
        picture = self.stage.picture(self.pointing.cross)
        self.picture = picture
        self.plot.show_picture(picture)
        self.header.set_subject(subject_of(self.lines))
        time = moment_text(picture.now if picture.cross is None else picture.cross, self._zone)
        self._tell_note()
        self.header.show_state(picture.window, time, replay=not picture.live and picture.cross is None)
        ways = self.stage.history
        self.header.show_ways(ways.can_go_back, ways.can_go_forward, self.stage.arrangement)
        rows = measured_rows(picture, self.pointing.measuring.tallies)
        self.between.show_rows(heading(picture.cursors, self._zone), rows)
        told = legend_rows(picture)
        self.legend.show_rows(told if self.between.open else with_measured(told, rows))

    def _tell_note(self) -> None:
        """Read out the note that the pointer is on."""
        place = self.pointing.place
        note = None if self.plot is None or place is None else self.plot.note_at(place)
        if note is not None and note != self._told:
            self.header.say(f"{clock_text(note.at, self._zone)} {note.who}: {note.text}")
        self._told = note

    @Slot()
    def want_note(self) -> None:
        """Ask for a note at the crosshair."""
        self.note_wanted.emit(self.pointing.note_wanted())

    @Slot(ArrangementChosen)
    def choose_arrangement(self, chosen: ArrangementChosen) -> None:
        """Spread the values over panes in another way."""
        self.arrange(chosen.arrangement)

    def arrange(self, arrangement: Arrangement) -> None:
        """The same, for who knows which."""
        self.stage.arrange(arrangement)
        if arrangement is Arrangement.OVERLAID and axes_of(self.lines) > MOST_AXES:
            self.header.say(CROWDED)
        self.refresh()

    def next_arrangement(self) -> None:
        """The arrangement that follows."""
        every = tuple(Arrangement)
        self.arrange(every[(every.index(self.stage.arrangement) + 1) % len(every)])

    @Slot(LineFocused)
    def focus_line(self, focus: LineFocused) -> None:
        """Show the limits of that line."""
        self.stage.focused = focus.datastream
        self._show_timer.start(0)

    @Slot(LineRemoved)
    def drop_line(self, removed: LineRemoved) -> None:
        """Show that line no longer."""
        self.remove_datastream(removed.datastream)

    @Slot(MenuWanted)
    def show_menu(self, wanted: MenuWanted) -> None:
        """Show what can be done with the chart."""
        self.menu.popup(wanted.place)

    def remove_focused(self) -> None:
        """Show the line that is chosen in the legend no longer."""
        if self.stage.focused is not None:
            self.remove_datastream(self.stage.focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.between.suit(event.size().height())
        self._show_timer.start(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keyboard.press(event):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if welcome(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        pane = None if self.plot is None else self.plot.pane_at(self.plot.mapFrom(self, event.position()))
        taken = dropped(event, pane)
        if taken is not None:
            event.acceptProposedAction()
            self.datastreams_dropped.emit(taken)

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
