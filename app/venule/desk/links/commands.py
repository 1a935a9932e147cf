"""What the desk can do, with the key for it: one list for shortcuts, search and the sheet of keys."""

from PySide6.QtWidgets import QAbstractButton, QApplication

from venule.desk.links.time import TimeLink
from venule.desk.pulse import Pulse
from venule.desk.style.look import Look
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command

PANE_KEYS = (
    ("Enter", "go to the asset or gateway of a row"),
    ("A", "alarms: acknowledge the chosen"),
    ("C", "alarms: comment the current"),
    ("← →", "alarms and tree: fold, unfold"),
    ("Ctrl+C", "tables and trends: copy as a table"),
    ("Tab", "map: from alarm to alarm in view"),
    ("Home  + −", "map: show all, zoom"),
    ("Esc", "map: choose nothing"),
    ("← →  + −", "trends: move, zoom"),
    ("F", "trends: follow the clock"),
    ("Del", "trends: remove the line"),
    ("← →  Ctrl+← →", "time bar: a minute, an hour"),
    ("+ −", "time bar: faster, slower"),
    ("Home End", "time bar: to the beginning, to live"),
)


def commands(window: MainWindow, look: Look, pulse: Pulse, time: TimeLink) -> tuple[Command, ...]:
    """Every command that holds for the whole window."""
    panes = window.panes

    def pause() -> None:
        button = QApplication.focusWidget()
        if isinstance(button, QAbstractButton):
            button.click()  # to whom the key belongs while it has the focus
            return
        clock = pulse.clock
        pulse.play(1.0 if not clock.live and clock.speed == 0 else 0.0)

    return (
        Command("Find an asset or a command", "Ctrl+K", window.focus_search),
        Command("Next pane", "F6", window.next_pane),
        Command("Previous pane", "Shift+F6", window.previous_pane),
        Command("Go live", "L", time.to_present),
        Command("Pause or go on replaying", "Space", pause),
        Command("Replay ×10", "", lambda: pulse.play(10.0)),
        Command("Replay ×100", "", lambda: pulse.play(100.0)),
        Command("Replay ×1000", "", lambda: pulse.play(1000.0)),
        Command("Switch between dark and light", "F9", look.toggle),
        Command("Show the alarms", "Alt+1", lambda: window.show_dock("alarms")),
        Command("Show the rejects", "Alt+2", lambda: window.show_dock("rejects")),
        Command("Show the verticals", "Alt+3", window.open_verticals),
        Command("Detach or dock the alarms", "", lambda: window.detach("alarms")),
        Command("Detach or dock the inspector", "", lambda: window.detach("inspector")),
        Command("Detach or dock the networks", "", lambda: window.detach("navigator")),
        Command("Detach or dock the rejects", "", lambda: window.detach("rejects")),
        Command("Put every pane back in its usual place", "", window.restore_usual),
        Command("Filter the tree", "Ctrl+F", panes.navigator.filter.setFocus),
        Command("Full screen", "F11", lambda: _full_screen(window)),
        Command("Keys", "?", window.open_keys),
    )


def key_lines(every: tuple[Command, ...]) -> list[tuple[str, str]]:
    """The lines of the sheet of keys."""
    return [(command.key, command.title.lower()) for command in every if command.key] + list(PANE_KEYS)


def _full_screen(window: MainWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()
