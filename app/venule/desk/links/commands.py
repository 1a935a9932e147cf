"""What the desk can do, with the key for it: one list for shortcuts, search and the sheet of keys."""

from venule.desk.links.time import TimeLink
from venule.desk.pulse import Pulse
from venule.desk.style.look import Look
from venule.desk.views.main_window import MainWindow
from venule.desk.views.search_box import Command

PANE_KEYS = (
    ("Enter", "go to the asset of an alarm or of the tree"),
    ("A", "acknowledge the chosen alarms"),
    ("C", "comment the current alarm"),
    ("← →", "fold and unfold; on the time bar one minute"),
    ("Ctrl+C", "copy the chosen lines as a table"),
    ("Home End", "on the time bar: begin and live"),
    ("+ −", "on the time bar: faster and slower; on the map: zoom"),
)


def commands(window: MainWindow, look: Look, pulse: Pulse, time: TimeLink) -> tuple[Command, ...]:
    """Every command that holds for the whole window."""
    panes = window.panes

    def pause() -> None:
        clock = pulse.clock
        pulse.play(1.0 if not clock.live and clock.speed == 0 else 0.0)

    def show(name: str) -> None:
        window.docks[name].show()
        window.docks[name].raise_()
        window.docks[name].widget().setFocus()

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
        Command("Show the alarms", "Alt+1", lambda: show("alarms")),
        Command("Show the rejects", "Alt+2", lambda: show("rejects")),
        Command("Detach or dock the alarms", "", lambda: window.detach("alarms")),
        Command("Detach or dock the inspector", "", lambda: window.detach("inspector")),
        Command("Detach or dock the networks", "", lambda: window.detach("navigator")),
        Command("Detach or dock the rejects", "", lambda: window.detach("rejects")),
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
