"""The frame of the desk: strips that are always there, and panes that dock, float and come back where they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from venule.desk.timebar.view import TimeBar
from venule.desk.trends.events import LinesChanged
from venule.desk.views.alarm_list import AlarmList
from venule.desk.views.banner import Notice, Ribbon
from venule.desk.views.centre import TRENDS_SHARE, Centre
from venule.desk.views.frame import Frame
from venule.desk.views.held_pane import HeldPane
from venule.desk.views.indicators import IndicatorStrip
from venule.desk.views.inspector import Inspector
from venule.desk.views.keys import KeySheet
from venule.desk.views.navigator import Navigator
from venule.desk.views.notes_pane import NotesPane
from venule.desk.views.plain_table import TablePane
from venule.desk.views.search_box import Command, SearchBox
from venule.desk.views.top_strip import TopStrip

LAYOUT_VERSION = 2
TABS = 28
LEAST_ALARM_ROWS = 4
HEIGHT_PER_ALARM_ROW = 200
"""A window has one row of the alarm list for so many pixels of its height."""

MOVABLE = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable


@dataclass(frozen=True, slots=True)
class Panes:
    """Everything the window holds; made before it, so that each can be made and tested alone."""

    strip: TopStrip
    search: SearchBox
    indicators: IndicatorStrip
    navigator: Navigator
    map: QWidget
    trends: QWidget
    inspector: Inspector
    alarms: AlarmList
    notes: NotesPane
    rejects: TablePane
    verticals: TablePane
    time_bar: TimeBar


class MainWindow(QMainWindow):
    """``closed`` is emitted once, before anything is taken down."""

    closed = Signal()
    rejects_opened = Signal()

    def __init__(self, panes: Panes, title: str) -> None:
        super().__init__()
        self.panes = panes
        self.setWindowTitle(title)
        self.setDockOptions(
            self.dockOptions() | QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.GroupedDragging
        )
        self.banner, self.replay_ribbon = Ribbon("banner"), Ribbon("replay")
        self.notice = Notice()
        self.frame = Frame(self)
        self.keys: KeySheet | None = None
        self.docks: dict[str, QDockWidget] = {}
        self._held: dict[str, HeldPane] = {}
        self._further: list[QWidget] = []
        self.centre = Centre(panes.map, panes.trends)
        self.setCentralWidget(self.centre)
        self._place_strips()
        self._place_docks()
        self._place_time_bar()
        self._built = self.layout_state()

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Give every command its key, its place in the search and its line on the sheet of keys."""
        for command in commands:
            if command.key:
                shortcut = QShortcut(QKeySequence(command.key), self)
                shortcut.activated.connect(command.run)
        self.panes.search.set_commands(tuple(commands))

    def set_key_sheet(self, keys: Sequence[tuple[str, str]]) -> None:
        """What the sheet of keys says."""
        self.keys = KeySheet(keys, self)

    def arrange_by_size(self, size: QSize) -> None:
        """Shares of the window that suit its size, before anything was remembered."""
        self.resize(size)
        wide = size.width() >= 1500
        self.resizeDocks(
            [self.docks["navigator"], self.docks["inspector"]],
            [324 if wide else 286, 348 if wide else 300],
            Qt.Orientation.Horizontal,
        )
        rows = max(LEAST_ALARM_ROWS, size.height() // HEIGHT_PER_ALARM_ROW)
        height = TABS + self.panes.alarms.height_of(rows)
        self.resizeDocks([self.docks["alarms"]], [height], Qt.Orientation.Vertical)

    @Slot(object)
    def make_room_for_trends(self, change: LinesChanged) -> None:
        """The trends unfold with their first line and fold with their last."""
        self.centre.unfold(bool(change.lines))

    def show_replay(self, text: str) -> None:
        """Frame the window and every detached pane, and say what is replayed; an empty text is the present."""
        self.replay_ribbon.say(text)
        self.frame.show(bool(text))
        for held in self._held.values():
            held.say(text)

    def layout_state(self) -> bytes:
        """Where every pane is."""
        return bytes(self.saveState(LAYOUT_VERSION).data())

    def restore_layout(self, geometry: bytes | None, state: bytes | None) -> None:
        """Put every pane where it was."""
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        if state:
            self.restoreState(QByteArray(state), LAYOUT_VERSION)

    @Slot()
    def restore_usual(self) -> None:
        """Put every pane back to where it was at the first start."""
        self.restore_layout(None, self._built)
        self.arrange_by_size(self.size())
        self.centre.set_share(TRENDS_SHARE)

    def stops(self) -> tuple[QWidget, ...]:
        """The panes through which F6 walks."""
        panes = self.panes
        return (
            panes.navigator.tree,
            panes.map,
            *self._further,
            panes.trends,
            panes.inspector,
            panes.alarms.table,
            panes.notes.table,
            panes.rejects.table,
            panes.verticals.table,
            panes.time_bar,
            panes.search,
        )

    @Slot()
    def next_pane(self) -> None:
        """Give the focus to the pane after the one that has it."""
        self._walk(1)

    @Slot()
    def previous_pane(self) -> None:
        """The pane before it."""
        self._walk(-1)

    @Slot()
    def open_keys(self) -> None:
        """Show the sheet of keys."""
        if self.keys is not None:
            self.keys.open()

    @Slot()
    def open_verticals(self) -> None:
        """Show which verticals work and which do not."""
        self.show_dock("verticals")

    @Slot()
    def focus_search(self) -> None:
        """Go to the search box."""
        self.activateWindow()
        self.panes.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panes.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes.time_bar.suit(event.size())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _walk(self, step: int) -> None:
        stops = [stop for stop in self.stops() if stop.isVisible()]
        focus: QWidget | None = QApplication.focusWidget()
        here = next((i for i, stop in enumerate(stops) if stop is focus or (focus and stop.isAncestorOf(focus))), -1)
        target = stops[(here + step) % len(stops)]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _place_strips(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self.panes.strip, self.banner, self.replay_ribbon, self.panes.indicators):
            column.addWidget(strip)
        self._strips = column
        self.setMenuWidget(top)
        self.panes.strip.keys_asked.connect(self.open_keys)
        self.panes.strip.verticals_asked.connect(self.open_verticals)

    def _place_docks(self) -> None:
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, bottom)
        self.setCorner(Qt.Corner.BottomRightCorner, bottom)
        self._dock("navigator", "Networks", self.panes.navigator, Qt.DockWidgetArea.LeftDockWidgetArea)
        self._dock("inspector", "Inspector", self.panes.inspector, Qt.DockWidgetArea.RightDockWidgetArea)
        self._dock("alarms", "Alarms", self.panes.alarms, bottom)
        self._dock("notes", "Notes", self.panes.notes, bottom)
        self._dock("rejects", "Rejects", self.panes.rejects, bottom)
        self._dock("verticals", "Verticals", self.panes.verticals, bottom)
        self.tabifyDockWidget(self.docks["alarms"], self.docks["notes"])
        self.tabifyDockWidget(self.docks["notes"], self.docks["rejects"])
        self.tabifyDockWidget(self.docks["rejects"], self.docks["verticals"])
        self.setTabPosition(bottom, QTabWidget.TabPosition.North)
        for name in ("alarms", "notes", "rejects", "verticals"):
            self._title_while_floating(self.docks[name])
        self.docks["alarms"].raise_()
        self.docks["rejects"].visibilityChanged.connect(self._tell_rejects)

    def _dock(self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea) -> None:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setFeatures(MOVABLE)
        self._held[name] = HeldPane(content, dock)
        self._held[name].say(self.replay_ribbon.text)
        dock.setWidget(self._held[name])
        self.addDockWidget(area, dock)
        self.docks[name] = dock

    def add_pane(self, name: str, title: str, content: QWidget) -> None:
        """A further pane between middle and inspector, made while the desk runs; the keys walk through it too."""
        inspector = self.docks["inspector"]
        width = inspector.width()
        self._dock(name, title, content, Qt.DockWidgetArea.RightDockWidgetArea)
        if not inspector.isFloating():
            self.splitDockWidget(self.docks[name], inspector, Qt.Orientation.Horizontal)
        panes, widths = [self.docks[name], inspector], [self.centre.width() // 2, width]
        QTimer.singleShot(0, self, lambda: self.resizeDocks(panes, widths, Qt.Orientation.Horizontal))  # once laid out
        self._further.append(content)

    def add_strip(self, strip: QWidget) -> None:
        """A further line below the top one."""
        self._strips.insertWidget(1, strip)

    def add_to_foot(self, strip: QWidget) -> None:
        """A further strip below the time bar."""
        self._foot.addWidget(strip)

    def _title_while_floating(self, dock: QDockWidget) -> None:
        """In the window its tab is title enough; alone it needs a bar to be held by."""
        hidden = QWidget(dock)
        hidden.setFixedHeight(0)

        def dress(floating: bool) -> None:
            dock.setTitleBarWidget(None if floating else hidden)  # type: ignore[arg-type]
            hidden.setVisible(not floating)

        dock.topLevelChanged.connect(dress)
        dress(dock.isFloating())

    def show_dock(self, name: str) -> None:
        """Bring a pane to the front and give it the focus."""
        self.docks[name].show()
        self.docks[name].raise_()
        self.docks[name].widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def detach(self, name: str) -> None:
        """Take a pane out of the window, or put it back."""
        dock = self.docks[name]
        dock.setFloating(not dock.isFloating())
        dock.show()

    def _place_time_bar(self) -> None:
        bar = QToolBar("Time", self)
        bar.setObjectName("time")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        holder = QWidget()
        column = self._foot = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.panes.time_bar)
        bar.addWidget(holder)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)

    @Slot(bool)
    def _tell_rejects(self, visible: bool) -> None:
        if visible:
            self.rejects_opened.emit()
