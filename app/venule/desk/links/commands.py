"""What the desk can do, with the key for it: one list for shortcuts, search and the sheet of keys."""

from functools import partial

from PySide6.QtWidgets import QAbstractButton, QApplication

from venule.desk.links.bookmarks import BookmarkLink
from venule.desk.links.second_map import SecondMap
from venule.desk.links.time import TimeLink
from venule.desk.map.assets.sight import Mode
from venule.desk.map.view import MapView
from venule.desk.pulse import Pulse
from venule.desk.style.look import Look
from venule.desk.trends.cursors.cursors import Which
from venule.desk.trends.header import ARRANGEMENTS
from venule.desk.trends.view import TrendView
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command

PANE_KEYS = (
    ("Enter", "go to the asset or gateway of a row"),
    ("A", "alarms: acknowledge the chosen"),
    ("C", "alarms: comment the current"),
    ("E  Del  Ctrl+Z", "notes: change, withdraw, bring back"),
    ("← →", "alarms and tree: fold, unfold"),
    ("Ctrl+C", "tables and trends: copy as a table"),
    ("Tab", "map: from alarm to alarm in view"),
    ("Home  + −", "map: show all, zoom"),
    ("Ctrl+click", "map: add to what is chosen, or take away"),
    ("Shift+drag  B", "map: choose a box"),
    ("Alt+drag  O", "map: choose with a lasso"),
    ("Ctrl+A", "map: choose everything in view"),
    ("M", "map: measure, set a corner"),
    ("← ↑ → ↓", "map: move, or move the cross hairs"),
    ("Enter  Backspace", "map: end a lasso or area, take a corner back"),
    ("Esc", "map: put the tool away, choose nothing"),
    ("D", "map: many assets as dots or as clusters"),
    ("Ctrl+1 … Ctrl+9", "map: go to a kept view"),
    ("← →  + −", "trends: move, zoom"),
    ("F  Home", "trends: follow the clock, reset"),
    ("Alt+← →  Backspace", "trends: back and forward through what was shown"),
    ("Shift+← →", "trends: move the crosshair"),
    ("A  B  Esc", "trends: measure between two cursors, take them away"),
    ("T", "trends: the table between the cursors"),
    ("P", "trends: by unit, stacked or overlaid"),
    ("N", "trends: a note at the crosshair"),
    ("Ctrl+S", "trends: save a picture"),
    ("Del", "trends: remove the line"),
    ("Shift+Enter", "tree: add to the trends"),
    ("Enter", "values of the inspector: add to the trends"),
    ("Ctrl+drag", "map: carry assets to the trends"),
    ("R", "trends: counters as read, as a rate, as totals"),
    ("Y  W", "trends: compare with the day before, the week before"),
    ("E", "trends: write a formula, or change the current one"),
    ("K", "trends: keep what is shown under a name"),
    ("← →  Ctrl+← →", "time bar: a minute, an hour"),
    ("+ −", "time bar: faster, slower"),
    ("Home End", "time bar: to the beginning, to live"),
    ("↑ ↓", "time bar: show less time, more time"),
    ("PgUp PgDn", "time bar: show what lies before, after"),
    ("Ctrl+Home", "time bar: show the whole recording"),
    ("Shift+drag  Esc", "time bar: choose a stretch, let go of it"),
    ("Ctrl+drag", "time bar: move it along"),
)


def commands(
    window: MainWindow, look: Look, pulse: Pulse, time: TimeLink, bookmarks: BookmarkLink
) -> tuple[Command, ...]:
    """Every command that holds for the whole window."""
    panes = window.panes

    def pause() -> None:
        button = QApplication.focusWidget()
        if isinstance(button, QAbstractButton):
            button.click()  # to whom the key belongs while it has the focus
            return
        time.toggle_play()

    return (
        Command("Find an asset, a place or a command", "Ctrl+K", window.focus_search),
        Command("Next pane", "F6", window.next_pane),
        Command("Previous pane", "Shift+F6", window.previous_pane),
        Command("Go live", "L", time.to_present),
        Command("Pause or go on replaying", "Space", pause),
        Command("Switch between dark and light", "F9", look.toggle),
        Command("Show the alarms", "Alt+1", lambda: window.show_dock("alarms")),
        Command("Show the rejects", "Alt+2", lambda: window.show_dock("rejects")),
        Command("Show the verticals", "Alt+3", window.open_verticals),
        Command("Detach or dock the alarms", "", lambda: window.detach("alarms")),
        Command("Detach or dock the inspector", "", lambda: window.detach("inspector")),
        Command("Detach or dock the networks", "", lambda: window.detach("navigator")),
        Command("Detach or dock the rejects", "", lambda: window.detach("rejects")),
        Command("Put every pane back in its usual place", "", window.restore_usual),
        Command("Keep this view of the map", "Ctrl+D", bookmarks.ask_name),
        Command("Filter the tree", "Ctrl+F", panes.navigator.filter.setFocus),
        Command("Full screen", "F11", lambda: _full_screen(window)),
        Command("Keys", "?", window.open_keys),
    )


def map_commands(view: MapView, second: SecondMap) -> tuple[Command, ...]:
    """How the map shows many assets, and the second map."""
    return (
        Command("Show or put away the second map", "Alt+4", second.toggle),
        Command("Link the maps, or let each look by itself", "Alt+5", second.toggle_link),
        Command("Show many assets as dots", "", lambda: view.set_mode(Mode.DOTS)),
        Command("Show many assets as clusters", "", lambda: view.set_mode(Mode.CLUSTERS)),
        Command("Show many assets as what reads best", "", lambda: view.set_mode(Mode.AUTOMATIC)),
    )


def trend_commands(view: TrendView) -> tuple[Command, ...]:
    """What the keys of the trends do, for who looks for it by name."""
    about = "Trends: measure between two cursors, "
    return (
        Command(f"{about}the first here", "", lambda: view.pointing.place_cursor(Which.A), "cursor A"),
        Command(f"{about}the second here", "", lambda: view.pointing.place_cursor(Which.B), "cursor B"),
        Command("Trends: take the cursors away", "", view.pointing.clear, "clear"),
        Command("Trends: the table between the cursors", "", view.between.toggle, "mean integral"),
        Command("Trends: follow the clock", "", view.moves.follow, "live lock"),
        Command("Trends: back to what was shown before", "", view.moves.back, "zoom undo"),
        Command("Trends: reset", "", view.moves.reset, "zoom everything"),
        *(
            Command(f"Trends: {hint[0].lower()}{hint[1:]}", "", partial(view.arrange, arrangement), arrangement.value)
            for arrangement, hint in ARRANGEMENTS.items()
        ),
    )


def key_lines(every: tuple[Command, ...]) -> list[tuple[str, str]]:
    """The lines of the sheet of keys."""
    return [(command.key, command.title.lower()) for command in every if command.key] + list(PANE_KEYS)


def _full_screen(window: MainWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()
