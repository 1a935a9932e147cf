"""Start where you left off: theme, layout and chosen asset go to the operator's file when the desk closes."""

from collections.abc import Callable

from venule.desk.models.selection import Selection
from venule.desk.questions import WriteMemory
from venule.desk.session import Session
from venule.desk.style.palette import Theme
from venule.desk.views.main_window import MainWindow


def remember(window: MainWindow, theme: Theme, selection: Selection, ask: Callable[[str, WriteMemory], None]) -> None:
    """Write down how the desk is left."""
    kept = {
        "theme": theme.value.encode(),
        "geometry": bytes(window.saveGeometry().data()),
        "layout": window.layout_state(),
        "splitter": bytes(window.splitter.saveState().data()),
        "selected": "/".join(selection.key or ()).encode(),
    }
    for key, value in kept.items():
        ask(f"memory/{key}", WriteMemory(key, value))


def recall(window: MainWindow, selection: Selection, session: Session) -> None:
    """Put the layout and the chosen asset back."""
    kept = session.remembered
    window.restore_layout(kept.get("geometry"), kept.get("layout"), kept.get("splitter"))
    name = kept.get("selected", b"").decode(errors="replace")
    if name:
        selection.open_named(name)


def recalled_theme(session: Session) -> Theme:
    """The theme of the last sitting; dark at the first."""
    kept = session.remembered.get("theme", b"").decode(errors="replace")
    return Theme(kept) if kept in {theme.value for theme in Theme} else Theme.DARK
